#include "sqlite/statement.h"

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

char *statement_printf(const char *format, ...)
{
    va_list args;
    char *sql;
    va_start(args, format);
    sql = sqlite3_vmprintf(format, args);
    va_end(args);
    if (!sql)
        fatal("out of memory");
    return sql;
}

bool statement_run(sqlite3 *database, const char *sql)
{
    return sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* ---- rows that the dump's own queries give ---- */

/* Steps of SQLite's machine that are allowed in any case, and for each page
 * that there is; and bytes of a value. */
enum { STEPS_A_CALL = 1000000, LEAST_CALLS = 1000, PAGES_A_CALL = 100 };
enum { LONGEST_COMPUTED = 100000000 };

static int spend_steps(void *left)
{
    return --*(long *)left < 0;
}

static long count_pages(sqlite3 *database)
{
    sqlite3_stmt *query = NULL;
    long n = 0;
    if (sqlite3_prepare_v2(database, "PRAGMA page_count", -1, &query, NULL) ==
            SQLITE_OK &&
        sqlite3_step(query) == SQLITE_ROW)
        n = (long)sqlite3_column_int64(query, 0);
    sqlite3_finalize(query);
    return n;
}

static bool statement_fill(sqlite3 *database, const char *sql,
                           struct failure *failure)
{
    long left = LEAST_CALLS + count_pages(database) / PAGES_A_CALL;
    int longest =
        sqlite3_limit(database, SQLITE_LIMIT_LENGTH, LONGEST_COMPUTED);
    bool done;
    sqlite3_progress_handler(database, STEPS_A_CALL, spend_steps, &left);
    done = statement_run(database, sql);
    sqlite3_progress_handler(database, 0, NULL, NULL);
    sqlite3_limit(database, SQLITE_LIMIT_LENGTH, longest);
    return done ||
           fail(failure,
                "the rows of a materialized view cannot be computed (%s); "
                "--matviews=view keeps such as views: %s",
                left < 0 ? "it takes too many steps of SQLite"
                         : sqlite3_errmsg(database),
                sql);
}

bool statement_define(sqlite3 *database, const char *sql,
                      struct failure *failure)
{
    if (!strncmp(sql, "INSERT INTO ", 12))
        return statement_fill(database, sql, failure);
    return statement_run(database, sql) ||
           fail(failure,
                "SQLite refuses what pgdecant made of the dump (%s): %s",
                sqlite3_errmsg(database), sql);
}
