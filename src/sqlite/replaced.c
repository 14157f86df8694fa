#include "sqlite/replaced.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "sqlite/lock.h"
#include "sqlite/statement.h"

enum { TRIES_A_SECOND = 50 };

/* ---- files beside it ---- */

/* Do the file's first bytes say what it is? */
static bool begins_with(const char *path, const char *suffix, const char *magic,
                        size_t length)
{
    struct buffer name = {0};
    char found[16] = "";
    FILE *file;
    size_t n = 0;
    buffer_printf(&name, "%s%s", path, suffix);
    file = fopen(buffer_text(&name), "rbe");
    if (file) {
        n = fread(found, 1, length, file);
        fclose(file);
    }
    buffer_release(&name);
    return n == length && !memcmp(found, magic, length);
}

static bool is_database(const char *path)
{
    return begins_with(path, "", "SQLite format 3", 16);
}

/* A journal whose header is zeroed is over; so is an empty one. */
static const char *find_journal(const char *path)
{
    static const struct {
        const char *suffix, *magic;
        size_t length;
    } journals[] = {{"-journal", "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", 8},
                    {"-wal", "\x37\x7f\x06\x82", 4},
                    {"-wal", "\x37\x7f\x06\x83", 4}};
    for (size_t i = 0; i < COUNT_OF(journals); i++)
        if (begins_with(path, journals[i].suffix, journals[i].magic,
                        journals[i].length))
            return journals[i].suffix;
    return NULL;
}

/* Before the work begins, so that hours are not lost for it. */
bool replaced_check(const char *path, struct failure *failure)
{
    const char *suffix = is_database(path) ? NULL : find_journal(path);
    return !suffix ||
           fail(failure,
                "%s%s is there without its database: SQLite would play it into "
                "the new one; it may hold the last changes of a database that "
                "has been moved, so move it there, or away",
                path, suffix);
}

/* What is left of journals that are over, beside what is no database. */
static void remove_dead(const char *path)
{
    static const char *const suffixes[] = {"-journal", "-wal", "-shm"};
    for (size_t i = 0; i < COUNT_OF(suffixes); i++) {
        struct buffer name = {0};
        buffer_printf(&name, "%s%s", path, suffixes[i]);
        unlink(buffer_text(&name));
        buffer_release(&name);
    }
}

/* ---- locking ---- */

/* The mode that the file is in, not one that was asked for. */
static bool uses_wal(sqlite3 *database)
{
    sqlite3_stmt *mode = NULL;
    bool is_wal = sqlite3_prepare_v2(database, "PRAGMA journal_mode", -1, &mode,
                                     NULL) == SQLITE_OK &&
                  sqlite3_step(mode) == SQLITE_ROW &&
                  !strcmp((const char *)sqlite3_column_text(mode, 0), "wal");
    sqlite3_finalize(mode);
    return is_wal;
}

/* Alone in it, and nothing outside of it. Whoever else opens it may set the
 * write-ahead log again, until it is locked. */
static bool try_to_lock(struct replaced *replaced)
{
    sqlite3 *database = replaced->database;
    bool is_wal = uses_wal(database);
    replaced->was_wal |= is_wal;
    /* SQLite finds the log by name, so the new file would inherit it: its rows
     * go into the old file, and the log goes. */
    if (is_wal && !statement_run(database, "PRAGMA journal_mode = DELETE"))
        return false;
    if (!statement_run(database, "BEGIN EXCLUSIVE"))
        return false;
    if (!uses_wal(database))
        return true;
    /* Somebody has set WAL between the two statements. */
    statement_run(database, "ROLLBACK");
    return false;
}

/* Somebody has set WAL again, or has a lock. */
static bool may_try_again(sqlite3 *database)
{
    int code = sqlite3_errcode(database) & 0xff;
    return lock_is_busy(database) || code == SQLITE_OK || code == SQLITE_DONE ||
           code == SQLITE_ROW;
}

static bool fail_to_lock(struct replaced *replaced, const char *path,
                         long seconds, struct failure *failure)
{
    bool busy = may_try_again(replaced->database);
    if (!busy)
        fail(failure, "cannot lock %s, which is to be replaced: %s", path,
             sqlite3_errmsg(replaced->database));
    replaced_release(replaced, false);
    return busy && lock_fail(path, seconds, "it is not replaced", failure);
}

/* Until the release nobody can write to the old file; what they wrote would be
 * lost. */
bool replaced_lock(struct replaced *replaced, const char *path, long seconds,
                   struct failure *failure)
{
    *replaced = (struct replaced){NULL, false};
    if (!is_database(path)) {
        if (!replaced_check(path, failure))
            return false;
        remove_dead(path);
        return true;
    }
    if (sqlite3_open_v2(path, &replaced->database,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK)
        return fail_to_lock(replaced, path, seconds, failure);
    for (long i = 0; i < seconds * TRIES_A_SECOND; i++) {
        if (try_to_lock(replaced))
            return true;
        if (!may_try_again(replaced->database))
            break;
        usleep(1000000 / TRIES_A_SECOND);
    }
    return fail_to_lock(replaced, path, seconds, failure);
}

/* If the new file did not take its place, the old one is as it was. */
void replaced_release(struct replaced *replaced, bool done)
{
    if (!replaced->database)
        return;
    if (!sqlite3_get_autocommit(replaced->database))
        statement_run(replaced->database, "ROLLBACK");
    if (!done && replaced->was_wal)
        statement_run(replaced->database, "PRAGMA journal_mode = WAL");
    sqlite3_close(replaced->database);
    replaced->database = NULL;
}
