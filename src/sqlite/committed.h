/* Has a transaction been committed although COMMIT says that it failed? */
#ifndef SQLITE_COMMITTED_H
#define SQLITE_COMMITTED_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/* The file's change counter; 0 if it cannot be read. Ask before COMMIT. */
uint32_t committed_counter(sqlite3 *database);

/* With a rollback journal the commit is the journal's end: without it, and with
 * another counter, the file is the new one, whatever failed after that. False
 * where that is not known. */
bool committed_since(sqlite3 *database, uint32_t counter);

#endif
