#include "functions/regexp_dialect.h"

#include <ctype.h>
#include <string.h>

/* What follows a backslash; inside of brackets NULL is what PCRE2 says as
 * well. */
static const struct {
    char letter;
    const char *outside, *inside;
} escapes[] = {
    {'m', "\\b(?=\\w)", NULL}, {'M', "\\b(?<=\\w)", NULL},
    {'y', "\\b", NULL},        {'Y', "\\B", NULL},
    {'d', "[0-9]", "0-9"},     {'D', "[^0-9]", "\\x{0}-/:-\\x{10ffff}"},
    {'b', "\\x08", "\\x08"},   {'B', "\\\\", "\\\\"},
    {'v', "\\x0b", "\\x0b"},   {'Z', "\\z", NULL}};

static size_t hex_digits(const char *at, const char *end)
{
    size_t n = 0;
    while (at + n < end && isxdigit((unsigned char)at[n]))
        n++;
    return n;
}

/* Bytes that were read behind the backslash. */
static size_t add_escape(struct buffer *out, const char *at, const char *end,
                         bool is_inside)
{
    size_t digits = *at == 'u'   ? 4
                    : *at == 'U' ? 8
                    : *at == 'x' ? hex_digits(at + 1, end)
                                 : 0;
    for (size_t i = 0; i < COUNT_OF(escapes); i++) {
        const char *text = is_inside ? escapes[i].inside : escapes[i].outside;
        if (*at == escapes[i].letter && text) {
            buffer_add_text(out, text);
            return 1;
        }
    }
    if (digits && (size_t)(end - at) > digits) {
        buffer_printf(out, "\\x{%.*s}", (int)digits, at + 1);
        return 1 + digits;
    }
    buffer_add_byte(out, '\\');
    buffer_add_byte(out, *at);
    return 1;
}

/* "[:digit:]" of a bracket would be digits of every script. */
static size_t add_class(struct buffer *out, const char *at, const char *end)
{
    static const char digits[] = "[:digit:]";
    size_t length = sizeof digits - 1;
    if ((size_t)(end - at) >= length && !memcmp(at, digits, length)) {
        buffer_add_text(out, "0-9");
        return length;
    }
    for (length = 2; at + length < end; length++)
        if (at[length] == at[1] && at + length + 1 < end &&
            at[length + 1] == ']')
            break;
    length = at + length < end ? length + 2 : (size_t)(end - at);
    buffer_add(out, at, length);
    return length;
}

/* From a bracket to behind its end. */
static const char *add_bracket(struct buffer *out, const char *at,
                               const char *end)
{
    const char *first;
    buffer_add_byte(out, *at++);
    if (at < end && *at == '^')
        buffer_add_byte(out, *at++);
    first = at;
    while (at < end && (*at != ']' || at == first)) {
        if (*at == '\\' && at + 1 < end) {
            at++;
            at += add_escape(out, at, end, true);
        } else if (*at == '[' && at + 1 < end && strchr(":.=", at[1])) {
            at += add_class(out, at, end);
        } else {
            buffer_add_byte(out, *at++);
        }
    }
    if (at < end)
        buffer_add_byte(out, *at++);
    return at;
}

/* [[:<:]] and [[:>:]], which PCRE2 knows as these alone. */
static bool is_word_edge(const char *at, const char *end)
{
    return end - at >= 7 &&
           (!memcmp(at, "[[:<:]]", 7) || !memcmp(at, "[[:>:]]", 7));
}

bool regexp_add_pcre(struct buffer *out, struct slice pattern)
{
    const char *at = pattern.bytes, *end = at + pattern.length;
    if (pattern.length >= 4 && !memcmp(at, "***=", 4)) {
        buffer_add(out, at + 4, pattern.length - 4);
        return true;
    }
    if (pattern.length >= 4 && !memcmp(at, "***:", 4))
        at += 4;
    while (at < end) {
        if (is_word_edge(at, end)) {
            buffer_add(out, at, 7);
            at += 7;
        } else if (*at == '[') {
            at = add_bracket(out, at, end);
        } else if (*at == '\\' && at + 1 < end) {
            at++;
            at += add_escape(out, at, end, false);
        } else {
            buffer_add_byte(out, *at++);
        }
    }
    return false;
}
