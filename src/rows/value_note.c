/* What happened to a value: counted in its plan, or refused by --strict. */
#include <string.h>

#include "rows/value_text.h"

static void value_note_refuse(struct value_job *job,
                              const struct column_plan *column,
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
void value_note(struct value_job *job, struct column_plan *column,
                enum loss_kind kind, const struct pg_value *value)
{
    if (!column->losses) {
        column->losses =
            arena_alloc(job->kept, LOSS_KINDS * sizeof *column->losses);
        memset(column->losses, 0, LOSS_KINDS * sizeof *column->losses);
    }
    if (column->losses[kind].count++ == 0)
        column->losses[kind].first = value_location(job, value);
    if (job->is_strict)
        value_note_refuse(job, column, kind, value);
}
