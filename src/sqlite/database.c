#include "sqlite/database.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { SHOWN_VIOLATIONS = 5 };

struct database {
    struct row_writer writer; /* first: the interface */
    sqlite3 *handle;
    struct inserter inserter;
    bool is_new; /* the file is made here, and nobody else has it open */
    bool in_transaction;
};

static bool run(sqlite3 *handle, const char *sql)
{
    return sqlite3_exec(handle, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* ---- the interface ---- */

static bool write_row(struct row_writer *writer, const struct lite_row *row)
{
    return inserter_write(&((struct database *)writer)->inserter, row);
}

static bool flush_rows(struct row_writer *writer)
{
    return inserter_flush(&((struct database *)writer)->inserter);
}

static bool set_sequence(struct row_writer *writer, const char *table,
                         int64_t last)
{
    struct database *database = (struct database *)writer;
    char *update = sqlite3_mprintf(
        "UPDATE main.sqlite_sequence SET seq = %lld WHERE name = %Q;"
        "INSERT INTO main.sqlite_sequence(name, seq) SELECT %Q, %lld "
        "WHERE NOT EXISTS (SELECT 1 FROM main.sqlite_sequence WHERE name = %Q)",
        (long long)last, table, table, (long long)last, table);
    bool done =
        inserter_flush(&database->inserter) && run(database->handle, update);
    sqlite3_free(update);
    return done || fail(&writer->failure, "cannot set the sequence of %s: %s",
                        table, sqlite3_errmsg(database->handle));
}

static bool define(struct row_writer *writer, const char *sql)
{
    struct database *database = (struct database *)writer;
    if (!inserter_flush(&database->inserter))
        return false;
    inserter_forget(&database->inserter);
    return run(database->handle, sql) ||
           fail(&writer->failure,
                "SQLite refuses what pgdecant made of the "
                "dump (%s): %s",
                sqlite3_errmsg(database->handle), sql);
}

/* ---- foreign keys ---- */

static const char VIOLATIONS[] =
    "SELECT \"table\", rowid, parent, fkid FROM pragma_foreign_key_check";

static bool remember_violations(sqlite3 *handle)
{
    char *sql = sqlite3_mprintf("CREATE TEMP TABLE pgdecant_violations AS %s",
                                VIOLATIONS);
    bool done = run(handle, sql);
    sqlite3_free(sql);
    return done;
}

static void describe_violation(struct buffer *text, sqlite3_stmt *violation)
{
    buffer_printf(text, "%s%s row %s has no parent in %s",
                  text->size ? "; " : "",
                  (const char *)sqlite3_column_text(violation, 0),
                  sqlite3_column_type(violation, 1) == SQLITE_NULL
                      ? "(without rowid)"
                      : (const char *)sqlite3_column_text(violation, 1),
                  (const char *)sqlite3_column_text(violation, 2));
}

static bool check_foreign_keys(struct database *database)
{
    struct buffer text = {0};
    size_t count = 0;
    sqlite3_stmt *query = NULL;
    char *sql = sqlite3_mprintf("%s EXCEPT SELECT * FROM "
                                "temp.pgdecant_violations",
                                VIOLATIONS);
    int status = sqlite3_prepare_v2(database->handle, sql, -1, &query, NULL);
    sqlite3_free(sql);
    while (status == SQLITE_OK || status == SQLITE_ROW) {
        status = sqlite3_step(query);
        if (status == SQLITE_ROW && count++ < SHOWN_VIOLATIONS)
            describe_violation(&text, query);
    }
    sqlite3_finalize(query);
    if (status != SQLITE_DONE)
        fail(&database->writer.failure, "cannot check foreign keys: %s",
             sqlite3_errmsg(database->handle));
    else if (count)
        fail(&database->writer.failure,
             "%zu row%s would break a foreign key, so nothing is loaded: %s%s",
             count, count == 1 ? "" : "s", buffer_text(&text),
             count > SHOWN_VIOLATIONS ? "; ..." : "");
    buffer_release(&text);
    return !database->writer.failure.happened;
}

static bool close_new(struct database *database)
{
    int status = sqlite3_close(database->handle);
    if (status == SQLITE_OK)
        database->handle = NULL;
    return status == SQLITE_OK ||
           fail(&database->writer.failure, "cannot close the database: %s",
                sqlite3_errstr(status));
}

static bool finish(struct row_writer *writer)
{
    struct database *database = (struct database *)writer;
    if (!inserter_flush(&database->inserter) ||
        (!database->is_new && !check_foreign_keys(database)))
        return false;
    inserter_forget(&database->inserter);
    if (!run(database->handle, "COMMIT"))
        return fail(&writer->failure, "cannot commit: %s",
                    sqlite3_errmsg(database->handle));
    database->in_transaction = false;
    return !database->is_new || close_new(database);
}

static void release(struct row_writer *writer)
{
    struct database *database = (struct database *)writer;
    inserter_release(&database->inserter);
    if (database->in_transaction)
        run(database->handle, "ROLLBACK");
    if (database->is_new)
        sqlite3_close(database->handle);
    free(database);
}

static bool begin(struct database *database)
{
    sqlite3 *handle = database->handle;
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_busy_timeout(handle, 0);
    if (!run(handle, "PRAGMA foreign_keys = OFF") ||
        !run(handle, "PRAGMA temp_store = MEMORY") ||
        !run(handle, "BEGIN IMMEDIATE"))
        return false;
    database->in_transaction = true;
    return remember_violations(handle);
}

static struct database *make(sqlite3 *handle)
{
    struct database *database = xmalloc(sizeof *database);
    *database = (struct database){.writer = {.define = define,
                                             .write = write_row,
                                             .flush = flush_rows,
                                             .set_sequence = set_sequence,
                                             .finish = finish,
                                             .release = release},
                                  .handle = handle};
    database->inserter =
        (struct inserter){.handle = handle, .writer = &database->writer};
    return database;
}

struct row_writer *database_open(sqlite3 *handle,
                                 enum lite_on_conflict on_conflict,
                                 struct failure *failure)
{
    struct database *database = make(handle);
    database->inserter.on_conflict = on_conflict;
    if (begin(database))
        return &database->writer;
    fail(failure, "%s: cannot begin to load: %s",
         sqlite3_db_filename(handle, "main"), sqlite3_errmsg(handle));
    release(&database->writer);
    return NULL;
}

/* A file that is thrown away after any error needs no journal on the disk; the
 * one in memory undoes a statement that fails, to find the row to blame. */
static bool begin_new(struct database *database)
{
    sqlite3 *handle = database->handle;
    database->in_transaction = run(handle, "PRAGMA journal_mode = MEMORY") &&
                               run(handle, "PRAGMA synchronous = OFF") &&
                               run(handle, "PRAGMA locking_mode = EXCLUSIVE") &&
                               run(handle, "PRAGMA temp_store = MEMORY") &&
                               run(handle, "PRAGMA foreign_keys = OFF") &&
                               run(handle, "BEGIN");
    return database->in_transaction;
}

struct row_writer *database_create(const char *path, struct failure *failure)
{
    struct database *database;
    sqlite3 *handle = NULL;
    int status = sqlite3_open_v2(
        path, &handle,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    database = make(handle);
    database->is_new = true;
    if (status == SQLITE_OK && begin_new(database))
        return &database->writer;
    fail(failure, "%s: cannot make a database: %s", path,
         sqlite3_errmsg(handle));
    release(&database->writer);
    return NULL;
}
