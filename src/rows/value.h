/* Values: a row of the dump as a row of SQLite. */
#ifndef ROWS_VALUE_H
#define ROWS_VALUE_H

#include <stdbool.h>

#include "base/failure.h"
#include "base/memory.h"
#include "postgres/row.h"
#include "rows/plan.h"
#include "rows/tally.h"
#include "sqlite/row.h"

/* `wait` returns when all batches before are settled, and no other will be
 * before this one; false if it does not matter any more. */
struct turn {
    bool (*wait)(void *user);
    void *user;
};

struct value_job {
    struct arena *arena; /* for what is not a slice; lives until the rows are
                            written */
    bool as_text;        /* for SQL, not for binding */
    bool replaces;       /* --on-conflict=replace */
    bool is_strict;      /* a loss is a failure */
    bool is_loading;     /* --into: the columns are a database's own */
    struct turn turn;
    bool has_turn;       /* it was waited for */
    struct tally *tally; /* of the row's plan; it gets what is changed */
    struct plan *plan;
    const struct pg_batch *batch;
    const struct pg_row *row;
    struct failure failure;
    const char *failed_at; /* the value in the batch's text */
};

/* Before what depends on the rows of batches before; false, with a failure, if
 * none of it matters any more. */
bool value_take_turn(struct value_job *job);

/* Translates the row's values into `values`, which has room for them all. */
bool value_translate_row(struct value_job *job, struct lite_value *values);

#endif
