/* The survey: what the rows of a dump show of its columns, before any of them
 * is written. It marks the catalog's columns (enum pg_seen) and counts.
 *
 * Where the first rows have been taken for all of them, a second survey goes
 * along with the rows and checks that: it marks nothing, and is surprised by
 * what the catalog does not say yet. */
#ifndef ROWS_SURVEY_H
#define ROWS_SURVEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "postgres/catalog.h"
#include "postgres/row.h"

/* What is seen of the rows of one target. */
struct survey_target {
    bool known;
    struct pg_name name;
    struct pg_table *table; /* NULL: not in the catalog */
    size_t n_values;        /* of its first row */
    uint64_t rows, bytes;

    /* private */
    const struct pg_target *source; /* the reader's, to tell rows apart */
    struct examined *columns;
    size_t n_columns;
};

struct survey {
    struct pg_catalog *catalog;
    struct survey_target *targets; /* by the target's id */
    size_t n_targets, capacity;
    bool has_copy, has_insert; /* rows of that form */
    bool wants_nan;            /* of numerics, which will be doubles */
    bool verifies_assumptions; /* ... what has been taken for granted */
    bool assumption_failed;
    struct arena arena;
};

/* Looks at the rows of a batch. */
void survey_rows(struct survey *survey, const struct pg_batch *batch);

/* Rows and bytes of a table's own so far. */
void survey_count(const struct survey *survey, struct pg_name table,
                  uint64_t *rows, uint64_t *bytes);
void survey_release(struct survey *survey);

/* Where there are no rows to look at, columns are taken for the worst. */
void survey_assume_worst(struct pg_catalog *catalog);

#endif
