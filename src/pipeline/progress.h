/* Progress: a line on standard error that says what a long run does, and how
 * far it is. */
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
    const char *phase; /* what is done */
};

double progress_clock(void);

void progress_begin(struct progress *progress, bool shown, uint64_t whole);

/* Begins something else, with a clock of its own; `phase` has to stay. Without
 * updates its name alone is shown. */
void progress_phase(struct progress *progress, const char *phase);

/* Redraws the line, a few times a second at most. */
void progress_update(struct progress *progress, uint64_t bytes, uint64_t rows);

/* Takes the line away. */
void progress_end(struct progress *progress);

#endif
