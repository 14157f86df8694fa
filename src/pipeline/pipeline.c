#include "pipeline/pipeline.h"

#include <assert.h>
#include <pthread.h>

#include "base/failure.h"
#include "base/memory.h"

/* One for each worker to work on, and so many that wait until those before them
 * are written. */
enum { WAITING = 2, MOST_BATCHES = PIPELINE_MOST_WORKERS + WAITING };

/* Batches are numbered as they are read; number n is in slot n modulo n_slots,
 * and a slot is free once its batch is written. */
struct pipeline {
    struct pg_reader *reader;
    const struct pipeline_work *work;
    struct slot {
        struct pipeline_batch batch;
        bool is_prepared;
    } slots[MOST_BATCHES];
    size_t n_slots;

    /* under the lock */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    uint64_t n_read, n_written;
    enum pg_read last; /* of the reader */
    bool is_reading, is_writing;
    bool is_stopped; /* writing has failed */
};

/* ---- turns ---- */

struct pipeline_turn {
    struct pipeline *pipeline;
    uint64_t number; /* of the batch */
};

/* A run that was stopped has no turns any more. */
static bool wait_for_turn(void *user)
{
    struct pipeline_turn *turn = user;
    struct pipeline *pipeline = turn->pipeline;
    bool is_stopped;
    pthread_mutex_lock(&pipeline->lock);
    while (pipeline->n_written != turn->number && !pipeline->is_stopped)
        pthread_cond_wait(&pipeline->changed, &pipeline->lock);
    is_stopped = pipeline->is_stopped;
    pthread_mutex_unlock(&pipeline->lock);
    return !is_stopped;
}

/* ---- what a worker does; the lock is held, but for the work itself ---- */

static void begin_work(struct pipeline *pipeline)
{
    pthread_mutex_unlock(&pipeline->lock);
}

static void end_work(struct pipeline *pipeline)
{
    pthread_mutex_lock(&pipeline->lock);
    pthread_cond_broadcast(&pipeline->changed);
}

static struct slot *pipeline_slot(struct pipeline *pipeline, uint64_t number)
{
    return &pipeline->slots[number % pipeline->n_slots];
}

static bool can_write(struct pipeline *pipeline)
{
    return !pipeline->is_writing && pipeline->n_written < pipeline->n_read &&
           pipeline_slot(pipeline, pipeline->n_written)->is_prepared;
}

static void write_next(struct pipeline *pipeline)
{
    const struct pipeline_work *work = pipeline->work;
    struct slot *slot = pipeline_slot(pipeline, pipeline->n_written);
    bool done;
    pipeline->is_writing = true;
    begin_work(pipeline);
    done = work->write(work->user, &slot->batch);
    end_work(pipeline);
    slot->is_prepared = false;
    pipeline->is_writing = false;
    pipeline->is_stopped |= !done;
    pipeline->n_written++;
}

static bool can_read(const struct pipeline *pipeline)
{
    return !pipeline->is_reading && pipeline->last == PG_READ_BATCH &&
           pipeline->n_read < pipeline->n_written + pipeline->n_slots;
}

/* A batch whose reading failed holds nothing complete, and does not count.
 * Those before it are still written: the caller's result is thrown away as a
 * whole. */
static struct slot *read_next(struct pipeline *pipeline)
{
    struct slot *slot = pipeline_slot(pipeline, pipeline->n_read);
    enum pg_read read;
    pipeline->is_reading = true;
    begin_work(pipeline);
    read = pg_reader_next(pipeline->reader, &slot->batch.dump);
    end_work(pipeline);
    pipeline->is_reading = false;
    pipeline->last = read;
    if (read == PG_READ_FAILED)
        return NULL;
    pipeline->n_read++;
    return slot;
}

static void read_and_prepare(struct pipeline *pipeline, size_t worker)
{
    const struct pipeline_work *work = pipeline->work;
    struct pipeline_turn turn = {pipeline, pipeline->n_read};
    struct slot *slot = read_next(pipeline);
    if (!slot)
        return;
    begin_work(pipeline);
    work->prepare(work->user, &slot->batch, worker,
                  (struct turn){wait_for_turn, &turn});
    end_work(pipeline);
    slot->is_prepared = true;
}

static bool has_ended(const struct pipeline *pipeline)
{
    return pipeline->is_stopped ||
           (pipeline->last != PG_READ_BATCH && !pipeline->is_reading &&
            pipeline->n_written == pipeline->n_read);
}

/* Writing comes first: it makes room. */
static void run_worker(struct pipeline *pipeline, size_t worker)
{
    pthread_mutex_lock(&pipeline->lock);
    while (!has_ended(pipeline))
        if (can_write(pipeline))
            write_next(pipeline);
        else if (can_read(pipeline))
            read_and_prepare(pipeline, worker);
        else
            pthread_cond_wait(&pipeline->changed, &pipeline->lock);
    pthread_mutex_unlock(&pipeline->lock);
}

/* ---- the run ---- */

struct pipeline_worker {
    pthread_t thread;
    struct pipeline *pipeline;
    size_t number;
};

static void *start_worker(void *user)
{
    struct pipeline_worker *worker = user;
    run_worker(worker->pipeline, worker->number);
    return NULL;
}

static void run_workers(struct pipeline *pipeline, size_t n_workers)
{
    struct pipeline_worker workers[PIPELINE_MOST_WORKERS];
    for (size_t i = 1; i < n_workers; i++) {
        workers[i] =
            (struct pipeline_worker){.pipeline = pipeline, .number = i};
        if (pthread_create(&workers[i].thread, NULL, start_worker,
                           &workers[i]) != 0)
            fatal("cannot start a thread; --jobs=1 does without");
    }
    run_worker(pipeline, 0);
    for (size_t i = 1; i < n_workers; i++)
        pthread_join(workers[i].thread, NULL);
}

static void release_slot(struct slot *slot)
{
    pg_batch_release(&slot->batch.dump);
    lite_batch_release(&slot->batch.lite);
    if (slot->batch.encoder)
        slot->batch.encoder->release(slot->batch.encoder);
}

/* Batches are made and released here, whoever used them. One worker alone does
 * with one. */
bool pipeline_run(struct pg_reader *reader, size_t batch_bytes,
                  size_t n_workers, const struct pipeline_work *work)
{
    struct pipeline pipeline = {.reader = reader, .work = work};
    assert(n_workers > 0 && n_workers <= PIPELINE_MOST_WORKERS);
    pipeline.n_slots = n_workers > 1 ? n_workers + WAITING : 1;
    pipeline.last = PG_READ_BATCH;
    pthread_mutex_init(&pipeline.lock, NULL);
    pthread_cond_init(&pipeline.changed, NULL);
    for (size_t i = 0; i < pipeline.n_slots; i++)
        pg_batch_init(&pipeline.slots[i].batch.dump, batch_bytes);
    run_workers(&pipeline, n_workers);
    for (size_t i = 0; i < pipeline.n_slots; i++)
        release_slot(&pipeline.slots[i]);
    pthread_cond_destroy(&pipeline.changed);
    pthread_mutex_destroy(&pipeline.lock);
    return !pipeline.is_stopped && pipeline.last == PG_READ_END;
}
