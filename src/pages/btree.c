#include "pages/btree.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"

enum { CHILD = 4 }; /* bytes of a left child's number */

static enum page_type btree_type_of(const struct btree *btree, size_t depth)
{
    if (btree->is_index)
        return depth ? INTERIOR_INDEX : LEAF_INDEX;
    return depth ? INTERIOR_TABLE : LEAF_TABLE;
}

/* A tree grows at its top: a level appears when the one below has its second
 * page. */
static void begin_level(struct btree *btree)
{
    struct level *level = xmalloc(sizeof *level);
    size_t size = btree->file->page_size;
    assert(btree->n_levels < MAX_LEVELS);
    *level = (struct level){0};
    level->page.bytes = xmalloc(size);
    level->page.size = size;
    page_begin(&level->page, btree_type_of(btree, btree->n_levels));
    btree->levels[btree->n_levels++] = level;
}

static uint32_t append(struct btree *btree, struct page *page)
{
    page_end(page);
    return page_file_append(btree->file, page->bytes);
}

/* ---- full pages ---- */

static void add_child(struct btree *btree, size_t depth, uint32_t child,
                      const unsigned char *divider, size_t size);

/* Only now is it known that the level's last page does not need this page's
 * last cell. */
static void append_full(struct btree *btree, size_t depth)
{
    struct level *level = btree->levels[depth];
    uint32_t number = append(btree, &level->full);
    assert(level->full.n_cells > 0); /* SQLite takes no empty page */
    level->has_full = false;
    add_child(btree, depth + 1, number, level->divider, level->divider_size);
}

/* Where a new divider goes. */
static unsigned char *begin_divider(struct level *level, size_t size)
{
    assert(level->divider && size <= level->page.size);
    level->divider_size = size;
    return level->divider;
}

/* The page is full; returns where the divider goes, which is what comes before
 * the next one. */
static unsigned char *keep_full(struct btree *btree, size_t depth, size_t size)
{
    struct level *level = btree->levels[depth];
    struct page page;
    /* Two pages a level, swapped: `full` waits, as the last page may need its
     * last cell. Small trees have one page only. */
    if (!level->divider) {
        level->divider = xmalloc(level->page.size);
        level->full = level->page;
        level->full.bytes = xmalloc(level->page.size);
    }
    if (level->has_full)
        append_full(btree, depth);
    page = level->full;
    level->full = level->page;
    level->page = page;
    level->has_full = true;
    page_begin(&level->page, level->full.type);
    return begin_divider(level, size);
}

static void put_child(struct page *page, uint32_t child,
                      const unsigned char *divider, size_t size)
{
    unsigned char *cell = page_add(page, CHILD + size);
    big_endian_put(cell, CHILD, child);
    memcpy(cell + CHILD, divider, size);
}

/* The child that does not fit any more is the page's right-most; the level
 * above has the divider then. Recursion goes up one level each time. */
static void add_child(struct btree *btree, size_t depth, uint32_t child,
                      const unsigned char *divider, size_t size)
{
    struct level *level;
    if (depth == MAX_LEVELS)
        fatal("a b-tree of more levels than a file has pages for");
    if (depth == btree->n_levels)
        begin_level(btree);
    level = btree->levels[depth];
    if (page_has_room(&level->page, CHILD + size)) {
        put_child(&level->page, child, divider, size);
        return;
    }
    page_set_right_child(&level->page, child);
    memcpy(keep_full(btree, depth, size), divider, size);
}

/* ---- leaves ---- */

void btree_begin(struct btree *btree, struct page_file *file, uint32_t root,
                 bool is_index)
{
    *btree = (struct btree){.file = file, .root = root, .is_index = is_index};
}

static void add_leaf_to_parent(struct btree *btree, uint32_t number,
                               int64_t rowid)
{
    unsigned char divider[VARINT_MAX];
    size_t size = varint_put(divider, (uint64_t)rowid);
    add_child(btree, 1, number, divider, size);
}

/* A leaf that was in the file already waits until it is not the last. */
static void add_waiting(struct btree *btree)
{
    if (btree->waiting)
        add_leaf_to_parent(btree, btree->waiting, btree->waiting_rowid);
    btree->waiting = 0;
}

static void end_leaf(struct btree *btree)
{
    struct page *page = &btree->levels[0]->page;
    add_waiting(btree);
    if (page->n_cells)
        add_leaf_to_parent(btree, append(btree, page), btree->last_rowid);
    page_begin(page, LEAF_TABLE);
}

/* A leaf that stands in the file and keeps its place; it only gets a new
 * parent. */
void btree_add_leaf(struct btree *btree, uint32_t number, int64_t rowid)
{
    if (btree->n_levels == 0)
        begin_level(btree);
    end_leaf(btree);
    btree->waiting = number;
    btree->waiting_rowid = rowid;
}

unsigned char *btree_add_row(struct btree *btree, size_t cell_size,
                             int64_t rowid)
{
    struct page *page;
    /* equal ones come of a merge that has found a duplicate, and is given up */
    assert(!btree->has_rows || rowid >= btree->last_rowid);
    if (btree->n_levels == 0)
        begin_level(btree);
    page = &btree->levels[0]->page;
    /* A table's keys stand in the leaves only, so a full leaf can go out at
     * once. */
    if (!page_has_room(page, cell_size))
        end_leaf(btree);
    btree->last_rowid = rowid;
    btree->has_rows = true;
    return page_add(page, cell_size);
}

/* An index has each key once, in leaves and interior pages alike: what does not
 * fit becomes the divider of the full page and the next one. */
unsigned char *btree_add_entry(struct btree *btree, size_t cell_size)
{
    struct page *page;
    if (btree->n_levels == 0)
        begin_level(btree);
    page = &btree->levels[0]->page;
    return page_has_room(page, cell_size) ? page_add(page, cell_size)
                                          : keep_full(btree, 0, cell_size);
}

/* ---- the end ---- */

/* The last page has nothing in it, or only a right-most child: it gets what
 * stands between it and the page before, whose last cell takes that place. */
static void fill_last_page(struct level *level, bool is_leaf)
{
    const unsigned char *cell;
    size_t size, child = is_leaf ? 0 : CHILD;
    unsigned char *place = page_add(&level->page, child + level->divider_size);
    assert(level->full.n_cells > 1);
    if (!is_leaf)
        big_endian_put(place, CHILD, page_right_child(&level->full));
    memcpy(place + child, level->divider, level->divider_size);
    cell = page_last(&level->full, &size);
    if (!is_leaf)
        page_set_right_child(&level->full,
                             (uint32_t)big_endian_get(cell, CHILD));
    memcpy(begin_divider(level, size - child), cell + child, size - child);
    page_drop_last(&level->full);
}

/* The last page of a level; returns its number, or 0 if it is the root. */
static uint32_t end_level(struct btree *btree, size_t depth, uint32_t child)
{
    struct level *level = btree->levels[depth];
    assert(depth == 0 || child > 0);
    if (level->page.n_cells == 0 && level->has_full)
        fill_last_page(level, depth == 0);
    if (depth)
        page_set_right_child(&level->page, child);
    if (level->has_full)
        append_full(btree, depth);
    if (depth + 1 < btree->n_levels)
        return append(btree, &level->page);
    page_end(&level->page);
    page_file_write(btree->file, btree->root, level->page.bytes);
    return 0;
}

/* From the leaves to the root, which goes to the page that the schema names. */
void btree_end(struct btree *btree)
{
    /* If the last leaf is an old one and nothing came after it, level 0 has no
     * page of its own to end. */
    bool ends_with_old_leaf =
        btree->waiting && btree->levels[0]->page.n_cells == 0;
    uint32_t child = btree->waiting;
    if (!ends_with_old_leaf)
        add_waiting(btree);
    for (size_t depth = ends_with_old_leaf; depth < btree->n_levels; depth++)
        child = end_level(btree, depth, child);
    btree_release(btree);
}

void btree_release(struct btree *btree)
{
    for (size_t depth = 0; depth < btree->n_levels; depth++) {
        free(btree->levels[depth]->page.bytes);
        free(btree->levels[depth]->full.bytes);
        free(btree->levels[depth]->divider);
        free(btree->levels[depth]);
    }
    btree->n_levels = 0;
}
