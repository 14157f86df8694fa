#include "types/constant.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sqlite/quote.h"
#include "types/array.h"
#include "types/bytea.h"
#include "types/json.h"
#include "types/number.h"
#include "types/timestamp.h"

/* ---- literals ---- */

static const char *finish(struct arena *arena, struct buffer *sql)
{
    const char *copy = arena_copy(arena, sql->bytes, sql->size);
    buffer_release(sql);
    return copy;
}

static const char *quoted(struct arena *arena, const char *text, size_t length)
{
    struct buffer sql = {0};
    if (length && memchr(text, '\r', length))
        quote_text_with_returns(&sql, text, length);
    else
        quote_text(&sql, text, length);
    return finish(arena, &sql);
}

static const char *boolean(const char *text)
{
    static const char *const words[][6] = {
        {"f", "false", "n", "no", "off", "0"},
        {"t", "true", "y", "yes", "on", "1"}};
    for (int yes = 0; yes < 2; yes++)
        for (size_t i = 0; i < COUNT_OF(words[yes]); i++)
            if (!strcasecmp(text, words[yes][i]))
                return yes ? "1" : "0";
    return NULL;
}

static const char *number(struct arena *arena, const char *text)
{
    if (!number_is_plain(text, strlen(text)))
        return NULL;
    return arena_copy(arena, text, strlen(text));
}

/* PostgreSQL's real has no more digits than these. */
static const char *single(struct arena *arena, const char *text)
{
    float value = strtof(text, NULL);
    char digits[32];
    if (!number_is_plain(text, strlen(text)))
        return NULL;
    for (int precision = 1; precision <= 9; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, (double)value);
        if (strtof(digits, NULL) == value)
            break;
    }
    return arena_copy(arena, digits, strlen(digits));
}

static bool is_single(const struct value_type *type)
{
    return type->source && !strcmp(type->source->name.name, "real");
}

static bool is_moment(const char *text)
{
    static const char *const words[] = {"today", "tomorrow", "yesterday",
                                        "epoch", "now"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (!strcasecmp(text, words[i]))
            return true;
    return false;
}

/* 'now' and its like are read when the default is used. */
static const char *moment(const struct value_type *type, const char *text)
{
    if (strcasecmp(text, "now") != 0)
        return type->conversion == AS_DATE && !strcasecmp(text, "today")
                   ? "CURRENT_DATE"
                   : NULL;
    return type->conversion == AS_DATE ? "CURRENT_DATE" : "CURRENT_TIMESTAMP";
}

static const char *timestamp(struct arena *arena, const char *text)
{
    char utc[TIMESTAMP_ROOM];
    size_t length = timestamp_to_utc(utc, text, strlen(text));
    return length ? quoted(arena, utc, length)
                  : quoted(arena, text, strlen(text));
}

static const char *offset(struct arena *arena, const char *text)
{
    char utc[TIMESTAMP_ROOM];
    size_t length = timestamp_to_utc(utc, text, strlen(text));
    return length ? arena_printf(arena, "'%.*s+00:00'", (int)length, utc)
                  : quoted(arena, text, strlen(text));
}

static const char *unix_time(struct arena *arena, const char *text)
{
    int64_t seconds, microseconds;
    if (!timestamp_to_unix(&seconds, &microseconds, text, strlen(text)))
        return NULL;
    return microseconds
               ? arena_printf(arena, "%.6f",
                              (double)seconds + (double)microseconds / 1e6)
               : arena_printf(arena, "%lld", (long long)seconds);
}

static const char *bytes(struct arena *arena, const char *text)
{
    struct buffer sql = {0};
    const char *decoded;
    size_t size;
    if (!bytea_decode(arena, text, strlen(text), &decoded, &size))
        return NULL;
    quote_blob(&sql, decoded, size);
    return finish(arena, &sql);
}

static const char *ewkb(struct arena *arena, const char *text)
{
    struct buffer sql = {0};
    const char *decoded;
    size_t size;
    if (!hex_decode(arena, text, strlen(text), &decoded, &size))
        return NULL;
    quote_blob(&sql, decoded, size);
    return finish(arena, &sql);
}

static const char *word(struct arena *arena, const struct value_type *type,
                        const char *text)
{
    const char *number = boolean(text);
    const char *word = number ? type->words[*number == '1'] : NULL;
    return word ? quoted(arena, word, strlen(word)) : NULL;
}

static const char *json(struct arena *arena, const struct value_type *type,
                        const char *text)
{
    struct buffer value = {0};
    size_t length = strlen(text);
    unsigned lost = 0;
    bool good = type->conversion == AS_ARRAY
                    ? array_to_json(&value, text, length, type->element, &lost)
                : type->conversion == AS_HSTORE
                    ? json_add_hstore(&value, text, length)
                    : json_add_composite(&value, type, text, length, &lost);
    const char *sql = good ? quoted(arena, value.bytes, value.size) : NULL;
    buffer_release(&value);
    return sql;
}

static const char *csv(struct arena *arena, const struct value_type *type,
                       const char *text)
{
    struct buffer list = {0};
    const char *sql = array_to_csv(&list, text, strlen(text), type->element)
                          ? quoted(arena, list.bytes, list.size)
                          : NULL;
    buffer_release(&list);
    return sql;
}

const char *constant_to_sql(struct arena *arena, const struct value_type *type,
                            const char *text)
{
    switch (type->conversion) {
    case AS_BOOLEAN: return boolean(text);
    case AS_REAL:
        return is_single(type) ? single(arena, text) : number(arena, text);
    case AS_INTEGER:
    case AS_NUMERIC: return number(arena, text);
    case AS_DATE:
        return is_moment(text) ? moment(type, text)
                               : quoted(arena, text, strlen(text));
    case AS_TIMESTAMP:
        return is_moment(text) ? moment(type, text) : timestamp(arena, text);
    case AS_CSV: return csv(arena, type, text);
    case AS_OFFSET:
        return is_moment(text) ? moment(type, text) : offset(arena, text);
    case AS_UNIX:
        return is_moment(text) ? moment(type, text) : unix_time(arena, text);
    case AS_BYTES: return bytes(arena, text);
    case AS_WORD: return word(arena, type, text);
    case AS_EWKB: return ewkb(arena, text);
    case AS_ARRAY:
    case AS_HSTORE:
    case AS_COMPOSITE: return json(arena, type, text);
    default: return quoted(arena, text, strlen(text));
    }
}

/* ---- intervals ---- */

static const char *unit_of(const char *word, size_t length)
{
    static const struct {
        const char *word, *unit;
    } units[] = {
        {"year", "years"},  {"years", "years"},     {"mon", "months"},
        {"mons", "months"}, {"month", "months"},    {"months", "months"},
        {"day", "days"},    {"days", "days"},       {"hour", "hours"},
        {"hours", "hours"}, {"minute", "minutes"},  {"minutes", "minutes"},
        {"min", "minutes"}, {"mins", "minutes"},    {"second", "seconds"},
        {"sec", "seconds"}, {"seconds", "seconds"}, {"secs", "seconds"},
    };
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (strlen(units[i].word) == length &&
            !strncasecmp(units[i].word, word, length))
            return units[i].unit;
    return NULL;
}

static bool add_time(struct buffer *sql, const char **at, bool back)
{
    char *end;
    long hours = strtol(*at, &end, 10), minutes;
    if (end == *at || *end != ':' || hours < 0)
        return false;
    minutes = strtol(end + 1, &end, 10);
    if (*end != ':')
        return false;
    buffer_printf(sql, ", '%c%ld hours', '%c%ld minutes'", back ? '-' : '+',
                  hours, back ? '-' : '+', minutes);
    *at = end + 1;
    buffer_printf(sql, ", '%c%ld seconds'", back ? '-' : '+',
                  strtol(*at, &end, 10));
    *at = end;
    return *end == '\0';
}

static bool add_unit(struct buffer *sql, const char **at, bool back)
{
    char *end;
    long number = strtol(*at, &end, 10);
    const char *word = end + (*end == ' '), *unit;
    size_t length = strcspn(word, " ");
    if (end == *at)
        return false;
    if (*end == ':')
        return add_time(sql, at, back);
    unit = unit_of(word, length);
    if (!unit)
        return false;
    buffer_printf(sql, ", '%+ld %s'", back ? -number : number, unit);
    *at = word + length;
    while (**at == ' ')
        ++*at;
    return true;
}

const char *constant_interval(struct arena *arena, const char *text, bool back)
{
    struct buffer sql = {0};
    bool good = *text != '\0';
    while (good && *text)
        good = add_unit(&sql, &text, back);
    if (good)
        return finish(arena, &sql);
    buffer_release(&sql);
    return NULL;
}

/* ---- patterns ---- */

const char *constant_glob(struct arena *arena, const char *pattern, char escape)
{
    struct buffer glob = {0}, sql = {0};
    for (; *pattern; pattern++) {
        bool escaped = escape && *pattern == escape && pattern[1];
        pattern += escaped;
        if (!escaped && *pattern == '%')
            buffer_add_byte(&glob, '*');
        else if (!escaped && *pattern == '_')
            buffer_add_byte(&glob, '?');
        else if (strchr("*?[", *pattern))
            buffer_printf(&glob, "[%c]", *pattern);
        else
            buffer_add_byte(&glob, *pattern);
    }
    buffer_add_text(&sql, "GLOB ");
    quote_text(&sql, glob.bytes, glob.size);
    buffer_release(&glob);
    return finish(arena, &sql);
}

/* SQLite's LIKE knows the two cases of ASCII letters only. */
const char *constant_like(struct arena *arena, const char *pattern, char escape)
{
    struct buffer sql = {0};
    for (const char *at = pattern; *at; at++)
        if (!isascii((unsigned char)*at))
            return NULL;
    buffer_add_text(&sql, "LIKE ");
    quote_text(&sql, pattern, strlen(pattern));
    if (escape && strchr(pattern, escape))
        buffer_printf(&sql, " ESCAPE '%s%c'", escape == '\'' ? "'" : "",
                      escape);
    return finish(arena, &sql);
}
