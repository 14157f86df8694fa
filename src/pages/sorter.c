#include "pages/sorter.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/output.h"
#include "base/temporary.h"

/* Blocks of entries double in size between the first two; a run is written
 * and read in buffers between the last two. */
enum {
    FIRST_BLOCK = 1024,
    LARGEST_BLOCK = 256 * 1024,
    SMALLEST_BUFFER = 8 * 1024,
    LARGEST_BUFFER = 512 * 1024
};

/* Bytes that sorting takes for an entry. */
enum { TO_SORT = 2 * sizeof(struct sort_entry) };

struct sort_block {
    struct sort_block *next;
    size_t size, used;
    unsigned char bytes[];
};

struct heap_item {
    const unsigned char *bytes;
    size_t run; /* n_runs: what is in memory */
};

void sort_space_begin(struct sort_space *space, size_t limit)
{
    *space = (struct sort_space){.limit = limit};
    pthread_mutex_init(&space->lock, NULL);
}

void sort_space_release(struct sort_space *space)
{
    if (space->has_file)
        close(space->descriptor);
    if (space->limit)
        pthread_mutex_destroy(&space->lock);
    *space = (struct sort_space){0};
}

static void fail_space(struct sort_space *space, const char *verb)
{
    pthread_mutex_lock(&space->lock);
    if (!space->failure.happened)
        fail(&space->failure, "cannot %s a temporary file for sorting: %s",
             verb, errno ? strerror(errno) : "it was cut");
    pthread_mutex_unlock(&space->lock);
}

/* ---- memory ---- */

static size_t entry_size(const unsigned char *bytes)
{
    struct entry_head head = entry_head(bytes);
    return sizeof head + head.key_size + head.data_size;
}

static void count_memory(struct sorter *sorter, size_t size)
{
    sorter->memory += size;
    sorter->space->used += size;
}

static void free_memory(struct sorter *sorter)
{
    while (sorter->blocks) {
        struct sort_block *next = sorter->blocks->next;
        free(sorter->blocks);
        sorter->blocks = next;
    }
    free(sorter->entries);
    sorter->entries = NULL;
    sorter->n = sorter->block_size = 0;
    sorter->space->used -= sorter->memory;
    sorter->memory = 0;
}

static void add_block(struct sorter *sorter, size_t needed)
{
    size_t size = sorter->block_size ? 2 * sorter->block_size : FIRST_BLOCK;
    struct sort_block *block;
    size = size > LARGEST_BLOCK ? LARGEST_BLOCK : size;
    sorter->block_size = size;
    size = size > needed ? size : needed;
    block = xmalloc(sizeof *block + size);
    block->next = sorter->blocks;
    block->size = size;
    block->used = 0;
    sorter->blocks = block;
    count_memory(sorter, size);
}

/* ---- writing runs ---- */

static void list_entries(struct sorter *sorter)
{
    size_t n = 0;
    sorter->entries =
        xreallocarray(NULL, sorter->n + 1, sizeof *sorter->entries);
    for (struct sort_block *block = sorter->blocks; block; block = block->next)
        for (size_t at = 0; at < block->used; n++) {
            sorter->entries[n].bytes = block->bytes + at;
            at += entry_size(block->bytes + at);
        }
}

static void sort_memory(struct sorter *sorter)
{
    struct sort_entry *spare =
        xreallocarray(NULL, sorter->n + 1, sizeof *spare);
    list_entries(sorter);
    sort_entries(sorter->entries, sorter->n, spare);
    free(spare);
}

static void write_buffer(struct sort_space *space, struct buffer *buffer)
{
    if (!space->failure.happened &&
        !output_write_all_at(space->descriptor, buffer->bytes, buffer->size,
                             (int64_t)space->file_size))
        fail_space(space, "write");
    space->file_size += buffer->size;
    buffer->size = 0;
}

static void open_file(struct sort_space *space)
{
    if (space->has_file)
        return;
    space->descriptor = temporary_open();
    space->has_file = space->descriptor >= 0;
    if (!space->has_file)
        fail_space(space, "make");
}

static void write_run(struct sorter *sorter)
{
    struct sort_space *space = sorter->space;
    struct buffer buffer = {0};
    open_file(space);
    sort_memory(sorter);
    grow_array(&sorter->runs, &sorter->runs_capacity, sorter->n_runs + 1,
               sizeof *sorter->runs);
    sorter->runs[sorter->n_runs] = (struct run){.at = space->file_size};
    for (size_t i = 0; i < sorter->n; i++) {
        const unsigned char *bytes = sorter->entries[i].bytes;
        buffer_add(&buffer, (const char *)bytes, entry_size(bytes));
        if (buffer.size >= LARGEST_BUFFER)
            write_buffer(space, &buffer);
    }
    write_buffer(space, &buffer);
    sorter->runs[sorter->n_runs++].end = space->file_size;
    buffer_release(&buffer);
    free_memory(sorter);
}

static struct sorter *largest(const struct sort_space *space)
{
    struct sorter *largest = space->sorters;
    for (struct sorter *at = largest; at; at = at->next)
        if (at->memory > largest->memory)
            largest = at;
    return largest;
}

/* ---- taking entries ---- */

void sorter_begin(struct sorter *sorter, struct sort_space *space)
{
    *sorter = (struct sorter){.space = space, .next = space->sorters};
    space->sorters = sorter;
}

unsigned char *sorter_add(struct sorter *sorter, size_t key_size,
                          size_t data_size)
{
    struct entry_head head = {(uint32_t)key_size, (uint32_t)data_size};
    size_t size = sizeof head + key_size + data_size;
    struct sort_block *block;
    unsigned char *bytes;
    if (sorter->space->used + size > sorter->space->limit)
        write_run(largest(sorter->space));
    if (!sorter->blocks || size > sorter->blocks->size - sorter->blocks->used)
        add_block(sorter, size);
    block = sorter->blocks;
    bytes = block->bytes + block->used;
    block->used += size;
    memcpy(bytes, &head, sizeof head);
    count_memory(sorter, TO_SORT);
    sorter->n++;
    return bytes + sizeof head;
}

/* ---- reading runs ---- */

static bool read_more(struct sorter *sorter, struct run *run)
{
    size_t room = run->capacity - run->size;
    uint64_t left = run->end - run->at;
    ssize_t length;
    do
        length = pread(sorter->space->descriptor, run->buffer + run->size,
                       left < room ? (size_t)left : room, (off_t)run->at);
    while (length < 0 && errno == EINTR);
    if (length <= 0) {
        errno = length ? errno : 0;
        fail_space(sorter->space, "read");
        return false;
    }
    run->size += (size_t)length;
    run->at += (uint64_t)length;
    return true;
}

/* Makes sure that so many bytes of the run are in its buffer. */
static bool fill(struct sorter *sorter, struct run *run, size_t needed)
{
    if (run->size - run->used >= needed)
        return true;
    if (run->used)
        memmove(run->buffer, run->buffer + run->used, run->size - run->used);
    run->size -= run->used;
    run->used = 0;
    if (needed > run->capacity) {
        run->capacity = needed;
        run->buffer = xrealloc(run->buffer, needed);
    }
    while (run->size < needed)
        if (!read_more(sorter, run))
            return false;
    return true;
}

/* The run's next entry, or NULL. */
static const unsigned char *next_of_run(struct sorter *sorter, struct run *run)
{
    const unsigned char *bytes;
    if (run->used == run->size && run->at == run->end)
        return NULL;
    if (!fill(sorter, run, sizeof(struct entry_head)) ||
        !fill(sorter, run, entry_size(run->buffer + run->used)))
        return NULL;
    bytes = run->buffer + run->used;
    run->used += entry_size(bytes);
    return bytes;
}

static const unsigned char *next_of(struct sorter *sorter, size_t run)
{
    if (run < sorter->n_runs)
        return next_of_run(sorter, &sorter->runs[run]);
    return sorter->position < sorter->n
               ? sorter->entries[sorter->position++].bytes
               : NULL;
}

/* ---- merging ---- */

static bool is_before(const struct heap_item *a, const struct heap_item *b)
{
    int order = key_compare(entry_key(a->bytes), entry_head(a->bytes).key_size,
                            entry_key(b->bytes), entry_head(b->bytes).key_size);
    return order ? order < 0 : a->run < b->run;
}

/* The item at `at` may come behind those below it. */
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

static void begin_run(struct sorter *sorter, size_t run)
{
    const unsigned char *bytes = next_of(sorter, run);
    if (bytes)
        sorter->heap[sorter->n_heap++] = (struct heap_item){bytes, run};
}

static size_t buffer_for_run(const struct sorter *sorter, size_t threads)
{
    size_t size = sorter->space->limit / 2 / threads / sorter->n_runs;
    if (size < SMALLEST_BUFFER)
        return SMALLEST_BUFFER;
    return size > LARGEST_BUFFER ? LARGEST_BUFFER : size;
}

static void begin_merge(struct sorter *sorter, size_t threads)
{
    size_t size = buffer_for_run(sorter, threads);
    sorter->heap =
        xreallocarray(NULL, sorter->n_runs + 1, sizeof *sorter->heap);
    for (size_t i = 0; i < sorter->n_runs; i++) {
        sorter->runs[i].buffer = xmalloc(size);
        sorter->runs[i].capacity = size;
    }
    for (size_t i = 0; i <= sorter->n_runs; i++)
        begin_run(sorter, i);
    for (size_t i = sorter->n_heap / 2; i-- > 0;)
        sink(sorter, i);
}

void sorter_sort(struct sorter *sorter, size_t threads)
{
    sort_memory(sorter);
    if (sorter->n_runs)
        begin_merge(sorter, threads);
}

/* The entry that was given last makes room for its run's next one. */
static void take_from_heap(struct sorter *sorter)
{
    struct heap_item *top = &sorter->heap[0];
    const unsigned char *bytes = next_of(sorter, top->run);
    if (bytes)
        top->bytes = bytes;
    else
        *top = sorter->heap[--sorter->n_heap];
    if (sorter->n_heap)
        sink(sorter, 0);
}

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
                                     : next_of(sorter, sorter->n_runs);
    if (!bytes)
        return false;
    *entry = (struct sorted){.key = entry_key(bytes),
                             .key_size = entry_head(bytes).key_size,
                             .data_size = entry_head(bytes).data_size};
    entry->data = entry->key + entry->key_size;
    return true;
}

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
    unlink_sorter(sorter);
    free_memory(sorter);
    for (size_t i = 0; i < sorter->n_runs; i++)
        free(sorter->runs[i].buffer);
    free(sorter->runs);
    free(sorter->heap);
    *sorter = (struct sorter){0};
}
