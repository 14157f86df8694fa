/* Exact arithmetic with numerics, which are text: numeric_add and the like.
 *
 * A numeric is a whole number of GMP's and how many of its digits stand behind
 * the point. How many a result has is what PostgreSQL's numeric.c says. */
#include "functions/decimal.h"

#include <gmp.h>
#include <stdlib.h>
#include <string.h>

struct numeric {
    mpz_t digits;
    unsigned long scale; /* digits behind the point */
};

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

static void numeric_release(struct numeric *numeric)
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

/* The digits behind the point become `scale`; less than 0: places before it
 * become zeros. */
static void numeric_shorten(struct numeric *numeric, long scale, bool rounds)
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

typedef const char *numeric_operation(struct numeric *a, struct numeric *b);

static const char *operation_add(struct numeric *a, struct numeric *b)
{
    same_scale(a, b);
    mpz_add(a->digits, a->digits, b->digits);
    return NULL;
}

static const char *operation_subtract(struct numeric *a, struct numeric *b)
{
    same_scale(a, b);
    mpz_sub(a->digits, a->digits, b->digits);
    return NULL;
}

static const char *operation_multiply(struct numeric *a, struct numeric *b)
{
    mpz_mul(a->digits, a->digits, b->digits);
    a->scale += b->scale;
    return NULL;
}

static const char *operation_divide(struct numeric *a, struct numeric *b)
{
    unsigned long scale = quotient_scale(a, b);
    if (mpz_sgn(b->digits) == 0)
        return "division by zero";
    /* scale is not less than a's, so the power is none below 0. */
    raise(a->digits, scale + b->scale - a->scale);
    divide_rounded(a->digits, b->digits);
    a->scale = scale;
    return NULL;
}

/* The rest has the sign of the first. */
static const char *operation_modulo(struct numeric *a, struct numeric *b)
{
    if (mpz_sgn(b->digits) == 0)
        return "division by zero";
    same_scale(a, b);
    mpz_tdiv_r(a->digits, a->digits, b->digits);
    return NULL;
}

static const char *operation_div(struct numeric *a, struct numeric *b)
{
    if (mpz_sgn(b->digits) == 0)
        return "division by zero";
    same_scale(a, b);
    mpz_tdiv_q(a->digits, a->digits, b->digits);
    a->scale = 0;
    return NULL;
}

static void numeric_give(sqlite3_context *context,
                         const struct numeric *numeric, const char *problem)
{
    struct buffer out = {0};
    if (problem) {
        result_error(context, "%s", problem);
        return;
    }
    numeric_write(&out, numeric);
    result_buffer(context, &out);
}

static bool numeric_argument(sqlite3_context *context, sqlite3_value *value,
                             struct numeric *numeric)
{
    if (numeric_read(numeric, argument_text(value)))
        return true;
    result_error(context, "wants finite numbers of %d digits at most",
                 (int)DECIMAL_LONGEST);
    return false;
}

static void operate(sqlite3_context *context, sqlite3_value **values,
                    numeric_operation *operation)
{
    struct numeric a, b;
    const char *problem;
    if (!numeric_argument(context, values[0], &a))
        return;
    if (numeric_argument(context, values[1], &b)) {
        problem = operation(&a, &b);
        numeric_give(context, &a, problem);
        numeric_release(&b);
    }
    numeric_release(&a);
}

static void numeric_add(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    operate(context, values, operation_add);
}

static void numeric_subtract(sqlite3_context *context, int n,
                             sqlite3_value **values)
{
    (void)n;
    operate(context, values, operation_subtract);
}

static void numeric_multiply(sqlite3_context *context, int n,
                             sqlite3_value **values)
{
    (void)n;
    operate(context, values, operation_multiply);
}

static void numeric_divide(sqlite3_context *context, int n,
                           sqlite3_value **values)
{
    (void)n;
    operate(context, values, operation_divide);
}

static void numeric_mod(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    operate(context, values, operation_modulo);
}

static void numeric_div(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    operate(context, values, operation_div);
}

/* ---- of one number ---- */

static void shortened(sqlite3_context *context, int n, sqlite3_value **values,
                      bool rounds)
{
    struct numeric numeric;
    int64_t scale = 0;
    if (n > 1 && !argument_integer(context, values[1], &scale))
        return;
    if (scale > DECIMAL_LONGEST || scale < -DECIMAL_LONGEST) {
        result_error(context, "wants %d digits at most", (int)DECIMAL_LONGEST);
        return;
    }
    if (!numeric_argument(context, values[0], &numeric))
        return;
    numeric_shorten(&numeric, (long)scale, rounds);
    numeric_give(context, &numeric, NULL);
    numeric_release(&numeric);
}

static void numeric_round(sqlite3_context *context, int n,
                          sqlite3_value **values)
{
    shortened(context, n, values, true);
}

static void numeric_trunc(sqlite3_context *context, int n,
                          sqlite3_value **values)
{
    shortened(context, n, values, false);
}

/* The next whole number in the direction of the sign. */
static void numeric_whole(sqlite3_context *context, sqlite3_value *value,
                          int sign)
{
    struct numeric numeric;
    mpz_t divisor;
    if (!numeric_argument(context, value, &numeric))
        return;
    mpz_init(divisor);
    mpz_ui_pow_ui(divisor, 10, numeric.scale);
    if (sign > 0)
        mpz_cdiv_q(numeric.digits, numeric.digits, divisor);
    else
        mpz_fdiv_q(numeric.digits, numeric.digits, divisor);
    mpz_clear(divisor);
    numeric.scale = 0;
    numeric_give(context, &numeric, NULL);
    numeric_release(&numeric);
}

static void numeric_ceil(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    (void)n;
    numeric_whole(context, values[0], 1);
}

static void numeric_floor(sqlite3_context *context, int n,
                          sqlite3_value **values)
{
    (void)n;
    numeric_whole(context, values[0], -1);
}

static void numeric_abs(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct numeric numeric;
    (void)n;
    if (!numeric_argument(context, values[0], &numeric))
        return;
    mpz_abs(numeric.digits, numeric.digits);
    numeric_give(context, &numeric, NULL);
    numeric_release(&numeric);
}

static void numeric_sign(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    struct numeric numeric;
    (void)n;
    if (!numeric_argument(context, values[0], &numeric))
        return;
    sqlite3_result_int(context, mpz_sgn(numeric.digits));
    numeric_release(&numeric);
}

/* One digit more than wanted, by which it is rounded. */
static void numeric_sqrt(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    struct numeric numeric;
    unsigned long scale;
    (void)n;
    if (!numeric_argument(context, values[0], &numeric))
        return;
    if (mpz_sgn(numeric.digits) < 0) {
        result_error(context, "a negative number has no root");
    } else {
        scale = root_scale(&numeric);
        raise(numeric.digits, 2 * (scale + 1) - numeric.scale);
        mpz_sqrt(numeric.digits, numeric.digits);
        numeric.scale = scale + 1;
        numeric_shorten(&numeric, (long)scale, true);
        numeric_give(context, &numeric, NULL);
    }
    numeric_release(&numeric);
}

static void numeric_compare(sqlite3_context *context, int n,
                            sqlite3_value **values)
{
    int order =
        decimal_compare(argument_text(values[0]), argument_text(values[1]));
    (void)n;
    sqlite3_result_int(context, (order > 0) - (order < 0));
}

const struct function numeric_functions[] = {
    {"numeric_add", 2, true, numeric_add},
    {"numeric_subtract", 2, true, numeric_subtract},
    {"numeric_multiply", 2, true, numeric_multiply},
    {"numeric_divide", 2, true, numeric_divide},
    {"numeric_mod", 2, true, numeric_mod},
    {"numeric_div", 2, true, numeric_div},
    {"numeric_round", 1, true, numeric_round},
    {"numeric_round", 2, true, numeric_round},
    {"numeric_trunc", 1, true, numeric_trunc},
    {"numeric_trunc", 2, true, numeric_trunc},
    {"numeric_ceil", 1, true, numeric_ceil},
    {"numeric_floor", 1, true, numeric_floor},
    {"numeric_abs", 1, true, numeric_abs},
    {"numeric_sign", 1, true, numeric_sign},
    {"numeric_sqrt", 1, true, numeric_sqrt},
    {"numeric_compare", 2, true, numeric_compare},
    {NULL, 0, false, NULL}};

/* ---- sums ---- */

/* A sum has the digits of the number with the most behind the point; numbers go
 * out of a window again, so how many have which scale is counted. */
struct numeric_total {
    struct numeric sum;
    int64_t n;
    int64_t *scales; /* how many numbers have this one */
    size_t n_scales, capacity;
    bool is_there; /* `sum` has been made */
};

static void count_scale(struct numeric_total *total, unsigned long scale,
                        int64_t one)
{
    grow_array(&total->scales, &total->capacity, scale + 1,
               sizeof *total->scales);
    while (total->n_scales <= scale)
        total->scales[total->n_scales++] = 0;
    total->scales[scale] += one;
    total->n += one;
}

static unsigned long largest_scale(const struct numeric_total *total)
{
    size_t scale = total->n_scales;
    while (scale > 0 && !total->scales[scale - 1])
        scale--;
    return scale ? (unsigned long)scale - 1 : 0;
}

static void count_numeric(sqlite3_context *context, sqlite3_value *value,
                          numeric_operation *operation, int64_t one)
{
    struct numeric_total *total =
        sqlite3_aggregate_context(context, sizeof *total);
    struct numeric numeric;
    if (!total || argument_is_null(value) ||
        !numeric_argument(context, value, &numeric))
        return;
    if (!total->is_there)
        mpz_init(total->sum.digits);
    total->is_there = true;
    count_scale(total, numeric.scale, one);
    operation(&total->sum, &numeric);
    numeric_release(&numeric);
}

static void numeric_total_step(sqlite3_context *context, int n,
                               sqlite3_value **values)
{
    (void)n;
    count_numeric(context, values[0], operation_add, 1);
}

static void numeric_total_inverse(sqlite3_context *context, int n,
                                  sqlite3_value **values)
{
    (void)n;
    count_numeric(context, values[0], operation_subtract, -1);
}

static void numeric_sum_value(sqlite3_context *context)
{
    struct numeric_total *total = sqlite3_aggregate_context(context, 0);
    if (!total || !total->n)
        return;
    numeric_shorten(&total->sum, (long)largest_scale(total), false);
    numeric_give(context, &total->sum, NULL);
}

static void numeric_avg_value(sqlite3_context *context)
{
    struct numeric_total *total = sqlite3_aggregate_context(context, 0);
    struct numeric mean, count = {.scale = 0};
    if (!total || !total->n)
        return;
    numeric_shorten(&total->sum, (long)largest_scale(total), false);
    mean.scale = total->sum.scale;
    mpz_init_set(mean.digits, total->sum.digits);
    mpz_init_set_si(count.digits, (long)total->n);
    operation_divide(&mean, &count);
    numeric_give(context, &mean, NULL);
    numeric_release(&mean);
    numeric_release(&count);
}

static void release_total(sqlite3_context *context)
{
    struct numeric_total *total = sqlite3_aggregate_context(context, 0);
    if (!total || !total->is_there)
        return;
    numeric_release(&total->sum);
    free(total->scales);
}

static void numeric_sum_finish(sqlite3_context *context)
{
    numeric_sum_value(context);
    release_total(context);
}

static void numeric_avg_finish(sqlite3_context *context)
{
    numeric_avg_value(context);
    release_total(context);
}

const struct aggregate numeric_aggregates[] = {
    {"numeric_sum", 1, numeric_total_step, numeric_sum_finish,
     numeric_sum_value, numeric_total_inverse},
    {"numeric_avg", 1, numeric_total_step, numeric_avg_finish,
     numeric_avg_value, numeric_total_inverse},
    {NULL, 0, NULL, NULL, NULL, NULL}};
