/* Spool: what was read of a pipe, kept so that it can be read again.
 *
 * The first megabyte stays in memory; more goes to an unlinked temporary file
 * in TMPDIR. */
#ifndef INPUT_SPOOL_H
#define INPUT_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

/* Zero-initialise it. */
struct spool {
    struct buffer memory;
    uint64_t position; /* of reading */
    bool has_file;
    int descriptor;
};

void spool_release(struct spool *spool);

/* Adds behind the end, where reading has to be; it goes on behind it. False,
 * with errno, if the file cannot take it. */
bool spool_add(struct spool *spool, const char *bytes, size_t size);

/* Reads from the position on; 0 at the end, -1 with errno on an error. */
ptrdiff_t spool_read(struct spool *spool, char *bytes, size_t room);

#endif
