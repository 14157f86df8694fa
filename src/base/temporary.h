/* Temporary files: in TMPDIR, or /tmp, without a name from the start, so that
 * they are gone when they are closed. */
#ifndef BASE_TEMPORARY_H
#define BASE_TEMPORARY_H

/* A descriptor for reading and writing, or -1 with errno. */
int temporary_open(void);

#endif
