/* Sorting entries in memory by their keys, which compare as bytes: memcmp, and
 * a key that another begins with comes first. Equal keys keep their order. */
#ifndef PAGES_SORT_H
#define PAGES_SORT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/scan.h"
#include "pages/varint.h"

/* What an entry's bytes begin with; the key and the data follow. */
struct entry_head {
    uint32_t key_size, data_size;
};

struct sort_entry {
    uint64_t chunk; /* eight bytes of the key; private */
    const unsigned char *bytes;
};

static inline struct entry_head entry_head(const unsigned char *bytes)
{
    struct entry_head head;
    memcpy(&head, bytes, sizeof head);
    return head;
}

static inline const unsigned char *entry_key(const unsigned char *bytes)
{
    return bytes + sizeof(struct entry_head);
}

/* The key's bytes from `depth` on as one number: big-endian, so that comparing
 * numbers is comparing bytes; a short end is filled with zeros. */
enum { SORT_CHUNK = 8 };
static inline uint64_t sort_chunk(const unsigned char *bytes, size_t depth)
{
    size_t size = entry_head(bytes).key_size;
    size_t left = size > depth ? size - depth : 0;
    uint64_t chunk;
    if (left >= SORT_CHUNK)
        return big_endian_get(entry_key(bytes) + depth, SORT_CHUNK);
    chunk = big_endian_get(entry_key(bytes) + depth, left);
    return left ? chunk << (8 * (SORT_CHUNK - left)) : 0;
}

/* Has what comes after list[at] on its way from memory. */
enum { SORT_PREFETCHED = 8 };
static inline void sort_prefetch(const struct sort_entry *list, size_t at,
                                 size_t n)
{
    if (at + SORT_PREFETCHED < n)
        scan_prefetch(list[at + SORT_PREFETCHED].bytes);
}

static inline int key_compare(const unsigned char *a, size_t a_size,
                              const unsigned char *b, size_t b_size)
{
    int order = memcmp(a, b, a_size < b_size ? a_size : b_size);
    return order ? order : (a_size > b_size) - (a_size < b_size);
}

/* `spare` has room for as many entries. */
void sort_entries(struct sort_entry *entries, size_t n,
                  struct sort_entry *spare);

#endif
