/* Lines that nobody wants yet are passed over, up to one that may end them: by
 * several threads where the source can be read anywhere. Each takes the next
 * slice of it, and what they find is put together in the order of the file. */
#ifndef INPUT_SKIP_H
#define INPUT_SKIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "input/source.h"

/* What is looked at is [begin, end); what stands before, from `start` on, and
 * behind, up to `behind`, tells of lines at its borders. */
struct skip_text {
    const char *start, *begin, *end, *behind;
};

/* The first line that begins there, or behind its last newline, with "\\." or
 * "--": so do the end of a COPY, and what pg_dump writes between statements. If
 * there is none, which `is_wanted` tells, the last line that begins there, or
 * NULL. A line end behind an odd number of backslashes is none. `begins_line`:
 * does one begin at `begin`? */
const char *skip_find_place(const struct skip_text *text, bool begins_line,
                            bool *is_wanted);

struct skipped {
    uint64_t bytes, newlines;
};

/* From `at` on, where a line begins, up to such a line, or to the last one
 * before the end, a NUL, or some hundreds of slices; 0 bytes where none begins.
 * A slice is what a thread reads at once, in bytes, and has in memory. The
 * source has read_at. */
struct skipped skip_lines(const struct source *source, uint64_t at,
                          size_t slice_bytes, unsigned threads);

#endif
