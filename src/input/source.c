#include "input/source.h"

#include <string.h>

/* NULL is allowed, for paths that gave up half way. */
void source_close(struct source *source)
{
    if (source)
        source->close(source);
}

bool source_ends_well(struct source *source)
{
    (void)source;
    return true;
}

bool source_ends_as(struct source *source, struct source *under)
{
    bool good = under->finish(under);
    source->problem = under->problem;
    return good;
}

ptrdiff_t source_read(struct source *source, char *bytes, size_t room)
{
    ptrdiff_t length = source->read(source, bytes, room);
    return length == 0 && !source->finish(source) ? -1 : length;
}

ptrdiff_t source_read_or_fail(struct source *source, char *bytes, size_t room,
                              struct failure *failure)
{
    ptrdiff_t length = source_read(source, bytes, room);
    if (length < 0)
        fail(failure, "%s", source->problem);
    return length;
}

/* ---- forms that are not plain text ---- */

static const struct format {
    size_t offset, length;
    const char *bytes, *problem;
} formats[] = {
#define NO_DUMP(offset, bytes, what, advice)                                   \
    {offset, sizeof(bytes) - 1, bytes, "this is " what ": " advice},
#include "formats.def"
};

const char *source_format_problem(const char *bytes, size_t length)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        const struct format *format = &formats[i];
        if (length >= format->offset + format->length &&
            !memcmp(bytes + format->offset, format->bytes, format->length))
            return format->problem;
    }
    return NULL;
}
