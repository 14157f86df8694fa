#include "containers/peeked.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct peeked {
    struct source source; /* first: the interface */
    struct source *under;
    size_t length, used;
    bool failed;
    char bytes[PEEKED_BYTES];
};

/* A pipe may give them one by one. */
static void look(struct peeked *peeked)
{
    struct source *under = peeked->under;
    ptrdiff_t length = 1;
    while (length > 0 && peeked->length < PEEKED_BYTES) {
        length = under->read(under, peeked->bytes + peeked->length,
                             PEEKED_BYTES - peeked->length);
        if (length > 0)
            peeked->length += (size_t)length;
    }
    peeked->failed = length < 0;
}

static ptrdiff_t peeked_read(struct source *source, char *bytes, size_t room)
{
    struct peeked *peeked = (struct peeked *)source;
    struct source *under = peeked->under;
    size_t length = peeked->length - peeked->used;
    ptrdiff_t read;
    if (length) {
        length = length < room ? length : room;
        memcpy(bytes, peeked->bytes + peeked->used, length);
        peeked->used += length;
        return (ptrdiff_t)length;
    }
    read = peeked->failed ? -1 : under->read(under, bytes, room);
    source->problem = under->problem;
    return read;
}

static ptrdiff_t peeked_read_at(const struct source *source, char *bytes,
                                size_t room, uint64_t at)
{
    const struct source *under = ((const struct peeked *)source)->under;
    return under->read_at(under, bytes, room, at);
}

/* From then on the source under it gives all by itself. */
static bool peeked_rewind(struct source *source, bool is_last)
{
    struct peeked *peeked = (struct peeked *)source;
    peeked->used = peeked->length;
    return peeked->under->rewind(peeked->under, is_last);
}

static bool peeked_finish(struct source *source)
{
    return source_ends_as(source, ((struct peeked *)source)->under);
}

static void peeked_close(struct source *source)
{
    source_close(((struct peeked *)source)->under);
    free(source);
}

struct source *peeked_open(struct source *under, const char **bytes,
                           size_t *length)
{
    struct peeked *peeked = xmalloc(sizeof *peeked);
    *peeked = (struct peeked){.source = {.name = under->name,
                                         .size = under->size,
                                         .is_seekable = under->is_seekable,
                                         .problem = under->problem,
                                         .read = peeked_read,
                                         .rewind = peeked_rewind,
                                         .finish = peeked_finish,
                                         .close = peeked_close},
                              .under = under};
    look(peeked);
    if (under->read_at && !peeked->failed)
        peeked->source.read_at = peeked_read_at;
    *bytes = peeked->bytes;
    *length = peeked->length;
    return &peeked->source;
}
