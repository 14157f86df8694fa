#include "postgres/interval.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const int64_t MICROSECONDS = 1000000, DAY_SECONDS = 86400;

/* ---- reading ---- */

/* Which part of an interval a unit counts: no part may be said twice. */
enum part {
    PART_MICROSECOND = 1,
    PART_MILLISECOND = 2,
    PART_SECOND = 4,
    PART_MINUTE = 8,
    PART_HOUR = 16,
    PART_DAY = 32,
    PART_WEEK = 64,
    PART_MONTH = 128,
    PART_YEAR = 256,
    PART_DECADE = 512,
    PART_CENTURY = 1024,
    PART_MILLENNIUM = 2048,
    PART_CLOCK = PART_SECOND | PART_MINUTE | PART_HOUR
};

struct unit {
    const char *name;
    enum part part;
    int months, days;
    double seconds;
};

static const struct unit MICROSECOND = {"us", PART_MICROSECOND, 0, 0, 1e-6},
                         MILLISECOND = {"ms", PART_MILLISECOND, 0, 0, 1e-3},
                         SECOND = {"s", PART_SECOND, 0, 0, 1},
                         MINUTE = {"m", PART_MINUTE, 0, 0, 60},
                         HOUR = {"h", PART_HOUR, 0, 0, 3600},
                         DAY = {"d", PART_DAY, 0, 1, 0},
                         WEEK = {"w", PART_WEEK, 0, 7, 0},
                         MONTH = {"mon", PART_MONTH, 1, 0, 0},
                         YEAR = {"y", PART_YEAR, 12, 0, 0},
                         DECADE = {"dec", PART_DECADE, 120, 0, 0},
                         CENTURY = {"c", PART_CENTURY, 1200, 0, 0},
                         MILLENNIUM = {"mil", PART_MILLENNIUM, 12000, 0, 0};

/* All that PostgreSQL takes; the longest that begins with the word's letters
 * is not looked for. */
static const struct {
    const char *name;
    const struct unit *unit;
} words[] = {{"us", &MICROSECOND},
             {"usec", &MICROSECOND},
             {"usecs", &MICROSECOND},
             {"microsecond", &MICROSECOND},
             {"microseconds", &MICROSECOND},
             {"ms", &MILLISECOND},
             {"msec", &MILLISECOND},
             {"msecs", &MILLISECOND},
             {"millisecond", &MILLISECOND},
             {"milliseconds", &MILLISECOND},
             {"s", &SECOND},
             {"sec", &SECOND},
             {"secs", &SECOND},
             {"second", &SECOND},
             {"seconds", &SECOND},
             {"m", &MINUTE},
             {"min", &MINUTE},
             {"mins", &MINUTE},
             {"minute", &MINUTE},
             {"minutes", &MINUTE},
             {"h", &HOUR},
             {"hr", &HOUR},
             {"hrs", &HOUR},
             {"hour", &HOUR},
             {"hours", &HOUR},
             {"d", &DAY},
             {"day", &DAY},
             {"days", &DAY},
             {"w", &WEEK},
             {"week", &WEEK},
             {"weeks", &WEEK},
             {"mon", &MONTH},
             {"mons", &MONTH},
             {"month", &MONTH},
             {"months", &MONTH},
             {"y", &YEAR},
             {"yr", &YEAR},
             {"yrs", &YEAR},
             {"year", &YEAR},
             {"years", &YEAR},
             {"decade", &DECADE},
             {"decades", &DECADE},
             {"century", &CENTURY},
             {"centuries", &CENTURY},
             {"millennium", &MILLENNIUM}};

static const struct unit *find_unit(const char *word, size_t length)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].name) == length &&
            !strncasecmp(words[i].name, word, length))
            return words[i].unit;
    return NULL;
}

/* Keeps the sums within 64 bits for any unit; greater numbers are not read,
 * though PostgreSQL takes some. */
static bool interval_is_small(double number)
{
    return fabs(number) < 1e9;
}

/* The fraction as it was written: 16.4 has .4, not .39999999999999858. */
static double fraction(double number)
{
    return rint((number - trunc(number)) * 1e9) / 1e9;
}

/* What is left of a month is days, what is left of a day seconds. */
static void interval_add(struct pg_interval *interval, const struct unit *unit,
                         double number)
{
    double months = number * unit->months;
    double days = number * unit->days;
    double rest;
    if (unit->months) {
        interval->months += (int64_t)months;
        rest = fraction(months) * 30;
        days += unit->months == 1 ? rest : 0;
        if (unit->months > 1) /* parts of a year are whole months */
            interval->months += (int64_t)rint(months - trunc(months));
    }
    interval->days += (int64_t)days;
    rest = fraction(days) * (double)DAY_SECONDS;
    interval->microseconds +=
        (int64_t)rint((number * unit->seconds + rest) * (double)MICROSECONDS);
}

/* ---- the fields of a text ---- */

enum field_kind { FIELD_NUMBER, FIELD_CLOCK, FIELD_YEARS };

/* 1.5 days, 04:05:06.7, 1-2 */
struct field {
    enum field_kind kind;
    const struct unit *unit; /* NULL where it has none */
    double number;           /* seconds of a clock, months of years */
};

enum { MOST_FIELDS = 25 };

struct fields {
    struct field items[MOST_FIELDS];
    size_t n;
    bool is_ago;
};

/* So that a double of seconds keeps every microsecond. */
enum { MOST_HOURS = 500000 };

/* 04:05, 04:05:06.7; two parts are minutes and seconds where the second has a
 * fraction, or the type says so. */
static bool interval_read_clock(struct field *field, const char *at, char **end,
                                unsigned range)
{
    bool negative = *at == '-';
    double seconds = 0;
    long hours, minutes = 0;
    const char *second;
    at += *at == '-' || *at == '+';
    hours = strtol(at, end, 10);
    /* strtol takes a second sign; an interval has one. */
    if (**end != ':' || hours < 0 || hours > MOST_HOURS)
        return false;
    second = *end + 1;
    if (second[strspn(second, "0123456789")] == '.' ||
        (range == (INTERVAL_MINUTE | INTERVAL_SECOND) &&
         second[strspn(second, "0123456789")] != ':')) {
        minutes = hours;
        hours = 0;
        seconds = strtod(second, end);
    } else {
        minutes = strtol(second, end, 10);
        seconds = **end == ':' ? strtod(*end + 1, end) : 0;
    }
    if (*end == second || minutes < 0 || minutes > 59 || seconds < 0 ||
        seconds >= 61)
        return false;
    seconds += (double)hours * 3600 + (double)minutes * 60;
    *field = (struct field){.kind = FIELD_CLOCK,
                            .number = negative ? -seconds : seconds};
    return true;
}

/* 1-2: a year and two months, as the standard writes them. */
static bool read_years(struct field *field, const char *at, char **end)
{
    bool negative = *at == '-';
    long years, months;
    at += *at == '-' || *at == '+';
    years = strtol(at, end, 10);
    months = strtol(*end + 1, end, 10);
    if (years < 0 || years > 100000000 || months < 0 || months > 11)
        return false;
    years = years * 12 + months;
    *field = (struct field){.kind = FIELD_YEARS,
                            .number = (double)(negative ? -years : years)};
    return true;
}

/* A number, blanks, and its unit perhaps. */
static bool read_number(struct field *field, const char *at, char **end)
{
    size_t length;
    double number = strtod(at, end);
    if (*end == at || !interval_is_small(number) || isalpha((unsigned char)*at))
        return false;
    *field = (struct field){.number = number};
    at = *end + strspn(*end, " ");
    length = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (!length || (length == 3 && !strncasecmp(at, "ago", 3)))
        return true;
    field->unit = find_unit(at, length);
    *end += at + length - *end;
    return field->unit != NULL;
}

/* The byte after the first digits tells what it is: 04:05, 1-2, 1.5. */
static bool read_signed_field(struct field *field, const char **at,
                              unsigned range)
{
    const char *digits = *at + strspn(*at, "+-");
    const char *sign = digits + strspn(digits, "0123456789");
    char *end;
    bool done;
    if (*sign == ':')
        done = interval_read_clock(field, *at, &end, range);
    else if (sign > digits && *sign == '-' && isdigit((unsigned char)sign[1]))
        done = read_years(field, *at, &end);
    else
        done = read_number(field, *at, &end);
    if (done)
        *at = end;
    return done;
}

/* A sign may stand apart: 1 month - 1 day. */
static bool interval_read_field(struct field *field, const char **at,
                                unsigned range)
{
    bool is_negative = **at == '-';
    size_t blanks = is_negative || **at == '+' ? strspn(*at + 1, " ") : 0;
    if (!blanks)
        return read_signed_field(field, at, range);
    *at += 1 + blanks;
    if (!isdigit((unsigned char)**at) && **at != '.')
        return false;
    if (!read_signed_field(field, at, range))
        return false;
    if (is_negative)
        field->number = -field->number;
    return true;
}

/* At the end only: it turns the sign of everything. */
static bool is_ago(const char *at)
{
    return !strncasecmp(at, "ago", 3) && !at[3];
}

/* In the order in which they are written; what they mean depends on those after
 * them. */
static bool read_fields(struct fields *fields, const char *text, unsigned range)
{
    *fields = (struct fields){.n = 0};
    while (*text && !is_ago(text)) {
        if (fields->n == MOST_FIELDS ||
            !interval_read_field(&fields->items[fields->n++], &text, range))
            return false;
        text += strspn(text, " ");
    }
    fields->is_ago = *text != '\0';
    return fields->n > 0;
}

/* ---- what they mean ---- */

/* A last number without a unit counts the smallest field of the type. */
static const struct unit *smallest(unsigned range)
{
    return range & INTERVAL_SECOND   ? &SECOND
           : range & INTERVAL_MINUTE ? &MINUTE
           : range & INTERVAL_HOUR   ? &HOUR
           : range & INTERVAL_DAY    ? &DAY
           : range & INTERVAL_MONTH  ? &MONTH
           : range & INTERVAL_YEAR   ? &YEAR
                                     : &SECOND;
}

/* Parts of a day beside a clock: PostgreSQL's versions differ in what becomes
 * of them. */
static bool has_rest(const struct field *field, const struct unit *unit)
{
    return (unit->months || unit->days) && field->kind == FIELD_NUMBER &&
           fraction(field->number) != 0;
}

/* From the last to the first, as PostgreSQL does: before hours, with or without
 * a clock, a number without a unit counts days. */
static bool interval_add_fields(struct pg_interval *interval,
                                const struct fields *fields, unsigned range)
{
    const struct unit *usual = smallest(range);
    bool has_clock = false;
    unsigned said = 0;
    for (size_t i = 0; i < fields->n; i++)
        has_clock |= fields->items[i].kind == FIELD_CLOCK;
    for (size_t i = fields->n; i-- > 0;) {
        const struct field *field = &fields->items[i];
        const struct unit *unit = field->unit ? field->unit : usual;
        unsigned part = unit->part;
        if (field->kind == FIELD_CLOCK) {
            unit = &SECOND;
            part = PART_CLOCK;
        } else if (field->kind == FIELD_YEARS) {
            unit = &MONTH;
            part = PART_MONTH;
        }
        if (said & part || (has_clock && has_rest(field, unit)))
            return false;
        said |= part;
        interval_add(interval, unit, field->number);
        /* '2 04:05' are two days. */
        usual = part & PART_HOUR ? &DAY : unit;
    }
    return true;
}

/* P1Y2M3DT4H5M6S */
static bool read_iso(struct pg_interval *interval, const char *at)
{
    static const struct {
        char letter;
        const struct unit *unit;
    } dates[] = {{'Y', &YEAR}, {'M', &MONTH}, {'W', &WEEK}, {'D', &DAY}},
      times[] = {{'H', &HOUR}, {'M', &MINUTE}, {'S', &SECOND}, {'S', &SECOND}};
    bool in_time = false;
    while (*at) {
        const struct unit *unit = NULL;
        char *end;
        double number;
        if (*at == 'T' && !in_time) {
            in_time = true;
            at++;
            continue;
        }
        number = strtod(at, &end);
        for (size_t i = 0; i < 4; i++)
            if ((in_time ? times[i].letter : dates[i].letter) == *end)
                unit = in_time ? times[i].unit : dates[i].unit;
        if (end == at || !unit || !interval_is_small(number))
            return false;
        interval_add(interval, unit, number);
        at = end + 1;
    }
    return true;
}

/* ---- what the type leaves of it ---- */

static const int64_t IN_HOUR = 3600 * 1000000LL, IN_MINUTE = 60 * 1000000LL;

/* Parts below the smallest field go. */
static void cut(struct pg_interval *interval, unsigned range)
{
    if (range & INTERVAL_SECOND)
        return;
    if (range & INTERVAL_MINUTE)
        interval->microseconds -= interval->microseconds % IN_MINUTE;
    else if (range & INTERVAL_HOUR)
        interval->microseconds -= interval->microseconds % IN_HOUR;
    else
        interval->microseconds = 0;
    if (!(range & ~(unsigned)(INTERVAL_YEAR | INTERVAL_MONTH)))
        interval->days = 0;
    if (range == INTERVAL_YEAR)
        interval->months -= interval->months % 12;
}

/* Half a digit goes away from zero. */
static void round_to(struct pg_interval *interval, long digits)
{
    int64_t step = 1, half;
    for (long i = digits; i < 6; i++)
        step *= 10;
    half = interval->microseconds < 0 ? -(step / 2) : step / 2;
    interval->microseconds = (interval->microseconds + half) / step * step;
}

/* `range` and `digits` are those of INTERVAL '...' DAY TO SECOND(3). */
bool interval_read_as(struct pg_interval *interval, const char *text,
                      unsigned range, long digits)
{
    struct fields fields;
    *interval = (struct pg_interval){0};
    text += strspn(text, " @");
    if (*text == 'P' && text[1]) {
        if (!read_iso(interval, text + 1))
            return false;
    } else if (!read_fields(&fields, text, range) ||
               !interval_add_fields(interval, &fields, range)) {
        return false;
    } else if (fields.is_ago) {
        *interval = (struct pg_interval){-interval->months, -interval->days,
                                         -interval->microseconds};
    }
    if (range)
        cut(interval, range);
    if (digits >= 0)
        round_to(interval, digits);
    return true;
}

bool interval_read(struct pg_interval *interval, const char *text)
{
    return interval_read_as(interval, text, 0, -1);
}

/* ---- writing ---- */

/* Behind a negative part a positive one gets its sign. */
static size_t interval_write_part(char *text, size_t used, int64_t number,
                                  const char *unit, bool *was_negative)
{
    if (!number)
        return used;
    used += (size_t)snprintf(text + used, INTERVAL_ROOM - used, "%s%s%lld %s%s",
                             used ? " " : "",
                             *was_negative && number > 0 ? "+" : "",
                             (long long)number, unit, number == 1 ? "" : "s");
    *was_negative = number < 0;
    return used;
}

/* Trailing zeros of the fraction are not written. */
static size_t write_clock(char *text, size_t used, int64_t microseconds,
                          bool was_negative)
{
    uint64_t left =
        microseconds < 0 ? 0 - (uint64_t)microseconds : (uint64_t)microseconds;
    uint64_t seconds = left / 1000000;
    const char *sign = microseconds < 0 ? "-" : was_negative ? "+" : "";
    used += (size_t)snprintf(text + used, INTERVAL_ROOM - used,
                             "%s%s%02llu:%02llu:%02llu", used ? " " : "", sign,
                             (unsigned long long)(seconds / 3600),
                             (unsigned long long)(seconds / 60 % 60),
                             (unsigned long long)(seconds % 60));
    if (left % 1000000 == 0)
        return used;
    used += (size_t)snprintf(text + used, INTERVAL_ROOM - used, ".%06llu",
                             (unsigned long long)(left % 1000000));
    while (text[used - 1] == '0')
        text[--used] = '\0';
    return used;
}

/* IntervalStyle postgres, which pg_dump sets. */
void interval_write(char *text, const struct pg_interval *interval)
{
    bool was_negative = false;
    size_t used = 0;
    *text = '\0';
    used = interval_write_part(text, used, interval->months / 12, "year",
                               &was_negative);
    used = interval_write_part(text, used, interval->months % 12, "mon",
                               &was_negative);
    used =
        interval_write_part(text, used, interval->days, "day", &was_negative);
    if (interval->microseconds || !used)
        write_clock(text, used, interval->microseconds, was_negative);
}
