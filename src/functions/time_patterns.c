/* The fields of to_char's and to_date's patterns. */
#include "functions/time_patterns.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const months[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
static const char *const days[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                   "Thursday", "Friday", "Saturday"};

/* ---- numbers of a time ---- */

static int64_t year_of(const struct time_writing *writing)
{
    return writing->date.year;
}

/* YYY, YY and Y are the year's last three, two and one digits. */
static int64_t year_of_millennium(const struct time_writing *writing)
{
    return writing->date.year % 1000;
}

static int64_t year_of_century(const struct time_writing *writing)
{
    return writing->date.year % 100;
}

static int64_t year_of_decade(const struct time_writing *writing)
{
    return writing->date.year % 10;
}

/* Of the week, not of the day. */
static int64_t iso_year_of(const struct time_writing *writing)
{
    int64_t year;
    week_number(writing->moment.days, &year);
    return year;
}

static int64_t iso_week_of(const struct time_writing *writing)
{
    int64_t year;
    return week_number(writing->moment.days, &year);
}

static int64_t century_of(const struct time_writing *writing)
{
    return (writing->date.year + 99) / 100;
}

static int64_t quarter_of(const struct time_writing *writing)
{
    return (writing->date.month + 2) / 3;
}

static int64_t month_of(const struct time_writing *writing)
{
    return writing->date.month;
}

static int64_t day_of_year(const struct time_writing *writing)
{
    return writing->moment.days - calendar_days(writing->date.year, 1, 1) + 1;
}

static int64_t week_of_year(const struct time_writing *writing)
{
    return (day_of_year(writing) - 1) / 7 + 1;
}

static int64_t day_of_month(const struct time_writing *writing)
{
    return writing->date.day;
}

static int64_t week_of_month(const struct time_writing *writing)
{
    return (writing->date.day - 1) / 7 + 1;
}

/* Sunday is 0. */
static int64_t weekday_of(const struct time_writing *writing)
{
    int64_t day = writing->moment.days;
    return (day - week_start(day) + 1) % 7;
}

/* Sunday is 1. */
static int64_t day_of_week(const struct time_writing *writing)
{
    return weekday_of(writing) + 1;
}

/* Monday is 1. */
static int64_t iso_day_of_week(const struct time_writing *writing)
{
    int64_t weekday = weekday_of(writing);
    return weekday ? weekday : 7;
}

static int64_t julian_day(const struct time_writing *writing)
{
    return writing->moment.days + 2440588;
}

static int64_t seconds_of_day(const struct time_writing *writing)
{
    return writing->moment.microseconds / 1000000;
}

static int64_t hour_of(const struct time_writing *writing)
{
    return seconds_of_day(writing) / 3600;
}

static int64_t hour_of_twelve(const struct time_writing *writing)
{
    int64_t hour = hour_of(writing) % 12;
    return hour ? hour : 12;
}

static int64_t minute_of(const struct time_writing *writing)
{
    return seconds_of_day(writing) / 60 % 60;
}

static int64_t second_of(const struct time_writing *writing)
{
    return seconds_of_day(writing) % 60;
}

static int64_t microsecond_of(const struct time_writing *writing)
{
    return writing->moment.microseconds % 1000000;
}

static int64_t millisecond_of(const struct time_writing *writing)
{
    return microsecond_of(writing) / 1000;
}

/* From the first Monday of ISO's year on. */
static int64_t day_of_iso_year(const struct time_writing *writing)
{
    return writing->moment.days -
           week_start(calendar_days(iso_year_of(writing), 1, 4)) + 1;
}

static int64_t iso_year_of_millennium(const struct time_writing *writing)
{
    return iso_year_of(writing) % 1000;
}

static int64_t iso_year_of_century(const struct time_writing *writing)
{
    return iso_year_of(writing) % 100;
}

static int64_t iso_year_of_decade(const struct time_writing *writing)
{
    return iso_year_of(writing) % 10;
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

static void add_year_comma(struct time_writing *writing, const char *like)
{
    (void)like;
    buffer_printf(&writing->out, "%lld,%03lld",
                  (long long)(writing->date.year / 1000),
                  (long long)(writing->date.year % 1000));
    writing->last = writing->date.year;
}

/* FM and TM leave the blanks out. */
static size_t name_width(const struct time_writing *writing)
{
    return writing->fill && !writing->is_local ? 9 : 0;
}

static void add_month_name(struct time_writing *writing, const char *like)
{
    const char *name = months[writing->date.month - 1];
    add_name(&writing->out, name, strlen(name), like, name_width(writing));
}

static void add_month_short(struct time_writing *writing, const char *like)
{
    add_name(&writing->out, months[writing->date.month - 1], 3, like, 0);
}

static void add_day_name(struct time_writing *writing, const char *like)
{
    const char *name = days[weekday_of(writing)];
    add_name(&writing->out, name, strlen(name), like, name_width(writing));
}

static void add_day_short(struct time_writing *writing, const char *like)
{
    add_name(&writing->out, days[weekday_of(writing)], 3, like, 0);
}

static void add_meridiem(struct time_writing *writing, const char *like)
{
    add_name(&writing->out, hour_of(writing) < 12 ? "AM" : "PM", 2,
             islower((unsigned char)*like) ? "am" : "AM", 0);
}

static void add_meridiem_dots(struct time_writing *writing, const char *like)
{
    add_name(&writing->out, hour_of(writing) < 12 ? "A.M." : "P.M.", 4,
             islower((unsigned char)*like) ? "a." : "AA", 0);
}

static void add_ordinal(struct time_writing *writing, const char *like)
{
    add_name(&writing->out, ordinal(writing->last), 2,
             islower((unsigned char)*like) ? "th" : "TH", 0);
}

/* All that a file has is UTC. */
static void add_zone(struct time_writing *writing, const char *like)
{
    add_name(&writing->out, "UTC", 3,
             islower((unsigned char)*like) ? "tz" : "TZ", 0);
}

static void add_offset(struct time_writing *writing, const char *like)
{
    (void)like;
    buffer_add_text(&writing->out, writing->fill ? "+00" : "+0");
}

static void add_zone_hours(struct time_writing *writing, const char *like)
{
    (void)like;
    buffer_add_text(&writing->out, "+00");
}

static void add_zone_minutes(struct time_writing *writing, const char *like)
{
    (void)like;
    buffer_add_text(&writing->out, "00");
}

/* FF1 to FF6: so many digits of a second. */
static void add_fraction(struct time_writing *writing, const char *like)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%06lld",
             (long long)microsecond_of(writing));
    buffer_add(&writing->out, digits, (size_t)(like[2] - '0'));
    digits[like[2] - '0'] = '\0';
    writing->last = strtoll(digits, NULL, 10);
}

static void add_era(struct time_writing *writing, const char *like)
{
    add_name(&writing->out, writing->date.year > 0 ? "AD" : "BC", 2, like, 0);
}

static void add_era_dots(struct time_writing *writing, const char *like)
{
    add_name(&writing->out, writing->date.year > 0 ? "A.D." : "B.C.", 4,
             islower((unsigned char)*like) ? "a." : "AA", 0);
}

static void add_roman_month(struct time_writing *writing, const char *like)
{
    static const char *const romans[] = {"I",  "II", "III", "IV",
                                         "V",  "VI", "VII", "VIII",
                                         "IX", "X",  "XI",  "XII"};
    const char *roman = romans[writing->date.month - 1];
    add_name(&writing->out, roman, strlen(roman), like, writing->fill ? 4 : 0);
}

/* The names of no locale but C's. */
static void add_local(struct time_writing *writing, const char *like)
{
    (void)like;
    writing->is_local = true;
}

/* FX says how to read, not how to write. */
static void add_nothing(struct time_writing *writing, const char *like)
{
    (void)writing;
    (void)like;
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

static bool take_meridiem(struct time_reading *reading, const char **at)
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
    static bool name(struct time_reading *reading, const char **at)            \
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
static bool take_short_year(struct time_reading *reading, const char **at)
{
    if (!to_char_take_number(at, 2, &reading->year))
        return false;
    reading->year += reading->year < 70 ? 2000 : 1900;
    return true;
}

static bool take_month_name(struct time_reading *reading, const char **at)
{
    return take_month(at, 0, &reading->month);
}

static bool take_month_short(struct time_reading *reading, const char **at)
{
    return take_month(at, 3, &reading->month);
}

static bool take_weekday(struct time_reading *reading, const char **at)
{
    (void)reading;
    return take_day_name(at, 0);
}

static bool take_weekday_short(struct time_reading *reading, const char **at)
{
    (void)reading;
    return take_day_name(at, 3);
}

static bool take_millisecond(struct time_reading *reading, const char **at)
{
    return take_fraction(at, 3, &reading->microsecond);
}

static bool take_microsecond(struct time_reading *reading, const char **at)
{
    return take_fraction(at, 6, &reading->microsecond);
}

/* FM changes nothing of what is read. */
static bool take_nothing(struct time_reading *reading, const char **at)
{
    (void)reading;
    (void)at;
    return true;
}

/* ---- patterns ---- */

/* The longer stand first; the case of a name's letters is that of the
 * pattern's. FM has neither number nor text: it stops filling. */
static const struct time_pattern {
    const char *text;
    int width;      /* that a number is filled up to */
    bool has_title; /* Month */
    int64_t (*get)(const struct time_writing *writing);
    void (*add)(struct time_writing *writing, const char *like); /* no number */
    bool (*take)(struct time_reading *reading,
                 const char **at); /* NULL: never */
} patterns[] = {{"YYYY", 4, false, year_of, NULL, take_year},
                {"IYYY", 4, false, iso_year_of, NULL, NULL},
                {"IYY", 3, false, iso_year_of_millennium, NULL, NULL},
                {"IY", 2, false, iso_year_of_century, NULL, NULL},
                {"IDDD", 3, false, day_of_iso_year, NULL, NULL},
                {"Y,YYY", 0, false, NULL, add_year_comma, NULL},
                {"YYY", 3, false, year_of_millennium, NULL, NULL},
                {"YY", 2, false, year_of_century, NULL, take_short_year},
                {"Y", 1, false, year_of_decade, NULL, NULL},
                {"CC", 2, false, century_of, NULL, NULL},
                {"MONTH", 0, true, NULL, add_month_name, take_month_name},
                {"MON", 0, true, NULL, add_month_short, take_month_short},
                {"MM", 2, false, month_of, NULL, take_month_number},
                {"MI", 2, false, minute_of, NULL, take_minute},
                {"MS", 3, false, millisecond_of, NULL, take_millisecond},
                {"DDD", 3, false, day_of_year, NULL, take_day_of_year},
                {"DD", 2, false, day_of_month, NULL, take_day},
                {"DAY", 0, true, NULL, add_day_name, take_weekday},
                {"DY", 0, true, NULL, add_day_short, take_weekday_short},
                {"D", 1, false, day_of_week, NULL, NULL},
                {"ID", 1, false, iso_day_of_week, NULL, NULL},
                {"IW", 2, false, iso_week_of, NULL, NULL},
                {"I", 1, false, iso_year_of_decade, NULL, NULL},
                {"WW", 2, false, week_of_year, NULL, NULL},
                {"W", 1, false, week_of_month, NULL, NULL},
                {"HH24", 2, false, hour_of, NULL, take_hour},
                {"HH12", 2, false, hour_of_twelve, NULL, take_hour},
                {"HH", 2, false, hour_of_twelve, NULL, take_hour},
                {"SSSSS", 1, false, seconds_of_day, NULL, NULL},
                {"SSSS", 1, false, seconds_of_day, NULL, NULL},
                {"FF1", 0, false, NULL, add_fraction, NULL},
                {"FF2", 0, false, NULL, add_fraction, NULL},
                {"FF3", 0, false, NULL, add_fraction, NULL},
                {"FF4", 0, false, NULL, add_fraction, NULL},
                {"FF5", 0, false, NULL, add_fraction, NULL},
                {"FF6", 0, false, NULL, add_fraction, NULL},
                {"AD", 0, false, NULL, add_era, NULL},
                {"BC", 0, false, NULL, add_era, NULL},
                {"A.D.", 0, false, NULL, add_era_dots, NULL},
                {"B.C.", 0, false, NULL, add_era_dots, NULL},
                {"RM", 0, false, NULL, add_roman_month, NULL},
                {"SS", 2, false, second_of, NULL, take_second},
                {"US", 6, false, microsecond_of, NULL, take_microsecond},
                {"Q", 1, false, quarter_of, NULL, NULL},
                {"J", 1, false, julian_day, NULL, NULL},
                {"AM", 0, false, NULL, add_meridiem, take_meridiem},
                {"PM", 0, false, NULL, add_meridiem, take_meridiem},
                {"A.M.", 0, false, NULL, add_meridiem_dots, take_meridiem},
                {"P.M.", 0, false, NULL, add_meridiem_dots, take_meridiem},
                {"FM", 0, false, NULL, NULL, take_nothing},
                {"TM", 0, false, NULL, add_local, take_nothing},
                {"FX", 0, false, NULL, add_nothing, NULL},
                {"OF", 0, false, NULL, add_offset, NULL},
                {"TZH", 0, false, NULL, add_zone_hours, NULL},
                {"TZM", 0, false, NULL, add_zone_minutes, NULL},
                {"TZ", 0, false, NULL, add_zone, NULL}};

/* In capitals, in small letters, or, of a name, Like This. */
static bool is_written_so(const struct time_pattern *pattern, const char *at)
{
    size_t length = strlen(pattern->text);
    bool upper = true, lower = true, title = pattern->has_title;
    if (sqlite3_strnicmp(pattern->text, at, (int)length) != 0)
        return false;
    for (size_t i = 0; i < length; i++) {
        upper &= !islower((unsigned char)at[i]);
        lower &= !isupper((unsigned char)at[i]);
        title &=
            i ? !isupper((unsigned char)at[i]) : !islower((unsigned char)at[i]);
    }
    return upper || lower || title;
}

/* The first that fits; the table is in the right order. */
const struct time_pattern *time_pattern_at(const char *format)
{
    for (size_t i = 0; i < COUNT_OF(patterns); i++)
        if (is_written_so(&patterns[i], format))
            return &patterns[i];
    return NULL;
}

/* TH of a number is written; SP, which would spell it, is not known to
 * PostgreSQL either. */
size_t time_pattern_end(const struct time_pattern *pattern,
                        struct time_writing *writing, const char *at)
{
    bool is_ordinal = !strncmp(at, "TH", 2) || !strncmp(at, "th", 2);
    if (!is_ordinal && strncmp(at, "SP", 2) != 0)
        return 0;
    if (is_ordinal && writing &&
        (pattern->get || pattern->add == add_fraction ||
         pattern->add == add_year_comma))
        add_ordinal(writing, at);
    return 2;
}

/* Fractions are always filled. */
static void add_number_of(struct time_writing *writing,
                          const struct time_pattern *pattern)
{
    int64_t number = pattern->get(writing);
    bool is_fraction =
        pattern->get == millisecond_of || pattern->get == microsecond_of;
    buffer_printf(&writing->out, "%0*lld",
                  writing->fill || is_fraction ? pattern->width : 1,
                  (long long)number);
    writing->last = number;
}

void time_pattern_write(const struct time_pattern *pattern,
                        struct time_writing *writing, const char *like)
{
    if (pattern->get)
        add_number_of(writing, pattern);
    else if (pattern->add)
        pattern->add(writing, like);
    if (pattern->add == add_local)
        return;
    writing->fill = pattern->get || pattern->add;
    writing->is_local = false;
}

bool time_pattern_read(const struct time_pattern *pattern,
                       struct time_reading *reading, const char **text)
{
    return pattern->take && pattern->take(reading, text);
}

size_t time_pattern_length(const struct time_pattern *pattern)
{
    return strlen(pattern->text);
}
