#include "types/bytea.h"

#include <string.h>

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* Pairs only: PostgreSQL writes no blanks between them. */
static bool bytea_decode_hex(char *out, const char *text, size_t length,
                             size_t *size)
{
    if (length % 2)
        return false;
    for (size_t i = 0; i < length; i += 2) {
        int high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i / 2] = (char)(high << 4 | low);
    }
    *size = length / 2;
    return true;
}

static bool is_octal(char c)
{
    return c >= '0' && c <= '7';
}

/* Reads one escape after a backslash; returns how long it is, 0 if wrong. */
static size_t read_escape(const char *text, size_t left, char *byte)
{
    if (left >= 1 && *text == '\\') {
        *byte = '\\';
        return 1;
    }
    if (left < 3 || *text > '3' || !is_octal(text[0]) || !is_octal(text[1]) ||
        !is_octal(text[2]))
        return 0;
    *byte =
        (char)((text[0] - '0') << 6 | (text[1] - '0') << 3 | (text[2] - '0'));
    return 3;
}

/* The old form: octal escapes, and what is printable as it is. */
static bool decode_escape(char *out, const char *text, size_t length,
                          size_t *size)
{
    *size = 0;
    for (size_t i = 0; i < length; i++) {
        char byte = text[i];
        if (byte == '\\') {
            size_t escape = read_escape(text + i + 1, length - i - 1, &byte);
            if (!escape)
                return false;
            i += escape;
        }
        out[(*size)++] = byte;
    }
    return true;
}

/* Neither form is longer as bytes than as text. */
bool bytea_decode(struct arena *arena, const char *text, size_t length,
                  const char **bytes, size_t *size)
{
    char *out = arena_alloc(arena, length ? length : 1);
    *bytes = out;
    if (length >= 2 && text[0] == '\\' && text[1] == 'x')
        return bytea_decode_hex(out, text + 2, length - 2, size);
    return decode_escape(out, text, length, size);
}

/* PostGIS writes geometries in hex without \x. */
bool hex_decode(struct arena *arena, const char *text, size_t length,
                const char **bytes, size_t *size)
{
    char *out = arena_alloc(arena, length / 2 + 1);
    *bytes = out;
    return bytea_decode_hex(out, text, length, size);
}
