/* Output: a buffered stream of bytes into a file or a pipe.
 *
 * A file appears under its name only when output_commit says so: until then
 * the bytes go to a temporary file beside it (unfinished.h). */
#ifndef BASE_OUTPUT_H
#define BASE_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>

#include "base/failure.h"

enum { OUTPUT_BUFFER = 256 * 1024 };

struct output {
    uint64_t written; /* bytes that have left the buffer */

    /* private */
    int descriptor;
    const char *path;     /* NULL: a pipe or standard output */
    char *temporary_path; /* where the bytes go before the commit */
    bool replace;
    bool has_old; /* a file that has the name: its mode and owner are kept */
    mode_t mode;
    uid_t owner;
    gid_t group;
    bool is_undoable; /* standard output that ... */
    int64_t start;    /* ... began at this offset */
    size_t used;
    char *buffer;
    struct failure failure; /* of a write; reported at the next check */
};

/* Opens standard output for path "-". A file that exists is an error unless
 * `replace`; what is no plain file (a link, a pipe, a device, a folder) is
 * never replaced. */
bool output_open(struct output *output, const char *path, bool replace,
                 struct failure *failure);

/* Could a file of that name be made? Known before there is anything to write.
 */
bool output_check_name(const char *path, bool replace, struct failure *failure);

/* Where a file's bytes are until the commit, for those who write it by
 * themselves; NULL for standard output. */
static inline const char *output_temporary_path(const struct output *output)
{
    return output->temporary_path;
}

/* Adds bytes; an error shows at output_check or output_commit. */
void output_add_slowly(struct output *output, const char *bytes, size_t size);
static inline void output_add(struct output *output, const char *bytes,
                              size_t size)
{
    if (size > OUTPUT_BUFFER - output->used) {
        output_add_slowly(output, bytes, size);
        return;
    }
    memcpy(output->buffer + output->used, bytes, size);
    output->used += size;
}
void output_add_text(struct output *output, const char *text);

/* Bytes added so far. */
uint64_t output_position(const struct output *output);

bool output_check(const struct output *output, struct failure *failure);

/* Standard output can be begun again where it is a plain file, or where nobody
 * sees it (/dev/null); a file of its own always can. Of a name that is asked
 * before it is opened; of an output, while it is written. */
bool output_name_can_begin_again(const char *path);
bool output_can_begin_again(const struct output *output);

/* Takes back what was written to standard output; before output_abort. */
void output_undo(struct output *output);

/* Writes what is left, makes sure that it is on the disk, and gives the file
 * its name. */
bool output_commit(struct output *output, struct failure *failure);

/* Removes the file. Also right after a commit and when never opened. */
void output_abort(struct output *output);

/* write(2), or pwrite(2), until all is written; false with errno. */
bool output_write_all(int descriptor, const char *bytes, size_t size);
bool output_write_all_at(int descriptor, const char *bytes, size_t size,
                         int64_t offset);

#endif
