/* A comparison: are a dump's rows the rows of a database?
 *
 * Both sides give all their rows, in any order, once for each round. The first
 * round, COUNTING, makes a digest of every table for each side; it needs no
 * memory but that. Where digests differ, two more rounds find out why:
 * BUCKETING sorts rows into some thousand buckets by their keys and sees which
 * buckets differ, COLLECTING keeps the rows of the first few of those.
 * row_diff_find (row_diff.h) then tells which rows are missing, extra or
 * changed.
 */
#ifndef VERIFY_COMPARISON_H
#define VERIFY_COMPARISON_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/location.h"
#include "base/memory.h"
#include "sqlite/row.h"
#include "sqlite/schema.h"
#include "sqlite/stored.h"
#include "verify/digest.h"

enum side { IN_DUMP, IN_DATABASE, SIDES };

enum compared_as {
    COMPARED,
    NOT_IN_DUMP,    /* no row names it, or it is the column's default */
    NOT_IN_DATABASE /* the table has no such column: a difference */
};

struct compared_column {
    const struct lite_column *column; /* as the dump wants it */
    enum lite_affinity affinity;      /* what it makes of the dump's values */
    bool is_key;
    enum compared_as as;
    bool is_unnamed; /* a row left it out; it is NOT_IN_DUMP from then on */
};

struct row_diff;

struct compared_table {
    const struct lite_table *wanted; /* the dump's rows name it */
    const struct lite_table *found;  /* in the database; NULL: it has none */
    struct compared_column *columns; /* the ordinary ones of `wanted` */
    size_t n_columns;
    size_t n_unknown; /* columns that only the database has */
    int64_t last_id;  /* what the dump's sequence has given, or 0 */
    uint64_t rows[SIDES];
    struct digest digests[SIDES];
    struct row_diff *row_diff; /* after the first round, if the sides differ */
};

enum round { COUNTING, BUCKETING, COLLECTING };

struct comparison {
    sqlite3 *database;
    const struct lite_schema *schema; /* the database's */
    struct compared_table **tables;
    size_t n_tables, capacity;
    enum round round;
    bool is_void; /* a column turned out to be NOT_IN_DUMP: count again */

    /* Where a row of the dump stands. */
    struct location (*locate)(void *user, const char *text);
    void *user;

    /* private */
    struct arena arena; /* for as long as the comparison */
    struct arena row;   /* for a row */
    struct stored stored;
    struct lite_value *values[SIDES];
    size_t capacities[SIDES];
};

/* The database and its schema are the caller's, and stay. Set `locate`. */
void comparison_init(struct comparison *comparison, sqlite3 *database,
                     const struct lite_schema *schema);
void comparison_release(struct comparison *comparison);

/* Adds the table, or finds it. */
struct compared_table *comparison_table(struct comparison *comparison,
                                        const struct lite_table *wanted);

/* Begins a round from nothing. For BUCKETING and COLLECTING the round before
 * must have seen both sides. While COUNTING each side may have a thread of its
 * own if all tables are there already. */
void comparison_begin(struct comparison *comparison, enum round round);

/* The dump's side: rows whose target knows its table. With `takes_off` rows do
 * not count any more that have been counted, while COUNTING. */
struct row_writer *comparison_writer(struct comparison *comparison,
                                     bool takes_off);

/* The database's side: all rows of all tables that take part in the round. */
bool comparison_read(struct comparison *comparison, struct failure *failure);

/* After COUNTING: what the database holds now does not count. Read it once
 * more when it holds more, and the difference is compared. */
void comparison_forget(struct comparison *comparison);

bool comparison_is_same(const struct compared_table *table);

/* Columns of all tables that no rows tell anything of. */
size_t comparison_count_unproven(const struct comparison *comparison);

/* The database's tables that are none of those compared, views and SQLite's
 * own left out; in the comparison's arena. */
size_t comparison_others(struct comparison *comparison,
                         const struct lite_table ***others);

size_t comparison_count_differing(const struct comparison *comparison);

#endif
