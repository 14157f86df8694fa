#include "command/pipeline.h"

#include <pthread.h>

#include "base/memory.h"
#include "base/queue.h"

/* Enough to keep both sides busy; more would only take memory. */
enum { BATCHES = 4 };

struct pipeline {
    struct pg_reader *reader;
    struct queue free, full;
    enum pg_read last; /* of the reader; look after joining it */
};

static bool run_alone(struct pg_reader *reader, struct pg_batch *batch,
                      take_batch *take, void *taker)
{
    enum pg_read read;
    do {
        read = pg_reader_next(reader, batch);
        if (read == PG_READ_FAILED || !take(taker, batch))
            return false;
    } while (read == PG_READ_BATCH);
    return true;
}

static void *read_batches(void *argument)
{
    struct pipeline *pipeline = argument;
    struct pg_batch *batch;
    pipeline->last = PG_READ_BATCH;
    while (pipeline->last == PG_READ_BATCH &&
           (batch = queue_take(&pipeline->free))) {
        pipeline->last = pg_reader_next(pipeline->reader, batch);
        if (pipeline->last != PG_READ_FAILED)
            queue_put(&pipeline->full, batch);
    }
    queue_close(&pipeline->full);
    return NULL;
}

static bool take_batches(struct pipeline *pipeline, take_batch *take,
                         void *taker)
{
    struct pg_batch *batch;
    while ((batch = queue_take(&pipeline->full))) {
        if (!take(taker, batch))
            return false;
        queue_put(&pipeline->free, batch);
    }
    return true;
}

static bool run_threaded(struct pg_reader *reader, struct pg_batch *batches,
                         take_batch *take, void *taker)
{
    struct pipeline pipeline = {.reader = reader};
    pthread_t thread;
    bool taken;
    queue_init(&pipeline.free);
    queue_init(&pipeline.full);
    for (size_t i = 0; i < BATCHES; i++)
        queue_put(&pipeline.free, &batches[i]);
    if (pthread_create(&thread, NULL, read_batches, &pipeline) != 0)
        fatal("cannot start a thread; --jobs=1 does without");
    taken = take_batches(&pipeline, take, taker);
    queue_close(&pipeline.free);
    queue_close(&pipeline.full);
    pthread_join(thread, NULL);
    queue_release(&pipeline.free);
    queue_release(&pipeline.full);
    return taken && pipeline.last == PG_READ_END;
}

bool pipeline_run(struct pg_reader *reader, size_t batch_bytes, bool threaded,
                  take_batch *take, void *taker)
{
    struct pg_batch batches[BATCHES];
    bool done;
    for (size_t i = 0; i < BATCHES; i++)
        pg_batch_init(&batches[i], batch_bytes);
    done = threaded ? run_threaded(reader, batches, take, taker)
                    : run_alone(reader, &batches[0], take, taker);
    for (size_t i = 0; i < BATCHES; i++)
        pg_batch_release(&batches[i]);
    return done;
}
