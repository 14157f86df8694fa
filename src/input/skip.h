/* Lines that nobody wants yet are passed over, up to one that may end them: by
 * several threads where the source can be read anywhere. Each takes the next
 * slice of it, and what they find is put together in the order of the file. */
#ifndef INPUT_SKIP_H
#define INPUT_SKIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "input/source.h"

/* Does the line begin with "\\." or "--"? So do the end of a COPY, and what
 * pg_dump writes between statements. */
bool skip_is_wanted(const char *line, const char *end);

/* The first wanted line that begins behind a newline of [from - 1, end), or
 * NULL; `start` is where a line begins before. A line end behind an odd number
 * of backslashes is none. */
const char *skip_find(const char *start, const char *from, const char *end);

struct skipped {
    uint64_t bytes, newlines;
};

/* From `at` on, where a line begins, up to a wanted line, or to the last one
 * before the end, a NUL, or some hundreds of slices; 0 bytes where none begins.
 * A slice is what a thread reads at once, in bytes, and has in memory. The
 * source has read_at. */
struct skipped skip_lines(const struct source *source, uint64_t at,
                          size_t slice_bytes, unsigned threads);

#endif
