#include "pages/merge.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "pages/btree.h"
#include "pages/key.h"
#include "pages/payload.h"

/* An interior page whose children are being visited. */
struct frame {
    struct page page;
    uint32_t child; /* the next one to visit */
    int64_t bound;  /* no rowid below it is greater */
};

/* A walk over a tree's leaves, from the left to the right. */
struct walk {
    struct page_file *file;
    struct frame frames[MAX_LEVELS];
    size_t n_frames, depth; /* of the leaves: the root has 0 */
};

struct leaf {
    uint32_t number;
    int64_t bound;
};

struct merge {
    struct page_file *file;
    uint32_t root;
    struct sorter *out_of_order;
    struct sorted next; /* late row ... */
    int64_t rowid;      /* ... and its rowid */
    bool has_next, has_duplicate;
    struct btree btree;
    struct page leaf; /* that gets late rows */
};

/* ---- walking ---- */

/* The right-most child stands in the page's head, not in a cell. */
static uint32_t child_of(const struct page *page, uint32_t at)
{
    if (at == page->n_cells)
        return page_right_child(page);
    return (uint32_t)big_endian_get(page_cell(page, at), 4);
}

/* How deep the leaves are. */
static size_t depth_of(struct page_file *file, uint32_t number)
{
    struct page page = {.bytes = xmalloc(file->page_size),
                        .size = file->page_size};
    size_t depth = 0;
    for (; depth < MAX_LEVELS; depth++) {
        if (!page_file_read(file, number, page.bytes))
            break;
        page_load(&page);
        if (page.type != INTERIOR_TABLE)
            break;
        number = child_of(&page, 0);
    }
    free(page.bytes);
    return depth;
}

/* Its number is free: the page is in memory. */
static bool merge_enter(struct walk *walk, uint32_t number, int64_t bound)
{
    struct frame *frame = &walk->frames[walk->n_frames++];
    size_t size = walk->file->page_size;
    assert(walk->n_frames <= MAX_LEVELS);
    *frame = (struct frame){.page = {.bytes = xmalloc(size), .size = size},
                            .bound = bound};
    if (!page_file_read(walk->file, number, frame->page.bytes))
        return false;
    page_load(&frame->page);
    if (walk->n_frames > 1)
        page_file_recycle(walk->file, number);
    return true;
}

/* A cell's rowid is the greatest one in its child. */
static int64_t bound_of(const struct frame *frame, uint32_t at)
{
    uint64_t rowid;
    if (at == frame->page.n_cells)
        return frame->bound;
    varint_get(page_cell(&frame->page, at) + 4, &rowid);
    return (int64_t)rowid;
}

/* Depth first, until a page cannot be read; one whose children have all been
 * given leaves the stack. */
static bool next_leaf(struct walk *walk, struct leaf *leaf)
{
    while (walk->n_frames) {
        struct frame *frame = &walk->frames[walk->n_frames - 1];
        uint32_t at = frame->child++;
        if (at > frame->page.n_cells) {
            free(frame->page.bytes);
            walk->n_frames--;
            continue;
        }
        *leaf = (struct leaf){child_of(&frame->page, at), bound_of(frame, at)};
        if (walk->n_frames == walk->depth)
            return true;
        if (!merge_enter(walk, leaf->number, leaf->bound))
            return false;
    }
    return false;
}

/* ---- merging ---- */

/* Two late rows with one rowid are neighbours after sorting. */
static void take_late(struct merge *merge)
{
    int64_t last = merge->rowid;
    bool had = merge->has_next;
    merge->has_next = sorter_next(merge->out_of_order, &merge->next);
    if (merge->has_next)
        merge->rowid = key_get_rowid(merge->next.key);
    if (had && merge->has_next && merge->rowid == last)
        merge->has_duplicate = true;
}

/* The cell was made when the row came, overflow pages and all. */
static void add_late(struct merge *merge)
{
    assert(merge->next.key_size == KEY_ROWID);
    memcpy(btree_add_row(&merge->btree, merge->next.data_size, merge->rowid),
           merge->next.data, merge->next.data_size);
    take_late(merge);
}

static void add_cell(struct merge *merge, const unsigned char *cell)
{
    uint64_t payload, rowid;
    size_t head = varint_get(cell, &payload), local;
    head += varint_get(cell + head, &rowid);
    local = payload_local(merge->file->page_size, false, (size_t)payload);
    /* A cell with overflow pages ends with the number of the first; the chain
     * itself stays where it is. */
    if (local < payload)
        local += 4;
    while (merge->has_next && merge->rowid < (int64_t)rowid)
        add_late(merge);
    if (merge->has_next && merge->rowid == (int64_t)rowid)
        merge->has_duplicate = true;
    memcpy(btree_add_row(&merge->btree, head + local, (int64_t)rowid), cell,
           head + local);
}

static void merge_leaf(struct merge *merge, const struct leaf *leaf)
{
    if (!page_file_read(merge->file, leaf->number, merge->leaf.bytes))
        return;
    page_load(&merge->leaf);
    /* The root's number is the schema's, and is written in the end. */
    if (leaf->number != merge->root)
        page_file_recycle(merge->file, leaf->number);
    for (uint32_t i = 0; i < merge->leaf.n_cells && !merge->has_duplicate; i++)
        add_cell(merge, page_cell(&merge->leaf, i));
    /* Rows after the leaf's last one, but before the next leaf's first. */
    while (merge->has_next && merge->rowid <= leaf->bound &&
           !merge->has_duplicate)
        add_late(merge);
}

/* Most leaves get no late row, and stay as they are: a merge costs as much as
 * it changes. */
static void add_leaf(struct merge *merge, const struct leaf *leaf)
{
    if (merge->has_next && merge->rowid <= leaf->bound)
        merge_leaf(merge, leaf);
    else
        btree_add_leaf(&merge->btree, leaf->number, leaf->bound);
}

static void merge_all(struct merge *merge)
{
    struct walk walk = {.file = merge->file,
                        .depth = depth_of(merge->file, merge->root)};
    /* The last leaf takes whatever comes after it. */
    struct leaf leaf = {merge->root, INT64_MAX};
    if (walk.depth == 0)
        merge_leaf(merge, &leaf);
    else
        merge_enter(&walk, merge->root, INT64_MAX);
    while (!merge->has_duplicate && !merge->file->failure.happened &&
           next_leaf(&walk, &leaf))
        add_leaf(merge, &leaf);
    while (walk.n_frames)
        free(walk.frames[--walk.n_frames].page.bytes);
}

bool merge_out_of_order_rows(struct page_file *file, uint32_t root,
                             struct sorter *out_of_order)
{
    struct merge merge = {
        .file = file, .root = root, .out_of_order = out_of_order};
    merge.leaf = (struct page){.bytes = xmalloc(file->page_size),
                               .size = file->page_size};
    sorter_sort(out_of_order);
    take_late(&merge);
    btree_begin(&merge.btree, file, root, false);
    merge_all(&merge);
    /* The file is given up then; its tree need not be whole. */
    if (merge.has_duplicate || file->failure.happened)
        btree_release(&merge.btree);
    else
        btree_end(&merge.btree);
    free(merge.leaf.bytes);
    return !merge.has_duplicate;
}
