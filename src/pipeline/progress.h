/* Progress: a line on standard error that says how far a long run is. */
#ifndef PIPELINE_PROGRESS_H
#define PIPELINE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    bool shown;     /* whether to show anything */
    uint64_t whole; /* bytes in all, 0 if not known */
    double started; /* seconds on a steady clock */
    double last_drawn;
    bool drawn;
};

double progress_clock(void);

void progress_begin(struct progress *progress, bool shown, uint64_t whole);

/* Redraws the line, a few times a second at most. */
void progress_update(struct progress *progress, uint64_t bytes, uint64_t rows);

/* Takes the line away. */
void progress_end(struct progress *progress);

#endif
