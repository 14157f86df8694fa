#include "containers/utf16.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"

enum { UNITS_AT_ONCE = 32 * 1024 };

struct utf16 {
    struct source source; /* first: the interface */
    struct source *under;
    bool is_big_endian;
    char raw[2 * UNITS_AT_ONCE];
    size_t length, used; /* of `raw` */
    uint64_t before;
    bool ended;
    uint32_t last; /* character */
    char problem[400];
};

static ptrdiff_t utf16_refuse(struct utf16 *utf16, const char *what)
{
    snprintf(utf16->problem, sizeof utf16->problem,
             "UTF-16 text, byte %" PRIu64 ": %s", utf16->before + utf16->used,
             what);
    utf16->source.problem = utf16->problem;
    return -1;
}

/* What is left goes to the front: a character may be cut. */
static bool utf16_load(struct utf16 *utf16)
{
    size_t left = utf16->length - utf16->used;
    ptrdiff_t length;
    for (size_t i = 0; i < left; i++)
        utf16->raw[i] = utf16->raw[utf16->used + i];
    utf16->before += utf16->used;
    utf16->used = 0;
    utf16->length = left;
    length = utf16->under->read(utf16->under, utf16->raw + left,
                                sizeof utf16->raw - left);
    if (length < 0) {
        utf16->source.problem = utf16->under->problem;
        return false;
    }
    utf16->ended = length == 0;
    utf16->length += (size_t)length;
    return true;
}

static uint32_t unit(const struct utf16 *utf16, size_t at)
{
    const unsigned char *raw = (const unsigned char *)utf16->raw + at;
    return utf16->is_big_endian ? (uint32_t)(raw[0] << 8 | raw[1])
                                : (uint32_t)(raw[1] << 8 | raw[0]);
}

/* The next character; 0 where there is none yet, or it is none. */
static uint32_t next_character(const struct utf16 *utf16, size_t *size)
{
    size_t left = utf16->length - utf16->used;
    uint32_t high, low;
    *size = 0;
    if (left < 2)
        return 0;
    high = unit(utf16, utf16->used);
    *size = 2;
    if (high < 0xd800 || high > 0xdfff)
        return high;
    *size = 4;
    if (high > 0xdbff)
        return 0;
    if (left < 4) {
        *size = 0;
        return 0;
    }
    low = unit(utf16, utf16->used + 2);
    return low >= 0xdc00 && low <= 0xdfff
               ? 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)
               : 0;
}

/* What the bytes 80 to BF are in code page 437, in which consoles read the
 * UTF-8 of a program. */
static bool is_misread(uint32_t character)
{
    static const uint16_t page[] = {
        0xc7,   0xfc,   0xe9,   0xe2,   0xe4,   0xe0,   0xe5,   0xe7,
        0xea,   0xeb,   0xe8,   0xef,   0xee,   0xec,   0xc4,   0xc5,
        0xc9,   0xe6,   0xc6,   0xf4,   0xf6,   0xf2,   0xfb,   0xf9,
        0xff,   0xd6,   0xdc,   0xa2,   0xa3,   0xa5,   0x20a7, 0x192,
        0xe1,   0xed,   0xf3,   0xfa,   0xf1,   0xd1,   0xaa,   0xba,
        0xbf,   0x2310, 0xac,   0xbd,   0xbc,   0xa1,   0xab,   0xbb,
        0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x2561, 0x2562, 0x2556,
        0x2555, 0x2563, 0x2551, 0x2557, 0x255d, 0x255c, 0x255b, 0x2510};
    for (size_t i = 0; i < COUNT_OF(page); i++)
        if (page[i] == character)
            return true;
    return false;
}

/* U+251C and U+252C are C3 and C2 there, with which most letters beyond ASCII
 * begin in UTF-8. */
static bool is_mangled(const struct utf16 *utf16, uint32_t character)
{
    return (utf16->last == 0x251c || utf16->last == 0x252c) &&
           is_misread(character);
}

/* As many as there are and fit; -1 with the problem. */
static ptrdiff_t utf16_decode(struct utf16 *utf16, char *bytes, size_t room)
{
    size_t given = 0, size;
    while (room - given >= UTF8_ROOM) {
        uint32_t character = next_character(utf16, &size);
        if (!size)
            break;
        if (!character)
            return utf16_refuse(utf16, "no character; the file is damaged");
        if (is_mangled(utf16, character))
            return utf16_refuse(
                utf16,
                "the shell has taken the dump's UTF-8 for another encoding, "
                "so its letters are others; iconv -f UTF-16 -t CP437 (or "
                "CP850) undoes it, pg_dump -f FILE avoids it, and if it is "
                "meant so: iconv -f UTF-16 -t UTF-8 FILE | pgdecant");
        utf16->used += size;
        utf16->last = character;
        if (character != 0xfeff) /* the mark, also between joined files */
            given += utf8_put(bytes + given, character);
    }
    return (ptrdiff_t)given;
}

static ptrdiff_t utf16_read(struct source *source, char *bytes, size_t room)
{
    struct utf16 *utf16 = (struct utf16 *)source;
    ptrdiff_t given = 0;
    while (given == 0) {
        given = utf16_decode(utf16, bytes, room);
        if (given || utf16->ended)
            break;
        if (!utf16_load(utf16))
            return -1;
    }
    if (given == 0 && utf16->used < utf16->length)
        return utf16_refuse(utf16, "half a character; the file is cut off");
    return given;
}

static bool utf16_rewind(struct source *source, bool is_last)
{
    struct utf16 *utf16 = (struct utf16 *)source;
    utf16->length = utf16->used = 0;
    utf16->before = 0;
    utf16->ended = false;
    utf16->last = 0;
    return utf16->under->rewind(utf16->under, is_last);
}

static bool utf16_finish(struct source *source)
{
    return source_ends_as(source, ((struct utf16 *)source)->under);
}

static void utf16_close(struct source *source)
{
    source_close(((struct utf16 *)source)->under);
    free(source);
}

struct source *utf16_open(struct source *under, bool is_big_endian)
{
    struct utf16 *utf16 = xmalloc(sizeof *utf16);
    utf16->source = (struct source){.name = under->name,
                                    .is_seekable = under->is_seekable,
                                    .read = utf16_read,
                                    .rewind = utf16_rewind,
                                    .finish = utf16_finish,
                                    .close = utf16_close};
    utf16->under = under;
    utf16->is_big_endian = is_big_endian;
    utf16->length = utf16->used = 0;
    utf16->before = 0;
    utf16->ended = false;
    utf16->last = 0;
    return &utf16->source;
}
