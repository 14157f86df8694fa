/* to_char, to_date and to_timestamp: times by a pattern. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "functions/moment.h"

static const char *const months[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
static const char *const days[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                   "Thursday", "Friday", "Saturday"};

struct writing {
    struct buffer out;
    struct moment moment;
    struct calendar date;
    bool fill;    /* numbers to their width: not after FM */
    int64_t last; /* number written, for its ordinal */
};

struct reading {
    int64_t year, month, day, hour, minute, second, microsecond, of_year;
    bool afternoon, has_meridiem;
};

/* ---- numbers of a time ---- */

static int64_t year_of(const struct writing *writing)
{
    return writing->date.year;
}

/* YYY, YY and Y are the year's last three, two and one digits. */
static int64_t year_of_millennium(const struct writing *writing)
{
    return writing->date.year % 1000;
}

static int64_t year_of_century(const struct writing *writing)
{
    return writing->date.year % 100;
}

static int64_t year_of_decade(const struct writing *writing)
{
    return writing->date.year % 10;
}

/* Of the week, not of the day. */
static int64_t iso_year_of(const struct writing *writing)
{
    int64_t year;
    week_number(writing->moment.days, &year);
    return year;
}

static int64_t iso_week_of(const struct writing *writing)
{
    int64_t year;
    return week_number(writing->moment.days, &year);
}

static int64_t century_of(const struct writing *writing)
{
    return (writing->date.year + 99) / 100;
}

static int64_t quarter_of(const struct writing *writing)
{
    return (writing->date.month + 2) / 3;
}

static int64_t month_of(const struct writing *writing)
{
    return writing->date.month;
}

static int64_t day_of_year(const struct writing *writing)
{
    return writing->moment.days - calendar_days(writing->date.year, 1, 1) + 1;
}

static int64_t week_of_year(const struct writing *writing)
{
    return (day_of_year(writing) - 1) / 7 + 1;
}

static int64_t day_of_month(const struct writing *writing)
{
    return writing->date.day;
}

static int64_t week_of_month(const struct writing *writing)
{
    return (writing->date.day - 1) / 7 + 1;
}

/* Sunday is 0. */
static int64_t weekday_of(const struct writing *writing)
{
    int64_t day = writing->moment.days;
    return (day - week_start(day) + 1) % 7;
}

/* Sunday is 1. */
static int64_t day_of_week(const struct writing *writing)
{
    return weekday_of(writing) + 1;
}

/* Monday is 1. */
static int64_t iso_day_of_week(const struct writing *writing)
{
    int64_t weekday = weekday_of(writing);
    return weekday ? weekday : 7;
}

static int64_t julian_day(const struct writing *writing)
{
    return writing->moment.days + 2440588;
}

static int64_t seconds_of_day(const struct writing *writing)
{
    return writing->moment.microseconds / 1000000;
}

static int64_t hour_of(const struct writing *writing)
{
    return seconds_of_day(writing) / 3600;
}

static int64_t hour_of_twelve(const struct writing *writing)
{
    int64_t hour = hour_of(writing) % 12;
    return hour ? hour : 12;
}

static int64_t minute_of(const struct writing *writing)
{
    return seconds_of_day(writing) / 60 % 60;
}

static int64_t second_of(const struct writing *writing)
{
    return seconds_of_day(writing) % 60;
}

static int64_t microsecond_of(const struct writing *writing)
{
    return writing->moment.microseconds % 1000000;
}

static int64_t millisecond_of(const struct writing *writing)
{
    return microsecond_of(writing) / 1000;
}

/* ---- writing what is no number ---- */

/* JAN, Jan, jan: like the pattern. */
static void add_name(struct buffer *out, const char *name, size_t length,
                     const char *like, size_t width)
{
    bool upper =
        isupper((unsigned char)like[0]) && isupper((unsigned char)like[1]);
    bool lower = islower((unsigned char)like[0]);
    for (size_t i = 0; i < length; i++)
        buffer_add_byte(out, (char)(upper   ? toupper((unsigned char)name[i])
                                    : lower ? tolower((unsigned char)name[i])
                                            : name[i]));
    for (size_t i = length; i < width; i++)
        buffer_add_byte(out, ' ');
}

/* 11th to 13th are the exception. */
static const char *ordinal(int64_t number)
{
    if (number % 100 / 10 == 1)
        return "th";
    return number % 10 == 1   ? "st"
           : number % 10 == 2 ? "nd"
           : number % 10 == 3 ? "rd"
                              : "th";
}

static void add_year_comma(struct writing *writing, const char *like)
{
    (void)like;
    buffer_printf(&writing->out, "%lld,%03lld",
                  (long long)(writing->date.year / 1000),
                  (long long)(writing->date.year % 1000));
}

static void add_month_name(struct writing *writing, const char *like)
{
    const char *name = months[writing->date.month - 1];
    add_name(&writing->out, name, strlen(name), like, writing->fill ? 9 : 0);
}

static void add_month_short(struct writing *writing, const char *like)
{
    add_name(&writing->out, months[writing->date.month - 1], 3, like, 0);
}

static void add_day_name(struct writing *writing, const char *like)
{
    const char *name = days[weekday_of(writing)];
    add_name(&writing->out, name, strlen(name), like, writing->fill ? 9 : 0);
}

static void add_day_short(struct writing *writing, const char *like)
{
    add_name(&writing->out, days[weekday_of(writing)], 3, like, 0);
}

static void add_meridiem(struct writing *writing, const char *like)
{
    add_name(&writing->out, hour_of(writing) < 12 ? "AM" : "PM", 2,
             islower((unsigned char)*like) ? "am" : "AM", 0);
}

static void add_meridiem_dots(struct writing *writing, const char *like)
{
    add_name(&writing->out, hour_of(writing) < 12 ? "A.M." : "P.M.", 4,
             islower((unsigned char)*like) ? "a." : "AA", 0);
}

static void add_ordinal(struct writing *writing, const char *like)
{
    add_name(&writing->out, ordinal(writing->last), 2,
             islower((unsigned char)*like) ? "th" : "TH", 0);
}

/* All that a file has is UTC. */
static void add_zone(struct writing *writing, const char *like)
{
    (void)like;
    buffer_add_text(&writing->out, "UTC");
}

/* ---- reading ---- */

/* At most so many digits, so that "20240229" can be cut. */
static bool to_char_take_number(const char **at, int width, int64_t *number)
{
    char digits[12] = {0};
    int n = 0;
    while (n < width && n < 11 && isdigit((unsigned char)(*at)[n])) {
        digits[n] = (*at)[n];
        n++;
    }
    *at += n;
    *number = strtoll(digits, NULL, 10);
    return n > 0;
}

/* Whole names or three letters. */
static bool take_month(const char **at, size_t length, int64_t *month)
{
    for (int i = 0; i < 12; i++) {
        size_t wanted = length ? length : strlen(months[i]);
        if (!sqlite3_strnicmp(months[i], *at, (int)wanted)) {
            *month = i + 1;
            *at += wanted;
            return true;
        }
    }
    return false;
}

static bool take_day_name(const char **at, size_t length)
{
    for (int i = 0; i < 7; i++) {
        size_t wanted = length ? length : strlen(days[i]);
        if (!sqlite3_strnicmp(days[i], *at, (int)wanted)) {
            *at += wanted;
            return true;
        }
    }
    return false;
}

/* .5 of a second is 500 milliseconds. */
static bool take_fraction(const char **at, int width, int64_t *microseconds)
{
    int64_t weight = 100000;
    int n = 0;
    *microseconds = 0;
    for (; n < width && isdigit((unsigned char)**at); n++, ++*at) {
        *microseconds += weight * (**at - '0');
        weight /= 10;
    }
    return n > 0;
}

static bool take_meridiem(struct reading *reading, const char **at)
{
    size_t length = (*at)[0] && (*at)[1] == '.' ? 4 : 2;
    reading->has_meridiem = true;
    reading->afternoon = tolower((unsigned char)**at) == 'p';
    if (tolower((unsigned char)**at) != 'p' &&
        tolower((unsigned char)**at) != 'a')
        return false;
    if (strlen(*at) < length)
        return false;
    *at += length;
    return true;
}

#define TAKE_NUMBER(name, width, member)                                       \
    static bool name(struct reading *reading, const char **at)                 \
    {                                                                          \
        return to_char_take_number(at, width, &reading->member);               \
    }

TAKE_NUMBER(take_year, 4, year)
TAKE_NUMBER(take_month_number, 2, month)
TAKE_NUMBER(take_day, 2, day)
TAKE_NUMBER(take_day_of_year, 3, of_year)
TAKE_NUMBER(take_hour, 2, hour)
TAKE_NUMBER(take_minute, 2, minute)
TAKE_NUMBER(take_second, 2, second)

/* 69 is 2069, 70 is 1970, as in PostgreSQL. */
static bool take_short_year(struct reading *reading, const char **at)
{
    if (!to_char_take_number(at, 2, &reading->year))
        return false;
    reading->year += reading->year < 70 ? 2000 : 1900;
    return true;
}

static bool take_month_name(struct reading *reading, const char **at)
{
    return take_month(at, 0, &reading->month);
}

static bool take_month_short(struct reading *reading, const char **at)
{
    return take_month(at, 3, &reading->month);
}

static bool take_weekday(struct reading *reading, const char **at)
{
    (void)reading;
    return take_day_name(at, 0);
}

static bool take_weekday_short(struct reading *reading, const char **at)
{
    (void)reading;
    return take_day_name(at, 3);
}

static bool take_millisecond(struct reading *reading, const char **at)
{
    return take_fraction(at, 3, &reading->microsecond);
}

static bool take_microsecond(struct reading *reading, const char **at)
{
    return take_fraction(at, 6, &reading->microsecond);
}

/* FM changes nothing of what is read. */
static bool take_nothing(struct reading *reading, const char **at)
{
    (void)reading;
    (void)at;
    return true;
}

/* ---- patterns ---- */

/* The longer stand first; the case of a name's letters is that of the
 * pattern's. FM has neither number nor text: it stops filling. */
static const struct pattern {
    const char *text;
    int width; /* that a number is filled up to */
    int64_t (*get)(const struct writing *writing);
    void (*add)(struct writing *writing, const char *like); /* no number */
    bool (*take)(struct reading *reading, const char **at); /* NULL: never */
} patterns[] = {{"YYYY", 4, year_of, NULL, take_year},
                {"IYYY", 4, iso_year_of, NULL, NULL},
                {"Y,YYY", 0, NULL, add_year_comma, NULL},
                {"YYY", 3, year_of_millennium, NULL, NULL},
                {"YY", 2, year_of_century, NULL, take_short_year},
                {"Y", 1, year_of_decade, NULL, NULL},
                {"CC", 2, century_of, NULL, NULL},
                {"MONTH", 0, NULL, add_month_name, take_month_name},
                {"MON", 0, NULL, add_month_short, take_month_short},
                {"MM", 2, month_of, NULL, take_month_number},
                {"MI", 2, minute_of, NULL, take_minute},
                {"MS", 3, millisecond_of, NULL, take_millisecond},
                {"DDD", 3, day_of_year, NULL, take_day_of_year},
                {"DD", 2, day_of_month, NULL, take_day},
                {"DAY", 0, NULL, add_day_name, take_weekday},
                {"DY", 0, NULL, add_day_short, take_weekday_short},
                {"D", 1, day_of_week, NULL, NULL},
                {"ID", 1, iso_day_of_week, NULL, NULL},
                {"IW", 2, iso_week_of, NULL, NULL},
                {"WW", 2, week_of_year, NULL, NULL},
                {"W", 1, week_of_month, NULL, NULL},
                {"HH24", 2, hour_of, NULL, take_hour},
                {"HH12", 2, hour_of_twelve, NULL, take_hour},
                {"HH", 2, hour_of_twelve, NULL, take_hour},
                {"SSSS", 1, seconds_of_day, NULL, NULL},
                {"SS", 2, second_of, NULL, take_second},
                {"US", 6, microsecond_of, NULL, take_microsecond},
                {"Q", 1, quarter_of, NULL, NULL},
                {"J", 1, julian_day, NULL, NULL},
                {"AM", 0, NULL, add_meridiem, take_meridiem},
                {"PM", 0, NULL, add_meridiem, take_meridiem},
                {"A.M.", 0, NULL, add_meridiem_dots, take_meridiem},
                {"P.M.", 0, NULL, add_meridiem_dots, take_meridiem},
                {"TH", 0, NULL, add_ordinal, NULL},
                {"FM", 0, NULL, NULL, take_nothing},
                {"TZ", 0, NULL, add_zone, NULL}};

/* The first that fits; the table is in the right order. */
static const struct pattern *to_char_pattern_at(const char *at)
{
    for (size_t i = 0; i < COUNT_OF(patterns); i++)
        if (!sqlite3_strnicmp(patterns[i].text, at,
                              (int)strlen(patterns[i].text)))
            return &patterns[i];
    return NULL;
}

/* Fractions are always filled. */
static void add_number_of(struct writing *writing,
                          const struct pattern *pattern)
{
    int64_t number = pattern->get(writing);
    bool is_fraction =
        pattern->get == millisecond_of || pattern->get == microsecond_of;
    buffer_printf(&writing->out, "%0*lld",
                  writing->fill || is_fraction ? pattern->width : 1,
                  (long long)number);
    writing->last = number;
}

static void add_field(struct writing *writing, const struct pattern *pattern,
                      const char *like)
{
    if (pattern->get)
        add_number_of(writing, pattern);
    else if (pattern->add)
        pattern->add(writing, like);
    writing->fill = pattern->get || pattern->add;
}

static void to_char(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct writing writing = {.fill = true};
    const char *at = argument_text(values[1]).bytes;
    (void)n;
    if (!moment_read(context, values[0], &writing.moment))
        return;
    writing.date = calendar_of(writing.moment.days);
    while (*at) {
        const struct pattern *pattern = to_char_pattern_at(at);
        /* Text in quotes is no pattern. */
        if (*at == '"') {
            for (at++; *at && *at != '"'; at++)
                buffer_add_byte(&writing.out, *at);
            at += *at == '"';
        } else if (!pattern) {
            buffer_add_byte(&writing.out, *at++);
        } else {
            add_field(&writing, pattern, at);
            at += strlen(pattern->text);
        }
    }
    result_buffer(context, &writing.out);
}

/* A field that was read may still be out of range, such as month 13 or February
 * 30. */
static bool is_sensible(const struct reading *reading)
{
    return reading->year >= 1 && reading->year <= 9999 && reading->month >= 1 &&
           reading->month <= 12 && reading->day >= 1 &&
           reading->day <=
               calendar_month_length(reading->year, (int)reading->month) &&
           reading->hour <= 23 && reading->minute <= 59 &&
           reading->second <= 59 && reading->of_year <= 366;
}

/* Blanks and separators are passed over as PostgreSQL does. */
static bool read_by(sqlite3_context *context, sqlite3_value **values,
                    struct moment *moment)
{
    const char *text = argument_text(values[0]).bytes;
    const char *format = argument_text(values[1]).bytes;
    struct reading reading = {.year = 1, .month = 1, .day = 1};
    while (*format) {
        const struct pattern *pattern = to_char_pattern_at(format);
        text += strspn(text, " ");
        if (pattern) {
            if (!pattern->take || !pattern->take(&reading, &text)) {
                result_error(context, "'%s' does not fit the pattern at '%s'",
                             argument_text(values[0]).bytes, format);
                return false;
            }
            format += strlen(pattern->text);
            continue;
        }
        if (*text && !isalnum((unsigned char)*text))
            text++;
        format++;
    }
    if (reading.has_meridiem)
        reading.hour = reading.hour % 12 + (reading.afternoon ? 12 : 0);
    if (!is_sensible(&reading)) {
        result_error(context, "'%s' is no such time",
                     argument_text(values[0]).bytes);
        return false;
    }
    *moment = (struct moment){
        .days = reading.of_year
                    ? calendar_days(reading.year, 1, 1) + reading.of_year - 1
                    : calendar_days(reading.year, (int)reading.month,
                                    (int)reading.day),
        .microseconds =
            (reading.hour * 3600 + reading.minute * 60 + reading.second) *
                1000000 +
            reading.microsecond};
    return true;
}

static void to_date(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct moment moment;
    (void)n;
    if (read_by(context, values, &moment))
        date_result(context, &moment);
}

static void to_char_to_timestamp(sqlite3_context *context, int n,
                                 sqlite3_value **values)
{
    struct moment moment;
    (void)n;
    if (read_by(context, values, &moment))
        moment_result(context, &moment);
}

const struct function to_char_functions[] = {
    {"to_char", 2, true, to_char},
    {"to_date", 2, true, to_date},
    {"to_timestamp", 2, true, to_char_to_timestamp},
    {NULL, 0, false, NULL}};
