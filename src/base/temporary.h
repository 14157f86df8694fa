/* Temporary files: in TMPDIR, or /tmp, without a name from the start, so that
 * they are gone when they are closed. */
#ifndef BASE_TEMPORARY_H
#define BASE_TEMPORARY_H

#include <stddef.h>
#include <stdint.h>

/* A descriptor for reading and writing, or -1 with errno. */
int temporary_open(void);

/* As pread: up to `room` bytes from the byte `at` on, 0 at the end, -1 with
 * errno; signals do not interrupt it. */
ptrdiff_t temporary_read(int descriptor, void *bytes, size_t room, uint64_t at);

#endif
