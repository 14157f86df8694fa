/* Numerics as people write them: .5, 1e3, 007. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "types/canonical.h"

/* A few bytes should not become thousands: nobody writes a greater exponent,
 * and PostgreSQL takes no greater scale. */
enum { MOST_EXPONENT = 1000, MOST_SCALE = 1000 };

/* ---- PostgreSQL's form ---- */

/* numeric(2,-3) and numeric(2,5) are left to what their values look like. */
struct numeric_form numeric_form_of(const struct value_type *type)
{
    const struct pg_type *source = type->source;
    struct numeric_form form = {-1, SIZE_MAX};
    if (type_is_named(type, "numeric") && source->n_modifiers &&
        source->modifiers[1] >= 0 && source->modifiers[1] <= MOST_SCALE &&
        source->modifiers[1] <= source->modifiers[0])
        form = (struct numeric_form){
            source->modifiers[1],
            (size_t)(source->modifiers[0] - source->modifiers[1])};
    return form;
}

/* -0.00 is 0.00. */
static bool has_only_zeros(const char *text, size_t length)
{
    size_t n = 0;
    while (n < length && (text[n] == '0' || text[n] == '.'))
        n++;
    return n == length;
}

static size_t numeral_count(const char *text, size_t length)
{
    size_t n = 0;
    while (n < length && text[n] >= '0' && text[n] <= '9')
        n++;
    return n;
}

bool numeric_is_canonical(struct numeric_form form, const char *text,
                          size_t length)
{
    size_t sign = length && *text == '-', whole, fraction;
    text += sign;
    length -= sign;
    whole = numeral_count(text, length);
    if (!whole || (whole > 1 && *text == '0') ||
        (whole > form.most && (whole > 1 || *text != '0')) ||
        (sign && has_only_zeros(text, length)))
        return false;
    if (whole == length)
        return form.scale <= 0;
    fraction = numeral_count(text + whole + 1, length - whole - 1);
    return text[whole] == '.' && fraction && whole + 1 + fraction == length &&
           (form.scale < 0 || (size_t)form.scale == fraction);
}

/* ---- as people write them ---- */

struct numeral {
    bool is_negative;
    struct buffer digits; /* without the point */
    long point;           /* so many of them are before it */
};

static const char *numeral_digits(struct numeral *numeral, const char *at)
{
    for (; isdigit((unsigned char)*at); at++)
        buffer_add_byte(&numeral->digits, *at);
    return at;
}

/* False if it is no number, or has an exponent beyond reason. */
static bool numeral_read(struct numeral *numeral, const char *text)
{
    char *end;
    long exponent = 0;
    numeral->is_negative = *text == '-';
    text += *text == '-' || *text == '+';
    text = numeral_digits(numeral, text);
    numeral->point = (long)numeral->digits.size;
    if (*text == '.')
        text = numeral_digits(numeral, text + 1);
    if (!numeral->digits.size)
        return false;
    if (*text == 'e' || *text == 'E') {
        exponent = strtol(text + 1, &end, 10);
        text = end == text + 1 ? text : end;
    }
    numeral->point += exponent;
    return !*text && exponent >= -MOST_EXPONENT && exponent <= MOST_EXPONENT;
}

/* Zeros in front, so that there is a digit before the point, and one more for
 * what rounding may carry; at the end up to the scale. */
static void numeral_fill(struct numeral *numeral, size_t scale)
{
    struct buffer filled = {0};
    long missing = numeral->point < 1 ? 1 - numeral->point : 0;
    for (long i = 0; i <= missing; i++)
        buffer_add_byte(&filled, '0');
    buffer_add(&filled, numeral->digits.bytes, numeral->digits.size);
    numeral->point += missing + 1;
    while (filled.size < (size_t)numeral->point + scale)
        buffer_add_byte(&filled, '0');
    buffer_release(&numeral->digits);
    numeral->digits = filled;
}

/* Half a digit goes away from zero. */
static void numeral_round(struct numeral *numeral, size_t scale)
{
    size_t kept = (size_t)numeral->point + scale;
    char *digits = numeral->digits.bytes;
    bool carries = kept < numeral->digits.size && digits[kept] >= '5';
    numeral->digits.size = kept;
    for (size_t i = kept; carries; i--) {
        carries = digits[i - 1] == '9';
        digits[i - 1] = carries ? '0' : (char)(digits[i - 1] + 1);
    }
}

static bool numeral_is_zero(const struct numeral *numeral)
{
    for (size_t i = 0; i < numeral->digits.size; i++)
        if (numeral->digits.bytes[i] != '0')
            return false;
    return true;
}

/* NULL if more than `most` digits are before the point. */
static const char *numeral_write(struct arena *arena, struct numeral *numeral,
                                 size_t scale, size_t most)
{
    const char *digits = numeral->digits.bytes;
    size_t point = (size_t)numeral->point, zeros = 0, whole;
    bool is_negative = numeral->is_negative && !numeral_is_zero(numeral);
    while (zeros < point && digits[zeros] == '0')
        zeros++;
    if (point - zeros > most)
        return NULL;
    zeros -= zeros == point; /* 0.5 */
    whole = point - zeros;
    return arena_printf(arena, "%s%.*s%s%.*s", is_negative ? "-" : "",
                        (int)whole, digits + zeros, scale ? "." : "",
                        (int)scale, digits + point);
}

const char *numeric_canonical(struct arena *arena, struct numeric_form form,
                              const char *text)
{
    struct numeral numeral = {0};
    const char *written = NULL;
    if (numeral_read(&numeral, text)) {
        long own = (long)numeral.digits.size - numeral.point;
        size_t scale = (size_t)(own > 0 ? own : 0);
        if (form.scale >= 0)
            scale = (size_t)form.scale;
        numeral_fill(&numeral, scale);
        numeral_round(&numeral, scale);
        written = numeral_write(arena, &numeral, scale, form.most);
    }
    buffer_release(&numeral.digits);
    return written;
}
