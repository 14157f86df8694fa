/* Layout: what the database's schema says about its pages: where tables and
 * indexes have their roots, what their records hold, and which of them can be
 * written as pages at all. */
#ifndef PAGES_LAYOUT_H
#define PAGES_LAYOUT_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pages/key.h"
#include "sqlite/schema.h"

enum { NO_COLUMN = -1 }; /* an index's column that is the rowid */

struct index_column {
    ptrdiff_t position; /* in the table's record, or NO_COLUMN */
    struct key_column key;
};

/* A row is in a partial index if this column is NULL, or is not. */
struct index_filter {
    ptrdiff_t position; /* NO_COLUMN: the rowid, which never is */
    bool is_null;
};

struct index_layout {
    const char *name;
    uint32_t root_page;
    bool is_unique;
    size_t n_columns, capacity; /* without the rowid at the end */
    struct index_column *columns;
    size_t n_filters;
    struct index_filter *filters; /* all hold */
    struct index_layout *next;    /* of the table */
};

struct table_layout {
    const struct lite_table *table;
    bool is_plain; /* its rows are written as pages */
    size_t n_stored;
    const struct lite_column **stored; /* columns in the record's order */
    enum lite_affinity *affinities;    /* theirs */
    ptrdiff_t rowid; /* the position of INTEGER PRIMARY KEY, or NO_COLUMN */
    struct index_layout *indexes; /* as they were made; if it is plain */
};

/* Zero-initialise it. */
struct layout {
    struct lite_schema schema;
    struct table_layout *tables; /* one for each of the schema's */
    struct arena arena;
};

/* True if what was made last is an index that can be built from rows as they
 * pass: of columns, with a simple WHERE or none (predicate.h), by collations
 * that are known here, on a table whose rows become pages. */
bool layout_last_is_plain(sqlite3 *database);

bool layout_read(struct layout *layout, sqlite3 *database,
                 struct failure *failure);
struct table_layout *layout_find(const struct layout *layout,
                                 const char *table);
void layout_release(struct layout *layout);

#endif
