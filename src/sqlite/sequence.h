/* Sequences: what AUTOINCREMENT goes on from. */
#ifndef SQLITE_SEQUENCE_H
#define SQLITE_SEQUENCE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/failure.h"

/* `last` is the last number that was taken for the table in PostgreSQL. What
 * SQLite has taken already it does not take again: the number never goes down.
 */
bool sequence_set(sqlite3 *database, const char *table, int64_t last,
                  struct failure *failure);

#endif
