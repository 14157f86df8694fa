/* Payload: how much of a record stays in its cell
 * (https://sqlite.org/fileformat2.html#cell_payload_overflow_pages). */
#ifndef PAGES_PAYLOAD_H
#define PAGES_PAYLOAD_H

#include <stdbool.h>
#include <stddef.h>

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

#endif
