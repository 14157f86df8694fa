#include "pipeline/pipeline.h"

#include <pthread.h>

#include "base/memory.h"
#include "base/queue.h"

/* Two for each hand: one to work on, one to wait. More would only take
 * memory. */
enum { BATCHES = 6 };

struct pipeline {
    struct pg_reader *reader;
    const struct pipeline_work *work;
    struct queue free, read, translated;
    enum pg_read last; /* of the reader; look after joining it */
};

/* For --jobs=1: no threads. */
static bool run_alone(struct pg_reader *reader, struct pipeline_batch *batch,
                      const struct pipeline_work *work)
{
    enum pg_read read;
    do {
        read = pg_reader_next(reader, &batch->dump);
        if (read == PG_READ_FAILED)
            return false;
        work->translate(work->user, batch);
        if (!work->write(work->user, batch))
            return false;
    } while (read == PG_READ_BATCH);
    return true;
}

/* The reading thread. Closing its queue, not a mark in a batch, says that there
 * is no more. */
static void *read_batches(void *argument)
{
    struct pipeline *pipeline = argument;
    struct pipeline_batch *batch;
    pipeline->last = PG_READ_BATCH;
    while (pipeline->last == PG_READ_BATCH &&
           (batch = queue_take(&pipeline->free))) {
        pipeline->last = pg_reader_next(pipeline->reader, &batch->dump);
        /* A batch that failed holds nothing complete. Those before it are still
         * written: the caller's result is thrown away as a whole. */
        if (pipeline->last != PG_READ_FAILED)
            queue_put(&pipeline->read, batch);
    }
    queue_close(&pipeline->read);
    return NULL;
}

/* The translating thread. A failure in a batch travels with it; the writing
 * thread finds it in its order. */
static void *translate_batches(void *argument)
{
    struct pipeline *pipeline = argument;
    struct pipeline_batch *batch;
    while ((batch = queue_take(&pipeline->read))) {
        pipeline->work->translate(pipeline->work->user, batch);
        queue_put(&pipeline->translated, batch);
    }
    queue_close(&pipeline->translated);
    return NULL;
}

/* The caller's thread, since SQLite's handle and the output are the caller's. A
 * batch goes back to the reader only when nothing points into it. */
static bool write_batches(struct pipeline *pipeline)
{
    struct pipeline_batch *batch;
    while ((batch = queue_take(&pipeline->translated))) {
        if (!pipeline->work->write(pipeline->work->user, batch))
            return false;
        queue_put(&pipeline->free, batch);
    }
    return true;
}

static pthread_t start(void *(*hand)(void *), struct pipeline *pipeline)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, hand, pipeline) != 0)
        fatal("cannot start a thread; --jobs=1 does without");
    return thread;
}

static bool run_threaded(struct pipeline *pipeline)
{
    pthread_t reader = start(read_batches, pipeline);
    pthread_t translator = start(translate_batches, pipeline);
    bool written = write_batches(pipeline);
    /* If writing failed the others may wait for an empty queue: closing all
     * three ends them. Otherwise only `free` is still open. */
    queue_close(&pipeline->free);
    queue_close(&pipeline->read);
    queue_close(&pipeline->translated);
    pthread_join(reader, NULL);
    pthread_join(translator, NULL);
    return written && pipeline->last == PG_READ_END;
}

/* Six batches go round for ever, so that a slow writer stops the reader. */
static bool run_with_queues(struct pg_reader *reader,
                            struct pipeline_batch *batches,
                            const struct pipeline_work *work)
{
    struct pipeline pipeline = {.reader = reader, .work = work};
    bool done;
    queue_init(&pipeline.free);
    queue_init(&pipeline.read);
    queue_init(&pipeline.translated);
    for (size_t i = 0; i < BATCHES; i++)
        queue_put(&pipeline.free, &batches[i]);
    done = run_threaded(&pipeline);
    queue_release(&pipeline.free);
    queue_release(&pipeline.read);
    queue_release(&pipeline.translated);
    return done;
}

/* Batches are made and released here, on one thread, whoever used them. */
bool pipeline_run(struct pg_reader *reader, size_t batch_bytes, bool threaded,
                  const struct pipeline_work *work)
{
    struct pipeline_batch batches[BATCHES] = {0};
    bool done;
    for (size_t i = 0; i < BATCHES; i++)
        pg_batch_init(&batches[i].dump, batch_bytes);
    done = threaded ? run_with_queues(reader, batches, work)
                    : run_alone(reader, &batches[0], work);
    for (size_t i = 0; i < BATCHES; i++) {
        pg_batch_release(&batches[i].dump);
        lite_batch_release(&batches[i].lite);
    }
    return done;
}
