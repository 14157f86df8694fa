/* Functions of intervals. */
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

/* How long it is where a month has 30 days, which is how intervals compare. */
static void interval_seconds(sqlite3_context *context, int n,
                             sqlite3_value **values)
{
    struct pg_interval interval;
    (void)n;
    if (interval_argument(context, values[0], &interval))
        sqlite3_result_double(
            context, (double)(interval.months * 30 + interval.days) * 86400 +
                         (double)interval.microseconds / 1e6);
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

const struct function interval_functions[] = {
    {"interval_plus", 2, true, interval_plus},
    {"interval_minus", 2, true, interval_minus},
    {"interval_seconds", 1, true, interval_seconds},
    {"interval_text", 1, true, interval_function_text},
    {"make_interval", ANY_NUMBER, false, make_interval},
    {"justify_hours", 1, true, justify_hours},
    {"justify_days", 1, true, justify_days},
    {"justify_interval", 1, true, justify_interval},
    {NULL, 0, false, NULL}};
