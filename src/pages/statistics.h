/* Statistics: sqlite_stat1 as ANALYZE would fill it, without reading the
 * tables again (https://sqlite.org/fileformat2.html#the_sqlite_stat1_table). */
#ifndef PAGES_STATISTICS_H
#define PAGES_STATISTICS_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/memory.h"
#include "pages/table_writer.h"

/* Does this SQLite's ANALYZE say something of indexes without entries? Newer
 * versions do. */
bool statistics_tell_empty(void);

/* Adds statements for a table that is complete, and its indexes. */
void statistics_add(struct buffer *statements, const struct table_writer *table,
                    bool tells_empty);

/* Makes sqlite_stat1, runs the statements, and ANALYZE for everything that has
 * pages from SQLite. False: sqlite3_errmsg tells. */
bool statistics_finish(sqlite3 *database, const struct layout *layout,
                       struct buffer *statements);

#endif
