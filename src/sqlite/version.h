/* The least version of SQLite: 3.37 has pragma_table_list, MATERIALIZED and
 * STRICT tables. */
#ifndef SQLITE_VERSION_H
#define SQLITE_VERSION_H

#include <stdbool.h>

#include "base/failure.h"

/* Is the library that is linked at run time new enough? */
bool version_check(struct failure *failure);

#endif
