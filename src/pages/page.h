/* A b-tree page while it is filled
 * (https://sqlite.org/fileformat2.html#b_tree_pages): a header, the cell
 * pointer array after it, and the cell content area, which grows from the
 * page's end towards it. */
#ifndef PAGES_PAGE_H
#define PAGES_PAGE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "pages/varint.h"

enum page_type {
    INTERIOR_INDEX = 2,
    INTERIOR_TABLE = 5,
    LEAF_INDEX = 10,
    LEAF_TABLE = 13
};

/* Offsets in a page's header. */
enum {
    PAGE_TYPE = 0,
    PAGE_FIRST_FREEBLOCK = 1,
    PAGE_CELLS = 3,
    PAGE_CONTENT = 5,
    PAGE_FRAGMENTED = 7,
    PAGE_RIGHT_CHILD = 8,
    LEAF_HEADER = 8,
    INTERIOR_HEADER = 12,
    MIN_CELL = 4
};

struct page {
    unsigned char *bytes; /* the caller's */
    size_t size;
    enum page_type type;
    uint32_t n_cells;
    size_t content; /* where the cell content area begins */
};

static inline size_t page_header_size(enum page_type type)
{
    return type >= LEAF_INDEX ? LEAF_HEADER : INTERIOR_HEADER;
}

static inline void page_begin(struct page *page, enum page_type type)
{
    page->type = type;
    page->n_cells = 0;
    page->content = page->size;
}

static inline size_t page_pointers_end(const struct page *page)
{
    return page_header_size(page->type) + 2 * (size_t)page->n_cells;
}

static inline bool page_has_room(const struct page *page, size_t cell_size)
{
    return page->content - page_pointers_end(page) >= cell_size + 2;
}

/* Where the next cell goes, which fits. It is never smaller than MIN_CELL. */
static inline unsigned char *page_add(struct page *page, size_t cell_size)
{
    unsigned char *pointer = page->bytes + page_pointers_end(page);
    assert(cell_size >= MIN_CELL && page_has_room(page, cell_size));
    page->content -= cell_size;
    page->n_cells++;
    big_endian_put(pointer, 2, page->content & 0xffff);
    return page->bytes + page->content;
}

/* The last cell, which is as long as the one before it allows. */
static inline const unsigned char *page_last(const struct page *page,
                                             size_t *size)
{
    size_t end = page->size;
    assert(page->n_cells > 0);
    if (page->n_cells > 1)
        end = (size_t)big_endian_get(page->bytes + page_pointers_end(page) - 4,
                                     2);
    *size = end - page->content;
    return page->bytes + page->content;
}

static inline void page_drop_last(struct page *page)
{
    size_t size;
    page_last(page, &size);
    page->n_cells--;
    page->content += size;
}

static inline uint32_t page_right_child(const struct page *page)
{
    return (uint32_t)big_endian_get(page->bytes + PAGE_RIGHT_CHILD, 4);
}

static inline void page_set_right_child(struct page *page, uint32_t number)
{
    big_endian_put(page->bytes + PAGE_RIGHT_CHILD, 4, number);
}

/* Writes the header; nothing old stays between pointers and cells. */
static inline void page_end(struct page *page)
{
    size_t end = page_pointers_end(page);
    assert(end <= page->content && page->content <= page->size);
    page->bytes[PAGE_TYPE] = (unsigned char)page->type;
    big_endian_put(page->bytes + PAGE_FIRST_FREEBLOCK, 2, 0);
    big_endian_put(page->bytes + PAGE_CELLS, 2, page->n_cells);
    big_endian_put(page->bytes + PAGE_CONTENT, 2, page->content & 0xffff);
    page->bytes[PAGE_FRAGMENTED] = 0;
    memset(page->bytes + end, 0, page->content - end);
}

/* A page as it was read. */
static inline void page_load(struct page *page)
{
    page->type = (enum page_type)page->bytes[PAGE_TYPE];
    page->n_cells = (uint32_t)big_endian_get(page->bytes + PAGE_CELLS, 2);
}

static inline const unsigned char *page_cell(const struct page *page,
                                             uint32_t at)
{
    return page->bytes +
           big_endian_get(
               page->bytes + page_header_size(page->type) + 2 * (size_t)at, 2);
}

#endif
