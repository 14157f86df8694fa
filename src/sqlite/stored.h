/* Stored: values as a column keeps them.
 *
 * A column's affinity makes numbers of some texts and texts of numbers. SQLite
 * itself is asked what it makes of a value, so there is no second opinion. */
#ifndef SQLITE_STORED_H
#define SQLITE_STORED_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/memory.h"
#include "sqlite/row.h"
#include "sqlite/schema.h"

/* Zero-initialise it. */
struct stored {
    sqlite3 *handle; /* a database without anything in it; private */
    sqlite3_stmt *echo;
};

/* What a column of this affinity keeps of a plain value (lite_decoded). Texts
 * that are made live in the arena. */
struct lite_value stored_value(struct stored *stored, struct arena *arena,
                               enum lite_affinity affinity,
                               struct lite_value value);
void stored_release(struct stored *stored);

/* The affinity that counts: ANY in a STRICT table has none. */
enum lite_affinity stored_affinity(const struct lite_table *table,
                                   const struct lite_column *column);

/* The value of a function's argument; good until it returns. */
struct lite_value stored_argument(sqlite3_value *argument);

/* The value in a column of the row at hand; good until the next step. */
struct lite_value stored_read(sqlite3_stmt *row, int column);

#endif
