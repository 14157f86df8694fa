#include "postgres/interval.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const int64_t SECOND = 1000000, DAY_SECONDS = 86400;

/* ---- reading ---- */

struct unit {
    const char *name;
    int months, days;
    double seconds;
};

/* The longest that begins with the word's letters is not looked for: these are
 * all that PostgreSQL takes. */
static const struct unit units[] = {{"us", 0, 0, 1e-6},
                                    {"usec", 0, 0, 1e-6},
                                    {"usecs", 0, 0, 1e-6},
                                    {"microsecond", 0, 0, 1e-6},
                                    {"microseconds", 0, 0, 1e-6},
                                    {"ms", 0, 0, 1e-3},
                                    {"msec", 0, 0, 1e-3},
                                    {"msecs", 0, 0, 1e-3},
                                    {"millisecond", 0, 0, 1e-3},
                                    {"milliseconds", 0, 0, 1e-3},
                                    {"s", 0, 0, 1},
                                    {"sec", 0, 0, 1},
                                    {"secs", 0, 0, 1},
                                    {"second", 0, 0, 1},
                                    {"seconds", 0, 0, 1},
                                    {"m", 0, 0, 60},
                                    {"min", 0, 0, 60},
                                    {"mins", 0, 0, 60},
                                    {"minute", 0, 0, 60},
                                    {"minutes", 0, 0, 60},
                                    {"h", 0, 0, 3600},
                                    {"hr", 0, 0, 3600},
                                    {"hrs", 0, 0, 3600},
                                    {"hour", 0, 0, 3600},
                                    {"hours", 0, 0, 3600},
                                    {"d", 0, 1, 0},
                                    {"day", 0, 1, 0},
                                    {"days", 0, 1, 0},
                                    {"w", 0, 7, 0},
                                    {"week", 0, 7, 0},
                                    {"weeks", 0, 7, 0},
                                    {"mon", 1, 0, 0},
                                    {"mons", 1, 0, 0},
                                    {"month", 1, 0, 0},
                                    {"months", 1, 0, 0},
                                    {"y", 12, 0, 0},
                                    {"yr", 12, 0, 0},
                                    {"yrs", 12, 0, 0},
                                    {"year", 12, 0, 0},
                                    {"years", 12, 0, 0},
                                    {"decade", 120, 0, 0},
                                    {"decades", 120, 0, 0},
                                    {"century", 1200, 0, 0},
                                    {"centuries", 1200, 0, 0},
                                    {"millennium", 12000, 0, 0}};

static const struct unit *find_unit(const char *word, size_t length)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strlen(units[i].name) == length &&
            !strncasecmp(units[i].name, word, length))
            return &units[i];
    return NULL;
}

static bool is_small(double number)
{
    return fabs(number) < 1e9;
}

/* What is left of a month is days, what is left of a day seconds. */
static void add(struct pg_interval *interval, const struct unit *unit,
                double number)
{
    double months = number * unit->months;
    double days = number * unit->days;
    double rest;
    if (unit->months) {
        interval->months += (int64_t)months;
        rest = (months - trunc(months)) * 30;
        days += unit->months == 1 ? rest : 0;
        if (unit->months > 1) /* parts of a year are whole months */
            interval->months += (int64_t)rint(months - trunc(months));
    }
    interval->days += (int64_t)days;
    rest = (days - trunc(days)) * (double)DAY_SECONDS;
    interval->microseconds +=
        (int64_t)rint((number * unit->seconds + rest) * (double)SECOND);
}

/* 04:05, 04:05:06.7 */
static bool add_clock(struct pg_interval *interval, const char *at, char **end)
{
    bool negative = *at == '-';
    double seconds;
    long hours, minutes;
    at += *at == '-' || *at == '+';
    hours = strtol(at, end, 10);
    if (**end != ':' || hours < 0 || hours > 1000000000)
        return false;
    minutes = strtol(*end + 1, end, 10);
    seconds = **end == ':' ? strtod(*end + 1, end) : 0;
    if (minutes < 0 || minutes > 59 || seconds < 0 || seconds >= 61)
        return false;
    seconds += (double)hours * 3600 + (double)minutes * 60;
    interval->microseconds +=
        (negative ? -1 : 1) * (int64_t)rint(seconds * (double)SECOND);
    return true;
}

static bool add_part(struct pg_interval *interval, const char **at)
{
    static const struct unit second = {"second", 0, 0, 1};
    char *end;
    const char *colon = *at + strspn(*at, "+-0123456789");
    double number;
    const struct unit *unit = &second;
    size_t length;
    if (*colon == ':') {
        if (!add_clock(interval, *at, &end))
            return false;
        *at = end;
        return true;
    }
    number = strtod(*at, &end);
    if (end == *at || !is_small(number) || isalpha((unsigned char)**at))
        return false;
    *at = end + strspn(end, " ");
    length =
        strspn(*at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (length)
        unit = find_unit(*at, length);
    if (!unit)
        return false;
    add(interval, unit, number);
    *at += length;
    return true;
}

/* P1Y2M3DT4H5M6S */
static bool read_iso(struct pg_interval *interval, const char *at)
{
    static const struct unit dates[] = {
        {"Y", 12, 0, 0}, {"M", 1, 0, 0}, {"W", 0, 7, 0}, {"D", 0, 1, 0}};
    static const struct unit times[] = {
        {"H", 0, 0, 3600}, {"M", 0, 0, 60}, {"S", 0, 0, 1}, {"", 0, 0, 0}};
    bool in_time = false;
    while (*at) {
        const struct unit *list = in_time ? times : dates, *unit = NULL;
        char *end;
        double number;
        if (*at == 'T' && !in_time) {
            in_time = true;
            at++;
            continue;
        }
        number = strtod(at, &end);
        for (size_t i = 0; i < 4; i++)
            if (list[i].name[0] == *end && *end)
                unit = &list[i];
        if (end == at || !unit || !is_small(number))
            return false;
        add(interval, unit, number);
        at = end + 1;
    }
    return true;
}

static bool is_ago(const char *at)
{
    return !strncasecmp(at, "ago", 3) && !at[3];
}

bool interval_read(struct pg_interval *interval, const char *text)
{
    *interval = (struct pg_interval){0};
    text += strspn(text, " @");
    if (*text == 'P' && text[1])
        return read_iso(interval, text + 1);
    if (!*text || is_ago(text))
        return false;
    while (*text && !is_ago(text)) {
        if (!add_part(interval, &text))
            return false;
        text += strspn(text, " ");
    }
    if (*text)
        *interval = (struct pg_interval){-interval->months, -interval->days,
                                         -interval->microseconds};
    return true;
}

/* ---- writing ---- */

/* Behind a negative part a positive one gets its sign. */
static size_t write_part(char *text, size_t used, int64_t number,
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

void interval_write(char *text, const struct pg_interval *interval)
{
    bool was_negative = false;
    size_t used = 0;
    *text = '\0';
    used = write_part(text, used, interval->months / 12, "year", &was_negative);
    used = write_part(text, used, interval->months % 12, "mon", &was_negative);
    used = write_part(text, used, interval->days, "day", &was_negative);
    if (interval->microseconds || !used)
        write_clock(text, used, interval->microseconds, was_negative);
}
