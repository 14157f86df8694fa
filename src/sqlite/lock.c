#include "sqlite/lock.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/memory.h"

bool lock_is_busy(sqlite3 *database)
{
    int code = sqlite3_errcode(database) & 0xff;
    return code == SQLITE_BUSY || code == SQLITE_LOCKED;
}

/* The option's greatest number of seconds is more than an int has
 * milliseconds. */
void lock_wait(sqlite3 *database, long seconds)
{
    sqlite3_busy_timeout(database,
                         seconds > 1000000 ? 1000000000 : (int)seconds * 1000);
}

/* Where SQLite locks: WAL_WRITE_LOCK in the index of a database's log
 * (https://sqlite.org/walformat.html), PENDING_BYTE, RESERVED_BYTE and what
 * readers share in the database (https://sqlite.org/src/file/src/os.h). Whoever
 * writes is in the way, so readers are asked for last. */
static const struct lock_place {
    const char *suffix;
    off_t start, length;
} places[] = {{"-shm", 120, 1}, {"", 0x40000000, 2}, {"", 0x40000002, 510}};

/* The process that has a lock there, or 0. */
static long lock_holder_at(const char *path, const struct lock_place *place)
{
    struct flock lock = {.l_type = F_WRLCK,
                         .l_whence = SEEK_SET,
                         .l_start = place->start,
                         .l_len = place->length};
    struct buffer name = {0};
    int file;
    bool known;
    buffer_printf(&name, "%s%s", path, place->suffix);
    file = open(buffer_text(&name), O_RDONLY | O_CLOEXEC);
    buffer_release(&name);
    known =
        file >= 0 && fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    /* POSIX: this ends every lock that the process has on the file. */
    if (file >= 0)
        close(file);
    return known ? (long)lock.l_pid : 0;
}

/* Locks of the process itself do not count, and it has given up. */
bool lock_fail(const char *path, long seconds, const char *consequence,
               struct failure *failure)
{
    char who[32] = "another program";
    long process = 0;
    for (size_t i = 0; i < COUNT_OF(places) && !process; i++)
        process = lock_holder_at(path, &places[i]);
    if (process)
        snprintf(who, sizeof who, "process %ld", process);
    return fail(failure,
                "%s is in use by %s (waited for %ld second%s), so %s; stop "
                "it, or wait longer (--timeout)",
                path, who, seconds, seconds == 1 ? "" : "s", consequence);
}
