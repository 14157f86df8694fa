/* Tallies: what happened to rows of one plan that came one after the other in a
 * batch. Threads count for themselves, and plans get the sums in the order of
 * the dump, so that the first place of a loss is the first one. */
#ifndef ROWS_TALLY_H
#define ROWS_TALLY_H

#include <stdint.h>

#include "base/memory.h"
#include "postgres/row.h"
#include "rows/plan.h"

struct noted {
    uint64_t count;
    const char *first; /* in the batch's text */
};

struct tally {
    struct plan *plan;
    uint64_t rows, bytes;
    const char *first;     /* row */
    struct noted **losses; /* of each column, of each kind; NULL before the
                              first, both */
};

/* One more of the kind in a column. The arena lives until the tally is
 * settled. */
void tally_note(struct tally *tally, struct arena *arena,
                const struct column_plan *column, enum loss_kind kind,
                const char *at);

/* Adds it to its plan, whose `seconds` grow by those. */
void tally_settle(const struct tally *tally, struct plans *plans,
                  const struct pg_batch *batch, double seconds);

#endif
