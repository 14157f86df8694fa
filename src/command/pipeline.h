/* The pipeline: a reader filling batches, and somebody who takes them.
 *
 * With threads the reader runs in one of its own, a few batches ahead. */
#ifndef COMMAND_PIPELINE_H
#define COMMAND_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "postgres/reader.h"

/* Takes the rows of a batch; false stops the run. The batch is used again
 * after the call. */
typedef bool take_batch(void *taker, struct pg_batch *batch);

/* Reads the dump to its end. Returns false if `take` did, or if reading
 * failed: reader->lexer.failure tells. The reader is nobody else's until this
 * returns. */
bool pipeline_run(struct pg_reader *reader, size_t batch_bytes, bool threaded,
                  take_batch *take, void *taker);

#endif
