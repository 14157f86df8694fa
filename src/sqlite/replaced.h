/* The database that a new one takes the place of: whoever has it open must not
 * be left with half of one and half of the other, and what it has committed
 * must be in it until the new one has its name.
 *
 * SQLite finds a journal by the database's name. So the old database is locked,
 * its write-ahead log is written into it, and the log goes; then the new file
 * may have the name, and only then the lock ends. Who has opened the old one
 * meanwhile, and waits, finds no database there. */
#ifndef SQLITE_REPLACED_H
#define SQLITE_REPLACED_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/failure.h"

struct replaced {
    sqlite3 *database; /* private; NULL where there is nothing to lock */
    bool was_wal;
    bool has_one_name; /* no other name of the file keeps it */
};

/* Fails where a journal lies beside `path` without its database, or beside what
 * is no database: SQLite would play it into the new one. */
bool replaced_check(const char *path, struct failure *failure);

/* Makes ready to give the name away, if a database has it. One that is in use
 * for so many seconds is an error that says by whom. Release it in any case.
 */
bool replaced_lock(struct replaced *replaced, const char *path, long seconds,
                   struct failure *failure);

/* Ends the lock; `done` says that the new file has the name. If it has not, the
 * old database is as it was. */
void replaced_release(struct replaced *replaced, bool done);

#endif
