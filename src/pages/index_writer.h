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
    struct buffer record;      /* of an entry that does not fit its cell */
    struct buffer scratch;     /* of values that their key does not hold */
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

/* The same in two steps: the key without the rowid and with its size before it,
 * made on any thread, and then added, in the order of the rows; returns how
 * many bytes that was. Making one fails where the rowid is needed for it, or
 * where the key does not tell the values. */
bool index_key_make(const struct index_layout *layout,
                    const struct lite_value *values, struct buffer *out);
size_t index_writer_add_key(struct index_writer *writer,
                            const unsigned char *sized_key, int64_t rowid);

/* Builds the index into the file; look at the sorter's failure afterwards.
 * Several writers may do so on a thread each, once the sort_space has
 * settled. */
void index_writer_build(struct index_writer *writer, struct page_file *file);

void index_writer_release(struct index_writer *writer);

#endif
