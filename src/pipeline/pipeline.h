/* The pipeline: batches of a dump, worked on by as many threads as are wanted.
 *
 * Workers take turns at reading. Whoever has read a batch prepares it, which is
 * most of the work, at the same time as the others; then batches are written
 * one by one in the order of the dump, by whichever worker finds the next one
 * ready. So a batch stays with one core nearly all of its way, and what comes
 * out does not depend on how many workers there are. */
#ifndef PIPELINE_PIPELINE_H
#define PIPELINE_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "dump/reader.h"
#include "rows/rows.h"

struct pipeline_batch {
    struct pg_batch dump;
    struct lite_batch lite;
    struct row_encoder *encoder; /* of the writer; NULL: none yet */
    bool is_encoded;             /* by it */
    bool contradicts;            /* what the first rows have shown */
};

/* What is done with batches, which are used again afterwards. `prepare` keeps a
 * failure in the batch, and calls the turn's `wait` before it does what has to
 * be done in order. `write` finds the failure there, and stops the run with
 * false; it runs on one thread at a time. */
struct pipeline_work {
    void (*prepare)(void *user, struct pipeline_batch *batch, size_t worker,
                    struct turn turn);
    bool (*write)(void *user, struct pipeline_batch *batch);
    void *user;
};

/* More workers than this would only take memory. */
enum { PIPELINE_MOST_WORKERS = 16 };

/* Reads the dump to its end, with `n_workers` threads; the caller's is one of
 * them. Returns false if `write` did, or if reading failed:
 * reader->lexer.failure tells. The reader, and what the work is done with, are
 * nobody else's until this returns. */
bool pipeline_run(struct pg_reader *reader, size_t batch_bytes,
                  size_t n_workers, const struct pipeline_work *work);

#endif
