#include "containers/wrapped.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

enum { PACKED_AT_ONCE = 128 * 1024 };

struct wrapped {
    struct source source; /* first: the interface */
    struct source *under;
    enum packing packing;
    int window_bits;
    struct unpacker *unpacker;
    char *packed;
    size_t length, used;
    uint64_t before; /* packed bytes before those in `packed` */
    bool ended;
    char problem[300];
};

static bool wrapped_refuse(struct wrapped *wrapped, const char *what)
{
    snprintf(wrapped->problem, sizeof wrapped->problem,
             "the %s stream is damaged at byte %" PRIu64
             " of the compressed file: %s",
             packing_name(wrapped->packing), wrapped->before + wrapped->used,
             what);
    wrapped->source.problem = wrapped->problem;
    return false;
}

static bool load(struct wrapped *wrapped)
{
    struct source *under = wrapped->under;
    ptrdiff_t length = under->read(under, wrapped->packed, PACKED_AT_ONCE);
    if (length < 0) {
        wrapped->source.problem = under->problem;
        return false;
    }
    wrapped->before += wrapped->length;
    wrapped->length = (size_t)length;
    wrapped->used = 0;
    wrapped->ended = length == 0;
    return true;
}

/* Until something comes out, or nothing goes in any more. */
static ptrdiff_t wrapped_read(struct source *source, char *bytes, size_t room)
{
    struct wrapped *wrapped = (struct wrapped *)source;
    for (;;) {
        struct unpack_step step = {.bytes = wrapped->packed,
                                   .length = wrapped->length,
                                   .used = wrapped->used,
                                   .room = room};
        const char *problem;
        step.out = bytes;
        problem = unpacker_step(wrapped->unpacker, &step);
        wrapped->used = step.used;
        if (problem) {
            wrapped_refuse(wrapped, problem);
            return -1;
        }
        if (step.given)
            return (ptrdiff_t)step.given;
        if (wrapped->used < wrapped->length)
            continue;
        if (wrapped->ended)
            return 0;
        if (!load(wrapped))
            return -1;
    }
}

static bool wrapped_rewind(struct source *source, bool is_last)
{
    struct wrapped *wrapped = (struct wrapped *)source;
    unpacker_close(wrapped->unpacker);
    wrapped->unpacker = unpacker_open(wrapped->packing, wrapped->window_bits);
    wrapped->length = wrapped->used = 0;
    wrapped->before = 0;
    wrapped->ended = false;
    return wrapped->under->rewind(wrapped->under, is_last);
}

/* All streams in it have to be there to their ends. */
static bool wrapped_finish(struct source *source)
{
    struct wrapped *wrapped = (struct wrapped *)source;
    if (!source_ends_as(source, wrapped->under))
        return false;
    if (unpacker_is_complete(wrapped->unpacker))
        return true;
    snprintf(wrapped->problem, sizeof wrapped->problem,
             "the %s stream is cut off: it ends at byte %" PRIu64
             " of the compressed file; what comes before that: %s -dc FILE | "
             "pgdecant --allow-truncated",
             packing_name(wrapped->packing), wrapped->before + wrapped->used,
             packing_name(wrapped->packing));
    source->problem = wrapped->problem;
    return false;
}

static void wrapped_close(struct source *source)
{
    struct wrapped *wrapped = (struct wrapped *)source;
    unpacker_close(wrapped->unpacker);
    source_close(wrapped->under);
    free(wrapped->packed);
    free(wrapped);
}

struct source *wrapped_open(struct source *under, enum packing packing,
                            int window_bits)
{
    struct wrapped *wrapped = xmalloc(sizeof *wrapped);
    *wrapped = (struct wrapped){.source = {.name = under->name,
                                           .is_seekable = under->is_seekable,
                                           .read = wrapped_read,
                                           .rewind = wrapped_rewind,
                                           .finish = wrapped_finish,
                                           .close = wrapped_close},
                                .under = under,
                                .packing = packing,
                                .window_bits = window_bits,
                                .unpacker = unpacker_open(packing, window_bits),
                                .packed = xmalloc(PACKED_AT_ONCE)};
    return &wrapped->source;
}
