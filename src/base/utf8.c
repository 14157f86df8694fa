#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

#include "base/scan.h"
#include "base/utf8_vector.h"

/* Dumps are mostly ASCII. */
static size_t ascii_prefix(const unsigned char *text, size_t length)
{
    size_t at = 0;
    while (length - at >= SCAN_BYTES && scan_is_ascii((const char *)text + at))
        at += SCAN_BYTES;
    while (at < length && text[at] < 0x80)
        at++;
    return at;
}

/* What the second byte may be depends on the first (RFC 3629, section 4). */
static bool second_fits(unsigned char first, unsigned char second)
{
    switch (first) {
    case 0xe0: return second >= 0xa0 && second <= 0xbf;
    case 0xed: return second >= 0x80 && second <= 0x9f;
    case 0xf0: return second >= 0x90 && second <= 0xbf;
    case 0xf4: return second >= 0x80 && second <= 0x8f;
    default: return second >= 0x80 && second <= 0xbf;
    }
}

/* C0 and C1 would be overlong, and above F4 is no Unicode. */
static size_t sequence_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xc2 || first > 0xf4)
        return 0;
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* Bytes of the character at `text` that are there and right. */
static size_t right_bytes(const unsigned char *text, size_t length)
{
    size_t wanted = sequence_length(text[0]), right = 1;
    if (wanted < 2 || length < 2)
        return wanted ? 1 : 0;
    if (!second_fits(text[0], text[1]))
        return 1;
    for (right = 2; right < wanted && right < length; right++)
        if ((text[right] & 0xc0) != 0x80)
            break;
    return right;
}

/* This runs over every byte of a dump: ASCII goes by the block, the rest by
 * vectors where the machine has them, and else character by character. */
size_t utf8_valid_prefix(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t at = ascii_prefix(bytes, length);
    while (at < length) {
        size_t wanted;
        at += utf8_skip_valid(bytes + at, length - at);
        if (at == length)
            break;
        wanted = sequence_length(bytes[at]);
        if (wanted == 0 || right_bytes(bytes + at, length - at) != wanted)
            return at;
        at += wanted;
        if (at < length && bytes[at] < 0x80)
            at += ascii_prefix(bytes + at, length - at);
    }
    return at;
}

bool utf8_is_incomplete(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t wanted = length ? sequence_length(bytes[0]) : 0;
    return length < wanted && right_bytes(bytes, length) == length;
}

bool utf8_is_valid(const char *text, size_t length)
{
    return utf8_valid_prefix(text, length) == length;
}

size_t utf8_put(char out[UTF8_ROOM], uint32_t character)
{
    if (character < 0x80) {
        out[0] = (char)character;
        return 1;
    }
    if (character < 0x800) {
        out[0] = (char)(0xc0 | character >> 6);
        out[1] = (char)(0x80 | (character & 63));
        return 2;
    }
    if (character < 0x10000) {
        out[0] = (char)(0xe0 | character >> 12);
        out[1] = (char)(0x80 | (character >> 6 & 63));
        out[2] = (char)(0x80 | (character & 63));
        return 3;
    }
    out[0] = (char)(0xf0 | character >> 18);
    out[1] = (char)(0x80 | (character >> 12 & 63));
    out[2] = (char)(0x80 | (character >> 6 & 63));
    out[3] = (char)(0x80 | (character & 63));
    return 4;
}
