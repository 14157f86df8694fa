/* The summary: what was converted, what was changed, what was left out. */
#ifndef REPORT_SUMMARY_H
#define REPORT_SUMMARY_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/contents.h"
#include "pipeline/progress.h"

struct summary {
    const struct contents *contents;
    uint64_t bytes_written;
    uint64_t tables_made; /* 0: they were there, or somebody else makes them */
    uint64_t sequences_set, sequences_not_needed;
    double seconds;
    const struct progress *progress; /* its phases, when verbose */
    bool rows_are_wanted;            /* and definitions were passed over */
    bool verbose;
};

/* Prints it on standard error. */
void summary_print(const struct summary *summary);

#endif
