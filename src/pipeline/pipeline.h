/* The pipeline: batches go through three hands. A reader fills them, somebody
 * translates them, somebody writes them.
 *
 * With threads each has its own, and the writer is the caller's: the slowest
 * of the three sets the pace, and the others share what cores there are. */
#ifndef PIPELINE_PIPELINE_H
#define PIPELINE_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "dump/reader.h"
#include "rows/rows.h"

struct pipeline_batch {
    struct pg_batch dump;
    struct lite_batch lite;
};

/* What is done with batches, which are used again afterwards. `translate` keeps
 * a failure in the batch; `write` finds it there, and stops the run with
 * false. */
struct pipeline_work {
    void (*translate)(void *user, struct pipeline_batch *batch);
    bool (*write)(void *user, struct pipeline_batch *batch);
    void *user;
};

/* Reads the dump to its end. Returns false if `write` did, or if reading
 * failed: reader->lexer.failure tells. The reader, and what `translate` works
 * with, are nobody else's until this returns. */
bool pipeline_run(struct pg_reader *reader, size_t batch_bytes, bool threaded,
                  const struct pipeline_work *work);

#endif
