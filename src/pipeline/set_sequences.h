/* Where the dumps' sequences go on, told to a writer of rows. */
#ifndef PIPELINE_SET_SEQUENCES_H
#define PIPELINE_SET_SEQUENCES_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/contents.h"
#include "sqlite/row.h"

struct sequence_counts {
    uint64_t set;
    uint64_t not_needed; /* no table of SQLite counts with them */
};

/* After the rows: only then all setvals have been read. False if the writer
 * fails, whose failure it is. */
bool set_sequences(struct contents *contents, struct row_writer *writer,
                   struct sequence_counts *counts);

#endif
