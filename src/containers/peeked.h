/* The first bytes of a source, looked at and given back. */
#ifndef CONTAINERS_PEEKED_H
#define CONTAINERS_PEEKED_H

#include "input/source.h"

/* As many as tell what a file is. */
enum { PEEKED_BYTES = 16 * 1024 };

/* A source over `under`, which it owns; `bytes` and `length` are its first
 * ones, which stay there until it is closed. A source that cannot be read gives
 * none, and says so when it is read. */
struct source *peeked_open(struct source *under, const char **bytes,
                           size_t *length);

#endif
