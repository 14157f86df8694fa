#include "types/canonical.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "postgres/interval.h"

/* ---- dates and times ---- */

/* Words have no digits to normalise, and stay as they are written. */
static bool canonical_is_word(const char *text)
{
    static const char *const words[] = {"infinity", "-infinity", "now",
                                        "today",    "tomorrow",  "yesterday",
                                        "epoch"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (!strcasecmp(text, words[i]))
            return true;
    return false;
}

/* One or two digits, or exactly as many. */
static bool canonical_take(const char **at, int least, int most, int *number)
{
    int n = 0;
    *number = 0;
    for (; n < most && isdigit((unsigned char)**at); n++, ++*at)
        *number = *number * 10 + (**at - '0');
    return n >= least;
}

/* PostgreSQL refuses February 30, and so must this. */
static int month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
    bool leaps = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return lengths[month - 1] + (month == 2 && leaps);
}

/* 2024-1-5, 2024/1/5, 20240105: the year stands first, so the order is clear.
 */
static bool take_date(const char **at, char *date, size_t room)
{
    int year, month, day;
    bool has_signs;
    char sign;
    if (!canonical_take(at, 4, 4, &year))
        return false;
    sign = **at;
    has_signs = sign == '-' || sign == '/';
    *at += has_signs;
    if (!canonical_take(at, has_signs ? 1 : 2, 2, &month) ||
        (has_signs && *(*at)++ != sign) ||
        !canonical_take(at, has_signs ? 1 : 2, 2, &day))
        return false;
    if (year < 1 || month < 1 || month > 12 || day < 1 ||
        day > month_length(year, month))
        return false;
    snprintf(date, room, "%04d-%02d-%02d", year, month, day);
    return true;
}

/* 8:30, 08:30:15.250 */
static bool take_clock(const char **at, char *clock, size_t room)
{
    int hour, minute, second = 0, fraction = 0, digits = 0;
    if (!canonical_take(at, 1, 2, &hour) || *(*at)++ != ':' ||
        !canonical_take(at, 2, 2, &minute) || hour > 24 || minute > 59)
        return false;
    if (**at == ':') {
        ++*at;
        if (!canonical_take(at, 2, 2, &second) || second > 59)
            return false;
    }
    if (**at == '.')
        for (++*at; isdigit((unsigned char)**at); ++*at, digits++)
            if (digits < 6)
                fraction = fraction * 10 + (**at - '0');
    for (; digits < 6; digits++)
        fraction *= 10;
    if (digits > 6)
        return false;
    snprintf(clock, room, fraction ? "%02d:%02d:%02d.%06d" : "%02d:%02d:%02d",
             hour, minute, second, fraction);
    while (fraction && fraction % 10 == 0) { /* as PostgreSQL writes it */
        clock[strlen(clock) - 1] = '\0';
        fraction /= 10;
    }
    return true;
}

/* Z, +02, +02:00, +0200 */
static bool take_zone(const char **at, char *zone, size_t room)
{
    int hours, minutes = 0;
    char sign = **at;
    *zone = '\0';
    if (sign == 'Z' || sign == 'z') {
        ++*at;
        snprintf(zone, room, "+00");
        return true;
    }
    if (sign != '+' && sign != '-')
        return true;
    ++*at;
    if (!canonical_take(at, 2, 2, &hours))
        return false;
    *at += **at == ':';
    if (**at && !canonical_take(at, 2, 2, &minutes))
        return false;
    snprintf(zone, room, minutes ? "%c%02d:%02d" : "%c%02d", sign, hours,
             minutes);
    return true;
}

static bool is_before_christ(const char *text)
{
    size_t length = strlen(text);
    return length > 3 && !strcasecmp(text + length - 3, " BC");
}

/* What PostgreSQL itself would write for a literal that a person wrote. */
static const char *canonical_moment(struct arena *arena, const char *text,
                                    bool has_zone)
{
    char date[40], clock[64] = "00:00:00", zone[40] = "";
    const char *at = text;
    if (canonical_is_word(text) || is_before_christ(text))
        return text;
    if (!take_date(&at, date, sizeof date))
        return NULL;
    if (*at == ' ' || *at == 'T') {
        at++;
        if (!take_clock(&at, clock, sizeof clock))
            return NULL;
        at += *at == ' ';
        if (!take_zone(&at, zone, sizeof zone))
            return NULL;
    }
    if (*at)
        return NULL;
    return arena_printf(arena, "%s %s%s", date, clock, has_zone ? zone : "");
}

/* A timestamp without time zone ignores a zone that is written, as in
 * PostgreSQL. */
const char *canonical_timestamp(struct arena *arena,
                                const struct value_type *type, const char *text)
{
    return canonical_moment(arena, text,
                            type_is_named(type, "timestamp with time zone"));
}

/* A time of the day is cut, if it is one. */
const char *canonical_date(struct arena *arena, const struct value_type *type,
                           const char *text)
{
    char day[40];
    const char *at = text;
    (void)type;
    if (canonical_is_word(text) || is_before_christ(text))
        return text;
    if (!take_date(&at, day, sizeof day))
        return NULL;
    if (*at && !canonical_moment(arena, text, false))
        return NULL;
    return arena_printf(arena, "%s", day);
}

const char *canonical_clock(struct arena *arena, const struct value_type *type,
                            const char *text)
{
    char clock[64];
    const char *at = text;
    (void)type;
    if (!take_clock(&at, clock, sizeof clock) || *at)
        return NULL;
    return arena_printf(arena, "%s", clock);
}

/* Intervals are written in one form, whatever the spelling was. */
const char *canonical_interval(struct arena *arena,
                               const struct value_type *type, const char *text)
{
    struct pg_interval read;
    char written[INTERVAL_ROOM];
    (void)type;
    if (!interval_read(&read, text))
        return NULL;
    interval_write(written, &read);
    return arena_printf(arena, "%s", written);
}

/* ---- others ---- */

/* Braces, upper case and other groupings are allowed. */
const char *canonical_uuid(struct arena *arena, const struct value_type *type,
                           const char *text)
{
    char digits[33], out[37];
    size_t n = 0, used = 0;
    (void)type;
    for (; *text; text++) {
        if (strchr("-{}", *text))
            continue;
        if (!isxdigit((unsigned char)*text) || n == 32)
            return NULL;
        digits[n++] = (char)tolower((unsigned char)*text);
    }
    if (n != 32)
        return NULL;
    for (size_t i = 0; i < 32; i++) {
        if (i == 8 || i == 12 || i == 16 || i == 20)
            out[used++] = '-';
        out[used++] = digits[i];
    }
    out[used] = '\0';
    return arena_printf(arena, "%s", out);
}

/* {red, blue}: blanks around elements do not count. */
const char *canonical_array(struct arena *arena, const struct value_type *type,
                            const char *text)
{
    struct buffer out = {0};
    const char *copy;
    bool quoted = false;
    (void)type;
    for (; *text; text++) {
        if (*text == '\\' && text[1]) {
            buffer_add_byte(&out, *text++);
        } else if (*text == '"') {
            quoted = !quoted;
        } else if (!quoted && isspace((unsigned char)*text)) {
            bool is_first = out.size && strchr("{,", out.bytes[out.size - 1]);
            const char *behind = text + strspn(text, " \t\n\v\f\r");
            if (is_first || !*behind || strchr(",}", *behind))
                continue;
        }
        buffer_add_byte(&out, *text);
    }
    copy = arena_copy(arena, out.bytes, out.size);
    buffer_release(&out);
    return copy;
}

const char *canonical_number(struct arena *arena, const struct value_type *type,
                             const char *text)
{
    const char *word = text + (*text == '-' || *text == '+');
    (void)arena;
    (void)type;
    if (!strcasecmp(text, "nan"))
        return "NaN";
    if (strcasecmp(word, "infinity") != 0 && strcasecmp(word, "inf") != 0)
        return text;
    return *text == '-' ? "-Infinity" : "Infinity";
}

/* Types without this function have only one spelling, or keep what was written.
 * */
const char *literal_canonical(struct arena *arena,
                              const struct value_type *type, const char *text)
{
    return type->codec->canonical ? type->codec->canonical(arena, type, text)
                                  : text;
}
