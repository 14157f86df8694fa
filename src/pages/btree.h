/* A b-tree, built from the left to the right in the order of its keys
 * (https://sqlite.org/fileformat2.html#b_tree_pages).
 *
 * Leaves are filled and appended to the file; each makes a cell in the level
 * above, which is filled the same way. What is the top in the end goes into
 * the root page that SQLite gave the table or index. Only one page or two of
 * each level are in memory. */
#ifndef PAGES_BTREE_H
#define PAGES_BTREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pages/page.h"
#include "pages/page_file.h"

/* With four cells a page at least, more levels would be more pages than a file
 * can have. */
enum { MAX_LEVELS = 20 };

/* A level keeps back the last full page: when the tree ends it may have to
 * give its last cell away, as no page may be empty. */
struct level {
    struct page page, full;
    bool has_full;
    unsigned char *divider; /* between `full` and `page` */
    size_t divider_size;
};

struct btree {
    struct page_file *file;
    uint32_t root;
    bool is_index;
    bool has_rows;
    int64_t last_rowid; /* of them */
    uint32_t waiting;   /* a leaf that is not in its parent yet, or 0 */
    int64_t waiting_rowid;
    size_t n_levels; /* 0: nothing in it yet */
    struct level *levels[MAX_LEVELS];
};

void btree_begin(struct btree *btree, struct page_file *file, uint32_t root,
                 bool is_index);

/* Where a table's next cell goes; its rowid is greater than the last. A cell
 * always fits a page, as payload.h says what of a long one is left out. It is
 * to be filled before the next call. */
unsigned char *btree_add_row(struct btree *btree, size_t cell_size,
                             int64_t rowid);

/* Where an index's next cell goes, without the number of a left child. */
unsigned char *btree_add_entry(struct btree *btree, size_t cell_size);

/* Adds a leaf that is in the file already; `rowid` is its last. */
void btree_add_leaf(struct btree *btree, uint32_t number, int64_t rowid);

/* Writes what is in memory. The root page of an empty tree stays as it is. */
void btree_end(struct btree *btree);

void btree_release(struct btree *btree);

#endif
