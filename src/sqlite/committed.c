#include "sqlite/committed.h"

#include <stddef.h>
#include <sys/stat.h>

/* Bytes of the header
 * (https://sqlite.org/fileformat2.html#the_database_header).
 */
enum { VERSION_AT = 18, COUNTER_AT = 24, OF_WAL = 2 };

/* By SQLite's own handle: closing another descriptor of the file would give up
 * the locks that it has. */
static bool committed_read_header(sqlite3 *database, unsigned char *bytes,
                                  int size, sqlite3_int64 at)
{
    sqlite3_file *file = NULL;
    return sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER,
                                &file) == SQLITE_OK &&
           file && file->pMethods &&
           file->pMethods->xRead(file, bytes, size, at) == SQLITE_OK;
}

uint32_t committed_counter(sqlite3 *database)
{
    unsigned char bytes[4];
    return committed_read_header(database, bytes, sizeof bytes, COUNTER_AT)
               ? (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
                     (uint32_t)bytes[2] << 8 | bytes[3]
               : 0;
}

/* With a log the header says nothing of the last commit. */
static bool has_log(sqlite3 *database)
{
    unsigned char version;
    return !committed_read_header(database, &version, 1, VERSION_AT) ||
           version == OF_WAL;
}

static bool has_journal(sqlite3 *database)
{
    struct stat status;
    const char *path = sqlite3_filename_journal(
        (sqlite3_filename)sqlite3_db_filename(database, "main"));
    return stat(path, &status) == 0 && status.st_size > 0;
}

bool committed_since(sqlite3 *database, uint32_t counter)
{
    uint32_t now = committed_counter(database);
    return now && counter && now != counter && !has_log(database) &&
           !has_journal(database);
}
