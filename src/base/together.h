/* Work that several threads do together, each taking the next piece of it. */
#ifndef BASE_TOGETHER_H
#define BASE_TOGETHER_H

#include <stddef.h>

/* More are of no use. */
enum { TOGETHER_MOST = 64 };

/* Runs `work` on so many threads, of which this one is one, until all have
 * ended; where no more can be had, on those that there are. What it returns is
 * not looked at. */
void together_run(void *(*work)(void *user), void *user, size_t threads);

#endif
