/* Functions of dates and timestamps. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "functions/moment.h"

static const int64_t SECOND = 1000000, DAY = INT64_C(86400000000);

/* ---- plus and minus ---- */

static void time_function_add(sqlite3_context *context, sqlite3_value **values,
                              int sign)
{
    struct moment moment;
    struct pg_interval interval;
    if (!moment_read(context, values[0], &moment) ||
        !interval_argument(context, values[1], &interval))
        return;
    moment = moment_plus(moment, &interval, sign);
    moment_result(context, &moment);
}

static void timestamp_plus(sqlite3_context *context, int n,
                           sqlite3_value **values)
{
    (void)n;
    time_function_add(context, values, 1);
}

static void timestamp_minus(sqlite3_context *context, int n,
                            sqlite3_value **values)
{
    (void)n;
    time_function_add(context, values, -1);
}

/* Days and a time of day, both of one sign. */
/* Two digits. */
static bool take_two(const char **at, int64_t unit, int64_t *sum)
{
    const char *text = *at;
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
        return false;
    *sum += ((text[0] - '0') * 10 + (text[1] - '0')) * unit;
    *at += 2;
    return true;
}

/* HH:MM:SS and a fraction, as microseconds. */
static bool read_time_of_day(const char *at, int64_t *clock)
{
    int64_t unit = SECOND;
    *clock = 0;
    if (!take_two(&at, 3600 * SECOND, clock) || *at++ != ':' ||
        !take_two(&at, 60 * SECOND, clock) || *at++ != ':' ||
        !take_two(&at, SECOND, clock))
        return false;
    if (*at == '.')
        for (at++; *at >= '0' && *at <= '9'; at++)
            *clock += (*at - '0') * (unit /= 10);
    return !*at;
}

static void give_clock(sqlite3_context *context, int64_t clock)
{
    char text[sizeof "HH:MM:SS.ffffff" + 32];
    size_t length = sizeof "HH:MM:SS" - 1;
    snprintf(text, sizeof text, "%02d:%02d:%02d.%06d",
             (int)(clock / (3600 * SECOND)), (int)(clock / (60 * SECOND) % 60),
             (int)(clock / SECOND % 60), (int)(clock % SECOND));
    if (clock % SECOND)
        for (length = strlen(text); text[length - 1] == '0';)
            length--;
    result_slice(context, (struct slice){text, length});
}

/* Of the day: hours go round, and days change nothing. */
static void clock_add(sqlite3_context *context, sqlite3_value **values,
                      int sign)
{
    struct pg_interval interval;
    int64_t clock;
    if (!read_time_of_day(argument_text(values[0]).bytes, &clock)) {
        result_error(context, "'%s' is no time of day",
                     argument_text(values[0]).bytes);
        return;
    }
    if (!interval_argument(context, values[1], &interval))
        return;
    clock += sign * (interval.microseconds % DAY);
    give_clock(context, (clock % DAY + DAY) % DAY);
}

static void clock_plus(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    clock_add(context, values, 1);
}

static void clock_minus(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    clock_add(context, values, -1);
}

static void timestamp_diff(sqlite3_context *context, int n,
                           sqlite3_value **values)
{
    struct moment a, b;
    struct pg_interval interval = {0};
    int64_t all;
    (void)n;
    if (!moment_read(context, values[0], &a) ||
        !moment_read(context, values[1], &b))
        return;
    all = (a.days - b.days) * DAY + a.microseconds - b.microseconds;
    interval.days = all / DAY;
    interval.microseconds = all % DAY;
    interval_result(context, &interval);
}

/* date_bin(stride, time, origin): where the time's stride begins, counted from
 * the origin. */
static void date_bin(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct pg_interval stride;
    struct moment moment, origin;
    struct pg_interval since = {0};
    int64_t step, rest;
    (void)n;
    if (!interval_argument(context, values[0], &stride) ||
        !moment_read(context, values[1], &moment) ||
        !moment_read(context, values[2], &origin))
        return;
    step = stride.days * DAY + stride.microseconds;
    if (stride.months || stride.days > 1000000 || step <= 0) {
        result_error(context, "a stride is positive, without months");
        return;
    }
    since.microseconds = (moment.days - origin.days) * DAY +
                         moment.microseconds - origin.microseconds;
    rest = since.microseconds % step;
    since.microseconds -= rest < 0 ? rest + step : rest;
    moment = moment_plus(origin, &since, 1);
    moment_result(context, &moment);
}

/* Years, months, days as one counts on a calendar. */
static void age(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct moment a, b, swap;
    struct calendar later, earlier;
    struct pg_interval interval = {0};
    int64_t days, rest;
    bool is_negative;
    (void)n;
    if (!moment_read(context, values[0], &a) ||
        !moment_read(context, values[1], &b))
        return;
    is_negative = a.days < b.days ||
                  (a.days == b.days && a.microseconds < b.microseconds);
    if (is_negative) {
        swap = a;
        a = b;
        b = swap;
    }
    later = calendar_of(a.days);
    earlier = calendar_of(b.days);
    rest = a.microseconds - b.microseconds;
    days = later.day - earlier.day;
    interval.months =
        (later.year - earlier.year) * 12 + later.month - earlier.month;
    if (rest < 0) {
        rest += DAY;
        days--;
    }
    if (days < 0) {
        days += calendar_month_length(earlier.year, earlier.month);
        interval.months--;
    }
    interval.days = days;
    interval.microseconds = rest;
    if (is_negative)
        interval = (struct pg_interval){-interval.months, -interval.days,
                                        -interval.microseconds};
    interval_result(context, &interval);
}

/* ---- date_trunc ---- */

/* Also for years before the first. */
static int64_t floor_to(int64_t year, int64_t unit)
{
    int64_t rest = year % unit;
    return year - (rest < 0 ? rest + unit : rest);
}

/* "day" and "days" are the same. */
static bool is_unit(struct slice unit, const char *name)
{
    size_t length = strlen(name);
    bool has_s = unit.length == length + 1 && unit.bytes[length] == 's';
    return (unit.length == length || has_s) &&
           !sqlite3_strnicmp(unit.bytes, name, (int)length);
}

/* Centuries begin with year 1, decades with year 0. */
static bool truncate_date(struct slice unit, struct moment *moment)
{
    struct calendar date = calendar_of(moment->days);
    static const struct {
        const char *name;
        int64_t years, shift;
    } units[] = {{"year", 1, 0},
                 {"decade", 10, 0},
                 {"century", 100, 1},
                 {"millennium", 1000, 1}};
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (is_unit(unit, units[i].name)) {
            int64_t shift = units[i].shift;
            moment->days = calendar_days(
                floor_to(date.year - shift, units[i].years) + shift, 1, 1);
            return true;
        }
    if (is_unit(unit, "quarter"))
        moment->days =
            calendar_days(date.year, (date.month - 1) / 3 * 3 + 1, 1);
    else if (is_unit(unit, "month"))
        moment->days = calendar_days(date.year, date.month, 1);
    else if (is_unit(unit, "week"))
        moment->days = week_start(moment->days);
    else
        return is_unit(unit, "day");
    return true;
}

/* Units of the clock; 0 for those of the calendar. */
static int64_t unit_length(struct slice unit)
{
    static const struct {
        const char *name;
        int64_t length;
    } units[] = {{"hour", INT64_C(3600000000)},
                 {"minute", 60000000},
                 {"second", 1000000},
                 {"millisecond", 1000},
                 {"microsecond", 1}};
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (is_unit(unit, units[i].name))
            return units[i].length;
    return 0;
}

/* Either the clock is cut, or it is midnight. */
static void date_trunc(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct slice unit = argument_text(values[0]);
    struct moment moment;
    int64_t length = unit_length(unit);
    (void)n;
    if (!moment_read(context, values[1], &moment))
        return;
    if (length)
        moment.microseconds -= moment.microseconds % length;
    else
        moment.microseconds = 0;
    if (!length && !truncate_date(unit, &moment)) {
        result_error(context, "there is no unit '%s'", unit.bytes);
        return;
    }
    moment_result(context, &moment);
}

/* An interval has no calendar: months are all it knows beyond days. */
static void date_trunc_interval(sqlite3_context *context, int n,
                                sqlite3_value **values)
{
    struct slice unit = argument_text(values[0]);
    struct pg_interval interval;
    int64_t length = unit_length(unit);
    static const struct {
        const char *name;
        int64_t months;
    } units[] = {{"month", 1},    {"quarter", 3},    {"year", 12},
                 {"decade", 120}, {"century", 1200}, {"millennium", 12000}};
    (void)n;
    if (!interval_argument(context, values[1], &interval))
        return;
    interval.microseconds -=
        length ? interval.microseconds % length : interval.microseconds;
    if (!length && !is_unit(unit, "day"))
        interval.days = 0;
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (is_unit(unit, units[i].name)) {
            interval.months -= interval.months % units[i].months;
            length = 1;
        }
    if (length || is_unit(unit, "day"))
        interval_result(context, &interval);
    else
        result_error(context, "there is no unit '%s'", unit.bytes);
}

/* ---- date_part ---- */

/* Without the rest. */
static double whole(int64_t number, int64_t divisor)
{
    int64_t quotient = number / divisor;
    return (double)quotient;
}

/* Milliseconds and microseconds have the seconds in them. */
static bool part_of_clock(struct slice part, int64_t microseconds,
                          double *number)
{
    int64_t seconds = microseconds / SECOND;
    int64_t of_minute = microseconds % (60 * SECOND);
    if (is_unit(part, "hour"))
        *number = whole(seconds, 3600);
    else if (is_unit(part, "minute"))
        *number = (double)(seconds / 60 % 60);
    else if (is_unit(part, "second"))
        *number = (double)of_minute / 1e6;
    else if (is_unit(part, "millisecond"))
        *number = (double)of_minute / 1e3;
    else if (is_unit(part, "microsecond"))
        *number = (double)of_minute;
    else
        return false;
    return true;
}

static bool part_of_date(struct slice part, int64_t days, double *number)
{
    struct calendar date = calendar_of(days);
    int64_t weekday = days - week_start(days), year;
    int week = week_number(days, &year);
    const struct {
        const char *name;
        int64_t value;
    } parts[] = {{"year", date.year},
                 {"month", date.month},
                 {"day", date.day},
                 {"dow", (weekday + 1) % 7},
                 {"isodow", weekday + 1},
                 {"doy", days - calendar_days(date.year, 1, 1) + 1},
                 {"week", week},
                 {"isoyear", year},
                 {"quarter", (date.month + 2) / 3},
                 {"decade", date.year / 10},
                 {"century", (date.year + 99) / 100},
                 {"millennium", (date.year + 999) / 1000}};
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (is_unit(part, parts[i].name)) {
            *number = (double)parts[i].value;
            return true;
        }
    return false;
}

/* A year has 365.25 days for epoch, a month 30. */
static bool part_of_interval(struct slice part,
                             const struct pg_interval *interval, double *number)
{
    const struct {
        const char *name;
        double value;
    } parts[] = {{"year", whole(interval->months, 12)},
                 {"month", (double)(interval->months % 12)},
                 {"quarter", whole(interval->months % 12, 3) + 1},
                 {"decade", whole(interval->months, 120)},
                 {"century", whole(interval->months, 1200)},
                 {"day", (double)interval->days},
                 {"epoch", whole(interval->months, 12) * 31557600 +
                               (double)(interval->months % 12) * 2592000 +
                               (double)interval->days * 86400 +
                               (double)interval->microseconds / 1e6}};
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (is_unit(part, parts[i].name)) {
            *number = parts[i].value;
            return true;
        }
    return part_of_clock(part, interval->microseconds, number);
}

/* Integers where they are, so that texts have no .0. */
static void time_function_give(sqlite3_context *context, double number)
{
    if (number == floor(number) && fabs(number) < 9e15)
        sqlite3_result_int64(context, (int64_t)number);
    else
        sqlite3_result_double(context, number);
}

/* A text that begins with a year is a timestamp, any other an interval. */
static bool time_function_is_moment(struct slice text)
{
    return text.length >= 10 && text.bytes[4] == '-' && text.bytes[7] == '-' &&
           strspn(text.bytes, "0123456789") == 4;
}

/* The type is not known here, so the text tells. */
static void date_part(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct slice part = argument_text(values[0]);
    struct moment moment = {0};
    struct pg_interval interval;
    double number = 0;
    bool known;
    (void)n;
    if (!time_function_is_moment(argument_text(values[1]))) {
        if (!interval_argument(context, values[1], &interval))
            return;
        known = part_of_interval(part, &interval, &number);
    } else {
        if (!moment_read(context, values[1], &moment))
            return;
        known = part_of_date(part, moment.days, &number) ||
                part_of_clock(part, moment.microseconds, &number);
        if (is_unit(part, "epoch")) {
            number =
                (double)moment.days * 86400 + (double)moment.microseconds / 1e6;
            known = true;
        } else if (is_unit(part, "julian")) {
            number = (double)moment.days + 2440588 +
                     (double)moment.microseconds / (double)DAY;
            known = true;
        }
    }
    if (known)
        time_function_give(context, number);
    else
        result_error(context, "there is no part '%s'", part.bytes);
}

/* ---- making ---- */

/* A day that does not exist is an error in PostgreSQL, too. */
static bool make_day(sqlite3_context *context, sqlite3_value **values,
                     struct moment *moment)
{
    int64_t year, month, day;
    if (!argument_integer(context, values[0], &year) ||
        !argument_integer(context, values[1], &month) ||
        !argument_integer(context, values[2], &day))
        return false;
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > calendar_month_length(year, (int)month)) {
        result_error(context, "there is no such day");
        return false;
    }
    *moment =
        (struct moment){.days = calendar_days(year, (int)month, (int)day)};
    return true;
}

static void make_timestamp(sqlite3_context *context, int n,
                           sqlite3_value **values)
{
    struct moment moment;
    int64_t hour, minute;
    double second;
    (void)n;
    if (!make_day(context, values, &moment) ||
        !argument_integer(context, values[3], &hour) ||
        !argument_integer(context, values[4], &minute) ||
        !argument_number(context, values[5], &second))
        return;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
        second >= 60) {
        result_error(context, "there is no such time");
        return;
    }
    moment.microseconds =
        (hour * 3600 + minute * 60) * SECOND + (int64_t)rint(second * 1e6);
    moment_result(context, &moment);
}

/* Seconds since 1970. */
static void time_function_to_timestamp(sqlite3_context *context, int n,
                                       sqlite3_value **values)
{
    struct moment moment = {0};
    double seconds;
    struct pg_interval interval = {0};
    (void)n;
    if (!argument_number(context, values[0], &seconds))
        return;
    if (fabs(seconds) > 3e11) {
        result_error(context, "the result is not in the years 1 to 9999");
        return;
    }
    interval.microseconds = (int64_t)rint(seconds * 1e6);
    moment = moment_plus(moment, &interval, 1);
    moment_result(context, &moment);
}

static void text_to_timestamp(sqlite3_context *context, sqlite3_value *value,
                              bool minds_offset)
{
    struct moment moment;
    struct pg_interval ahead = {0};
    int offset;
    if (moment_pass_infinity(context, value) ||
        !moment_read_with_offset(context, value, &moment, &offset))
        return;
    ahead.microseconds = minds_offset ? offset * SECOND : 0;
    moment = moment_plus(moment, &ahead, -1);
    moment_result(context, &moment);
}

/* 'text'::timestamp, which takes no notice of an offset. */
static void to_timestamp_text(sqlite3_context *context, int n,
                              sqlite3_value **values)
{
    (void)n;
    text_to_timestamp(context, values[0], false);
}

/* 'text'::timestamptz */
static void to_timestamptz_text(sqlite3_context *context, int n,
                                sqlite3_value **values)
{
    (void)n;
    text_to_timestamp(context, values[0], true);
}

const struct function time_functions[] = {
    {"timestamp_plus", 2, true, timestamp_plus},
    {"timestamp_minus", 2, true, timestamp_minus},
    {"timestamp_diff", 2, true, timestamp_diff},
    {"clock_plus", 2, true, clock_plus},
    {"clock_minus", 2, true, clock_minus},
    {"date_bin", 3, true, date_bin},
    {"age", 2, true, age},
    {"date_trunc", 2, true, date_trunc},
    {"date_trunc_interval", 2, true, date_trunc_interval},
    {"date_part", 2, true, date_part},
    {"make_timestamp", 6, true, make_timestamp},
    {"to_timestamp", 1, true, time_function_to_timestamp},
    {"to_timestamp_text", 1, true, to_timestamp_text},
    {"to_timestamptz_text", 1, true, to_timestamptz_text},
    {NULL, 0, false, NULL}};
