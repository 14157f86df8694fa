#include "functions/decimal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 20000 };

/* digits * 10^-scale; the digits have no zero in front. */
struct decimal {
    bool is_negative;
    const char *whole, *fraction; /* slices of the text */
    size_t n_whole, n_fraction;
    long exponent;
};

/* Slices, not digits: nothing is copied, however long the number. */
static bool decimal_read(struct decimal *decimal, struct slice text)
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
    /* Beyond that a few bytes would make a number of gigabytes. */
    return at == end && labs(decimal->exponent) < LONGEST &&
           decimal->n_whole + decimal->n_fraction < LONGEST;
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

/* ---- arithmetic ---- */

/* Digits from the lowest place on, as a number with a point. */
static void decimal_write(struct buffer *out, const char *digits, size_t n,
                          size_t scale, bool is_negative)
{
    bool is_zero = true;
    for (size_t i = 0; i < n; i++)
        is_zero &= digits[i] == 0;
    while (n > scale + 1 && digits[n - 1] == 0)
        n--;
    if (is_negative && !is_zero)
        buffer_add_byte(out, '-');
    if (n <= scale)
        buffer_add_byte(out, '0');
    for (size_t i = n; i-- > 0;) {
        if (i + 1 == scale)
            buffer_add_byte(out, '.');
        buffer_add_byte(out, (char)('0' + digits[i]));
    }
}

/* |a| + |b| or, where |a| is not less than |b|, |a| - |b|. */
static void decimal_combine(struct buffer *out, const struct decimal *a,
                            const struct decimal *b, bool subtract,
                            bool is_negative)
{
    long low = -larger(larger(-lowest(a), -lowest(b)), 0);
    long high = larger(larger(highest(a), highest(b)), 0) + 1;
    size_t n = (size_t)(high - low + 1);
    char *digits = xmalloc(n);
    int carry = 0;
    for (size_t i = 0; i < n; i++) {
        long place = low + (long)i;
        int sum = digit(a, place) + carry +
                  (subtract ? -digit(b, place) : digit(b, place));
        carry = sum < 0 ? -1 : sum / 10;
        digits[i] = (char)(sum < 0 ? sum + 10 : sum % 10);
    }
    decimal_write(out, digits, n, (size_t)-low, is_negative);
    free(digits);
}

/* As at school: equal signs add, others subtract the smaller. */
bool decimal_add(struct buffer *out, struct slice a, struct slice b,
                 bool subtract)
{
    struct decimal one, other;
    if (!decimal_read(&one, a) || !decimal_read(&other, b))
        return false;
    other.is_negative ^= subtract;
    if (one.is_negative == other.is_negative)
        decimal_combine(out, &one, &other, false, one.is_negative);
    else if (compare_sizes(&one, &other) >= 0)
        decimal_combine(out, &one, &other, true, one.is_negative);
    else
        decimal_combine(out, &other, &one, true, other.is_negative);
    return true;
}

/* Long multiplication, digit by digit; LONGEST bounds each factor's digits and
 * exponent. */
bool decimal_multiply(struct buffer *out, struct slice a, struct slice b)
{
    struct decimal one, other;
    long low;
    size_t n, m;
    char *digits;
    if (!decimal_read(&one, a) || !decimal_read(&other, b))
        return false;
    n = (size_t)(larger(highest(&one), 0) + larger(-lowest(&one), 0));
    m = (size_t)(larger(highest(&other), 0) + larger(-lowest(&other), 0));
    low = -larger(-lowest(&one), 0) - larger(-lowest(&other), 0);
    digits = xmalloc(n + m + 1);
    memset(digits, 0, n + m + 1);
    for (size_t i = 0; i < n; i++) {
        int carry = 0;
        for (size_t j = 0; j <= m; j++) {
            int product = digits[i + j] + carry;
            if (j < m)
                product += digit(&one, (long)i - larger(-lowest(&one), 0)) *
                           digit(&other, (long)j - larger(-lowest(&other), 0));
            digits[i + j] = (char)(product % 10);
            carry = product / 10;
        }
    }
    decimal_write(out, digits, n + m + 1, (size_t)-low,
                  one.is_negative != other.is_negative);
    free(digits);
    return true;
}

/* All digits from place `low` on as one integer, or its rest by a divisor. */
static uint64_t integer_of(const struct decimal *decimal, long low,
                           uint64_t divisor)
{
    uint64_t integer = 0;
    for (long i = highest(decimal); i >= low; i--) {
        integer = integer * 10 + (unsigned)digit(decimal, i);
        if (divisor)
            integer %= divisor;
    }
    return integer;
}

/* For divisors of 18 digits, which fit 64 bits; others are refused. */
bool decimal_modulo(struct buffer *out, struct slice a, struct slice b)
{
    struct decimal one, other;
    uint64_t divisor, rest;
    char *digits;
    size_t n = 0;
    long low;
    if (!decimal_read(&one, a) || !decimal_read(&other, b))
        return false;
    low = -larger(larger(-lowest(&one), -lowest(&other)), 0);
    if (highest(&other) - low > 18)
        return false;
    divisor = integer_of(&other, low, 0);
    if (!divisor)
        return false;
    digits = xmalloc((size_t)-low + 24);
    for (rest = integer_of(&one, low, divisor); rest; rest /= 10)
        digits[n++] = (char)(rest % 10);
    while (n <= (size_t)-low)
        digits[n++] = 0;
    decimal_write(out, digits, n, (size_t)-low, one.is_negative);
    free(digits);
    return true;
}
