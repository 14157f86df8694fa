/* A sorter: takes entries of a key and data in any order and gives them back
 * in the order of their keys (sort.h).
 *
 * All sorters of a sort_space share its memory. When that is used up, the one
 * that has most of it writes its entries to a temporary file, sorted: a run.
 * Runs are merged when entries are asked for. */
#ifndef PAGES_SORTER_H
#define PAGES_SORTER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"
#include "pages/sort.h"

struct sorter;

struct sort_space {
    size_t limit;           /* bytes of memory */
    struct failure failure; /* of the temporary file */
    /* private */
    size_t used;
    struct sorter *sorters;
    bool has_file;
    int descriptor;
    uint64_t file_size;
    pthread_mutex_t lock; /* of the failure, while runs are merged */
};

struct run {
    uint64_t at, end; /* in the temporary file */
    unsigned char *buffer;
    size_t used, size, capacity;
};

struct sort_block;

/* Zero-initialise it. */
struct sorter {
    struct sort_space *space;
    /* private */
    struct sorter *next; /* of the space */
    struct sort_block *blocks;
    size_t block_size, memory;
    size_t n;                   /* entries in memory */
    struct sort_entry *entries; /* the same, once they are sorted */
    size_t position;
    struct run *runs;
    size_t n_runs, runs_capacity;
    struct heap_item *heap; /* of the runs, by their next keys */
    size_t n_heap;
    bool has_given; /* the heap's top is with the caller */
};

struct sorted {
    const unsigned char *key, *data;
    size_t key_size, data_size;
};

void sort_space_begin(struct sort_space *space, size_t limit);
void sort_space_release(struct sort_space *space);

void sorter_begin(struct sorter *sorter, struct sort_space *space);

/* Where the key goes, and the data right behind it. The sizes together are
 * below 4 GiB. */
unsigned char *sorter_add(struct sorter *sorter, size_t key_size,
                          size_t data_size);

static inline bool sorter_is_empty(const struct sorter *sorter)
{
    return sorter->n == 0 && sorter->n_runs == 0;
}

/* No more entries come; sorter_next gives the first one. Sorters of one space
 * may do this and what follows on a thread each, `threads` at a time. */
void sorter_sort(struct sorter *sorter, size_t threads);

/* The next entry, which stays until the next call; false if there is none.
 * After a failure some are missing: look at the space when all is done. */
bool sorter_next(struct sorter *sorter, struct sorted *entry);

void sorter_release(struct sorter *sorter);

#endif
