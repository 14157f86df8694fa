#include "pages/entries.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"

/* Blocks double in size between these two. */
enum { FIRST_BLOCK = 1024, LARGEST_BLOCK = 256 * 1024 };

/* Bytes that sorting takes for an entry. */
enum { TO_SORT = 2 * sizeof(struct sort_entry) };

struct entry_block {
    struct entry_block *next;
    size_t size, used;
    unsigned char bytes[];
};

/* Sorters are many and mostly small (one for each index), so the first block is
 * small, too. */
static void entry_add_block(struct entries *entries, size_t needed)
{
    size_t size = entries->block_size ? 2 * entries->block_size : FIRST_BLOCK;
    struct entry_block *block;
    entries->block_size = size > LARGEST_BLOCK ? LARGEST_BLOCK : size;
    size = entries->block_size > needed ? entries->block_size : needed;
    block = xmalloc(sizeof *block + size);
    *block = (struct entry_block){.size = size};
    if (entries->last)
        entries->last->next = block;
    else
        entries->blocks = block;
    entries->last = block;
    entries->memory += sizeof *block + size;
}

unsigned char *entries_add(struct entries *entries, size_t key_size,
                           size_t data_size)
{
    /* Nobody knows the alignment of what is in a block: heads are copied in and
     * out. */
    struct entry_head head = {(uint32_t)key_size, (uint32_t)data_size};
    size_t size = sizeof head + key_size + data_size;
    struct entry_block *block = entries->last;
    unsigned char *bytes;
    if (!block || size > block->size - block->used) {
        entry_add_block(entries, size);
        block = entries->last;
    }
    bytes = block->bytes + block->used;
    block->used += size;
    assert(block->used <= block->size);
    memcpy(bytes, &head, sizeof head);
    entries->n++;
    entries->memory += TO_SORT;
    return bytes + sizeof head;
}

/* As they came: they may be sorted already. */
static void list(const struct entries *entries, struct sort_entry *list)
{
    size_t n = 0;
    for (struct entry_block *block = entries->blocks; block;
         block = block->next)
        for (size_t at = 0; at < block->used; n++) {
            list[n].bytes = block->bytes + at;
            at += entry_size(block->bytes + at);
        }
}

/* Two arrays: radix sort moves the entries from the one to the other. */
struct sort_entry *entries_sort(const struct entries *entries)
{
    struct sort_entry *sorted =
        xreallocarray(NULL, entries->n + 1, sizeof *sorted);
    struct sort_entry *spare =
        xreallocarray(NULL, entries->n + 1, sizeof *spare);
    list(entries, sorted);
    sort_entries(sorted, entries->n, spare);
    free(spare);
    return sorted;
}

void entries_release(struct entries *entries)
{
    while (entries->blocks) {
        struct entry_block *next = entries->blocks->next;
        free(entries->blocks);
        entries->blocks = next;
    }
    *entries = (struct entries){0};
}
