/* What happened to a value: counted, or refused by --strict. And the batch's
 * turn, for what depends on others. */
#include <string.h>

#include "rows/value_text.h"

void value_refuse_loss(struct value_job *job, const struct column_plan *column,
                       enum loss_kind kind, const struct pg_value *value)
{
    struct buffer label = {0};
    plan_add_label(&label, job->plan, (size_t)(column - job->plan->columns));
    job->failed_at = value_slice(job, value);
    fail(&job->failure, "--strict: %s: %s", buffer_text(&label),
         loss_text(kind, 1));
    buffer_release(&label);
}

/* The first one is shown with its place, the others are counted. */
void value_note(struct value_job *job, const struct column_plan *column,
                enum loss_kind kind, const struct pg_value *value)
{
    tally_note(job->tally, job->arena, column, kind, value_slice(job, value));
    if (job->is_strict)
        value_refuse_loss(job, column, kind, value);
}

bool value_take_turn(struct value_job *job)
{
    if (!job->has_turn)
        job->has_turn = job->turn.wait(job->turn.user);
    return job->has_turn || fail(&job->failure, "this run has ended");
}
