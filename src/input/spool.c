#include "input/spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/output.h"
#include "base/temporary.h"

enum { IN_MEMORY = 1024 * 1024 };

struct spool {
    struct source source; /* first: the interface */
    struct source *under;
    struct buffer memory;
    int descriptor;    /* of the temporary file; -1: there is none */
    uint64_t position; /* of reading */
    bool is_replaying; /* what is kept comes before what `under` gives */
    bool is_keeping;
};

/* ---- keeping ---- */

/* Small dumps never leave memory. */
static bool has_file(struct spool *spool)
{
    if (spool->descriptor < 0)
        spool->descriptor = temporary_open();
    return spool->descriptor >= 0;
}

static bool spool_keep(struct spool *spool, const char *bytes, size_t size)
{
    spool->position += size;
    if (spool->descriptor < 0 && spool->memory.size + size <= IN_MEMORY) {
        buffer_add(&spool->memory, bytes, size);
        return true;
    }
    /* Memory keeps the beginning, the file all that comes after it, even if a
     * later piece would fit: so one number says where a byte is. */
    return has_file(spool) && output_write_all(spool->descriptor, bytes, size);
}

static ptrdiff_t read_under(struct spool *spool, char *bytes, size_t room)
{
    ptrdiff_t length = spool->under->read(spool->under, bytes, room);
    if (length < 0) {
        spool->source.problem = spool->under->problem;
    } else if (length > 0 && spool->is_keeping &&
               !spool_keep(spool, bytes, (size_t)length)) {
        spool->source.problem =
            "a dump of tables and rows that comes through a pipe is kept in a "
            "temporary file in TMPDIR, and there is no room for it; set "
            "TMPDIR, or convert from a file";
        return -1;
    }
    return length;
}

/* ---- replaying ---- */

static ptrdiff_t replay_memory(const struct spool *spool, char *bytes,
                               size_t room)
{
    uint64_t left = spool->memory.size - spool->position;
    size_t length = left < room ? (size_t)left : room;
    memcpy(bytes, spool->memory.bytes + spool->position, length);
    return (ptrdiff_t)length;
}

/* By offset, so that reading does not disturb what is appended. */
static ptrdiff_t replay_file(const struct spool *spool, char *bytes,
                             size_t room)
{
    return temporary_read(spool->descriptor, bytes, room,
                          spool->position - spool->memory.size);
}

static ptrdiff_t replay(struct spool *spool, char *bytes, size_t room)
{
    ptrdiff_t length = 0;
    if (spool->position < spool->memory.size)
        length = replay_memory(spool, bytes, room);
    else if (spool->descriptor >= 0)
        length = replay_file(spool, bytes, room);
    if (length > 0)
        spool->position += (uint64_t)length;
    else if (length < 0)
        spool->source.problem = strerror(errno);
    return length;
}

/* ---- the source ---- */

/* First what is kept, then the source goes on where it was. */
static ptrdiff_t spool_read(struct source *source, char *bytes, size_t room)
{
    struct spool *spool = (struct spool *)source;
    ptrdiff_t length = spool->is_replaying ? replay(spool, bytes, room) : 0;
    return length ? length : read_under(spool, bytes, room);
}

/* What came through after the last rewinding is not there any more. */
static bool spool_rewind(struct source *source, bool is_last)
{
    struct spool *spool = (struct spool *)source;
    /* Once the last round has begun nothing is kept any more. */
    bool is_whole = spool->is_keeping;
    spool->is_keeping = !is_last;
    spool->is_replaying = true;
    spool->position = 0;
    return is_whole;
}

static bool spool_finish(struct source *source)
{
    return source_ends_as(source, ((struct spool *)source)->under);
}

static void spool_close(struct source *source)
{
    struct spool *spool = (struct spool *)source;
    if (spool->descriptor >= 0)
        close(spool->descriptor);
    buffer_release(&spool->memory);
    source_close(spool->under);
    free(spool);
}

/* It keeps from the first byte on: whether there is a second round shows later.
 */
struct source *spool_open(struct source *under)
{
    struct spool *spool = xmalloc(sizeof *spool);
    *spool = (struct spool){.source = {.name = under->name,
                                       .size = under->size,
                                       .read = spool_read,
                                       .rewind = spool_rewind,
                                       .finish = spool_finish,
                                       .close = spool_close},
                            .under = under,
                            .descriptor = -1,
                            .is_keeping = true};
    return &spool->source;
}
