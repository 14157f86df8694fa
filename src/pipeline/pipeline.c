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

static void *read_batches(void *argument)
{
    struct pipeline *pipeline = argument;
    struct pipeline_batch *batch;
    pipeline->last = PG_READ_BATCH;
    while (pipeline->last == PG_READ_BATCH &&
           (batch = queue_take(&pipeline->free))) {
        pipeline->last = pg_reader_next(pipeline->reader, &batch->dump);
        if (pipeline->last != PG_READ_FAILED)
            queue_put(&pipeline->read, batch);
    }
    queue_close(&pipeline->read);
    return NULL;
}

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
    queue_close(&pipeline->free);
    queue_close(&pipeline->read);
    queue_close(&pipeline->translated);
    pthread_join(reader, NULL);
    pthread_join(translator, NULL);
    return written && pipeline->last == PG_READ_END;
}

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
