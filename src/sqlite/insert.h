/* Inserts: rows through SQLite's own INSERT, many in a statement.
 *
 * Zero-initialise the inserter but for its handle, writer and policy. The
 * caller sees to transactions. Failures and the failed row go to the writer,
 * and rows that met others to its listener. The target of a row names its
 * columns. */
#ifndef SQLITE_INSERT_H
#define SQLITE_INSERT_H

#include <sqlite3.h>

#include "sqlite/row.h"

/* Rows in one statement: SQLite is about 1.3 times faster with many than with
 * one, and no faster with more than these. */
enum { MANY_ROWS = 64 };

/* The database, attached, in which the inserter remembers the rows that were
 * there before; for `may_be_there`. */
#define INSERT_THERE "pgdecant_there"

/* What happens to a row whose key is in the table already. */
enum lite_on_conflict {
    ON_CONFLICT_FAIL,
    ON_CONFLICT_SKIP,
    ON_CONFLICT_REPLACE
};

struct inserter {
    sqlite3 *handle;
    struct row_writer *writer;
    enum lite_on_conflict on_conflict;
    bool may_be_there; /* a row that is there already is no conflict */

    /* private from here */
    struct arena arena; /* unquoted text, until the rows are in */

    /* the kind of INSERT at hand: rows that differ in it begin another */
    const struct lite_target *target;
    unsigned flags;
    struct buffer defaults; /* a byte a value: 1 where it is left out */
    size_t n_bound;         /* values of a row that are not left out */
    sqlite3_stmt *one, *many;
    /* prepared when the first row is in the way */
    sqlite3_stmt *replacing, *present;
    size_t many_rows;

    /* rows kept back; their values stand one row after the other */
    struct lite_value *values;
    size_t n_values, values_capacity;
    const char *texts[MANY_ROWS];
    size_t n_rows;
};

/* Keeps the row back until there are enough of them. */
bool inserter_write(struct inserter *inserter, const struct lite_row *row);

/* Inserts what was kept back; values of rows may go afterwards. */
bool inserter_flush(struct inserter *inserter);

/* Forgets the statements, which the schema's changes would make stale. */
void inserter_forget(struct inserter *inserter);

void inserter_release(struct inserter *inserter);

#endif
