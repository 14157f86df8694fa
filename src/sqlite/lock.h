/* Locks that other programs hold on a database: SQLite says that there is one,
 * the operating system says whose it is. */
#ifndef SQLITE_LOCK_H
#define SQLITE_LOCK_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/failure.h"

/* Was the last call refused because of somebody else's lock? It goes away, so
 * it is worth waiting for. */
bool lock_is_busy(sqlite3 *database);

/* From now on SQLite waits so long for a lock before it gives up. */
void lock_wait(sqlite3 *database, long seconds);

/* Says who has the database at `path`, which was waited for, and what follows:
 * "so nothing is loaded". For the last words only: whatever locks this process
 * has on the file are gone afterwards, so no transaction may be open. */
bool lock_fail(const char *path, long seconds, const char *consequence,
               struct failure *failure);

#endif
