/* Progress: a line on standard error that says what a long run does, and how
 * far it is; and how long each phase of it took. */
#ifndef PIPELINE_PROGRESS_H
#define PIPELINE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The same phase of several attempts is one. */
enum { PROGRESS_PHASES = 8 };

struct phase_time {
    const char *phase;
    double seconds;
};

struct progress {
    bool shown;     /* whether to show anything */
    uint64_t whole; /* bytes in all, 0 if not known */
    double started; /* the phase, by clock_seconds() */
    double last_drawn;
    bool drawn;
    const char *phase;                        /* what is done; NULL: nothing */
    struct phase_time times[PROGRESS_PHASES]; /* of those that ended */
    size_t n_times;
};

void progress_begin(struct progress *progress, bool shown, uint64_t whole);

/* Begins something else, with a clock of its own; `phase` has to stay. Without
 * updates its name alone is shown. */
void progress_phase(struct progress *progress, const char *phase);

/* Redraws the line, a few times a second at most. */
void progress_update(struct progress *progress, uint64_t bytes, uint64_t rows);

/* Takes the line away, and ends the phase. */
void progress_end(struct progress *progress);

#endif
