/* Payload: how much of a record stays in its cell
 * (https://sqlite.org/fileformat2.html#cell_payload_overflow_pages). */
#ifndef PAGES_PAYLOAD_H
#define PAGES_PAYLOAD_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "pages/page_file.h"
#include "pages/varint.h"

/* How many of the payload's bytes stay. What is left goes into a chain of
 * pages, and the number of the first of them, of four bytes, after what stays.
 * X, M and K are the document's names, and so are the constants: they make four
 * cells of an index fit any page. */
static inline size_t payload_local(size_t page_size, bool is_index,
                                   size_t payload)
{
    size_t largest = is_index ? (page_size - 12) * 64 / 255 - 23 /* X */
                              : page_size - 35;
    size_t smallest = (page_size - 12) * 32 / 255 - 23; /* M */
    size_t local;
    if (payload <= largest)
        return payload;
    local = smallest + (payload - smallest) % (page_size - 4); /* K */
    return local <= largest ? local : smallest;
}

/* What a cell holds of a record, whose bytes stay the caller's. */
struct payload {
    const unsigned char *record;
    size_t local;
    uint32_t chain; /* 0: all of it stays */
};

/* The rest is in the file then. */
static inline struct payload payload_begin(struct page_file *file,
                                           bool is_index,
                                           const unsigned char *record,
                                           size_t size)
{
    struct payload payload = {
        record, payload_local(file->page_size, is_index, size), 0};
    assert(payload.local <= size && payload.local <= file->page_size);
    if (payload.local < size)
        payload.chain = page_file_append_chain(file, record + payload.local,
                                               size - payload.local);
    return payload;
}

/* Its bytes in the cell. */
static inline size_t payload_size(const struct payload *payload)
{
    return payload->local + (payload->chain ? 4 : 0);
}

static inline void payload_put(const struct payload *payload,
                               unsigned char *cell)
{
    memcpy(cell, payload->record, payload->local);
    if (payload->chain)
        big_endian_put(cell + payload->local, 4, payload->chain);
}

#endif
