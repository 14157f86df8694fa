/* Functions of numbers. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "functions/decimal.h"

static void cube_root(sqlite3_context *context, int n, sqlite3_value **values)
{
    double number;
    (void)n;
    if (argument_number(context, values[0], &number))
        sqlite3_result_double(context, cbrt(number));
}

/* Below and above the bounds are buckets, too. */
static void width_bucket(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    double number, low, high, width;
    int64_t count;
    (void)n;
    if (!argument_number(context, values[0], &number) ||
        !argument_number(context, values[1], &low) ||
        !argument_number(context, values[2], &high) ||
        !argument_integer(context, values[3], &count))
        return;
    /* PostgreSQL's count is an int4. */
    if (count < 1 || count > INT32_MAX || low == high || !isfinite(low) ||
        !isfinite(high) || isnan(number)) {
        result_error(context,
                     "wants from 1 to 2147483647 buckets, and two bounds that "
                     "are finite");
        return;
    }
    width = (number - low) / (high - low);
    if (width < 0)
        sqlite3_result_int64(context, 0);
    else if (width >= 1)
        sqlite3_result_int64(context, count + 1);
    else
        sqlite3_result_int64(context, (int64_t)(width * (double)count) + 1);
}

/* The shortest text that reads as the same double, as PostgreSQL writes it. */
static void double_text(sqlite3_context *context, int n, sqlite3_value **values)
{
    char text[40], *exponent;
    double number;
    int precision = 1;
    (void)n;
    if (!argument_number(context, values[0], &number))
        return;
    if (isinf(number)) {
        sqlite3_result_text(context, number < 0 ? "-Infinity" : "Infinity", -1,
                            SQLITE_STATIC);
        return;
    }
    do
        snprintf(text, sizeof text, "%.*e", precision - 1, number);
    while (strtod(text, NULL) != number && ++precision < 18);
    exponent = strchr(text, 'e');
    if (exponent) {
        int power = (int)strtol(exponent + 1, NULL, 10);
        if (power >= -4 && power < 15)
            snprintf(text, sizeof text, "%.*f",
                     precision - 1 > power ? precision - 1 - power : 0, number);
    }
    sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

/* ---- greatest and least: NULLs do not count ---- */

/* Numbers by value, anything else by its bytes. */
static int number_function_compare(sqlite3_value *a, sqlite3_value *b)
{
    bool are_numbers = sqlite3_value_type(a) != SQLITE_TEXT &&
                       sqlite3_value_type(b) != SQLITE_TEXT;
    struct slice one, other;
    double x = sqlite3_value_double(a), y = sqlite3_value_double(b);
    size_t shorter;
    int order;
    if (are_numbers)
        return (x > y) - (x < y);
    one = argument_text(a);
    other = argument_text(b);
    shorter = one.length < other.length ? one.length : other.length;
    order = memcmp(one.bytes, other.bytes, shorter);
    return order ? order
                 : (one.length > other.length) - (one.length < other.length);
}

/* Without any value the result is NULL. */
static void pick(sqlite3_context *context, int n, sqlite3_value **values,
                 int sign)
{
    sqlite3_value *best = NULL;
    for (int i = 0; i < n; i++)
        if (!argument_is_null(values[i]) &&
            (!best || number_function_compare(values[i], best) * sign > 0))
            best = values[i];
    if (best)
        sqlite3_result_value(context, best);
}

static void greatest(sqlite3_context *context, int n, sqlite3_value **values)
{
    pick(context, n, values, 1);
}

static void least(sqlite3_context *context, int n, sqlite3_value **values)
{
    pick(context, n, values, -1);
}

const struct function number_functions[] = {
    {"cbrt", 1, true, cube_root},
    {"width_bucket", 4, true, width_bucket},
    {"double_text", 1, true, double_text},
    {"greatest", ANY_NUMBER, false, greatest},
    {"least", ANY_NUMBER, false, least},
    {NULL, 0, false, NULL}};
