#include "sqlite/shown.h"

#include <stdbool.h>
#include <string.h>

#include "sqlite/quote.h"

enum { KEPT = 1000, SHOWN = 60, BEFORE = 20 };

static bool has_bytes(const struct lite_value *value)
{
    return value->kind == LITE_TEXT || value->kind == LITE_BLOB;
}

struct shown shown_make(struct arena *arena, const struct lite_value *value)
{
    struct shown shown = {.digest = digest_value(value, 0), .value = *value};
    if (!has_bytes(value))
        return shown;
    shown.length = value->length;
    if (value->length > KEPT)
        shown.value.length = KEPT;
    shown.value.bytes = arena_copy(arena, value->length ? value->bytes : NULL,
                                   shown.value.length);
    return shown;
}

size_t shown_same(const struct shown *one, const struct shown *other)
{
    size_t same = 0;
    if (!has_bytes(&one->value) || one->value.kind != other->value.kind)
        return 0;
    while (same < one->value.length && same < other->value.length &&
           one->value.bytes[same] == other->value.bytes[same])
        same++;
    return same;
}

/* Moves to the beginning of a character. */
static size_t character(const struct lite_value *value, size_t at)
{
    while (value->kind == LITE_TEXT && at > 0 && at < value->length &&
           ((unsigned char)value->bytes[at] & 0xC0) == 0x80)
        at--;
    return at;
}

static void add_bytes(struct buffer *out, const struct shown *shown,
                      size_t from)
{
    const struct lite_value *value = &shown->value;
    bool fits = shown->length <= SHOWN || from <= BEFORE;
    size_t begin = fits ? 0 : character(value, from - BEFORE);
    size_t end = begin + SHOWN < value->length ? character(value, begin + SHOWN)
                                               : value->length;
    buffer_add_text(out, begin ? "..." : "");
    if (value->kind == LITE_TEXT)
        quote_text(out, value->bytes + begin, end - begin);
    else
        quote_blob(out, value->bytes + begin, end - begin);
    if (end < shown->length)
        buffer_printf(out, "... (%zu bytes)", shown->length);
}

void shown_add(struct buffer *out, const struct shown *shown, size_t from)
{
    switch ((enum lite_kind)shown->value.kind) {
    case LITE_INTEGER:
        buffer_printf(out, "%lld", (long long)shown->value.integer);
        break;
    case LITE_REAL: quote_real(out, shown->value.real); break;
    case LITE_TEXT:
    case LITE_BLOB: add_bytes(out, shown, from); break;
    case LITE_NULL:
    case LITE_DEFAULT: buffer_add_text(out, "NULL"); break;
    }
}
