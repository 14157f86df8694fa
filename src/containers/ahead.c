#include "containers/ahead.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/failure.h"
#include "base/memory.h"
#include "base/queue.h"

enum { BLOCKS = 4, BLOCK_BYTES = 128 * 1024 };

/* `length` is what reading gave: 0 at the end, -1 on failure. */
struct block {
    ptrdiff_t length;
    size_t used;
    char bytes[BLOCK_BYTES];
};

struct ahead {
    struct source source; /* first: the interface */
    struct source *under; /* the thread's, while it runs */
    struct block *blocks;
    struct queue empty, full;
    struct block *block; /* at hand; NULL: none */
    pthread_t thread;
    bool is_running;
    bool finished; /* `under` has ended well */
};

/* As full as it goes: rows of an archive may come one by one. */
static ptrdiff_t fill_block(struct ahead *ahead, struct block *block)
{
    struct source *under = ahead->under;
    size_t used = 0;
    ptrdiff_t length = 1;
    while (length > 0 && used < BLOCK_BYTES / 2) {
        length = under->read(under, block->bytes + used, BLOCK_BYTES - used);
        if (length > 0)
            used += (size_t)length;
    }
    block->length = used ? (ptrdiff_t)used : length;
    block->used = 0;
    return length;
}

/* The last block says how it ended. */
static void *read_ahead(void *user)
{
    struct ahead *ahead = user;
    struct source *under = ahead->under;
    struct block *block;
    ptrdiff_t length = 1;
    while ((block = queue_take(&ahead->empty))) {
        /* What ended behind some bytes ends in a block of its own. */
        if (length > 0)
            length = fill_block(ahead, block);
        else
            block->length = length;
        if (block->length == 0)
            ahead->finished = under->finish(under);
        if (!queue_put(&ahead->full, block) || block->length <= 0)
            break;
    }
    queue_close(&ahead->full);
    return NULL;
}

static void ahead_start(struct ahead *ahead)
{
    queue_init(&ahead->empty);
    queue_init(&ahead->full);
    for (int i = 0; i < BLOCKS; i++)
        queue_put(&ahead->empty, &ahead->blocks[i]);
    atomic_store(&ahead->under->samples, atomic_load(&ahead->source.samples));
    ahead->finished = false;
    ahead->block = NULL;
    if (pthread_create(&ahead->thread, NULL, read_ahead, ahead) != 0)
        fatal("cannot start a thread");
    ahead->is_running = true;
}

static void ahead_stop(struct ahead *ahead)
{
    if (!ahead->is_running)
        return;
    queue_close(&ahead->empty);
    queue_close(&ahead->full);
    pthread_join(ahead->thread, NULL);
    queue_release(&ahead->empty);
    queue_release(&ahead->full);
    ahead->is_running = false;
    ahead->block = NULL;
}

/* A block that says that it ends stays. */
static struct block *block_at_hand(struct ahead *ahead)
{
    struct block *block = ahead->block;
    if (block && block->length > 0 && block->used == (size_t)block->length) {
        queue_put(&ahead->empty, block);
        block = NULL;
    }
    if (!block)
        block = queue_take(&ahead->full);
    return ahead->block = block;
}

static ptrdiff_t ahead_read(struct source *source, char *bytes, size_t room)
{
    struct ahead *ahead = (struct ahead *)source;
    struct block *block;
    size_t length;
    if (!ahead->is_running)
        ahead_start(ahead);
    atomic_store(&ahead->under->samples, atomic_load(&source->samples));
    atomic_store(&ahead->under->choice, atomic_load(&source->choice));
    block = block_at_hand(ahead);
    if (!block || block->length <= 0) {
        source->problem = ahead->under->problem;
        return block ? block->length : 0;
    }
    length = (size_t)block->length - block->used;
    length = length < room ? length : room;
    memcpy(bytes, block->bytes + block->used, length);
    block->used += length;
    return (ptrdiff_t)length;
}

static bool ahead_rewind(struct source *source, bool is_last)
{
    struct ahead *ahead = (struct ahead *)source;
    bool done;
    ahead_stop(ahead);
    done = ahead->under->rewind(ahead->under, is_last);
    source->problem = ahead->under->problem;
    return done;
}

/* Known since the last block. */
static bool ahead_finish(struct source *source)
{
    const struct ahead *ahead = (struct ahead *)source;
    source->problem = ahead->under->problem;
    return ahead->finished;
}

static void ahead_close(struct source *source)
{
    struct ahead *ahead = (struct ahead *)source;
    ahead_stop(ahead);
    source_close(ahead->under);
    free(ahead->blocks);
    free(ahead);
}

struct source *ahead_open(struct source *under)
{
    struct ahead *ahead = xmalloc(sizeof *ahead);
    *ahead = (struct ahead){
        .source = {.name = under->name,
                   .size = under->size,
                   .is_seekable = under->is_seekable,
                   .read = ahead_read,
                   .rewind = ahead_rewind,
                   .finish = ahead_finish,
                   .close = ahead_close},
        .under = under,
        .blocks = xreallocarray(NULL, BLOCKS, sizeof(struct block))};
    return &ahead->source;
}
