/* A row diff: finds the rows in which two sides of a table differ, in memory
 * that does not depend on how many rows there are.
 *
 * Rows fall into buckets by their keys. The first round sums the rows of each
 * bucket; buckets with equal sums hold equal rows. The second keeps rows of the
 * first few buckets that differ, and row_diff_find compares those. */
#ifndef VERIFY_ROW_DIFF_H
#define VERIFY_ROW_DIFF_H

#include "base/location.h"
#include "verify/comparison.h"

struct diff_row {
    const struct compared_table *table;
    enum side side;
    const struct lite_value *values; /* one for each of the table's columns */
    struct digest key, digest;
};

struct row_diff *row_diff_new(void);
void row_diff_free(struct row_diff *row_diff); /* may be NULL */

/* First round: counts a row. */
void row_diff_count(struct row_diff *row_diff, const struct diff_row *row);

/* Second round: row_diff_retain takes a row that row_diff_wants. */
void row_diff_collect(struct row_diff *row_diff,
                      const struct compared_table *table);
bool row_diff_wants(struct row_diff *row_diff, const struct diff_row *row);
void row_diff_retain(struct row_diff *row_diff, const struct diff_row *row,
                     struct location location);

/* ---- what was found ---- */

enum difference_kind { ROW_MISSING, ROW_EXTRA, ROW_CHANGED };

struct changed_value {
    const char *column;
    const char *sides[SIDES]; /* as SQL shows them, shortened */
};

struct difference {
    enum difference_kind kind;
    uint64_t count;           /* of equal rows */
    const char *key;          /* "id 7"; all columns where there is no key */
    struct location location; /* in the dump; not of ROW_EXTRA */
    struct changed_value *values; /* of ROW_CHANGED */
    size_t n_values;
};

struct differences {
    struct difference *items;
    size_t n;
    bool all; /* there are no others */
};

/* The first differences: those of the dump's rows in the dump's order, then
 * rows that only the database has. They live as long as the diff. */
struct differences row_diff_find(struct row_diff *row_diff,
                                 const struct compared_table *table);

#endif
