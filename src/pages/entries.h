/* Entries in memory: a key and data each, kept as they come and listed in the
 * order of their keys (sort.h). */
#ifndef PAGES_ENTRIES_H
#define PAGES_ENTRIES_H

#include <stddef.h>

#include "pages/sort.h"

struct entry_block;

/* Zero-initialise it. */
struct entries {
    size_t n;
    size_t memory; /* bytes, with those that sorting takes */
    /* private */
    struct entry_block *blocks, *last;
    size_t block_size;
};

static inline size_t entry_size(const unsigned char *bytes)
{
    struct entry_head head = entry_head(bytes);
    return sizeof head + head.key_size + head.data_size;
}

/* Where the key goes, and the data right after it. */
unsigned char *entries_add(struct entries *entries, size_t key_size,
                           size_t data_size);

/* The sorted list, which is the caller's to free. */
struct sort_entry *entries_sort(const struct entries *entries);

void entries_release(struct entries *entries);

#endif
