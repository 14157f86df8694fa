#include "input/memory_source.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct memory_source {
    struct source source; /* first: the interface */
    const char *bytes;
    size_t length, position;
};

static ptrdiff_t memory_source_read(struct source *source, char *bytes,
                                    size_t room)
{
    struct memory_source *memory = (struct memory_source *)source;
    size_t left = memory->length - memory->position;
    size_t taken = left < room ? left : room;
    memcpy(bytes, memory->bytes + memory->position, taken);
    memory->position += taken;
    return (ptrdiff_t)taken;
}

static ptrdiff_t memory_source_read_at(const struct source *source, char *bytes,
                                       size_t room, uint64_t at)
{
    const struct memory_source *memory = (const struct memory_source *)source;
    size_t left = at < memory->length ? memory->length - (size_t)at : 0;
    size_t taken = left < room ? left : room;
    memcpy(bytes, memory->bytes + (left ? at : 0), taken);
    return (ptrdiff_t)taken;
}

static bool memory_source_rewind(struct source *source, bool is_last)
{
    (void)is_last;
    ((struct memory_source *)source)->position = 0;
    return true;
}

static void memory_source_close(struct source *source)
{
    free(source);
}

struct source *memory_source_open(const char *bytes, size_t length,
                                  const char *name)
{
    struct memory_source *memory = xmalloc(sizeof *memory);
    *memory =
        (struct memory_source){.source = {.name = name,
                                          .size = length,
                                          .is_seekable = true,
                                          .read = memory_source_read,
                                          .read_at = memory_source_read_at,
                                          .rewind = memory_source_rewind,
                                          .finish = source_ends_well,
                                          .close = memory_source_close},
                               .bytes = bytes,
                               .length = length};
    return &memory->source;
}
