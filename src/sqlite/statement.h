/* Statements that give no rows. */
#ifndef SQLITE_STATEMENT_H
#define SQLITE_STATEMENT_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/failure.h"

/* SQL with %d, %s, %q, %Q and %w of sqlite3_mprintf; to be freed by
 * sqlite3_free. Without memory it ends the program. */
char *statement_printf(const char *format, ...);

/* Runs SQL; after false sqlite3_errmsg tells. */
bool statement_run(sqlite3 *database, const char *sql);

/* The same for what pgdecant has made of a dump's definitions. Rows that one of
 * its queries gives have a budget. */
bool statement_define(sqlite3 *database, const char *sql,
                      struct failure *failure);

#endif
