#include "pages/sorter.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"

/* What is read of a run at once. */
enum { SMALLEST_BUFFER = 8 * 1024, LARGEST_BUFFER = 512 * 1024 };

struct heap_item {
    uint64_t chunk; /* the key's beginning, which mostly tells */
    const unsigned char *bytes;
    size_t run; /* n_runs: what is in memory */
};

void sort_space_begin(struct sort_space *space, size_t limit, size_t threads)
{
    *space = (struct sort_space){.limit = limit, .threads = threads};
}

void sort_space_release(struct sort_space *space)
{
    sort_space_settle(space);
    run_file_close(&space->file);
}

/* ---- giving up memory ---- */

/* Runs on a thread of its own; until it is joined, the spill is its own. */
static void *write_run(void *argument)
{
    struct spill *spill = argument;
    struct sort_entry *list = entries_sort(&spill->entries);
    run_write(spill->file, &spill->run, list, spill->entries.n,
              &spill->failure);
    free(list);
    entries_release(&spill->entries);
    return NULL;
}

/* Only one spill is under way at a time, which bounds the memory to what is
 * being written and what is being filled. */
void sort_space_settle(struct sort_space *space)
{
    struct spill *spill = &space->spill;
    struct sorter *sorter = spill->sorter;
    if (!sorter)
        return;
    if (spill->has_thread)
        pthread_join(spill->thread, NULL);
    grow_array(&sorter->runs, &sorter->capacity, sorter->n_runs + 1,
               sizeof *sorter->runs);
    sorter->runs[sorter->n_runs++] = spill->run;
    if (spill->failure.happened && !space->failure.happened)
        space->failure = spill->failure;
    *spill = (struct spill){0};
}

/* Fewer and longer runs make the merge cheaper. */
static struct sorter *find_largest(const struct sort_space *space)
{
    struct sorter *largest = space->sorters;
    for (struct sorter *at = largest; at; at = at->next)
        if (at->entries.memory > largest->entries.memory)
            largest = at;
    return largest;
}

/* The sorter goes on, empty, while its entries are written. */
static void sorter_make_room(struct sort_space *space)
{
    struct spill *spill = &space->spill;
    struct sorter *sorter = find_largest(space);
    sort_space_settle(space);
    *spill = (struct spill){
        .sorter = sorter, .entries = sorter->entries, .file = &space->file};
    space->used -= sorter->entries.memory;
    sorter->entries = (struct entries){0};
    /* Without a thread to be had it is done here, more slowly. */
    spill->has_thread =
        space->threads > 1 &&
        pthread_create(&spill->thread, NULL, write_run, spill) == 0;
    if (!spill->has_thread)
        write_run(spill);
}

/* With a thread, one half of the memory is filled while the other is
 * written. */
static bool is_full(const struct sort_space *space)
{
    return space->used > (space->threads > 1 ? space->limit / 2 : space->limit);
}

/* ---- taking entries ---- */

void sorter_begin(struct sorter *sorter, struct sort_space *space)
{
    *sorter = (struct sorter){.space = space, .next = space->sorters};
    space->sorters = sorter;
}

/* Full is looked at before, not after: one entry may be greater than the limit,
 * and has to be held. */
unsigned char *sorter_add(struct sorter *sorter, size_t key_size,
                          size_t data_size)
{
    size_t before;
    unsigned char *place;
    assert(!sorter->list); /* once it is sorted nothing may come */
    if (is_full(sorter->space))
        sorter_make_room(sorter->space);
    before = sorter->entries.memory;
    place = entries_add(&sorter->entries, key_size, data_size);
    sorter->space->used += sorter->entries.memory - before;
    return place;
}

/* ---- merging ---- */

/* Entries lie anywhere in memory, so those that come soon are fetched. */
static const unsigned char *next_in_memory(struct sorter *sorter)
{
    if (sorter->position == sorter->entries.n)
        return NULL;
    sort_prefetch(sorter->list, sorter->position, sorter->entries.n);
    return sorter->list[sorter->position++].bytes;
}

/* What is in memory is one more run, the last one. */
static const unsigned char *sorter_next_of(struct sorter *sorter, size_t run)
{
    return run < sorter->n_runs
               ? run_next(&sorter->runs[run], &sorter->space->file,
                          &sorter->failure)
               : next_in_memory(sorter);
}

static struct heap_item heap_item(const unsigned char *bytes, size_t run)
{
    return (struct heap_item){sort_chunk(bytes, 0), bytes, run};
}

/* Equal keys in the order in which they came: earlier runs first. */
static bool is_before(const struct heap_item *a, const struct heap_item *b)
{
    int order;
    if (a->chunk != b->chunk)
        return a->chunk < b->chunk;
    order = key_compare(entry_key(a->bytes), entry_head(a->bytes).key_size,
                        entry_key(b->bytes), entry_head(b->bytes).key_size);
    return order ? order < 0 : a->run < b->run;
}

/* The item at `at` may come after those below it. */
static void sink(struct sorter *sorter, size_t at)
{
    struct heap_item *heap = sorter->heap, item = heap[at];
    for (;;) {
        size_t child = 2 * at + 1;
        if (child + 1 < sorter->n_heap &&
            is_before(&heap[child + 1], &heap[child]))
            child++;
        if (child >= sorter->n_heap || !is_before(&heap[child], &item))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = item;
}

/* A merge has half of the memory for sorting, divided among the threads that
 * build indexes, and among its runs. */
static size_t buffer_for_run(const struct sorter *sorter)
{
    const struct sort_space *space = sorter->space;
    size_t size = space->limit / 2 / space->threads / sorter->n_runs;
    if (size < SMALLEST_BUFFER)
        return SMALLEST_BUFFER;
    return size > LARGEST_BUFFER ? LARGEST_BUFFER : size;
}

/* A heap of the runs' first entries; half of them are sunk to make it one. */
static void begin_merge(struct sorter *sorter)
{
    size_t size = buffer_for_run(sorter);
    sorter->heap =
        xreallocarray(NULL, sorter->n_runs + 1, sizeof *sorter->heap);
    for (size_t i = 0; i <= sorter->n_runs; i++) {
        const unsigned char *bytes;
        if (i < sorter->n_runs)
            run_begin(&sorter->runs[i], size);
        bytes = sorter_next_of(sorter, i);
        if (bytes)
            sorter->heap[sorter->n_heap++] = heap_item(bytes, i);
    }
    for (size_t i = sorter->n_heap / 2; i-- > 0;)
        sink(sorter, i);
}

void sorter_sort(struct sorter *sorter)
{
    sorter->list = entries_sort(&sorter->entries);
    if (sorter->n_runs)
        begin_merge(sorter);
}

/* The entry that was given last makes room for its run's next one. */
static void take_from_heap(struct sorter *sorter)
{
    struct heap_item *top = &sorter->heap[0];
    const unsigned char *bytes = sorter_next_of(sorter, top->run);
    if (bytes)
        *top = heap_item(bytes, top->run);
    else
        *top = sorter->heap[--sorter->n_heap];
    if (sorter->n_heap)
        sink(sorter, 0);
}

/* The entry that was given lies in its run's buffer, so its run goes on only
 * when the next one is asked for. */
static const unsigned char *next_of_merge(struct sorter *sorter)
{
    if (sorter->has_given && sorter->n_heap)
        take_from_heap(sorter);
    sorter->has_given = true;
    return sorter->n_heap ? sorter->heap[0].bytes : NULL;
}

bool sorter_next(struct sorter *sorter, struct sorted *entry)
{
    const unsigned char *bytes = sorter->n_runs
                                     ? next_of_merge(sorter)
                                     : sorter_next_of(sorter, sorter->n_runs);
    assert(sorter->list); /* sorter_sort has been called */
    if (!bytes)
        return false;
    *entry = (struct sorted){.key = entry_key(bytes),
                             .key_size = entry_head(bytes).key_size,
                             .data_size = entry_head(bytes).data_size};
    entry->data = entry->key + entry->key_size;
    return true;
}

/* ---- the end ---- */

/* A space lists its sorters, to find the largest. */
static void unlink_sorter(struct sorter *sorter)
{
    struct sorter **at = &sorter->space->sorters;
    while (*at && *at != sorter)
        at = &(*at)->next;
    if (*at)
        *at = sorter->next;
}

void sorter_release(struct sorter *sorter)
{
    if (!sorter->space)
        return;
    sort_space_settle(sorter->space);
    unlink_sorter(sorter);
    sorter->space->used -= sorter->entries.memory;
    entries_release(&sorter->entries);
    for (size_t i = 0; i < sorter->n_runs; i++)
        run_release(&sorter->runs[i]);
    free(sorter->list);
    free(sorter->runs);
    free(sorter->heap);
    *sorter = (struct sorter){0};
}
