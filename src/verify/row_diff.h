/* A sieve: finds the rows in which two sides of a table differ, in memory that
 * does not depend on how many rows there are.
 *
 * Rows fall into buckets by their keys. The first round sums the rows of each
 * bucket; buckets with equal sums hold equal rows. The second keeps rows of the
 * first few buckets that differ, and sieve_find compares those. */
#ifndef VERIFY_ROW_DIFF_H
#define VERIFY_ROW_DIFF_H

#include "base/location.h"
#include "verify/comparison.h"

struct sieve_row {
    const struct compared_table *table;
    enum side side;
    const struct lite_value *values; /* one for each of the table's columns */
    struct digest key, digest;
};

struct sieve *sieve_new(void);
void sieve_free(struct sieve *sieve); /* may be NULL */

/* First round: counts a row. */
void sieve_sift(struct sieve *sieve, const struct sieve_row *row);

/* Second round: sieve_keep takes a row that sieve_wants. */
void sieve_collect(struct sieve *sieve, const struct compared_table *table);
bool sieve_wants(struct sieve *sieve, const struct sieve_row *row);
void sieve_keep(struct sieve *sieve, const struct sieve_row *row,
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
 * rows that only the database has. They live as long as the sieve. */
struct differences sieve_find(struct sieve *sieve,
                              const struct compared_table *table);

#endif
