/* to_char, to_date and to_timestamp: times by a pattern. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "functions/moment.h"

enum field {
    YEAR4,
    YEAR3,
    YEAR2,
    YEAR1,
    YEAR_COMMA,
    ISO_YEAR,
    CENTURY,
    QUARTER,
    MONTH,
    MONTH_NAME,
    MONTH_SHORT,
    WEEK,
    ISO_WEEK,
    WEEK_OF_MONTH,
    DAY_OF_YEAR,
    DAY_OF_MONTH,
    DAY_OF_WEEK,
    ISO_DAY,
    DAY_NAME,
    DAY_SHORT,
    HOUR24,
    HOUR12,
    MINUTE,
    SECOND,
    MILLISECOND,
    MICROSECOND,
    SECONDS_OF_DAY,
    JULIAN,
    MERIDIEM,
    MERIDIEM_DOTS,
    ORDINAL,
    FILL_MODE,
    TIME_ZONE
};

/* The longer stand first; the case of a name's letters is that of the
 * pattern's. */
static const struct pattern {
    const char *text;
    enum field field;
} patterns[] = {{"YYYY", YEAR4},
                {"IYYY", ISO_YEAR},
                {"Y,YYY", YEAR_COMMA},
                {"YYY", YEAR3},
                {"YY", YEAR2},
                {"Y", YEAR1},
                {"CC", CENTURY},
                {"MONTH", MONTH_NAME},
                {"MON", MONTH_SHORT},
                {"MM", MONTH},
                {"MI", MINUTE},
                {"MS", MILLISECOND},
                {"DDD", DAY_OF_YEAR},
                {"DD", DAY_OF_MONTH},
                {"DAY", DAY_NAME},
                {"DY", DAY_SHORT},
                {"D", DAY_OF_WEEK},
                {"ID", ISO_DAY},
                {"IW", ISO_WEEK},
                {"WW", WEEK},
                {"W", WEEK_OF_MONTH},
                {"HH24", HOUR24},
                {"HH12", HOUR12},
                {"HH", HOUR12},
                {"SSSS", SECONDS_OF_DAY},
                {"SS", SECOND},
                {"US", MICROSECOND},
                {"Q", QUARTER},
                {"J", JULIAN},
                {"AM", MERIDIEM},
                {"PM", MERIDIEM},
                {"A.M.", MERIDIEM_DOTS},
                {"P.M.", MERIDIEM_DOTS},
                {"TH", ORDINAL},
                {"FM", FILL_MODE},
                {"TZ", TIME_ZONE}};

static const char *const months[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
static const char *const days[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                   "Thursday", "Friday", "Saturday"};

static const struct pattern *to_char_pattern_at(const char *at)
{
    for (size_t i = 0; i < COUNT_OF(patterns); i++)
        if (!sqlite3_strnicmp(patterns[i].text, at,
                              (int)strlen(patterns[i].text)))
            return &patterns[i];
    return NULL;
}

/* ---- writing ---- */

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

static void to_char_add_number(struct buffer *out, int64_t number, int width,
                               bool fill)
{
    buffer_printf(out, "%0*lld", fill ? width : 1, (long long)number);
}

static const char *ordinal(int64_t number)
{
    if (number % 100 / 10 == 1)
        return "th";
    return number % 10 == 1   ? "st"
           : number % 10 == 2 ? "nd"
           : number % 10 == 3 ? "rd"
                              : "th";
}

struct writing {
    struct buffer out;
    struct moment moment;
    struct calendar date;
    bool fill;
    int64_t last; /* number written, for its ordinal */
};

static void add_field(struct writing *writing, const struct pattern *pattern,
                      const char *at)
{
    const struct calendar *date = &writing->date;
    int64_t day = writing->moment.days, micro = writing->moment.microseconds;
    int64_t seconds = micro / 1000000, hour = seconds / 3600, year;
    int64_t weekday = (day - week_start(day) + 1) % 7; /* Sunday is 0 */
    int64_t of_year = day - calendar_days(date->year, 1, 1) + 1;
    int week = week_number(day, &year), width = 0;
    int64_t number = 0;
    bool fill = writing->fill;
    switch (pattern->field) {
    case YEAR4:
        number = date->year;
        width = 4;
        break;
    case YEAR3:
        number = date->year % 1000;
        width = 3;
        break;
    case YEAR2:
        number = date->year % 100;
        width = 2;
        break;
    case YEAR1:
        number = date->year % 10;
        width = 1;
        break;
    case YEAR_COMMA:
        buffer_printf(&writing->out, "%lld,%03lld",
                      (long long)(date->year / 1000),
                      (long long)(date->year % 1000));
        return;
    case ISO_YEAR:
        number = year;
        width = 4;
        break;
    case CENTURY:
        number = (date->year + 99) / 100;
        width = 2;
        break;
    case QUARTER:
        number = (date->month + 2) / 3;
        width = 1;
        break;
    case MONTH:
        number = date->month;
        width = 2;
        break;
    case MONTH_NAME:
        add_name(&writing->out, months[date->month - 1],
                 strlen(months[date->month - 1]), at, fill ? 9 : 0);
        return;
    case MONTH_SHORT:
        add_name(&writing->out, months[date->month - 1], 3, at, 0);
        return;
    case WEEK:
        number = (of_year - 1) / 7 + 1;
        width = 2;
        break;
    case ISO_WEEK:
        number = week;
        width = 2;
        break;
    case WEEK_OF_MONTH:
        number = (date->day - 1) / 7 + 1;
        width = 1;
        break;
    case DAY_OF_YEAR:
        number = of_year;
        width = 3;
        break;
    case DAY_OF_MONTH:
        number = date->day;
        width = 2;
        break;
    case DAY_OF_WEEK:
        number = weekday + 1;
        width = 1;
        break;
    case ISO_DAY:
        number = weekday ? weekday : 7;
        width = 1;
        break;
    case DAY_NAME:
        add_name(&writing->out, days[weekday], strlen(days[weekday]), at,
                 fill ? 9 : 0);
        return;
    case DAY_SHORT: add_name(&writing->out, days[weekday], 3, at, 0); return;
    case HOUR24:
        number = hour;
        width = 2;
        break;
    case HOUR12:
        number = hour % 12 ? hour % 12 : 12;
        width = 2;
        break;
    case MINUTE:
        number = seconds / 60 % 60;
        width = 2;
        break;
    case SECOND:
        number = seconds % 60;
        width = 2;
        break;
    case MILLISECOND:
        number = micro % 1000000 / 1000;
        width = 3;
        fill = true;
        break;
    case MICROSECOND:
        number = micro % 1000000;
        width = 6;
        fill = true;
        break;
    case SECONDS_OF_DAY:
        number = seconds;
        width = 1;
        break;
    case JULIAN:
        number = day + 2440588;
        width = 1;
        break;
    case MERIDIEM:
        add_name(&writing->out, hour < 12 ? "AM" : "PM", 2,
                 islower((unsigned char)*at) ? "am" : "AM", 0);
        return;
    case MERIDIEM_DOTS:
        add_name(&writing->out, hour < 12 ? "A.M." : "P.M.", 4,
                 islower((unsigned char)*at) ? "a." : "AA", 0);
        return;
    case ORDINAL:
        add_name(&writing->out, ordinal(writing->last), 2,
                 islower((unsigned char)*at) ? "th" : "TH", 0);
        return;
    case TIME_ZONE: buffer_add_text(&writing->out, "UTC"); return;
    case FILL_MODE: return;
    }
    to_char_add_number(&writing->out, number, width, fill);
    writing->last = number;
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
        if (*at == '"') {
            for (at++; *at && *at != '"'; at++)
                buffer_add_byte(&writing.out, *at);
            at += *at == '"';
        } else if (!pattern) {
            buffer_add_byte(&writing.out, *at++);
        } else {
            if (pattern->field != FILL_MODE)
                add_field(&writing, pattern, at);
            writing.fill = pattern->field != FILL_MODE;
            at += strlen(pattern->text);
        }
    }
    result_buffer(context, &writing.out);
}

/* ---- reading ---- */

struct reading {
    int64_t year, month, day, hour, minute, second, microsecond, of_year;
    bool afternoon, has_meridiem;
};

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

static bool take_meridiem(const char **at, struct reading *reading)
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

static bool take_field(struct reading *reading, const struct pattern *pattern,
                       const char **at)
{
    switch (pattern->field) {
    case YEAR4: return to_char_take_number(at, 4, &reading->year);
    case YEAR2:
        if (!to_char_take_number(at, 2, &reading->year))
            return false;
        reading->year += reading->year < 70 ? 2000 : 1900;
        return true;
    case MONTH: return to_char_take_number(at, 2, &reading->month);
    case MONTH_NAME: return take_month(at, 0, &reading->month);
    case MONTH_SHORT: return take_month(at, 3, &reading->month);
    case DAY_OF_MONTH: return to_char_take_number(at, 2, &reading->day);
    case DAY_OF_YEAR: return to_char_take_number(at, 3, &reading->of_year);
    case DAY_NAME: return take_day_name(at, 0);
    case DAY_SHORT: return take_day_name(at, 3);
    case HOUR24:
    case HOUR12: return to_char_take_number(at, 2, &reading->hour);
    case MINUTE: return to_char_take_number(at, 2, &reading->minute);
    case SECOND: return to_char_take_number(at, 2, &reading->second);
    case MILLISECOND: return take_fraction(at, 3, &reading->microsecond);
    case MICROSECOND: return take_fraction(at, 6, &reading->microsecond);
    case MERIDIEM:
    case MERIDIEM_DOTS: return take_meridiem(at, reading);
    case FILL_MODE: return true;
    default: return false;
    }
}

static bool is_sensible(const struct reading *reading)
{
    return reading->year >= 1 && reading->year <= 9999 && reading->month >= 1 &&
           reading->month <= 12 && reading->day >= 1 &&
           reading->day <=
               calendar_month_length(reading->year, (int)reading->month) &&
           reading->hour <= 23 && reading->minute <= 59 &&
           reading->second <= 59 && reading->of_year <= 366;
}

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
            if (!take_field(&reading, pattern, &text)) {
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
