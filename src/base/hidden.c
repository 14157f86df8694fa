#include "base/hidden.h"

#include <stdint.h>

/* U+0080 to U+009F (C1), U+061C, U+200E, U+200F, U+2028 to U+202E, U+2066 to
 * U+2069, U+FEFF: as UTF-8 they have two or three bytes. */
static const struct range {
    uint32_t first, last;
} ranges[] = {{0x80, 0x9f},     {0x61c, 0x61c},   {0x200e, 0x200f},
              {0x2028, 0x202e}, {0x2066, 0x2069}, {0xfeff, 0xfeff}};

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

/* Terminals obey C0 and C1; direction marks make a text read differently from
 * what it is. */
size_t hidden_length(const char *text, size_t left)
{
    const unsigned char *bytes = (const unsigned char *)text;
    uint32_t code;
    size_t length;
    if (bytes[0] < ' ' || bytes[0] == 0x7f)
        return 1;
    length = hidden_decode(bytes, left, &code);
    for (size_t i = 0; length && i < sizeof ranges / sizeof *ranges; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return length;
    return 0;
}
