/* A dump set, for the files that make it: dump_set.c opens dumps and says what
 * is known of their tables, dump_rows.c reads their rows. */
#ifndef PIPELINE_DUMP_SET_INTERNAL_H
#define PIPELINE_DUMP_SET_INTERNAL_H

#include <stdatomic.h>

#include "pipeline/dump_set.h"
#include "pipeline/pipeline.h"
#include "pipeline/progress.h"

struct dump_set {
    struct dump_set_options options;
    struct failure *failure;
    struct contents contents;
    struct policies policies; /* the user's, and the client */

    bool samples; /* the first rows stood for all in the survey ... */
    struct survey checks[PIPELINE_MOST_WORKERS]; /* ... which is checked while
                                                    rows pass */
    bool assumption_failed; /* by the batch that has ended the run */

    struct progress progress;
    struct row_writer *writer;
    atomic_bool has_begun;        /* the writer, with rows */
    const struct pg_batch *batch; /* that is being written */
    uint64_t bytes_before;        /* of the dumps before the one that is read */
    size_t n_targets;             /* so far, of all dumps */
    struct table_choice choice;   /* what archives need not unpack */
};

/* What reading rows leaves behind. */
void dump_rows_release(struct dump_set *set);

#endif
