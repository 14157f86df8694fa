#include "sqlite/new_database.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/output.h"
#include "sqlite/open.h"
#include "sqlite/statement.h"

/* Large sorts of SQLite go into its temporary files, not into memory. */
static const char SETTINGS[] = "PRAGMA encoding = 'UTF-8';"
                               "PRAGMA auto_vacuum = NONE;"
                               /* The file has a temporary name and is thrown
                                * away on failure: nothing has to survive a
                                * crash until it is synced at the end. */
                               "PRAGMA journal_mode = MEMORY;"
                               "PRAGMA synchronous = OFF;"
                               "PRAGMA temp_store = FILE;"
                               "PRAGMA foreign_keys = OFF;";

/* Only before the first page is written. */
static bool set_page_size(sqlite3 *handle, size_t page_size)
{
    char *sql = statement_printf("PRAGMA page_size = %d", (int)page_size);
    bool done = page_size == 0 || statement_run(handle, sql);
    sqlite3_free(sql);
    return done;
}

/* NOMUTEX: one thread at a time uses the handle. */
sqlite3 *new_database_open(const char *path, size_t page_size,
                           struct failure *failure)
{
    sqlite3 *handle = NULL;
    int status = lite_open_file(
        path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &handle);
    if (status == SQLITE_OK && set_page_size(handle, page_size) &&
        statement_run(handle, SETTINGS))
        return handle;
    fail(failure, "%s: cannot make a database: %s", path,
         sqlite3_errmsg(handle));
    sqlite3_close(handle);
    return NULL;
}

/* A handle that does not close has open statements: a fault of the caller. */
bool new_database_close(sqlite3 **handle, struct failure *failure)
{
    int status = sqlite3_close(*handle);
    if (status != SQLITE_OK)
        return fail(failure, "cannot close the database: %s",
                    sqlite3_errstr(status));
    *handle = NULL;
    return true;
}

/* The header's file format write and read versions: 2 is WAL. */
bool new_database_use_wal(const char *path, struct failure *failure)
{
    static const char versions[] = {2, 2};
    enum { WRITE_VERSION = 18 };
    int file = open(path, O_WRONLY | O_CLOEXEC);
    bool done =
        file >= 0 &&
        output_write_all_at(file, versions, sizeof versions, WRITE_VERSION);
    if (!done)
        fail(failure, "%s: cannot set the journal mode: %s", path,
             strerror(errno));
    if (file >= 0)
        close(file);
    return done;
}
