#include "types/timestamp.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "types/scan.h"

enum { DAY = 86400 };

struct timestamp {
    int64_t year, month, day; /* astronomical: 1 BC is year 0 */
    int64_t second;           /* of the day, offset included */
    int64_t microsecond;
    bool has_fraction;
};

static bool timestamp_take_number(struct scan *scan, int least, int most,
                                  int64_t *value)
{
    int count = 0;
    *value = 0;
    for (; count < most && scan->at < scan->end &&
           isdigit((unsigned char)*scan->at);
         count++)
        *value = *value * 10 + (*scan->at++ - '0');
    return count >= least;
}

/* Years have four digits or more, as PostgreSQL writes them. */
static bool read_date(struct scan *scan, struct timestamp *stamp)
{
    return timestamp_take_number(scan, 4, 7, &stamp->year) &&
           scan_take(scan, '-') &&
           timestamp_take_number(scan, 2, 2, &stamp->month) &&
           scan_take(scan, '-') &&
           timestamp_take_number(scan, 2, 2, &stamp->day) &&
           stamp->month >= 1 && stamp->month <= 12 && stamp->day >= 1;
}

/* Filled up to microseconds. */
static bool timestamp_read_fraction(struct scan *scan, struct timestamp *stamp)
{
    const char *start;
    if (!scan_take(scan, '.'))
        return true;
    start = scan->at;
    if (!timestamp_take_number(scan, 1, 6, &stamp->microsecond))
        return false;
    for (ptrdiff_t digits = scan->at - start; digits < 6; digits++)
        stamp->microsecond *= 10;
    stamp->has_fraction = true;
    return true;
}

/* 24:00:00 is allowed by PostgreSQL, and second 60, which carries. */
static bool read_time(struct scan *scan, struct timestamp *stamp)
{
    int64_t hour, minute, second;
    if (!timestamp_take_number(scan, 2, 2, &hour) || !scan_take(scan, ':') ||
        !timestamp_take_number(scan, 2, 2, &minute) || !scan_take(scan, ':') ||
        !timestamp_take_number(scan, 2, 2, &second) || hour > 24 ||
        minute > 59 || second > 60)
        return false;
    stamp->second = hour * 3600 + minute * 60 + second;
    return timestamp_read_fraction(scan, stamp);
}

/* +05, -03:30, -04:56:02 */
static bool read_offset(struct scan *scan, struct timestamp *stamp)
{
    int64_t hours, minutes = 0, seconds = 0, offset;
    bool west = scan_take(scan, '-');
    if (!west && !scan_take(scan, '+'))
        return true;
    if (!timestamp_take_number(scan, 2, 2, &hours) ||
        (scan_take(scan, ':') &&
         !timestamp_take_number(scan, 2, 2, &minutes)) ||
        (scan_take(scan, ':') && !timestamp_take_number(scan, 2, 2, &seconds)))
        return false;
    offset = hours * 3600 + minutes * 60 + seconds;
    stamp->second += west ? offset : -offset;
    return true;
}

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* The proleptic Gregorian calendar, which PostgreSQL has for all years. */
static int64_t days_of(int64_t year, int64_t month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

/* The end of the text. Only with its era a year has its days. */
static bool read_era(struct scan *scan, struct timestamp *stamp)
{
    if (scan->end - scan->at == 3 && !memcmp(scan->at, " BC", 3)) {
        stamp->year = 1 - stamp->year;
        scan->at += 3;
    }
    return scan->at == scan->end &&
           stamp->day <= days_of(stamp->year, stamp->month);
}

/* An offset moves the date by a day at most. */
static void carry(struct timestamp *stamp)
{
    if (stamp->second < 0) {
        stamp->second += DAY;
        if (--stamp->day == 0) {
            if (--stamp->month == 0) {
                stamp->month = 12;
                stamp->year--;
            }
            stamp->day = days_of(stamp->year, stamp->month);
        }
    } else if (stamp->second >= DAY) {
        stamp->second -= DAY;
        if (++stamp->day > days_of(stamp->year, stamp->month)) {
            stamp->day = 1;
            if (++stamp->month > 12) {
                stamp->month = 1;
                stamp->year++;
            }
        }
    }
}

/* Writes at least `width` digits; returns where they end. */
static char *timestamp_put_number(char *out, int64_t value, int width)
{
    char digits[20];
    int count = 0;
    for (; value > 0 || count < width; value /= 10)
        digits[count++] = (char)('0' + value % 10);
    while (count > 0)
        *out++ = digits[--count];
    return out;
}

static char *put_with_separator(char *out, int64_t value, char separator)
{
    out = timestamp_put_number(out, value, 2);
    *out = separator;
    return out + 1;
}

/* Years before 1 are written with BC: year 0 is 1 BC. */
static size_t print(char out[TIMESTAMP_ROOM], const struct timestamp *stamp)
{
    char *at = timestamp_put_number(
        out, stamp->year > 0 ? stamp->year : 1 - stamp->year, 4);
    *at++ = '-';
    at = put_with_separator(at, stamp->month, '-');
    at = put_with_separator(at, stamp->day, ' ');
    at = put_with_separator(at, stamp->second / 3600, ':');
    at = put_with_separator(at, stamp->second / 60 % 60, ':');
    at = timestamp_put_number(at, stamp->second % 60, 2);
    if (stamp->has_fraction) {
        *at++ = '.';
        at = timestamp_put_number(at, stamp->microsecond, 6);
    }
    if (stamp->year <= 0) {
        memcpy(at, " BC", 3);
        at += 3;
    }
    return (size_t)(at - out);
}

/* Everything that a server may write with DateStyle ISO, but for infinity. */
static bool timestamp_read(struct timestamp *stamp, const char *text,
                           size_t length)
{
    struct scan scan = {text, text + length};
    *stamp = (struct timestamp){0};
    if (!read_date(&scan, stamp) || !scan_take(&scan, ' ') ||
        !read_time(&scan, stamp) || !read_offset(&scan, stamp) ||
        !read_era(&scan, stamp))
        return false;
    carry(stamp);
    return true;
}

/* ---- the usual ones ---- */

/* What a server in UTC writes, but for a fraction of up to six digits. */
static const char FORM[] = "0000-00-00 00:00:00";
/* A 0xff where it has a digit. */
#define D "\xff"
static const char DIGITS[] =
    D D D D "\0" D D "\0" D D "\0" D D "\0" D D "\0" D D;
#undef D
enum { DATE = 10, SECONDS = 19, FRACTION = 7, OFFSET = 3 };

/* Eight bytes of the text beside eight of the form: digits where the form has
 * zeros, and else the form's own. */
static bool has_form_at(const char *text, size_t at)
{
    const uint64_t sixes = 0x0606060606060606, highs = 0xf0f0f0f0f0f0f0f0;
    uint64_t bytes, form, difference, digits;
    memcpy(&bytes, text + at, sizeof bytes);
    memcpy(&form, FORM + at, sizeof form);
    memcpy(&digits, DIGITS + at, sizeof digits);
    difference = bytes ^ form;
    /* Of a digit 0 to 9 is left, to which 6 can be added within four bits. */
    return !((difference & ~digits) |
             ((difference | (difference + sixes)) & highs));
}

static int two_digits(const char *digits)
{
    return (digits[0] - '0') * 10 + (digits[1] - '0');
}

static bool is_between(const char *digits, int least, int most)
{
    int value = two_digits(digits);
    return value >= least && value <= most;
}

/* Behind the 28th the month has to be looked at. */
static bool has_such_a_day(const char *date)
{
    int day = two_digits(date + 8);
    int year = two_digits(date) * 100 + two_digits(date + 2);
    return day >= 1 &&
           (day <= 28 || day <= days_of(year, two_digits(date + 5)));
}

/* So strict that what passes can be copied. */
static bool is_plain_time(const char *text)
{
    return has_form_at(text, 0) && has_form_at(text, 8) &&
           has_form_at(text, SECONDS - 8) && memcmp(text, "0000", 4) != 0 &&
           is_between(text + 5, 1, 12) && has_such_a_day(text) &&
           is_between(text + 11, 0, 23) && is_between(text + 14, 0, 59) &&
           is_between(text + 17, 0, 59);
}

/* Copies a timestamp that is in UTC already, its fraction filled up to six
 * digits; returns the bytes, or 0. */
static size_t copy_utc(char out[TIMESTAMP_ROOM], const char *text,
                       size_t length)
{
    size_t fraction = length - SECONDS - OFFSET;
    if (length < SECONDS + OFFSET || fraction == 1 || fraction > FRACTION ||
        memcmp(text + length - OFFSET, "+00", OFFSET) != 0 ||
        !is_plain_time(text))
        return 0;
    if (fraction && text[SECONDS] != '.')
        return 0;
    for (size_t i = 1; i < fraction; i++)
        if (!isdigit((unsigned char)text[SECONDS + i]))
            return 0;
    memcpy(out, text, SECONDS + fraction);
    memset(out + SECONDS + fraction, '0', fraction ? FRACTION - fraction : 0);
    return fraction ? SECONDS + FRACTION : SECONDS;
}

/* The usual form is copied; only others are read. */
size_t timestamp_to_utc(char out[TIMESTAMP_ROOM], const char *text,
                        size_t length)
{
    struct timestamp stamp;
    size_t size = copy_utc(out, text, length);
    if (size)
        return size;
    return timestamp_read(&stamp, text, length) ? print(out, &stamp) : 0;
}

size_t timestamp_utc_prefix(const char *text, size_t length)
{
    bool has_zone =
        length > OFFSET && !memcmp(text + length - OFFSET, "+00", OFFSET);
    size_t utc = length - (has_zone ? OFFSET : 0);
    if (utc != SECONDS && utc != SECONDS + FRACTION)
        return 0;
    if (!is_plain_time(text))
        return 0;
    for (size_t i = SECONDS + 1; i < utc; i++)
        if (text[i] < '0' || text[i] > '9')
            return 0;
    return utc == SECONDS || text[SECONDS] == '.' ? utc : 0;
}

bool timestamp_is_plain_date(const char *text, size_t length)
{
    return length == DATE && has_form_at(text, 0) &&
           has_form_at(text, DATE - 8) && memcmp(text, "0000", 4) != 0 &&
           is_between(text + 5, 1, 12) && has_such_a_day(text);
}

/* Days from 1970-01-01 on, by the rule of 400 years. */
static int64_t day_number(const struct timestamp *stamp)
{
    int64_t year = stamp->month > 2 ? stamp->year : stamp->year - 1;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t month = stamp->month > 2 ? stamp->month - 3 : stamp->month + 9;
    int64_t of_year = (153 * month + 2) / 5 + stamp->day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
           719468;
}

/* Negative before 1970, by the calendar of day_number. */
bool timestamp_to_unix(int64_t *seconds, int64_t *microseconds,
                       const char *text, size_t length)
{
    struct timestamp stamp;
    if (!timestamp_read(&stamp, text, length))
        return false;
    *seconds = day_number(&stamp) * DAY + stamp.second;
    *microseconds = stamp.has_fraction ? stamp.microsecond : 0;
    return true;
}

bool timestamp_is_date(const char *text, size_t length)
{
    struct timestamp stamp = {0};
    struct scan scan = {text, text + length};
    return read_date(&scan, &stamp) && read_era(&scan, &stamp);
}
