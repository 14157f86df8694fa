/* Opening: which sources a path needs, by what its first bytes say. */
#ifndef CONTAINERS_OPEN_H
#define CONTAINERS_OPEN_H

#include "input/source.h"

struct open_options {
    bool again;       /* it is read more than once: what a pipe gives is kept */
    long memory;      /* MiB that unpacking may take; 0: 128 */
    bool is_threaded; /* unpacking has a thread of its own */
    const char *pg_dump; /* the program; NULL: that of PATH */
};

/* Opens the file or directory at `path`, or standard input for "-", and
 * whatever it is packed in, one in the other: what comes out is the text of a
 * dump. NULL if it fails. */
struct source *source_open(const char *path, const struct open_options *options,
                           struct failure *failure);

/* The same of bytes that somebody else gives; `under` is the source's from now
 * on, also where it fails. */
struct source *source_unpack(struct source *under,
                             const struct open_options *options,
                             struct failure *failure);

#endif
