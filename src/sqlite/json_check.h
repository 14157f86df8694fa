/* CHECKs that say that a column is JSON: json_valid(column), as Django and
 * MariaDB's schemas have it, in whatever case and quotes. SQLite keeps only the
 * text of them. */
#ifndef SQLITE_JSON_CHECK_H
#define SQLITE_JSON_CHECK_H

#include <sqlite3.h>
#include <stdbool.h>

#include "sqlite/schema.h"

/* Sets `is_json` of such columns; false if the database cannot be read. */
bool json_check_read(struct lite_schema *schema, sqlite3 *database);

#endif
