/* Statements that give no rows. */
#ifndef SQLITE_STATEMENT_H
#define SQLITE_STATEMENT_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/failure.h"

/* Runs SQL; after false sqlite3_errmsg tells. */
bool statement_run(sqlite3 *database, const char *sql);

/* The same for what pgdecant has made of a dump's definitions. Rows that one of
 * its queries gives have a budget. */
bool statement_define(sqlite3 *database, const char *sql,
                      struct failure *failure);

#endif
