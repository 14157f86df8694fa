#include "rows/rows.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"
#include "rows/mapped.h"

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

/* Its text is no longer what it says. DEFAULT VALUES stays what it is, unless
 * the map has values for it. */
static void map_row(struct lite_batch *out, const struct plan *plan,
                    struct lite_row *row)
{
    bool has_values = !(row->flags & LITE_ALL_DEFAULTS);
    if (!has_values && !plan->mapped->n_constants)
        return;
    row->values =
        mapped_values(plan, &out->arena, has_values ? row->values : NULL);
    row->n_values = plan->target.n_columns;
    row->flags &= ~(unsigned)(LITE_REGULAR_SPACING | LITE_ALL_DEFAULTS);
}

/* ---- plans ---- */

/* For the table of plans, which grows while threads look into it. Rarely: rows
 * of one target follow one another. */
static pthread_mutex_t plans_lock = PTHREAD_MUTEX_INITIALIZER;

struct rows_job {
    struct plans *plans;
    struct lite_batch *out;
    struct value_job values;
};

/* DEFAULT VALUES says nothing of the columns, so that another row may still
 * have to. */
static bool is_plan_of(const struct plan *plan, const struct pg_row *row)
{
    return plan && plan->source == row->target &&
           !(row->flags & PG_ALL_DEFAULTS) &&
           (plan->kind != PLAN_ROWS || plan->n_columns == row->n_values);
}

static struct plan *find_made(struct plans *plans, const struct pg_row *row)
{
    size_t id = row->target->id;
    struct plan *plan;
    pthread_mutex_lock(&plans_lock);
    plan = id < plans->n_items ? plans->items[id] : NULL;
    if (!is_plan_of(plan, row))
        plan = NULL;
    pthread_mutex_unlock(&plans_lock);
    return plan;
}

static struct plan *make_plan(struct rows_job *job)
{
    struct value_job *values = &job->values;
    struct plan *plan;
    if (!value_take_turn(values))
        return NULL;
    pthread_mutex_lock(&plans_lock);
    plan = plans_find(job->plans, values->row, &values->failure);
    pthread_mutex_unlock(&plans_lock);
    return plan;
}

static void begin_tally(struct rows_job *job, struct plan *plan)
{
    struct lite_batch *out = job->out;
    grow_array(&out->tallies, &out->tallies_capacity, out->n_tallies + 1,
               sizeof *out->tallies);
    out->tallies[out->n_tallies] =
        (struct tally){.plan = plan, .first = job->values.failed_at};
    job->values.tally = &out->tallies[out->n_tallies++];
    job->values.plan = plan;
}

/* The last plan usually fits. */
static bool find_plan(struct rows_job *job)
{
    struct value_job *values = &job->values;
    const struct pg_row *row = values->row;
    struct plan *plan;
    if (is_plan_of(values->plan, row))
        return true;
    values->failed_at = pg_row_text(values->batch, row);
    plan = find_made(job->plans, row);
    if (!plan)
        plan = make_plan(job);
    if (!plan)
        return false;
    if (plan != values->plan)
        begin_tally(job, plan);
    return true;
}

/* ---- rows ---- */

/* A row of a table that is left out is counted all the same: the summary says
 * how many. */
static bool translate_row(struct rows_job *job)
{
    struct value_job *values = &job->values;
    struct lite_batch *out = job->out;
    struct lite_value *row = out->values + values->row->first_value;
    if (!find_plan(job))
        return false;
    values->tally->rows++;
    values->tally->bytes += values->row->length;
    if (values->plan->kind != PLAN_ROWS)
        return true;
    if (!value_translate_row(values, row)) {
        out->refused = values->plan;
        return false;
    }
    rows_add_row(out, values, row);
    if (values->plan->mapped)
        map_row(out, values->plan, &out->rows[out->n_rows - 1]);
    return true;
}

static void rows_begin(struct lite_batch *out, const struct pg_batch *batch)
{
    arena_reset(&out->arena);
    grow_array(&out->rows, &out->rows_capacity, batch->n_rows,
               sizeof *out->rows);
    grow_array(&out->values, &out->values_capacity, batch->n_values + 1,
               sizeof *out->values); /* never none, to count from */
    out->n_rows = out->n_tallies = 0;
    out->refused = NULL;
}

void rows_translate(struct plans *plans, bool replaces, struct turn turn,
                    const struct pg_batch *batch, struct lite_batch *out)
{
    struct rows_job job = {.plans = plans,
                           .out = out,
                           .values = {.arena = &out->arena,
                                      .turn = turn,
                                      .as_text = plans->as_text,
                                      .replaces = replaces,
                                      .is_strict = plans->is_strict,
                                      .is_loading = plans->must_exist,
                                      .batch = batch}};
    rows_begin(out, batch);
    /* Rows before the one that failed are written: a failure is reported for
     * the first row that has one, in the order of the dump. */
    for (size_t i = 0; i < batch->n_rows; i++) {
        job.values.row = &batch->rows[i];
        if (!translate_row(&job))
            break;
    }
    out->failure = job.values.failure;
    out->failed_at = job.values.failed_at;
}

/* The time since the last batch is its rows', by their bytes. */
void rows_settle(struct plans *plans, const struct pg_batch *batch,
                 struct lite_batch *out)
{
    double now = clock_seconds(), seconds = now - plans->settled_at;
    uint64_t bytes = 0;
    plans->settled_at = now;
    for (size_t i = 0; i < out->n_tallies; i++)
        bytes += out->tallies[i].bytes;
    for (size_t i = 0; i < out->n_tallies; i++) {
        const struct tally *tally = &out->tallies[i];
        tally_settle(tally, plans, batch,
                     bytes ? seconds * (double)tally->bytes / (double)bytes
                           : 0);
    }
}

void rows_refuse(struct plans *plans, const struct lite_batch *batch)
{
    if (batch->refused)
        plans->refused = plans->is_strict && plan_has_losses(batch->refused);
}

void lite_batch_release(struct lite_batch *batch)
{
    free(batch->rows);
    free(batch->values);
    free(batch->tallies);
    arena_release(&batch->arena);
}
