/* Indexes: keys are collected while rows pass, sorted, and their b-tree is
 * built in order. */
#ifndef PAGES_INDEX_WRITER_H
#define PAGES_INDEX_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "pages/btree.h"
#include "pages/layout.h"
#include "pages/record.h"
#include "pages/sorter.h"

struct index_writer {
    const struct index_layout *layout;
    uint64_t entries;
    uint64_t *distinct; /* values of the first column, of the first two, ... */
    bool has_duplicate; /* two rows of a unique index have the same key */
    /* private */
    struct sorter sorter;
    struct buffer key;         /* of the row at hand; then the last one */
    struct buffer record;      /* of the entry at hand */
    struct lite_value *values; /* of its record, the rowid last */
    uint32_t *serial_types;
};

void index_writer_begin(struct index_writer *writer,
                        const struct index_layout *layout,
                        struct sort_space *space);

/* `values` are the table's record, with NULL for an INTEGER PRIMARY KEY. False
 * if the index's record is longer than SQLite allows. */
bool index_writer_add(struct index_writer *writer,
                      const struct lite_value *values, int64_t rowid);

/* Builds the index into the file; look at the sorter's failure afterwards.
 * Several writers may do so on a thread each, once the sort_space has
 * settled. */
void index_writer_build(struct index_writer *writer, struct page_file *file);

void index_writer_release(struct index_writer *writer);

#endif
