/* to_char, to_date and to_timestamp: times by a pattern. */
#include <ctype.h>
#include <string.h>

#include "functions/time_patterns.h"

static void to_char(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct time_writing writing = {.fill = true};
    const char *at = argument_text(values[1]).bytes;
    (void)n;
    if (!moment_read(context, values[0], &writing.moment))
        return;
    writing.date = calendar_of(writing.moment.days);
    while (*at) {
        const struct time_pattern *pattern = time_pattern_at(at);
        /* Text in quotes is no pattern. */
        if (*at == '"') {
            for (at++; *at && *at != '"'; at++) {
                at += *at == '\\' && at[1];
                buffer_add_byte(&writing.out, *at);
            }
            at += *at == '"';
        } else if (at[0] == '\\' && at[1] == '"') {
            buffer_add_byte(&writing.out, '"');
            at += 2;
        } else if (!pattern) {
            buffer_add_byte(&writing.out, *at++);
            writing.fill = true;
            writing.is_local = false;
        } else {
            time_pattern_write(pattern, &writing, at);
            at += time_pattern_length(pattern);
            at += time_pattern_end(pattern, &writing, at);
        }
    }
    result_buffer(context, &writing.out);
}

/* A field that was read may still be out of range, such as month 13 or February
 * 30. */
static bool is_sensible(const struct time_reading *reading)
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
    struct time_reading reading = {.year = 1, .month = 1, .day = 1};
    while (*format) {
        const struct time_pattern *pattern = time_pattern_at(format);
        text += strspn(text, " ");
        if (pattern) {
            if (!time_pattern_read(pattern, &reading, &text)) {
                result_error(context, "'%s' does not fit the pattern at '%s'",
                             argument_text(values[0]).bytes, format);
                return false;
            }
            format += time_pattern_length(pattern);
            format += time_pattern_end(pattern, NULL, format);
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
