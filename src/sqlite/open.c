#include "sqlite/open.h"

#include "base/memory.h"

/* In a folder that is named a name begins with nothing that SQLite knows.
 * SQLITE_OPEN_URI cannot be taken back: builds of SQLite may have it always. */
int lite_open_file(const char *path, int flags, sqlite3 **database)
{
    struct buffer full = {0};
    int status;
    buffer_printf(&full, "%s%s", *path == '/' ? "" : "./", path);
    status = sqlite3_open_v2(buffer_text(&full), database,
                             flags | SQLITE_OPEN_NOMUTEX, NULL);
    buffer_release(&full);
    return status;
}
