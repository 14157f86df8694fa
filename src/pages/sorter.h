/* A sorter: takes entries of a key and data in any order and gives them back
 * in the order of their keys (sort.h).
 *
 * All sorters of a sort_space share its memory. When that is used up, the one
 * that has most of it gives up its entries: they become a run in a temporary
 * file, written by a thread of its own if there may be one. Runs are merged
 * when entries are asked for. */
#ifndef PAGES_SORTER_H
#define PAGES_SORTER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "pages/entries.h"
#include "pages/runs.h"

struct sorter;

/* Entries on their way into a run. */
struct spill {
    struct sorter *sorter; /* NULL: there are none */
    struct entries entries;
    struct run run;
    struct run_file *file;
    struct failure failure;
    bool has_thread;
    pthread_t thread;
};

struct sort_space {
    size_t limit;   /* bytes of memory */
    size_t threads; /* 1: no others */
    struct failure failure;
    /* private */
    size_t used; /* bytes, without those of `spill` */
    struct sorter *sorters;
    struct run_file file;
    struct spill spill;
};

struct sorter {
    struct sort_space *space; /* NULL: there is no sorter here */
    struct failure failure;   /* of reading runs */
    /* private */
    struct sorter *next; /* of the space */
    struct entries entries;
    struct sort_entry *list; /* of the entries, sorted */
    size_t position;         /* in it */
    struct run *runs;
    size_t n_runs, capacity;
    struct heap_item *heap; /* of the runs, by their next keys */
    size_t n_heap;
    bool has_given; /* the heap's top is with the caller */
};

struct sorted {
    const unsigned char *key, *data;
    size_t key_size, data_size;
};

void sort_space_begin(struct sort_space *space, size_t limit, size_t threads);

/* Waits for what is still being written: before the first sorter_sort. */
void sort_space_settle(struct sort_space *space);

/* Sorters are released before. */
void sort_space_release(struct sort_space *space);

void sorter_begin(struct sorter *sorter, struct sort_space *space);

/* Where the key goes, and the data right after it. The sizes together are
 * below 4 GiB. */
unsigned char *sorter_add(struct sorter *sorter, size_t key_size,
                          size_t data_size);

static inline bool sorter_is_empty(const struct sorter *sorter)
{
    return sorter->entries.n == 0 && sorter->n_runs == 0;
}

/* No more entries come; sorter_next gives the first one. Sorters of one space
 * may do this and what follows on a thread each. */
void sorter_sort(struct sorter *sorter);

/* The next entry, which stays until the next call; false if there is none.
 * After a failure some are missing: look when all is done. */
bool sorter_next(struct sorter *sorter, struct sorted *entry);

void sorter_release(struct sorter *sorter);

#endif
