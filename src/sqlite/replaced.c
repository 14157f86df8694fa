#include "sqlite/replaced.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "sqlite/lock.h"
#include "sqlite/open.h"
#include "sqlite/statement.h"

enum { TRIES_A_SECOND = 50 };

/* ---- files beside it ---- */

enum { HEAD = 16 };

/* The file's first bytes, zeros beyond its end; how many, or -1: no file. */
static ptrdiff_t read_head(char head[HEAD], const char *path,
                           const char *suffix)
{
    struct buffer name = {0};
    ptrdiff_t n = -1;
    FILE *file;
    memset(head, 0, HEAD);
    buffer_printf(&name, "%s%s", path, suffix);
    file = fopen(buffer_text(&name), "rbe");
    if (file) {
        n = (ptrdiff_t)fread(head, 1, HEAD, file);
        fclose(file);
    }
    buffer_release(&name);
    return n;
}

static bool is_database(const char *path)
{
    char head[HEAD];
    return read_head(head, path, "") == HEAD &&
           !memcmp(head, "SQLite format 3", HEAD);
}

/* How SQLite's journals begin; one whose header is zeroed is over, and so is an
 * empty one. */
static const struct beside {
    const char *suffix, *magic, *other_magic;
    size_t length;
    bool is_index; /* it says nothing that the log does not */
} beside[] = {{"-journal", "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", NULL, 8, false},
              {"-wal", "\x37\x7f\x06\x82", "\x37\x7f\x06\x83", 4, false},
              /* of either byte order */
              {"-shm", "\x18\xe2\x2d\x00", "\x00\x2d\xe2\x18", 4, true}};

enum beside_state { IS_OVER, IS_LIVE, IS_FOREIGN };

static enum beside_state state_of_beside(const char *path,
                                         const struct beside *journal)
{
    static const char zeros[HEAD];
    char head[HEAD];
    if (read_head(head, path, journal->suffix) <= 0 ||
        memcmp(head, zeros, journal->length) == 0)
        return IS_OVER;
    if (memcmp(head, journal->magic, journal->length) != 0 &&
        (!journal->other_magic ||
         memcmp(head, journal->other_magic, journal->length) != 0))
        return IS_FOREIGN;
    return journal->is_index ? IS_OVER : IS_LIVE;
}

/* Before the work begins, so that hours are not lost for it. */
bool replaced_check(const char *path, struct failure *failure)
{
    if (is_database(path))
        return true;
    for (size_t i = 0; i < COUNT_OF(beside); i++) {
        enum beside_state state = state_of_beside(path, &beside[i]);
        if (state == IS_LIVE)
            return fail(
                failure,
                "%s%s is there without its database: SQLite would play it into "
                "the new one; it may hold the last changes of a database that "
                "has been moved, so move it there, or away",
                path, beside[i].suffix);
        if (state == IS_FOREIGN)
            return fail(failure,
                        "%s%s is in the way: SQLite takes what has that name "
                        "for its own; move it away, or choose another name",
                        path, beside[i].suffix);
    }
    return true;
}

/* What is left of journals that are over. SQLite would look at one that stays,
 * and passes over it that it could not remove it. */
static bool remove_dead(const char *path, struct failure *failure)
{
    for (size_t i = 0; i < COUNT_OF(beside); i++) {
        struct buffer name = {0};
        bool done;
        buffer_printf(&name, "%s%s", path, beside[i].suffix);
        done = unlink(buffer_text(&name)) == 0 || errno == ENOENT ||
               fail(failure, "%s cannot be removed (%s), so %s is not replaced",
                    buffer_text(&name), strerror(errno), path);
        buffer_release(&name);
        if (!done)
            return false;
    }
    return true;
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

/* Somebody else has given the name to another file: what SQLite finds beside
 * the name is not this one's any more. */
static bool has_moved(sqlite3 *database)
{
    int moved = 0;
    return sqlite3_file_control(database, "main", SQLITE_FCNTL_HAS_MOVED,
                                &moved) == SQLITE_OK &&
           moved;
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
    if (!uses_wal(database) && !has_moved(database))
        return true;
    /* Somebody has set WAL between the two statements. */
    statement_run(database, "ROLLBACK");
    return false;
}

/* Somebody has set WAL again, or has a lock, or another file the name. */
static bool may_try_again(sqlite3 *database)
{
    int code = sqlite3_errcode(database) & 0xff;
    if (!database)
        return false; /* no memory to open it with */
    return lock_is_busy(database) || code == SQLITE_OK || code == SQLITE_DONE ||
           code == SQLITE_ROW || has_moved(database);
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

/* The file that has the name now. */
static bool open_replaced(struct replaced *replaced, const char *path)
{
    if (replaced->database && !has_moved(replaced->database))
        return true;
    sqlite3_close(replaced->database);
    replaced->was_wal = false;
    return lite_open_file(path, SQLITE_OPEN_READWRITE, &replaced->database) ==
           SQLITE_OK;
}

static bool lock_database(struct replaced *replaced, const char *path,
                          long seconds, struct failure *failure)
{
    for (long i = 0; i < seconds * TRIES_A_SECOND; i++) {
        if (!open_replaced(replaced, path))
            break;
        if (try_to_lock(replaced))
            return true;
        if (!may_try_again(replaced->database))
            break;
        usleep(1000000 / TRIES_A_SECOND);
    }
    return fail_to_lock(replaced, path, seconds, failure);
}

/* Until the release nobody can write to the old file; what they wrote would be
 * lost. */
bool replaced_lock(struct replaced *replaced, const char *path, long seconds,
                   struct failure *failure)
{
    struct stat status;
    *replaced = (struct replaced){.database = NULL};
    if (!is_database(path))
        return replaced_check(path, failure) && remove_dead(path, failure);
    if (!lock_database(replaced, path, seconds, failure))
        return false;
    replaced->has_one_name = stat(path, &status) == 0 && status.st_nlink == 1;
    if (remove_dead(path, failure))
        return true;
    replaced_release(replaced, false);
    return false;
}

/* Whoever has opened it and waits for the lock would go on in a file without a
 * name, with the journals of the new one: it is no database any more. */
static void end_old(sqlite3 *database)
{
    static const char zeros[HEAD];
    sqlite3_file *file = NULL;
    if (sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER,
                             &file) == SQLITE_OK &&
        file && file->pMethods)
        file->pMethods->xWrite(file, zeros, sizeof zeros, 0);
}

/* If the new file did not take its place, the old one is as it was. */
void replaced_release(struct replaced *replaced, bool done)
{
    if (!replaced->database)
        return;
    if (done && replaced->has_one_name)
        end_old(replaced->database);
    if (!sqlite3_get_autocommit(replaced->database))
        statement_run(replaced->database, "ROLLBACK");
    if (!done && replaced->was_wal && !has_moved(replaced->database))
        statement_run(replaced->database, "PRAGMA journal_mode = WAL");
    sqlite3_close(replaced->database);
    replaced->database = NULL;
}
