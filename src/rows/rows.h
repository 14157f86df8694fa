/* Rows: a batch of the dump's rows as SQLite takes them.
 *
 * Several threads may translate a batch each. What has to be done in the order
 * of the dump (making a plan, values that those before them decide about) waits
 * for the batch's turn; what was counted is added to the plans by rows_settle,
 * in that order. */
#ifndef ROWS_ROWS_H
#define ROWS_ROWS_H

#include "base/failure.h"
#include "base/memory.h"
#include "postgres/row.h"
#include "rows/plan.h"
#include "rows/tally.h"
#include "rows/value.h"
#include "sqlite/row.h"

/* Rows point into the batch they were made from, and into the plans. After a
 * failure those are there that came before it. */
struct lite_batch {
    struct lite_row *rows;
    size_t n_rows, rows_capacity;
    struct lite_value *values; /* of all rows, one after the other */
    size_t values_capacity;
    struct arena arena;    /* what is no slice of the dump */
    struct tally *tallies; /* a plan may have more than one */
    size_t n_tallies, tallies_capacity;
    const struct plan *refused; /* its row failed; or NULL */
    struct failure failure;
    const char *failed_at; /* in the dump's text */
};

/* Fills `out`, which may have been used before. `replaces` is
 * --on-conflict=replace. Plans are made as targets appear. */
void rows_translate(struct plans *plans, bool replaces, struct turn turn,
                    const struct pg_batch *batch, struct lite_batch *out);

/* Adds what was counted; the batch is still there. One thread at a time, and in
 * the order of the dump. */
void rows_settle(struct plans *plans, const struct pg_batch *batch,
                 struct lite_batch *out);

/* The batch's failure is the run's: was it --strict's? */
void rows_refuse(struct plans *plans, const struct lite_batch *batch);

void lite_batch_release(struct lite_batch *batch);

#endif
