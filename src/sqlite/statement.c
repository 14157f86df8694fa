#include "sqlite/statement.h"

#include <stddef.h>

bool statement_run(sqlite3 *database, const char *sql)
{
    return sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK;
}

bool statement_define(sqlite3 *database, const char *sql,
                      struct failure *failure)
{
    return statement_run(database, sql) ||
           fail(failure,
                "SQLite refuses what pgdecant made of the dump (%s): %s",
                sqlite3_errmsg(database), sql);
}
