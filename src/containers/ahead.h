/* A source that is read ahead by a thread of its own: what unpacks bytes does
 * so while others look at those before. */
#ifndef CONTAINERS_AHEAD_H
#define CONTAINERS_AHEAD_H

#include "input/source.h"

/* A source over `under`, which it owns. The thread begins with the first read
 * of a round, and ends with the round. */
struct source *ahead_open(struct source *under);

#endif
