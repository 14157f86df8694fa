#include "base/writeback.h"

#include <fcntl.h>
#include <unistd.h>

enum { STEP = 8 * 1024 * 1024 };

/* Linux begins to write a part without waiting for it; others are asked to
 * write what there is. */
static void writeback_write_part(int descriptor, int64_t from, int64_t to)
{
#ifdef SYNC_FILE_RANGE_WRITE
    sync_file_range(descriptor, from, to - from, SYNC_FILE_RANGE_WRITE);
#else
    (void)from;
    (void)to;
    fdatasync(descriptor);
#endif
}

/* Waits until there is a step to do; returns where it ends, or -1. */
static int64_t next_step(struct writeback *writeback, int64_t from)
{
    int64_t reached;
    pthread_mutex_lock(&writeback->lock);
    while (!writeback->ends && writeback->reached < from + STEP)
        pthread_cond_wait(&writeback->changed, &writeback->lock);
    reached = writeback->ends ? -1 : writeback->reached;
    pthread_mutex_unlock(&writeback->lock);
    return reached;
}

/* Dirty pages would otherwise all be written by the final fsync, while nothing
 * else is done. */
static void *write_back(void *argument)
{
    struct writeback *writeback = argument;
    int64_t from = 0, to;
    while ((to = next_step(writeback, from)) >= 0) {
        writeback_write_part(writeback->descriptor, from, to);
        from = to;
    }
    return NULL;
}

/* Without a thread the fsync takes longer, and that is all. */
void writeback_begin(struct writeback *writeback, int descriptor)
{
    *writeback = (struct writeback){.descriptor = descriptor};
    pthread_mutex_init(&writeback->lock, NULL);
    pthread_cond_init(&writeback->changed, NULL);
    writeback->runs =
        pthread_create(&writeback->thread, NULL, write_back, writeback) == 0;
}

/* Everything before `offset` is written; the thread goes on once a whole STEP
 * has come together. */
void writeback_reached(struct writeback *writeback, int64_t offset)
{
    pthread_mutex_lock(&writeback->lock);
    writeback->reached = offset;
    pthread_cond_signal(&writeback->changed);
    pthread_mutex_unlock(&writeback->lock);
}

void writeback_end(struct writeback *writeback)
{
    if (!writeback->runs)
        return;
    pthread_mutex_lock(&writeback->lock);
    writeback->ends = true;
    pthread_cond_signal(&writeback->changed);
    pthread_mutex_unlock(&writeback->lock);
    pthread_join(writeback->thread, NULL);
    pthread_mutex_destroy(&writeback->lock);
    pthread_cond_destroy(&writeback->changed);
    writeback->runs = false;
}
