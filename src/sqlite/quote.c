#include "sqlite/quote.h"

#include <ctype.h>
#include <math.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Bytes beyond ASCII are letters for SQLite, but for a byte order mark, which
 * it takes for a blank where a token begins. */
static bool quote_is_plain(const char *name)
{
    if (isdigit((unsigned char)*name) || !*name ||
        !strncmp(name, "\xEF\xBB\xBF", 3))
        return false;
    for (; *name; name++)
        if (!isalnum((unsigned char)*name) && *name != '_' &&
            (unsigned char)*name < 0x80)
            return false;
    return true;
}

/* Names that need no quotes have none, so that the output reads like SQL that
 * people write. */
void quote_identifier(struct buffer *out, const char *name)
{
    size_t length = strlen(name);
    if (quote_is_plain(name) && !sqlite3_keyword_check(name, (int)length)) {
        buffer_add(out, name, length);
        return;
    }
    buffer_add_byte(out, '"');
    for (; *name; name++) {
        if (*name == '"')
            buffer_add_byte(out, '"');
        buffer_add_byte(out, *name);
    }
    buffer_add_byte(out, '"');
}

static void add_doubling_quotes(struct buffer *out, const char *text,
                                size_t length)
{
    const char *end = text + length, *quote;
    while ((quote = memchr(text, '\'', (size_t)(end - text)))) {
        buffer_add(out, text, (size_t)(quote + 1 - text));
        buffer_add_byte(out, '\'');
        text = quote + 1;
    }
    buffer_add(out, text, (size_t)(end - text));
}

void quote_text(struct buffer *out, const char *text, size_t length)
{
    buffer_add_byte(out, '\'');
    if (length) /* text may be NULL then */
        add_doubling_quotes(out, text, length);
    buffer_add_byte(out, '\'');
}

/* A mark that does not occur in the text: \r, \0r, \1r ... Because only its
 * first character is a backslash, putting it into the text cannot make
 * another one. */
static void choose_mark(char *mark, size_t size, const char *text,
                        size_t length)
{
    snprintf(mark, size, "\\r");
    for (unsigned n = 0; memmem(text, length, mark, strlen(mark)); n++)
        snprintf(mark, size, "\\%ur", n);
}

/* The shell turns a carriage return at a line's end into nothing, so none may
 * stand in the text. */
void quote_text_with_returns(struct buffer *out, const char *text,
                             size_t length)
{
    const char *end = text + length, *found;
    char mark[16];
    choose_mark(mark, sizeof mark, text, length);
    buffer_add_text(out, "replace('");
    while ((found = memchr(text, '\r', (size_t)(end - text)))) {
        add_doubling_quotes(out, text, (size_t)(found - text));
        buffer_add_text(out, mark);
        text = found + 1;
    }
    add_doubling_quotes(out, text, (size_t)(end - text));
    buffer_printf(out, "','%s',char(13))", mark);
}

/* Lower case, as PostgreSQL writes hex. */
void quote_blob(struct buffer *out, const char *bytes, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    char *at;
    buffer_reserve(out, length * 2 + 3);
    at = out->bytes + out->size;
    *at++ = 'x';
    *at++ = '\'';
    for (size_t i = 0; i < length; i++) {
        *at++ = digits[(unsigned char)bytes[i] >> 4];
        *at++ = digits[(unsigned char)bytes[i] & 15];
    }
    *at = '\'';
    out->size += length * 2 + 3;
}

/* Up to these powers of ten 17 digits always arrive, whatever the version: they
 * are less than .4504 of the distance of two doubles away from theirs, and no
 * way in which SQLite has read digits is off by more than .0107 of it (22 of
 * 2,048 parts: see types/number.c). Beyond them a reader may round twice.
 */
static bool decimal_is_exact(double real)
{
    double magnitude = fabs(real);
    return magnitude == 0 || (magnitude >= 1e-10 && magnitude < 1e43);
}

static void add_decimal(struct buffer *out, double real)
{
    char text[40];
    int length = snprintf(text, sizeof text, "%.17g", real);
    buffer_add(out, text, (size_t)length);
    /* Without a point SQLite would read an integer. */
    if (!strpbrk(text, ".e"))
        buffer_add_text(out, ".0");
}

/* mantissa * 2^exponent, in steps that no rounding can touch. */
static void add_powers_of_two(struct buffer *out, double real)
{
    int exponent;
    double mantissa = frexp(real, &exponent);
    const char *step;
    long long whole = (long long)ldexp(mantissa, 53);
    exponent -= 53;
    step = exponent < 0 ? "/1152921504606846976" : "*1152921504606846976";
    buffer_printf(out, "(1.0*%lld", whole);
    for (exponent = exponent < 0 ? -exponent : exponent; exponent >= 60;
         exponent -= 60)
        buffer_add_text(out, step);
    buffer_printf(out, "%c%lld)", *step, 1LL << exponent);
}

/* SQLite has no NaN: it stores NULL for one. Infinity is a number too large. */
void quote_real(struct buffer *out, double real)
{
    if (isnan(real))
        buffer_add_text(out, "NULL");
    else if (isinf(real))
        buffer_add_text(out, real < 0 ? "-9e999" : "9e999");
    else if (decimal_is_exact(real))
        add_decimal(out, real);
    else
        add_powers_of_two(out, real);
}

const char *quoted_identifier(struct arena *arena, const char *name)
{
    struct buffer sql = {0};
    const char *copy;
    quote_identifier(&sql, name);
    copy = arena_copy(arena, sql.bytes, sql.size);
    buffer_release(&sql);
    return copy;
}
