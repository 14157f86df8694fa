/* Sources: where the bytes of a dump come from, a file or a pipe. */
#ifndef INPUT_SOURCE_H
#define INPUT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"
#include "input/spool.h"

struct source {
    int descriptor;
    const char *name; /* for messages; the caller keeps it alive */
    uint64_t size;    /* bytes in all, 0 if not known */

    /* private */
    int64_t start;      /* of a file: where reading began */
    struct spool spool; /* of a pipe: what was read while recording */
    bool recording, replaying, spool_failed;
};

/* Opens the file at `path`, or standard input for "-". */
bool source_open(struct source *source, const char *path,
                 struct failure *failure);
void source_close(struct source *source);

/* Reads up to `room` bytes; 0 at the end, -1 on an error: source_problem says
 * which. */
ptrdiff_t source_read(struct source *source, char *bytes, size_t room);
const char *source_problem(const struct source *source);

/* A file can be read from the beginning as often as one likes. */
bool source_is_file(const struct source *source);

/* From here on what is read can be read again: after source_rewind reading
 * begins anew at the source's beginning. Unless it is to be done `once_more`
 * nothing is recorded any more then. */
void source_record(struct source *source);
void source_rewind(struct source *source, bool once_more);

/* Explains why a dump that begins with these bytes cannot be read; NULL if it
 * may well be plain text. Give it at least 512 bytes where there are so many.
 */
const char *source_format_problem(const char *bytes, size_t length);

#endif
