#include "postgres/literal.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* What is left to read, and what was read of a \u surrogate pair so far. */
struct scan {
    const char *at, *end;
    struct buffer *out;
    uint32_t high_surrogate;
};

/* 0 is no character of PostgreSQL's texts. */
static bool add_code_point(struct buffer *out, uint32_t code)
{
    char bytes[UTF8_ROOM];
    if (code == 0 || code > 0x10ffff)
        return false;
    buffer_add(out, bytes, utf8_put(bytes, code));
    return true;
}

/* Adds a \u code unit; two surrogates in a row make one character. */
static const char *add_code_unit(struct scan *scan, uint32_t code)
{
    bool low = code >= 0xdc00 && code <= 0xdfff;
    if (low != (scan->high_surrogate != 0))
        return "a Unicode surrogate without its other half";
    if (code >= 0xd800 && code <= 0xdbff) {
        scan->high_surrogate = code;
        return NULL;
    }
    if (low)
        code =
            0x10000 + ((scan->high_surrogate - 0xd800) << 10) + (code - 0xdc00);
    scan->high_surrogate = 0;
    return add_code_point(scan->out, code)
               ? NULL
               : "a Unicode escape that stands for no character";
}

/* Reads up to `most` digits of a base; returns how many there were. */
static size_t literal_read_digits(struct scan *scan, unsigned base, size_t most,
                                  uint32_t *value)
{
    size_t count = 0;
    *value = 0;
    for (; count < most && scan->at < scan->end; count++, scan->at++) {
        unsigned char c = (unsigned char)*scan->at;
        unsigned digit = isdigit(c)    ? (unsigned)(c - '0')
                         : isxdigit(c) ? (unsigned)(tolower(c) - 'a' + 10)
                                       : 99;
        if (digit >= base)
            break;
        *value = *value * base + digit;
    }
    return count;
}

/* 4, 6 or 8 digits, by the escape's form. */
static const char *read_code_unit(struct scan *scan, size_t digits)
{
    uint32_t code;
    if (literal_read_digits(scan, 16, digits, &code) != digits)
        return "a Unicode escape without enough hexadecimal digits";
    return add_code_unit(scan, code);
}

/* \v is one since PostgreSQL 16. */
static void add_escaped_byte(struct scan *scan, char byte)
{
    static const char names[] = "bfnrtv", bytes[] = "\b\f\n\r\t\v";
    const char *found = byte ? strchr(names, byte) : NULL;
    buffer_add_byte(scan->out, found ? bytes[found - names] : byte);
}

/* \b, \101, \x41 and the like; the backslash has been read. */
static void read_byte_escape(struct scan *scan)
{
    uint32_t code;
    char byte = *scan->at;
    if (literal_read_digits(scan, 8, 3, &code) > 0) {
        buffer_add_byte(scan->out, (char)(code & 0xff));
        return;
    }
    scan->at++;
    if (byte == 'x' && literal_read_digits(scan, 16, 2, &code) > 0)
        buffer_add_byte(scan->out, (char)code);
    else
        add_escaped_byte(scan, byte);
}

/* The backslash has been read. */
static const char *read_backslash(struct scan *scan)
{
    char byte = *scan->at;
    if (byte == 'u' || byte == 'U') {
        scan->at++;
        return read_code_unit(scan, byte == 'u' ? 4 : 8);
    }
    if (scan->high_surrogate)
        return "a Unicode surrogate without its other half";
    read_byte_escape(scan);
    return NULL;
}

/* U&: the escape character has been read. */
static const char *read_unicode(struct scan *scan, char escape)
{
    if (scan->at < scan->end && *scan->at == escape) {
        buffer_add_byte(scan->out, *scan->at++);
        return NULL;
    }
    if (scan->at < scan->end && *scan->at == '+') {
        scan->at++;
        return read_code_unit(scan, 6);
    }
    return read_code_unit(scan, 4);
}

enum style { STYLE_PLAIN, STYLE_BACKSLASH, STYLE_UNICODE };

/* Reads to the closing quote; the opening one has been read. */
static const char *read_part(struct scan *scan, char quote, enum style style,
                             char escape)
{
    while (scan->at < scan->end) {
        const char *problem = NULL;
        char byte = *scan->at++;
        /* A doubled quote stands for one quote in the text. */
        if (byte == quote) {
            if (scan->at == scan->end || *scan->at != quote)
                return NULL;
            scan->at++;
        }
        if (byte == escape && style == STYLE_UNICODE) {
            problem = read_unicode(scan, escape);
        } else if (byte == '\\' && style == STYLE_BACKSLASH) {
            problem = scan->at < scan->end ? read_backslash(scan)
                                           : "a backslash without a meaning";
        } else if (scan->high_surrogate) {
            problem = "a Unicode surrogate without its other half";
        } else {
            buffer_add_byte(scan->out, byte);
        }
        if (problem)
            return problem;
    }
    return "a literal without its closing quote";
}

/* The parts of a literal are apart by white space and line comments. */
static void skip_gap(struct scan *scan)
{
    while (scan->at < scan->end && *scan->at != '\'') {
        if (*scan->at != '-') {
            scan->at++;
            continue;
        }
        while (scan->at < scan->end && *scan->at != '\n' && *scan->at != '\r')
            scan->at++;
    }
}

/* 'a' 'b' on two lines are one literal. */
static const char *read_parts(struct scan *scan, enum style style, char escape)
{
    const char *problem = NULL;
    while (!problem && scan->at < scan->end) {
        scan->at++;
        problem = read_part(scan, '\'', style, escape);
        if (!problem)
            skip_gap(scan);
    }
    if (!problem && scan->high_surrogate)
        problem = "a Unicode surrogate without its other half";
    return problem;
}

/* Cuts UESCAPE 'c' off the end of a U& literal and returns c. A doubled quote
 * closes and opens at once, so counting quotes is enough. */
static char literal_take_uescape(struct scan *scan)
{
    bool open = false;
    for (const char *at = scan->at; at < scan->end; at++) {
        if (*at == '\'') {
            open = !open;
        } else if (!open && (*at == 'u' || *at == 'U')) {
            char escape = scan->end[-2];
            scan->end = at;
            return escape;
        } else if (!open && *at == '-') {
            while (at < scan->end && *at != '\n' && *at != '\r')
                at++;
        }
    }
    return '\\';
}

/* What numeric escapes made of a text. */
static const char *check_bytes(const struct buffer *out, size_t before)
{
    if (out->size == before)
        return NULL;
    if (memchr(out->bytes + before, '\0', out->size - before))
        return "an escape that stands for a NUL byte";
    if (!utf8_is_valid(out->bytes + before, out->size - before))
        return "byte escapes that make no valid UTF-8";
    return NULL;
}

/* $tag$...$tag$: as it stands. */
static const char *decode_dollar(struct buffer *out, const char *text,
                                 size_t length)
{
    const char *end = memchr(text + 1, '$', length - 1);
    size_t tag = end ? (size_t)(end + 1 - text) : length;
    if (length < 2 * tag)
        return "a dollar-quoted string without its end";
    buffer_add(out, text + tag, length - 2 * tag);
    return NULL;
}

/* By the prefix: E'', U&'', N'', $$ or none. */
const char *literal_decode(struct buffer *out, const char *text, size_t length,
                           bool backslash)
{
    struct scan scan = {text, text + length, out, 0};
    enum style style = backslash ? STYLE_BACKSLASH : STYLE_PLAIN;
    size_t before = out->size;
    const char *problem;
    char escape = '\\', prefix = (char)tolower((unsigned char)*text);
    if (prefix == '$')
        return decode_dollar(out, text, length);
    if (prefix == 'u') {
        scan.at += 2;
        style = STYLE_UNICODE;
        escape = literal_take_uescape(&scan);
    } else if (prefix == 'e' || prefix == 'n') {
        scan.at++;
        style = prefix == 'e' ? STYLE_BACKSLASH : style;
    }
    problem = read_parts(&scan, style, escape);
    return problem ? problem : check_bytes(out, before);
}

/* Between backslashes everything goes as it is. */
const char *copy_decode(struct buffer *out, const char *text, size_t length)
{
    struct scan scan = {text, text + length, out, 0};
    size_t before = out->size;
    while (scan.at < scan.end) {
        const char *slash = memchr(scan.at, '\\', (size_t)(scan.end - scan.at));
        const char *stop = slash ? slash : scan.end;
        buffer_add(out, scan.at, (size_t)(stop - scan.at));
        scan.at = stop;
        if (slash && ++scan.at == scan.end)
            return "a backslash without a meaning";
        if (slash)
            read_byte_escape(&scan);
    }
    return check_bytes(out, before);
}

/* Folding is for ASCII only, as in a UTF-8 database. */
const char *identifier_decode(struct buffer *out, const char *text,
                              size_t length)
{
    struct scan scan = {text, text + length, out, 0};
    if (*text == '"') {
        scan.at++;
        return read_part(&scan, '"', STYLE_PLAIN, '\\');
    }
    if (length > 2 && text[1] == '&' && text[2] == '"') {
        scan.at += 3;
        return read_part(&scan, '"', STYLE_UNICODE, '\\');
    }
    for (; scan.at < scan.end; scan.at++) {
        char byte = *scan.at;
        buffer_add_byte(out,
                        byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte);
    }
    return NULL;
}

static unsigned base_of(char letter)
{
    switch (tolower((unsigned char)letter)) {
    case 'x': return 16;
    case 'o': return 8;
    case 'b': return 2;
    default: return 10;
    }
}

/* PostgreSQL 16: 0x1F, 0o17, 0b11. */
static const char *decode_base(struct buffer *out, const char *digits,
                               unsigned base)
{
    char *end;
    uint64_t value = strtoull(digits, &end, (int)base);
    if (value > INT64_MAX || end - digits > 64)
        return "an integer in base 2, 8 or 16 beyond 64 bits";
    buffer_printf(out, "%llu", (unsigned long long)value);
    return NULL;
}

/* 1_000_000 may stand in SQL since PostgreSQL 16. */
const char *number_decode(struct buffer *out, const char *text, size_t length)
{
    struct buffer plain = {0};
    const char *problem = NULL, *digits;
    unsigned base;
    for (size_t i = 0; i < length; i++)
        if (text[i] != '_')
            buffer_add_byte(&plain, text[i]);
    digits = buffer_text(&plain);
    if (*digits == '-' || *digits == '+') {
        if (*digits == '-')
            buffer_add_byte(out, '-');
        digits++;
    }
    base = digits[0] == '0' ? base_of(digits[1]) : 10;
    if (base == 10)
        buffer_add_text(out, digits);
    else
        problem = decode_base(out, digits + 2, base);
    buffer_release(&plain);
    return problem;
}

/* ---- qualified names in texts ---- */

/* Dots inside of quotes are part of a name. */
const char *qualified_split(struct arena *arena, const char *text,
                            const char **schema)
{
    struct buffer part = {0};
    const char *name;
    bool quoted = false;
    for (; *text; text++) {
        if (*text == '"' && quoted && text[1] == '"') {
            buffer_add_byte(&part, *++text);
        } else if (*text == '"') {
            quoted = !quoted;
        } else if (*text == '.' && !quoted) {
            *schema = arena_copy(arena, part.bytes, part.size);
            part.size = 0;
        } else {
            buffer_add_byte(&part, quoted || *text < 'A' || *text > 'Z'
                                       ? *text
                                       : (char)(*text - 'A' + 'a'));
        }
    }
    name = arena_copy(arena, part.bytes, part.size);
    buffer_release(&part);
    return name;
}
