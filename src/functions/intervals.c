/* Functions of intervals. */
#include <math.h>

#include "functions/moment.h"

static const int64_t DAY = INT64_C(86400000000);

/* Part by part: nothing is carried, as in PostgreSQL. */
static void interval_function_combine(sqlite3_context *context,
                                      sqlite3_value **values, int sign)
{
    struct pg_interval a, b;
    if (!interval_argument(context, values[0], &a) ||
        !interval_argument(context, values[1], &b))
        return;
    a.months += sign * b.months;
    a.days += sign * b.days;
    a.microseconds += sign * b.microseconds;
    interval_result(context, &a);
}

static void interval_plus(sqlite3_context *context, int n,
                          sqlite3_value **values)
{
    (void)n;
    interval_function_combine(context, values, 1);
}

static void interval_minus(sqlite3_context *context, int n,
                           sqlite3_value **values)
{
    (void)n;
    interval_function_combine(context, values, -1);
}

/* ---- times a number ---- */

static double to_microseconds(double number)
{
    return rint(number * 1e6) / 1e6;
}

static double scaled(int64_t part, double factor, bool divides)
{
    return divides ? (double)part / factor : (double)part * factor;
}

static bool fits_int64(double number)
{
    return number > -9e18 && number < 9e18;
}

/* As PostgreSQL does it: what is left of a month becomes days of 30 to one, and
 * what is left of a day hours. False beyond what an interval holds. */
static bool interval_scale(struct pg_interval *interval, double factor,
                           bool divides)
{
    double months = scaled(interval->months, factor, divides);
    double days = scaled(interval->days, factor, divides), rest, seconds, time;
    struct pg_interval result;
    if (!(fabs(months) < 2e9) || !(fabs(days) < 2e9))
        return false;
    result.months = (int64_t)months;
    result.days = (int64_t)days;
    rest = to_microseconds((months - (double)result.months) * 30);
    seconds = to_microseconds(
        (days - (double)result.days + rest - (double)(int64_t)rest) * 86400);
    if (fabs(seconds) >= 86400) {
        result.days += (int64_t)(seconds / 86400);
        seconds -= (double)((int64_t)(seconds / 86400) * 86400);
    }
    result.days += (int64_t)rest;
    time =
        rint(scaled(interval->microseconds, factor, divides) + seconds * 1e6);
    if (!fits_int64(time))
        return false;
    result.microseconds = (int64_t)time;
    *interval = result;
    return true;
}

static void interval_result_scaled(sqlite3_context *context,
                                   struct pg_interval *interval, double factor,
                                   bool divides)
{
    if (interval_scale(interval, factor, divides))
        interval_result(context, interval);
    else
        result_error(context, "the interval is out of range");
}

static void interval_multiply(sqlite3_context *context, int n,
                              sqlite3_value **values)
{
    struct pg_interval interval;
    double factor;
    (void)n;
    if (interval_argument(context, values[0], &interval) &&
        argument_number(context, values[1], &factor))
        interval_result_scaled(context, &interval, factor, false);
}

static void interval_divide(sqlite3_context *context, int n,
                            sqlite3_value **values)
{
    struct pg_interval interval;
    double divisor;
    (void)n;
    if (!interval_argument(context, values[0], &interval) ||
        !argument_number(context, values[1], &divisor))
        return;
    if (divisor == 0)
        result_error(context, "division by zero");
    else
        interval_result_scaled(context, &interval, divisor, true);
}

/* How long it is where a month has 30 days, which is how intervals compare. */
static double interval_length(const struct pg_interval *interval)
{
    return (double)(interval->months * 30 + interval->days) * 86400 +
           (double)interval->microseconds / 1e6;
}

static void interval_seconds(sqlite3_context *context, int n,
                             sqlite3_value **values)
{
    struct pg_interval interval;
    (void)n;
    if (interval_argument(context, values[0], &interval))
        sqlite3_result_double(context, interval_length(&interval));
}

static void interval_function_text(sqlite3_context *context, int n,
                                   sqlite3_value **values)
{
    struct pg_interval interval;
    (void)n;
    if (interval_argument(context, values[0], &interval))
        interval_result(context, &interval);
}

/* Years, months, weeks, days, hours, minutes, seconds. */
static void make_interval(sqlite3_context *context, int n,
                          sqlite3_value **values)
{
    struct pg_interval interval = {0};
    int64_t parts[6] = {0};
    double seconds = 0;
    if (n > 7) {
        result_error(context, "wants seven arguments at most");
        return;
    }
    for (int i = 0; i < n; i++) {
        if (argument_is_null(values[i]))
            return;
        if (i == 6 ? !argument_number(context, values[i], &seconds)
                   : !argument_integer(context, values[i], &parts[i]))
            return;
        if (i < 6 && (parts[i] > 1000000 || parts[i] < -1000000)) {
            result_error(context, "a part beyond a million");
            return;
        }
    }
    if (!(fabs(seconds) < 9e12)) {
        result_error(context, "the seconds are out of range");
        return;
    }
    interval.months = parts[0] * 12 + parts[1];
    interval.days = parts[2] * 7 + parts[3];
    interval.microseconds =
        (parts[4] * 3600 + parts[5] * 60) * 1000000 + (int64_t)(seconds * 1e6);
    interval_result(context, &interval);
}

/* ---- parts that are full go into the next ---- */

static void carry_hours(struct pg_interval *interval)
{
    interval->days += interval->microseconds / DAY;
    interval->microseconds %= DAY;
}

static void carry_days(struct pg_interval *interval)
{
    interval->months += interval->days / 30;
    interval->days %= 30;
}

/* Days get the sign of the months. */
static void borrow_days(struct pg_interval *interval)
{
    int64_t sign = interval->months > 0 ? 1 : -1;
    interval->days += sign * 30;
    interval->months -= sign;
}

/* 0 agrees with both signs. */
static bool differ(int64_t one, int64_t other)
{
    return (one > 0 && other < 0) || (one < 0 && other > 0);
}

/* All parts get the sign of the largest. */
static void align(struct pg_interval *interval)
{
    int64_t next = interval->days ? interval->days : interval->microseconds;
    if (differ(interval->months, next))
        borrow_days(interval);
}

static void align_hours(struct pg_interval *interval)
{
    if (interval->days > 0 && interval->microseconds < 0) {
        interval->microseconds += DAY;
        interval->days--;
    } else if (interval->days < 0 && interval->microseconds > 0) {
        interval->microseconds -= DAY;
        interval->days++;
    }
}

static void carry_and_align_days(struct pg_interval *interval)
{
    carry_days(interval);
    if (differ(interval->months, interval->days))
        borrow_days(interval);
}

static void carry_and_align_hours(struct pg_interval *interval)
{
    carry_hours(interval);
    align_hours(interval);
}

/* justify_interval: full parts first, then the signs. */
static void carry_and_align_all(struct pg_interval *interval)
{
    carry_hours(interval);
    carry_days(interval);
    align(interval);
    align_hours(interval);
}

/* One frame for the three functions. */
static void justify(sqlite3_context *context, sqlite3_value **values,
                    void (*step)(struct pg_interval *interval))
{
    struct pg_interval interval;
    if (!interval_argument(context, values[0], &interval))
        return;
    step(&interval);
    interval_result(context, &interval);
}

static void justify_hours(sqlite3_context *context, int n,
                          sqlite3_value **values)
{
    (void)n;
    justify(context, values, carry_and_align_hours);
}

static void justify_days(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    (void)n;
    justify(context, values, carry_and_align_days);
}

static void justify_interval(sqlite3_context *context, int n,
                             sqlite3_value **values)
{
    (void)n;
    justify(context, values, carry_and_align_all);
}

/* ---- aggregates ---- */

/* Sums stay far from the ends of 64 bits, or it is an error. */
struct interval_total {
    struct pg_interval interval; /* the sum, or the one that is chosen */
    int64_t n;
};

static struct interval_total *interval_total(sqlite3_context *context,
                                             sqlite3_value *value,
                                             struct pg_interval *interval)
{
    struct interval_total *total =
        sqlite3_aggregate_context(context, sizeof *total);
    return total && !argument_is_null(value) &&
                   interval_argument(context, value, interval)
               ? total
               : NULL;
}

static void add_to_total(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    struct pg_interval more;
    struct interval_total *total = interval_total(context, values[0], &more);
    (void)n;
    if (!total)
        return;
    if (__builtin_add_overflow(total->interval.months, more.months,
                               &total->interval.months) ||
        __builtin_add_overflow(total->interval.days, more.days,
                               &total->interval.days) ||
        __builtin_add_overflow(total->interval.microseconds, more.microseconds,
                               &total->interval.microseconds))
        result_error(context, "the interval is out of range");
    total->n++;
}

static void interval_choose(sqlite3_context *context, sqlite3_value *value,
                            int sign)
{
    struct pg_interval one;
    struct interval_total *total = interval_total(context, value, &one);
    if (total && (!total->n++ || sign * interval_length(&one) >
                                     sign * interval_length(&total->interval)))
        total->interval = one;
}

static void choose_least(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    (void)n;
    interval_choose(context, values[0], -1);
}

static void choose_greatest(sqlite3_context *context, int n,
                            sqlite3_value **values)
{
    (void)n;
    interval_choose(context, values[0], 1);
}

static void give_total(sqlite3_context *context)
{
    struct interval_total *total = sqlite3_aggregate_context(context, 0);
    if (total && total->n)
        interval_result(context, &total->interval);
}

static void give_mean(sqlite3_context *context)
{
    struct interval_total *total = sqlite3_aggregate_context(context, 0);
    if (total && total->n)
        interval_result_scaled(context, &total->interval, (double)total->n,
                               true);
}

const struct aggregate interval_aggregates[] = {
    {"interval_sum", 1, add_to_total, give_total, NULL, NULL},
    {"interval_avg", 1, add_to_total, give_mean, NULL, NULL},
    {"interval_min", 1, choose_least, give_total, NULL, NULL},
    {"interval_max", 1, choose_greatest, give_total, NULL, NULL},
    {NULL, 0, NULL, NULL, NULL, NULL}};

const struct function interval_functions[] = {
    {"interval_plus", 2, true, interval_plus},
    {"interval_minus", 2, true, interval_minus},
    {"interval_multiply", 2, true, interval_multiply},
    {"interval_divide", 2, true, interval_divide},
    {"interval_seconds", 1, true, interval_seconds},
    {"interval_text", 1, true, interval_function_text},
    {"make_interval", ANY_NUMBER, false, make_interval},
    {"justify_hours", 1, true, justify_hours},
    {"justify_days", 1, true, justify_days},
    {"justify_interval", 1, true, justify_interval},
    {NULL, 0, false, NULL}};
