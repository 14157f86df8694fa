#include "verify/preview.h"

#include <stdbool.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sqlite/quote.h"

enum { KEPT = 1000, PREVIEWED = 60, BEFORE = 20 };

static bool has_bytes(const struct lite_value *value)
{
    return value->kind == LITE_TEXT || value->kind == LITE_BLOB;
}

/* The digest is of the whole value, which is not kept. */
struct preview preview_make(struct arena *arena, const struct lite_value *value)
{
    struct preview preview = {.digest = digest_value(value, 0),
                              .value = *value};
    if (!has_bytes(value))
        return preview;
    preview.length = value->length;
    if (value->length > KEPT)
        preview.value.length = KEPT;
    preview.value.bytes = arena_copy(arena, value->length ? value->bytes : NULL,
                                     preview.value.length);
    return preview;
}

/* Where two texts begin to differ, to show that place. */
size_t preview_same(const struct preview *one, const struct preview *other)
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

static size_t count_plain(const char *text, size_t length)
{
    size_t n = 0;
    while (n < length && (unsigned char)text[n] >= ' ' && text[n] != 127)
        n++;
    return n;
}

/* 'a'||char(10)||'b': nothing that a line or a terminal would swallow. */
static void preview_add_text(struct buffer *out, const char *text,
                             size_t length)
{
    size_t at = count_plain(text, length);
    if (at > 0 || length == 0)
        quote_text(out, text, at);
    while (at < length) {
        size_t plain = count_plain(text + at, length - at);
        buffer_add_text(out, at ? "||" : "");
        if (plain)
            quote_text(out, text + at, plain);
        else
            buffer_printf(out, "char(%d)", text[at]);
        at += plain ? plain : 1;
    }
}

/* All 17 digits, and a point or an exponent. */
static void add_real(struct buffer *out, double real)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%.17g", real);
    if (isinf(real))
        buffer_add_text(out, real < 0 ? "-9e999" : "9e999");
    else
        buffer_printf(out, "%s%s", digits, strpbrk(digits, ".e") ? "" : ".0");
}

/* Long values are shown around their first difference. */
static void preview_add_bytes(struct buffer *out, const struct preview *preview,
                              size_t from)
{
    const struct lite_value *value = &preview->value;
    bool fits = preview->length <= PREVIEWED || from <= BEFORE;
    size_t begin = fits ? 0 : character(value, from - BEFORE);
    size_t end = begin + PREVIEWED < value->length
                     ? character(value, begin + PREVIEWED)
                     : value->length;
    buffer_add_text(out, begin ? "..." : "");
    if (value->kind == LITE_TEXT)
        preview_add_text(out, value->bytes + begin, end - begin);
    else
        quote_blob(out, value->bytes + begin, end - begin);
    if (end < preview->length)
        buffer_printf(out, "... (%zu bytes)", preview->length);
}

void preview_add(struct buffer *out, const struct preview *preview, size_t from)
{
    switch ((enum lite_kind)preview->value.kind) {
    case LITE_INTEGER:
        buffer_printf(out, "%lld", (long long)preview->value.integer);
        break;
    case LITE_REAL: add_real(out, preview->value.real); break;
    case LITE_TEXT:
    case LITE_BLOB: preview_add_bytes(out, preview, from); break;
    case LITE_NULL:
    case LITE_DEFAULT: buffer_add_text(out, "NULL"); break;
    }
}
