/* The steady clock: what durations are measured by. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

/* Seconds since some moment, never fewer than before. */
double clock_seconds(void);

#endif
