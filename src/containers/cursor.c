#include "containers/cursor.h"

#include <stdlib.h>

#include "base/memory.h"

enum { CURSOR_ROOM = 128 * 1024 };

void cursor_release(struct cursor *cursor)
{
    free(cursor->bytes);
    *cursor = (struct cursor){0};
}

void cursor_reset(struct cursor *cursor)
{
    cursor->length = cursor->used = 0;
    cursor->before = 0;
    cursor->problem = NULL;
}

static bool cursor_fill(struct cursor *cursor)
{
    struct source *under = cursor->under;
    ptrdiff_t length;
    if (!cursor->bytes)
        cursor->bytes = xmalloc(CURSOR_ROOM);
    cursor->before += cursor->length;
    cursor->length = cursor->used = 0;
    length = source_read(under, cursor->bytes, CURSOR_ROOM);
    if (length < 0)
        cursor->problem = under->problem;
    if (length > 0)
        cursor->length = (size_t)length;
    return length > 0;
}

size_t cursor_look(struct cursor *cursor, const char **bytes)
{
    if (cursor->used == cursor->length &&
        (cursor->problem || !cursor_fill(cursor)))
        return 0;
    *bytes = cursor->bytes + cursor->used;
    return cursor->length - cursor->used;
}

void cursor_take(struct cursor *cursor, size_t length)
{
    cursor->used += length;
}

int cursor_byte(struct cursor *cursor)
{
    const char *bytes;
    if (!cursor_look(cursor, &bytes))
        return -1;
    cursor->used++;
    return (unsigned char)*bytes;
}

bool cursor_skip(struct cursor *cursor, uint64_t length)
{
    const char *bytes;
    while (length) {
        size_t there = cursor_look(cursor, &bytes);
        if (!there)
            return false;
        there = there < length ? there : (size_t)length;
        cursor_take(cursor, there);
        length -= there;
    }
    return true;
}

uint64_t cursor_position(const struct cursor *cursor)
{
    return cursor->before + cursor->used;
}
