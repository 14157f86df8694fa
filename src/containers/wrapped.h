/* Wrappers: a source whose bytes are compressed, as a source of what is inside.
 */
#ifndef CONTAINERS_WRAPPED_H
#define CONTAINERS_WRAPPED_H

#include "containers/unpack.h"
#include "input/source.h"

/* A source over `under`, which it owns. What is cut off or damaged is an error
 * with its place in the compressed bytes. */
struct source *wrapped_open(struct source *under, enum packing packing,
                            int window_bits);

#endif
