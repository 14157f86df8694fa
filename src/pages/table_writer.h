/* Tables: rows become the cells of a table's b-tree as they come.
 *
 * Rows whose rowid is not greater than the one before are late: their cells
 * are sorted and merged into the tree's leaves in the end (merge.h). */
#ifndef PAGES_TABLE_WRITER_H
#define PAGES_TABLE_WRITER_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "pages/btree.h"
#include "pages/encoder.h"
#include "pages/index_writer.h"
#include "pages/layout.h"
#include "pages/sorter.h"
#include "sqlite/row.h"
#include "sqlite/stored.h"

/* What all tables of a database share. */
struct table_space {
    struct page_file *file;
    struct sort_space *sorting;
    struct row_writer *writer; /* failures go there */
    sqlite3 *handle;           /* evaluates defaults */
    struct stored stored;
    struct arena arena;   /* of values, until they are in a page */
    struct buffer record; /* of the row at hand */
};

struct table_writer {
    const struct table_layout *layout;
    uint64_t rows;
    int64_t last_rowid, greatest_rowid;
    struct index_writer *indexes;
    size_t n_indexes;
    /* private */
    struct table_space *space;
    struct btree btree;
    struct sorter out_of_order;
    const struct lite_target *target; /* of the last row */
    ptrdiff_t *sources; /* for each stored column: of the row's values, or -1 */
    sqlite3_stmt **defaults;   /* for each stored column, once it is needed */
    struct lite_value *values; /* of the record at hand */
    uint32_t *serial_types;
};

/* The layout is plain. */
struct table_writer *table_writer_new(const struct table_layout *layout,
                                      struct table_space *space);

/* False after a failure, which the space's writer has. */
bool table_writer_add(struct table_writer *table, const struct lite_row *row);

/* The same for a row that was encoded by the table's layout. */
bool table_writer_add_encoded(struct table_writer *table,
                              const struct encoded_row *encoded);

/* Called when another table's rows follow: frees what can be made again. */
void table_writer_suspend(struct table_writer *table);

/* Completes the table's own b-tree; the indexes are built apart from it. False
 * if a rowid occurs twice. What went wrong with files is in their failures. */
bool table_writer_end(struct table_writer *table);

void table_writer_release(struct table_writer *table);

#endif
