/* Exact arithmetic with numerics, which are text: numeric_add and the like. */
#include "functions/decimal.h"
#include "functions/numeric.h"

static void operate(sqlite3_context *context, sqlite3_value **values,
                    numeric_operation *operation)
{
    struct numeric a, b;
    const char *problem;
    if (numeric_is_nan(values[0]) || numeric_is_nan(values[1])) {
        sqlite3_result_text(context, "NaN", 3, SQLITE_STATIC);
        return;
    }
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

static void numeric_sqrt(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    struct numeric numeric;
    (void)n;
    if (!numeric_argument(context, values[0], &numeric))
        return;
    if (mpz_sgn(numeric.digits) < 0) {
        result_error(context, "a negative number has no root");
    } else {
        numeric_root(&numeric);
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

/* A text whose bytes sort as the numbers do: its sign, the place of the first
 * digit, and the digits; of a negative number all of it turned round. */
static void numeric_key(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct slice text = argument_text(values[0]);
    struct buffer key = {0};
    struct numeric numeric;
    (void)n;
    if (numeric_is_nan(values[0]))
        buffer_add_text(&key, "5");
    else if (text.length && text.bytes[text.length - 1] == 'y')
        buffer_add_text(&key, *text.bytes == '-' ? "0" : "4");
    else if (!numeric_argument(context, values[0], &numeric))
        return;
    else {
        numeric_add_key(&key, &numeric);
        numeric_release(&numeric);
    }
    result_buffer(context, &key);
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
    {"numeric_key", 1, true, numeric_key},
    {NULL, 0, false, NULL}};
