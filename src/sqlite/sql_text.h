/* The writer of SQLite SQL: INSERT statements in one transaction, if the
 * profile has any.
 *
 * Values that are SQL already go out as the slices they came in. Without a
 * call of `finish` there is no COMMIT, so whoever reads the text rolls back. */
#ifndef SQLITE_SQL_TEXT_H
#define SQLITE_SQL_TEXT_H

#include "base/output.h"
#include "sqlite/profile.h"
#include "sqlite/row.h"

struct sql_text_options {
    const struct profile *profile; /* whom it is for; NULL: SQLite */
    size_t rows_per_insert;        /* at least 1 */
    bool has_sequences;            /* sqlite_sequence is sure to exist */
    bool owns_tables;              /* the script makes the tables itself */
};

/* The output stays the caller's; it is committed by the caller, too. */
struct row_writer *sql_text_open(struct output *output,
                                 struct sql_text_options options);

#endif
