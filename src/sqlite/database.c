#include "sqlite/database.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/writeback.h"
#include "sqlite/lock.h"
#include "sqlite/committed.h"
#include "sqlite/sequence.h"
#include "sqlite/statement.h"

enum { SHOWN_VIOLATIONS = 5 };

struct database {
    struct row_writer writer; /* first: the interface */
    sqlite3 *handle;
    struct inserter inserter;
    bool is_new; /* the file is made here, and nobody else has it open */
    bool wants_statistics;
    bool in_transaction;
    long timeout;   /* seconds */
    int descriptor; /* of the file, for its writeback; 0: none */
    struct writeback writeback;
};

/* ---- writeback ---- */

/* Nearly all of the file would be left to the commit. */
static void database_begin_writeback(struct database *database)
{
    const char *path = sqlite3_db_filename(database->handle, "main");
    int descriptor = path && *path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (descriptor <= 0)
        return;
    database->descriptor = descriptor;
    writeback_begin(&database->writeback, descriptor);
}

/* New rows are at the end, mostly. */
static void database_reach(struct database *database)
{
    struct stat status;
    if (database->descriptor && fstat(database->descriptor, &status) == 0)
        writeback_reached(&database->writeback, status.st_size);
}

/* ---- the interface ---- */

/* SQLite takes a transaction back by itself when memory or the disk fails it,
 * and then each row would be committed alone. */
static bool has_transaction(struct database *database)
{
    return !database->in_transaction ||
           !sqlite3_get_autocommit(database->handle) ||
           fail(&database->writer.failure,
                "SQLite has taken the transaction back: memory or the disk "
                "failed it");
}

static bool database_write_row(struct row_writer *writer,
                               const struct lite_row *row)
{
    struct database *database = (struct database *)writer;
    return has_transaction(database) &&
           inserter_write(&database->inserter, row);
}

static bool database_flush_rows(struct row_writer *writer)
{
    struct database *database = (struct database *)writer;
    database_reach(database);
    return has_transaction(database) && inserter_flush(&database->inserter);
}

/* Waiting rows go in first, since SQLite updates sqlite_sequence as it inserts
 * them. */
static bool database_set_sequence(struct row_writer *writer, const char *table,
                                  int64_t last)
{
    struct database *database = (struct database *)writer;
    return database_flush_rows(writer) &&
           sequence_set(database->handle, table, last, &writer->failure);
}

/* SQLite would prepare the statements again after a change of the schema; here
 * they are simply dropped first. */
static bool database_define(struct row_writer *writer, const char *sql)
{
    struct database *database = (struct database *)writer;
    if (!inserter_flush(&database->inserter))
        return false;
    inserter_forget(&database->inserter);
    return statement_define(database->handle, sql, &writer->failure);
}

/* ---- foreign keys ---- */

static const char VIOLATIONS[] =
    "SELECT \"table\", rowid, parent, fkid FROM pragma_foreign_key_check";

/* What was broken before the load is not the load's fault. */
static bool remember_violations(sqlite3 *handle)
{
    char *sql = statement_printf("CREATE TEMP TABLE pgdecant_violations AS %s",
                                 VIOLATIONS);
    bool done = statement_run(handle, sql);
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

/* Rows of a dump come in any order, so keys are checked once, at the end. */
static bool database_check_foreign_keys(struct database *database)
{
    struct buffer text = {0};
    size_t count = 0;
    sqlite3_stmt *query = NULL;
    char *sql = statement_printf("%s EXCEPT SELECT * FROM "
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

/* Why a transaction does not begin, or end. It is undone first: while there is
 * one, nobody may ask who has a lock. */
static bool database_fail(struct database *database, const char *verb,
                          struct failure *failure)
{
    const char *path = sqlite3_db_filename(database->handle, "main");
    bool is_busy = lock_is_busy(database->handle);
    if (!is_busy)
        fail(failure, "%s: cannot %s: %s", path, verb,
             sqlite3_errmsg(database->handle));
    if (!sqlite3_get_autocommit(database->handle))
        statement_run(database->handle, "ROLLBACK");
    database->in_transaction = false;
    return is_busy &&
           lock_fail(path, database->timeout, "nothing is loaded", failure);
}

/* What fails behind the commit, such as giving up a lock, is no failure of the
 * load. */
static bool database_commit(struct database *database)
{
    uint32_t counter = committed_counter(database->handle);
    if (statement_run(database->handle, "COMMIT"))
        return true;
    if (!committed_since(database->handle, counter))
        return false;
    say("%s: the rows are there, but SQLite says: %s",
        sqlite3_db_filename(database->handle, "main"),
        sqlite3_errmsg(database->handle));
    return true;
}

static bool database_finish(struct row_writer *writer)
{
    struct database *database = (struct database *)writer;
    if (!database_flush_rows(writer) ||
        /* A new database is checked by --verify, and by whoever uses it. */
        (!database->is_new && !database_check_foreign_keys(database)))
        return false;
    inserter_forget(&database->inserter);
    /* In the application's own database its statistics are the application's.
     */
    if (database->wants_statistics &&
        !statement_run(database->handle, "ANALYZE"))
        return fail(&writer->failure, "cannot analyze the tables: %s",
                    sqlite3_errmsg(database->handle));
    /* Whoever reads may go on until here, and has to let go now. */
    lock_wait(database->handle, database->timeout);
    if (!database_commit(database))
        return database_fail(database, "commit", &writer->failure);
    database->in_transaction = false;
    return !database->is_new ||
           new_database_close(&database->handle, &writer->failure);
}

/* Whatever was not committed is rolled back: all or nothing. The descriptor of
 * a database that others may use stays open as long as the process runs:
 * closing it would take SQLite's locks on the file away
 * (https://sqlite.org/howtocorrupt.html, 2.2). */
static void database_release(struct row_writer *writer)
{
    struct database *database = (struct database *)writer;
    writeback_end(&database->writeback);
    inserter_release(&database->inserter);
    if (database->in_transaction)
        statement_run(database->handle, "ROLLBACK");
    /* Another writer may come. */
    if (database->is_new)
        sqlite3_close(database->handle);
    else
        statement_run(database->handle, "DETACH " INSERT_THERE);
    if (database->is_new && database->descriptor)
        close(database->descriptor);
    free(database);
}

/* Triggers of the application would change or add rows; the dump has their work
 * done already. */
static bool database_begin(struct database *database)
{
    sqlite3 *handle = database->handle;
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    lock_wait(handle, database->timeout);
    /* A pragma that has no effect inside of a transaction, so it stands before.
     */
    if (!statement_run(handle, "PRAGMA foreign_keys = OFF") ||
        !statement_run(handle, "PRAGMA temp_store = MEMORY") ||
        /* On disk, for its size; without a journal it has no part in the
         * commit. */
        !statement_run(handle, "ATTACH '' AS " INSERT_THERE) ||
        !statement_run(handle, "PRAGMA " INSERT_THERE ".journal_mode = OFF") ||
        !statement_run(handle, "PRAGMA " INSERT_THERE ".synchronous = OFF") ||
        !statement_run(handle, "BEGIN IMMEDIATE"))
        return false;
    database->in_transaction = true;
    /* In between a full cache is written only if that needs no waiting: a
     * reader would cost all of the time for each page. */
    lock_wait(handle, 0);
    return remember_violations(handle);
}

/* SQLite builds the indexes as it inserts: when rows end, only those that were
 * kept back have to go in. */
static struct database *database_make(sqlite3 *handle)
{
    struct database *database = xmalloc(sizeof *database);
    *database =
        (struct database){.writer = {.define = database_define,
                                     .write = database_write_row,
                                     .flush = database_flush_rows,
                                     .end_rows = database_flush_rows,
                                     .set_sequence = database_set_sequence,
                                     .finish = database_finish,
                                     .release = database_release},
                          .handle = handle};
    database->inserter =
        (struct inserter){.handle = handle, .writer = &database->writer};
    return database;
}

struct row_writer *database_open(sqlite3 *handle,
                                 enum lite_on_conflict on_conflict,
                                 long timeout, bool is_threaded,
                                 struct failure *failure)
{
    struct database *database = database_make(handle);
    database->inserter.on_conflict = on_conflict;
    database->inserter.may_be_there = true;
    database->timeout = timeout;
    if (is_threaded)
        database_begin_writeback(database);
    if (database_begin(database))
        return &database->writer;
    database_fail(database, "begin to load", failure);
    database_release(&database->writer);
    return NULL;
}

struct row_writer *database_create(const char *path,
                                   const struct new_database_options *options,
                                   struct failure *failure)
{
    struct database *database;
    sqlite3 *handle = new_database_open(path, options->page_size, failure);
    if (!handle)
        return NULL;
    database = database_make(handle);
    database->is_new = true;
    database->wants_statistics = !options->without_statistics;
    if (options->threads > 1)
        database_begin_writeback(database);
    database->in_transaction =
        /* Nobody knows the temporary name, and locking costs time. */
        statement_run(handle, "PRAGMA locking_mode = EXCLUSIVE") &&
        statement_run(handle, "BEGIN");
    if (database->in_transaction)
        return &database->writer;
    fail(failure, "%s: cannot make a database: %s", path,
         sqlite3_errmsg(handle));
    database_release(&database->writer);
    return NULL;
}
