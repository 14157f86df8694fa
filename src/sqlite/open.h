/* Opening a database's file by its name. */
#ifndef SQLITE_OPEN_H
#define SQLITE_OPEN_H

#include <sqlite3.h>

/* sqlite3_open_v2, but a name is a name: "file:x" is no URI, and ":memory:" is
 * a file. The handle is the caller's to close in any case. */
int lite_open_file(const char *path, int flags, sqlite3 **database);

#endif
