/* Rows: a batch of the dump's rows as SQLite takes them. */
#ifndef ROWS_ROWS_H
#define ROWS_ROWS_H

#include "base/failure.h"
#include "base/memory.h"
#include "postgres/row.h"
#include "rows/plan.h"
#include "sqlite/row.h"

/* Rows point into the batch they were made from, and into the plans. After a
 * failure those are there that came before it. */
struct lite_batch {
    struct lite_row *rows;
    size_t n_rows, rows_capacity;
    struct lite_value *values; /* of all rows, one after the other */
    size_t values_capacity;
    struct arena arena; /* what is no slice of the dump */
    struct failure failure;
    const char *failed_at; /* in the dump's text */
};

/* Fills `out`, which may have been used before. `replaces` is
 * --on-conflict=replace. Plans are made as targets appear. */
void rows_translate(struct plans *plans, bool replaces,
                    const struct pg_batch *batch, struct lite_batch *out);

void lite_batch_release(struct lite_batch *batch);

#endif
