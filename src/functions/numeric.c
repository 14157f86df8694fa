#include "functions/numeric.h"

#include <stdlib.h>
#include <string.h>

#include "functions/decimal.h"

/* PostgreSQL's NUMERIC_MAX_DISPLAY_SCALE and NUMERIC_MIN_SIG_DIGITS, and the
 * digits of one of its own, by which it counts. */
enum { MOST_SCALE = 1000, LEAST_DIGITS = 16, OWN_DIGITS = 4 };

/* ---- numbers ---- */

/* number * 10^power */
static void raise(mpz_t number, unsigned long power)
{
    mpz_t factor;
    mpz_init(factor);
    mpz_ui_pow_ui(factor, 10, power);
    mpz_mul(number, number, factor);
    mpz_clear(factor);
}

/* The numeric is to be released where this says true. */
static bool numeric_read(struct numeric *numeric, struct slice text)
{
    struct decimal decimal;
    long scale;
    char *digits;
    if (!decimal_read(&decimal, text))
        return false;
    digits = xmalloc(decimal.n_whole + decimal.n_fraction + 1);
    memcpy(digits, decimal.whole, decimal.n_whole);
    if (decimal.n_fraction)
        memcpy(digits + decimal.n_whole, decimal.fraction, decimal.n_fraction);
    digits[decimal.n_whole + decimal.n_fraction] = '\0';
    mpz_init_set_str(numeric->digits, digits, 10);
    free(digits);
    if (decimal.is_negative)
        mpz_neg(numeric->digits, numeric->digits);
    scale = (long)decimal.n_fraction - decimal.exponent;
    if (scale < 0)
        raise(numeric->digits, (unsigned long)-scale);
    numeric->scale = scale < 0 ? 0 : (unsigned long)scale;
    return true;
}

void numeric_release(struct numeric *numeric)
{
    mpz_clear(numeric->digits);
}

static void numeric_write(struct buffer *out, const struct numeric *numeric)
{
    char *text = xmalloc(mpz_sizeinbase(numeric->digits, 10) + 2);
    const char *digits = text;
    size_t n;
    mpz_get_str(text, 10, numeric->digits);
    if (*digits == '-') {
        buffer_add_byte(out, '-');
        digits++;
    }
    n = strlen(digits);
    if (n <= numeric->scale)
        buffer_add_byte(out, '0');
    else
        buffer_add(out, digits, n - numeric->scale);
    if (numeric->scale)
        buffer_add_byte(out, '.');
    for (size_t i = n; i < numeric->scale; i++)
        buffer_add_byte(out, '0');
    if (n > numeric->scale)
        digits += n - numeric->scale;
    if (numeric->scale)
        buffer_add_text(out, digits);
    free(text);
}

/* More digits behind the point, which are zeros. */
static void widen(struct numeric *numeric, unsigned long scale)
{
    if (scale > numeric->scale) {
        raise(numeric->digits, scale - numeric->scale);
        numeric->scale = scale;
    }
}

static void same_scale(struct numeric *a, struct numeric *b)
{
    widen(a, b->scale);
    widen(b, a->scale);
}

/* Half a digit goes away from zero, as in PostgreSQL. */
static void divide_rounded(mpz_t number, const mpz_t divisor)
{
    mpz_t rest;
    mpz_init(rest);
    mpz_tdiv_qr(number, rest, number, divisor);
    mpz_mul_2exp(rest, rest, 1);
    if (mpz_cmpabs(rest, divisor) >= 0) {
        /* The quotient may be 0 and have no sign. */
        if (mpz_sgn(rest) * mpz_sgn(divisor) < 0)
            mpz_sub_ui(number, number, 1);
        else
            mpz_add_ui(number, number, 1);
    }
    mpz_clear(rest);
}

void numeric_shorten(struct numeric *numeric, long scale, bool rounds)
{
    unsigned long less = (unsigned long)((long)numeric->scale - scale);
    mpz_t divisor;
    if (scale >= (long)numeric->scale) {
        widen(numeric, (unsigned long)scale);
        return;
    }
    mpz_init(divisor);
    mpz_ui_pow_ui(divisor, 10, less);
    if (rounds)
        divide_rounded(numeric->digits, divisor);
    else
        mpz_tdiv_q(numeric->digits, numeric->digits, divisor);
    mpz_clear(divisor);
    if (scale < 0)
        raise(numeric->digits, (unsigned long)-scale);
    numeric->scale = scale < 0 ? 0 : (unsigned long)scale;
}

/* ---- the scale of a quotient and of a root ---- */

/* The place of the first of PostgreSQL's own digits, and that digit. */
static long weight_of(const struct numeric *numeric, long *first)
{
    char *text = xmalloc(mpz_sizeinbase(numeric->digits, 10) + 2);
    const char *digits = text;
    long place, weight, n;
    mpz_get_str(text, 10, numeric->digits);
    digits += *digits == '-';
    place = (long)strlen(digits) - 1 - (long)numeric->scale;
    weight = place >= 0 ? place / OWN_DIGITS
                        : -((-place + OWN_DIGITS - 1) / OWN_DIGITS);
    n = place - weight * OWN_DIGITS + 1;
    *first = 0;
    for (long i = 0; i < n; i++)
        *first = *first * 10 + (*digits ? *digits++ - '0' : 0);
    free(text);
    if (mpz_sgn(numeric->digits) == 0)
        weight = *first = 0;
    return weight;
}

static long larger_scale(long a, long b)
{
    return a > b ? a : b;
}

static long bounded_scale(long scale)
{
    return scale < 0 ? 0 : scale > MOST_SCALE ? MOST_SCALE : scale;
}

/* At least sixteen digits that mean something. */
static unsigned long quotient_scale(const struct numeric *a,
                                    const struct numeric *b)
{
    long first_a, first_b;
    long weight = weight_of(a, &first_a) - weight_of(b, &first_b);
    if (first_a <= first_b)
        weight--;
    return (unsigned long)bounded_scale(
        larger_scale(LEAST_DIGITS - weight * OWN_DIGITS,
                     larger_scale((long)a->scale, (long)b->scale)));
}

static unsigned long root_scale(const struct numeric *numeric)
{
    long first;
    long before = weight_of(numeric, &first) * OWN_DIGITS / 2 + 1;
    return (unsigned long)bounded_scale(
        larger_scale(LEAST_DIGITS - before, (long)numeric->scale));
}

/* ---- operations: into the first of two ---- */

const char *operation_add(struct numeric *a, struct numeric *b)
{
    same_scale(a, b);
    mpz_add(a->digits, a->digits, b->digits);
    return NULL;
}

const char *operation_subtract(struct numeric *a, struct numeric *b)
{
    same_scale(a, b);
    mpz_sub(a->digits, a->digits, b->digits);
    return NULL;
}

const char *operation_multiply(struct numeric *a, struct numeric *b)
{
    mpz_mul(a->digits, a->digits, b->digits);
    a->scale += b->scale;
    return NULL;
}

const char *operation_divide(struct numeric *a, struct numeric *b)
{
    unsigned long scale = quotient_scale(a, b);
    if (mpz_sgn(b->digits) == 0)
        return "division by zero";
    /* A scale is bounded, so the quotient may have fewer digits than the parts.
     */
    if (scale + b->scale >= a->scale)
        raise(a->digits, scale + b->scale - a->scale);
    else
        raise(b->digits, a->scale - scale - b->scale);
    divide_rounded(a->digits, b->digits);
    a->scale = scale;
    return NULL;
}

/* The rest has the sign of the first. */
const char *operation_modulo(struct numeric *a, struct numeric *b)
{
    if (mpz_sgn(b->digits) == 0)
        return "division by zero";
    same_scale(a, b);
    mpz_tdiv_r(a->digits, a->digits, b->digits);
    return NULL;
}

const char *operation_div(struct numeric *a, struct numeric *b)
{
    if (mpz_sgn(b->digits) == 0)
        return "division by zero";
    same_scale(a, b);
    mpz_tdiv_q(a->digits, a->digits, b->digits);
    a->scale = 0;
    return NULL;
}

/* One digit more than wanted, by which it is rounded. */
void numeric_root(struct numeric *numeric)
{
    unsigned long scale = root_scale(numeric);
    numeric_shorten(numeric, (long)(2 * (scale + 1)), false);
    mpz_sqrt(numeric->digits, numeric->digits);
    numeric->scale = scale + 1;
    numeric_shorten(numeric, (long)scale, true);
}

/* ---- to sort by ---- */

/* Digits turned round, and behind them more than any digit. */
static void turn_round(char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        bytes[i] = (char)('0' + '9' - bytes[i]);
}

void numeric_add_key(struct buffer *key, const struct numeric *numeric)
{
    char *digits = mpz_get_str(NULL, 10, numeric->digits);
    const char *at = digits + (*digits == '-');
    size_t length = strlen(at), start;
    int sign = mpz_sgn(numeric->digits);
    long place = (long)length - (long)numeric->scale;
    while (length > 1 && at[length - 1] == '0')
        length--;
    buffer_add_text(key, sign < 0 ? "1" : sign == 0 ? "2" : "3");
    start = key->size;
    if (sign) {
        buffer_printf(key, "%06ld", place + 500000);
        buffer_add(key, at, length);
    }
    if (sign < 0) {
        turn_round(key->bytes + start, key->size - start);
        buffer_add_byte(key, '~');
    }
    free(digits);
}

/* ---- arguments and results ---- */

void numeric_give(sqlite3_context *context, const struct numeric *numeric,
                  const char *problem)
{
    struct buffer out = {0};
    if (problem) {
        result_error(context, "%s", problem);
        return;
    }
    numeric_write(&out, numeric);
    result_buffer(context, &out);
}

bool numeric_argument(sqlite3_context *context, sqlite3_value *value,
                      struct numeric *numeric)
{
    if (numeric_read(numeric, argument_text(value)))
        return true;
    result_error(context, "wants finite numbers of %d digits at most",
                 (int)DECIMAL_LONGEST);
    return false;
}

bool numeric_is_nan(sqlite3_value *value)
{
    struct slice text = argument_text(value);
    return text.length == 3 && !memcmp(text.bytes, "NaN", 3);
}
