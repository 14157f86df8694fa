#include "base/hidden.h"

#include <stdbool.h>
#include <stdint.h>

#include "base/utf8.h"

/* As UTF-8 they have two or three bytes. */
struct hidden_range {
    uint32_t first, last;
};

/* C1; direction marks, separators of lines, a byte order mark. */
static const struct hidden_range turning[] = {
    {0x80, 0x9f},     {0x61c, 0x61c},   {0x200e, 0x200f},
    {0x2028, 0x202e}, {0x2066, 0x2069}, {0xfeff, 0xfeff}};

/* A soft hyphen, joiners, invisible operators. */
static const struct hidden_range invisible[] = {
    {0xad, 0xad}, {0x200b, 0x200d}, {0x2060, 0x2064}};

/* Only as far as the ranges above need it: no longer character is hidden. */
static size_t hidden_decode(const unsigned char *text, size_t left,
                            uint32_t *code)
{
    if (left > 1 && (text[0] & 0xe0) == 0xc0) {
        *code = (uint32_t)(text[0] & 0x1f) << 6 | (text[1] & 0x3f);
        return 2;
    }
    if (left > 2 && (text[0] & 0xf0) == 0xe0) {
        *code = (uint32_t)(text[0] & 0x0f) << 12 |
                (uint32_t)(text[1] & 0x3f) << 6 | (text[2] & 0x3f);
        return 3;
    }
    return 0;
}

static size_t length_within(const struct hidden_range *ranges, size_t n,
                            const char *text, size_t left)
{
    uint32_t code = 0;
    size_t length = hidden_decode((const unsigned char *)text, left, &code);
    for (size_t i = 0; length && i < n; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return length;
    return 0;
}

/* Terminals obey C0 and C1; direction marks make a text read differently from
 * what it is. */
size_t hidden_length(const char *text, size_t left)
{
    if ((unsigned char)*text < ' ' || *text == 0x7f)
        return 1;
    return length_within(turning, sizeof turning / sizeof *turning, text, left);
}

static bool is_broken(const char *text, size_t left)
{
    return (*text & 0x80) &&
           utf8_valid_prefix(text, left < UTF8_ROOM ? left : UTF8_ROOM) == 0;
}

size_t hidden_defuse(char *text, size_t length)
{
    size_t out = 0;
    for (size_t at = 0; at < length;) {
        size_t left = length - at, hidden = hidden_length(text + at, left);
        if (!hidden)
            hidden =
                length_within(invisible, sizeof invisible / sizeof *invisible,
                              text + at, left);
        if (!hidden)
            hidden = is_broken(text + at, left);
        text[out++] = hidden ? '?' : text[at];
        at += hidden ? hidden : 1;
        while (!hidden && at < length && (text[at] & 0xc0) == 0x80)
            text[out++] = text[at++]; /* the rest of the character */
    }
    return out;
}
