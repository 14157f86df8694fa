#include "functions/decimal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Slices, not digits: nothing is copied, however long the number. */
bool decimal_read(struct decimal *decimal, struct slice text)
{
    const char *at = text.bytes, *end = at + text.length;
    *decimal = (struct decimal){.is_negative = at < end && *at == '-'};
    at += at < end && (*at == '-' || *at == '+');
    decimal->whole = at;
    while (at < end && isdigit((unsigned char)*at))
        at++;
    decimal->n_whole = (size_t)(at - decimal->whole);
    if (at < end && *at == '.') {
        decimal->fraction = ++at;
        while (at < end && isdigit((unsigned char)*at))
            at++;
        decimal->n_fraction = (size_t)(at - decimal->fraction);
    }
    if (!(decimal->n_whole + decimal->n_fraction))
        return false;
    if (at < end && (*at == 'e' || *at == 'E')) {
        char *behind;
        decimal->exponent = strtol(at + 1, &behind, 10);
        at = behind;
    }
    return at == end && labs(decimal->exponent) < DECIMAL_LONGEST &&
           decimal->n_whole + decimal->n_fraction < DECIMAL_LONGEST;
}

/* The digit before the point at place 0, after it at -1 and so on. */
static int digit(const struct decimal *decimal, long place)
{
    place -= decimal->exponent;
    if (place >= 0)
        return (size_t)place < decimal->n_whole
                   ? decimal->whole[decimal->n_whole - 1 - (size_t)place] - '0'
                   : 0;
    return (size_t)(-place - 1) < decimal->n_fraction
               ? decimal->fraction[-place - 1] - '0'
               : 0;
}

/* The place of the first digit, and one more. */
static long highest(const struct decimal *decimal)
{
    return (long)decimal->n_whole + decimal->exponent;
}

/* The place of the last digit. */
static long lowest(const struct decimal *decimal)
{
    return decimal->exponent - (long)decimal->n_fraction;
}

static long larger(long a, long b)
{
    return a > b ? a : b;
}

/* Place by place from the left; the sign is not looked at. */
static int compare_sizes(const struct decimal *a, const struct decimal *b)
{
    long low = -larger(-lowest(a), -lowest(b));
    for (long i = larger(highest(a), highest(b)); i >= low; i--)
        if (digit(a, i) != digit(b, i))
            return digit(a, i) < digit(b, i) ? -1 : 1;
    return 0;
}

static int compare_texts(struct slice a, struct slice b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.bytes, b.bytes, shorter) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

/* -Infinity, numbers, Infinity, NaN, anything else */
static int rank(struct slice text, struct decimal *decimal)
{
    static const char *const words[] = {"-Infinity", NULL, "Infinity", "NaN"};
    for (int i = 0; i < 4; i++)
        if (words[i] && strlen(words[i]) == text.length &&
            !memcmp(words[i], text.bytes, text.length))
            return i;
    return decimal_read(decimal, text) ? 1 : 4;
}

/* Zero has no sign: -0 and 0 are equal. */
int decimal_compare(struct slice a, struct slice b)
{
    struct decimal one = {0}, other = {0};
    int a_rank = rank(a, &one), b_rank = rank(b, &other), order;
    if (a_rank != b_rank)
        return a_rank < b_rank ? -1 : 1;
    if (a_rank == 4)
        return compare_texts(a, b);
    if (a_rank != 1)
        return 0;
    order = compare_sizes(&one, &other);
    if (one.is_negative == other.is_negative)
        return one.is_negative ? -order : order;
    if (order == 0 && compare_sizes(&one, &(struct decimal){0}) == 0)
        return 0;
    return one.is_negative ? -1 : 1;
}
