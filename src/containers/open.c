#include "input/open.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "input/descriptor.h"
#include "input/spool.h"

static int open_path(const char *path, struct failure *failure)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        fail(failure, "%s: %s", path, strerror(errno));
    return descriptor;
}

/* Waiting at a terminal for a dump to be typed looks like hanging. */
static int open_standard_input(struct failure *failure)
{
    if (!isatty(STDIN_FILENO))
        return STDIN_FILENO;
    fail(failure, "no dump given: name a file, or pipe pg_dump into pgdecant");
    return -1;
}

/* open() takes a directory, read() does not; pg_dump -Fd makes one. */
static bool is_readable(int descriptor, const char *name,
                        struct failure *failure)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0)
        return fail(failure, "%s: %s", name, strerror(errno));
    return !S_ISDIR(status.st_mode) ||
           fail(failure,
                "%s: this is a directory (pg_dump -Fd?): make plain text of "
                "it on the way: pg_restore -f - %s | pgdecant",
                name, name);
}

/* A pipe that may have to be read again is put into a spool. */
struct source *source_open(const char *path, bool again,
                           struct failure *failure)
{
    bool standard_input = strcmp(path, "-") == 0;
    const char *name = standard_input ? "standard input" : path;
    int descriptor = standard_input ? open_standard_input(failure)
                                    : open_path(path, failure);
    struct source *source;
    if (descriptor < 0)
        return NULL;
    source = descriptor_open(descriptor, name);
    if (!is_readable(descriptor, name, failure)) {
        source_close(source);
        return NULL;
    }
    return again && !source->is_seekable ? spool_open(source) : source;
}
