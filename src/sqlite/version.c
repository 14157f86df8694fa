#include "sqlite/version.h"

#include <sqlite3.h>

enum { LEAST_VERSION = 3037000 };

#if SQLITE_VERSION_NUMBER < 3037000
#error "SQLite 3.37 or later is needed"
#endif

/* The library that runs need not be the one that was compiled against. */
bool version_check(struct failure *failure)
{
    return sqlite3_libversion_number() >= LEAST_VERSION ||
           fail(failure, "SQLite %s is too old: 3.37 or later is needed",
                sqlite3_libversion());
}
