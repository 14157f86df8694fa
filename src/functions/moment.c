#include "functions/moment.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const int64_t DAY = INT64_C(86400000000);

/* ---- the calendar ---- */

/* Days in eras of 400 years that begin with March. */
int64_t calendar_days(int64_t year, int month, int day)
{
    int64_t era, of_era, of_year;
    year -= month <= 2;
    era = (year >= 0 ? year : year - 399) / 400;
    of_era = year - era * 400;
    of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
           719468;
}

/* The inverse of calendar_days. */
struct calendar calendar_of(int64_t days)
{
    int64_t era, of_era, years, of_year, shifted;
    struct calendar calendar;
    days += 719468;
    era = (days >= 0 ? days : days - 146096) / 146097;
    of_era = days - era * 146097;
    years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    of_year = of_era - (365 * years + years / 4 - years / 100);
    shifted = (5 * of_year + 2) / 153;
    calendar.day = (int)(of_year - (153 * shifted + 2) / 5 + 1);
    calendar.month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    calendar.year = years + era * 400 + (calendar.month <= 2);
    return calendar;
}

int calendar_month_length(int64_t year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
    bool leaps = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return lengths[month - 1] + (month == 2 && leaps);
}

/* Weeks begin with Monday, by ISO 8601. */
int64_t week_start(int64_t days)
{
    int64_t weekday = ((days + 3) % 7 + 7) % 7; /* Monday is 0 */
    return days - weekday;
}

/* A week belongs to the year that its Thursday is in. */
int week_number(int64_t days, int64_t *year)
{
    int64_t thursday = week_start(days) + 3;
    *year = calendar_of(thursday).year;
    return (int)((thursday - calendar_days(*year, 1, 1)) / 7 + 1);
}

/* ---- reading ---- */

/* `n` digits; -1 if there are not so many. */
static int digits(const char **at, int n)
{
    int number = 0;
    for (int i = 0; i < n; i++) {
        if (!isdigit((unsigned char)**at))
            return -1;
        number = number * 10 + (*(*at)++ - '0');
    }
    return number;
}

/* The seventh digit rounds. */
static bool moment_read_fraction(const char **at, int64_t *microseconds)
{
    int64_t weight = 1000000;
    if (**at != '.')
        return true;
    for (++*at; isdigit((unsigned char)**at); ++*at)
        if (weight > 1)
            *microseconds += (weight /= 10) * (**at - '0');
        else if (weight) {
            *microseconds += **at >= '5';
            weight = 0;
        }
    return true;
}

/* 24:00:00 and :60 are allowed, as PostgreSQL does. */
static bool moment_read_clock(const char **at, int64_t *microseconds)
{
    int hours = digits(at, 2), minutes, seconds = 0;
    if (hours < 0 || hours > 24 || *(*at)++ != ':')
        return false;
    minutes = digits(at, 2);
    if (minutes < 0 || minutes > 59)
        return false;
    if (**at == ':') {
        ++*at;
        seconds = digits(at, 2);
    }
    if (seconds < 0 || seconds > 60)
        return false;
    *microseconds =
        ((int64_t)hours * 3600 + (int64_t)minutes * 60 + seconds) * 1000000;
    return moment_read_fraction(at, microseconds);
}

/* Z, or hours from UTC with minutes perhaps: +02, -0330, +05:45. */
static bool moment_read_offset(const char **at, int *seconds)
{
    int sign = **at == '-' ? -1 : 1, hours, minutes = 0;
    if (**at == 'Z' || **at == 'z') {
        ++*at;
        return true;
    }
    if (**at != '+' && **at != '-')
        return true;
    ++*at;
    hours = digits(at, 2);
    if (**at == ':')
        ++*at;
    if (isdigit((unsigned char)**at))
        minutes = digits(at, 2);
    *seconds = sign * (hours * 3600 + minutes * 60);
    return hours >= 0 && hours < 16 && minutes >= 0 && minutes < 60;
}

/* A date alone, or with a time and an offset from UTC. */
static bool moment_read_text(struct moment *moment, int *offset, const char *at)
{
    int year = digits(&at, 4), month, day;
    *moment = (struct moment){.is_date = true};
    *offset = 0;
    if (year < 1 || *at++ != '-')
        return false;
    month = digits(&at, 2);
    if (month < 1 || month > 12 || *at++ != '-')
        return false;
    day = digits(&at, 2);
    if (day < 1 || day > calendar_month_length(year, month))
        return false;
    moment->days = calendar_days(year, month, day);
    if (*at == ' ' || *at == 'T') {
        at++;
        moment->is_date = false;
        if (!moment_read_clock(&at, &moment->microseconds) ||
            !moment_read_offset(&at, offset))
            return false;
    }
    return *at == '\0';
}

static bool refuse_moment(sqlite3_context *context, const char *text)
{
    result_error(context, "'%s' is no timestamp of the years 1 to 9999", text);
    return false;
}

bool moment_read_with_offset(sqlite3_context *context, sqlite3_value *value,
                             struct moment *moment, int *offset)
{
    const char *text = argument_text(value).bytes;
    return moment_read_text(moment, offset, text) ||
           refuse_moment(context, text);
}

bool moment_pass_infinity(sqlite3_context *context, sqlite3_value *value)
{
    const char *text = argument_text(value).bytes;
    if (strcasecmp(text, "infinity") != 0 && strcasecmp(text, "-infinity") != 0)
        return false;
    sqlite3_result_text(context, *text == '-' ? "-infinity" : "infinity", -1,
                        SQLITE_STATIC);
    return true;
}

/* UTC is all that a file has. */
bool moment_read(sqlite3_context *context, sqlite3_value *value,
                 struct moment *moment)
{
    const char *text = argument_text(value).bytes;
    int offset;
    return (moment_read_text(moment, &offset, text) && !offset) ||
           refuse_moment(context, text);
}

/* ---- writing ---- */

/* Four digits of a year: the range is checked before. */
static void write_date(struct buffer *out, int64_t days)
{
    struct calendar calendar = calendar_of(days);
    buffer_printf(out, "%04lld-%02d-%02d", (long long)calendar.year,
                  calendar.month, calendar.day);
}

/* Without a fraction where there is none, as PostgreSQL writes. */
static void moment_write(struct buffer *out, const struct moment *moment)
{
    int64_t seconds = moment->microseconds / 1000000;
    int64_t fraction = moment->microseconds % 1000000;
    write_date(out, moment->days);
    buffer_printf(out, " %02d:%02d:%02d", (int)(seconds / 3600),
                  (int)(seconds / 60 % 60), (int)(seconds % 60));
    if (fraction)
        buffer_printf(out, ".%06d", (int)fraction);
}

/* SQLite's date functions end with 9999; there is no year 0 in PostgreSQL. */
static bool moment_is_in_range(sqlite3_context *context,
                               const struct moment *moment)
{
    int64_t year = calendar_of(moment->days).year;
    if (year >= 1 && year <= 9999)
        return true;
    result_error(context, "the result is not in the years 1 to 9999");
    return false;
}

void moment_result(sqlite3_context *context, const struct moment *moment)
{
    struct buffer out = {0};
    if (!moment_is_in_range(context, moment))
        return;
    moment_write(&out, moment);
    result_buffer(context, &out);
}

void date_result(sqlite3_context *context, const struct moment *moment)
{
    struct buffer out = {0};
    if (!moment_is_in_range(context, moment))
        return;
    write_date(&out, moment->days);
    result_buffer(context, &out);
}

/* ---- arithmetic ---- */

/* January 31 and a month is the last day of February. */
static void plus_months(struct moment *moment, int64_t months)
{
    struct calendar calendar = calendar_of(moment->days);
    int64_t all = calendar.year * 12 + calendar.month - 1 + months;
    int64_t year = (all >= 0 ? all : all - 11) / 12;
    int month = (int)(all - year * 12) + 1;
    int last = calendar_month_length(year, month);
    moment->days =
        calendar_days(year, month, calendar.day < last ? calendar.day : last);
}

/* Months first, then days, then the time: the order matters. */
struct moment moment_plus(struct moment moment,
                          const struct pg_interval *interval, int sign)
{
    int64_t days;
    moment.is_date = false;
    if (interval->months)
        plus_months(&moment, sign * interval->months);
    moment.days += sign * interval->days;
    moment.microseconds += sign * interval->microseconds;
    days = moment.microseconds / DAY;
    if (moment.microseconds % DAY < 0)
        days--;
    moment.days += days;
    moment.microseconds -= days * DAY;
    return moment;
}

/* ---- intervals ---- */

/* As text, which is how SQLite has it. */
bool interval_argument(sqlite3_context *context, sqlite3_value *value,
                       struct pg_interval *interval)
{
    const char *text = argument_text(value).bytes;
    if (interval_read(interval, text))
        return true;
    result_error(context, "'%s' is no interval", text);
    return false;
}

void interval_result(sqlite3_context *context,
                     const struct pg_interval *interval)
{
    char text[INTERVAL_ROOM];
    interval_write(text, interval);
    sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}
