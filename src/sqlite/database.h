/* The writer into a database, through SQLite's own INSERT.
 *
 * Everything is one transaction. Triggers do not fire; foreign keys are
 * checked at the end, and rows that break one which was whole before undo the
 * load. */
#ifndef SQLITE_DATABASE_H
#define SQLITE_DATABASE_H

#include <sqlite3.h>

#include "sqlite/insert.h"
#include "sqlite/new_database.h"

/* Begins the transaction. A database that is in use is waited for at both ends
 * of it, for `timeout` seconds. The database stays the caller's. With threads
 * the file is on its way to the disk before the commit. */
struct row_writer *database_open(sqlite3 *database,
                                 enum lite_on_conflict on_conflict,
                                 long timeout, bool is_threaded,
                                 struct failure *failure);

/* Makes a database in the file at `path`, which is empty. The writer closes it
 * when it finishes; the file is good only after that. */
struct row_writer *database_create(const char *path,
                                   const struct new_database_options *options,
                                   struct failure *failure);

#endif
