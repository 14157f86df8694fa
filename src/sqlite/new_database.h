/* A new database: how the file of one is opened and completed, whoever writes
 * its rows. */
#ifndef SQLITE_NEW_DATABASE_H
#define SQLITE_NEW_DATABASE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"

struct new_database_options {
    size_t page_size; /* 0: SQLite's own */
    size_t memory;    /* bytes for sorting */
    size_t threads;
    bool without_statistics; /* no sqlite_stat1 */
};

/* Opens the empty file at `path`, which is thrown away after any error: it
 * needs no journal on the disk. The one in memory undoes a statement that
 * fails, to find the row to blame. NULL after a failure. */
sqlite3 *new_database_open(const char *path, size_t page_size,
                           struct failure *failure);

/* Closes it; on success the handle becomes NULL. */
bool new_database_close(sqlite3 **handle, struct failure *failure);

/* Has the closed database use a write-ahead log from now on. */
bool new_database_use_wal(const char *path, struct failure *failure);

#endif
