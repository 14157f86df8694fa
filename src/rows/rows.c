#include "rows/rows.h"

#include <stdlib.h>

#include "rows/mapped.h"
#include "rows/value.h"

static unsigned lite_flags(const struct pg_row *row)
{
    return (row->flags & PG_SKIP_CONFLICTS ? (unsigned)LITE_SKIP_CONFLICTS
                                           : 0) |
           (row->flags & PG_ALL_DEFAULTS ? (unsigned)LITE_ALL_DEFAULTS : 0) |
           (row->flags & PG_REGULAR_SPACING ? (unsigned)LITE_REGULAR_SPACING
                                            : 0);
}

/* The text of the row goes along: if SQLite refuses it, the message has to show
 * where it stands. */
static void rows_add_row(struct lite_batch *out, const struct value_job *job,
                         struct lite_value *values)
{
    out->rows[out->n_rows++] =
        (struct lite_row){.target = &job->plan->target,
                          .values = values,
                          .n_values = job->row->n_values,
                          .flags = lite_flags(job->row),
                          .text = pg_row_text(job->batch, job->row)};
}

/* Its text is no longer what it says. */
static void map_row(struct lite_batch *out, const struct plan *plan,
                    struct lite_row *row)
{
    row->values = mapped_values(plan, &out->arena, row->values);
    row->n_values = plan->target.n_columns;
    row->flags &= ~(unsigned)LITE_REGULAR_SPACING;
}

/* Rows of one target follow one another, so the last plan usually fits. */
static bool find_plan(struct plans *plans, struct value_job *job)
{
    const struct plan *last = job->plan;
    if (last && last->source == job->row->target &&
        last->n_columns == job->row->n_values)
        return true;
    job->failed_at = pg_row_text(job->batch, job->row);
    job->plan = plans_find(plans, job->row, &job->failure);
    if (job->plan != plans->current)
        plans_turn_to(plans, job->plan);
    return job->plan != NULL;
}

/* A row of a table that is left out is counted all the same: the summary says
 * how many. */
static bool translate_row(struct plans *plans, struct value_job *job,
                          struct lite_batch *out)
{
    struct lite_value *values = out->values + job->row->first_value;
    if (!find_plan(plans, job))
        return false;
    job->plan->rows++;
    job->plan->bytes += job->row->length;
    if (job->plan->kind == PLAN_OF_EXTENSION && job->plan->rows == 1)
        job->plan->first =
            pg_batch_location(job->batch, pg_row_text(job->batch, job->row));
    if (job->plan->kind != PLAN_ROWS)
        return true;
    if (!value_translate_row(job, values)) {
        plans->refused = plans->is_strict && plan_has_losses(job->plan);
        return false;
    }
    rows_add_row(out, job, values);
    if (job->plan->mapped)
        map_row(out, job->plan, &out->rows[out->n_rows - 1]);
    return true;
}

void rows_translate(struct plans *plans, bool replaces,
                    const struct pg_batch *batch, struct lite_batch *out)
{
    struct value_job job = {.arena = &out->arena,
                            .kept = &plans->arena,
                            .as_text = plans->as_text,
                            .replaces = replaces,
                            .is_strict = plans->is_strict,
                            .is_loading = plans->must_exist,
                            .batch = batch};
    arena_reset(&out->arena);
    grow_array(&out->rows, &out->rows_capacity, batch->n_rows,
               sizeof *out->rows);
    grow_array(&out->values, &out->values_capacity, batch->n_values + 1,
               sizeof *out->values); /* never none, to count from */
    out->n_rows = 0;
    /* Rows before the one that failed are written: a failure is reported for
     * the first row that has one, in the order of the dump. */
    for (size_t i = 0; i < batch->n_rows; i++) {
        job.row = &batch->rows[i];
        if (!translate_row(plans, &job, out))
            break;
    }
    out->failure = job.failure;
    out->failed_at = job.failed_at;
}

void lite_batch_release(struct lite_batch *batch)
{
    free(batch->rows);
    free(batch->values);
    arena_release(&batch->arena);
}
