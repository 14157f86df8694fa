/* Arithmetic with dates, times and intervals. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "postgres/interval.h"
#include "sqlite/quote.h"
#include "translate/signature.h"
#include "types/constant.h"

/* A time stands several times in what SQLite needs for a month. */
enum { MAX_REPEATED = 400 };

static const struct date_part_row {
    const char *name, *arguments, *sql;
} date_parts[] = {
#define DATE_PART(name, arguments, sql) {name, arguments, sql},
#include "functions.def"
};

static const struct to_char_row {
    const char *pattern, *sql;
} to_char_rows[] = {
#define TO_CHAR(pattern, sql) {pattern, sql},
#include "functions.def"
};

/* ---- intervals as modifiers ---- */

/* Words that PostgreSQL prints and people write. */
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

/* 04:05:06 as hours, minutes and seconds. */
static bool add_clock_modifiers(struct buffer *sql, const char **at, bool back)
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

/* A number and its unit, or a clock. */
static bool add_unit_modifier(struct buffer *sql, const char **at, bool back)
{
    char *end;
    long number = strtol(*at, &end, 10);
    const char *word = end + (*end == ' '), *unit;
    size_t length = strcspn(word, " ");
    if (end == *at)
        return false;
    if (*end == ':')
        return add_clock_modifiers(sql, at, back);
    unit = unit_of(word, length);
    if (!unit)
        return false;
    buffer_printf(sql, ", '%+ld %s'", back ? -number : number, unit);
    *at = word + length;
    while (**at == ' ')
        ++*at;
    return true;
}

/* An interval as modifiers of SQLite's date functions: ", '+7 days'"; turned
 * round if it is taken away. NULL if it is more than that. */
static const char *interval_modifiers(struct arena *arena, const char *text,
                                      bool back)
{
    struct buffer sql = {0};
    const char *copy;
    bool good = *text != '\0';
    while (good && *text)
        good = add_unit_modifier(&sql, &text, back);
    copy = good ? arena_copy(arena, sql.bytes, sql.size) : NULL;
    buffer_release(&sql);
    return copy;
}

/* ---- plus and minus ---- */

/* The text of 'x'::interval and INTERVAL 'x'. */
static const char *time_interval_text(const struct pg_node *node)
{
    bool is_interval = node && node->kind == NODE_CAST &&
                       node->left->kind == NODE_STRING &&
                       !strcmp(node->type->name.name, "interval");
    return is_interval ? node->left->text : NULL;
}

const char *fragment_whole_seconds(struct translator *translator,
                                   const struct fragment *fragment)
{
    const struct pg_type *source =
        fragment->type ? fragment->type->source : NULL;
    bool is_whole = fragment->class != CLASS_TIMESTAMP ||
                    fragment->is_volatile || strchr("?$@:", *fragment->sql) ||
                    (source && source->n_modifiers && !source->modifiers[0]);
    return is_whole ? fragment->sql
                    : arena_printf(translator->context->arena,
                                   "substr(%s, 1, 19)", fragment->sql);
}

/* Adding months writes the time's SQL up to three times, however many months
 * they are. */
static struct fragment too_long(struct translator *translator)
{
    return translator_refuse(translator,
                             "arithmetic with a time that is a long expression "
                             "itself; compute it in a subquery");
}

/* PostgreSQL's months end at the last day of a shorter month, SQLite's go
 * over into the next. */
static const char *add_months(struct translator *translator,
                              const struct fragment *time, int64_t months)
{
    bool is_date = time->class == CLASS_DATE;
    const char *whole = fragment_whole_seconds(translator, time);
    long long more = months + 1;
    return arena_printf(
        translator->context->arena,
        "min(date(%s, '%+lld months'), date(%s, 'start of month', '%+lld "
        "months', '-1 day')) || %s%s%s",
        whole, (long long)months, whole, more,
        is_date ? "' 00:00:00'" : "substr(", is_date ? "" : time->sql,
        is_date ? "" : ", 11)");
}

/* Whole seconds leave the fraction as it is. */
static struct fragment add_seconds(struct translator *translator,
                                   struct fragment time, const char *sql,
                                   int64_t days, int64_t seconds)
{
    struct buffer out = {0};
    bool has_fraction = time.class == CLASS_TIMESTAMP && !time.is_volatile;
    struct fragment fragment;
    buffer_printf(&out, "datetime(%s", sql);
    if (days)
        buffer_printf(&out, ", '%+lld day%s'", (long long)days,
                      days == 1 || days == -1 ? "" : "s");
    if (seconds)
        buffer_printf(&out, ", '%+lld seconds'", (long long)seconds);
    buffer_add_byte(&out, ')');
    if (has_fraction)
        buffer_printf(&out, " || substr(%s, 20)", time.sql);
    fragment = fragment_make_typed(
        translator,
        class_is_time(time.class) && time.class == CLASS_TIMESTAMP
            ? time.type
            : translator_type(translator, "timestamp without time zone"),
        has_fraction ? PRECEDENCE_CONCATENATION : PRECEDENCE_PRIMARY, "%s",
        buffer_text(&out));
    buffer_release(&out);
    fragment.is_volatile = time.is_volatile;
    fragment.is_not_null = time.is_not_null;
    return fragment;
}

/* An interval that is known when the query is written: months, days and seconds
 * apart, as PostgreSQL keeps them. */
static struct fragment add_constant(struct translator *translator,
                                    struct fragment time, const char *text,
                                    bool back)
{
    struct pg_interval interval;
    int64_t sign = back ? -1 : 1;
    const char *sql = time.sql;
    struct fragment whole;
    if (!interval_read(&interval, text))
        return translator_refuse(translator, "'%s' is no interval", text);
    if (interval.microseconds % 1000000)
        return translator_refuse(translator,
                                 "an interval with parts of a second needs "
                                 "--extension=yes");
    if (strlen(sql) > MAX_REPEATED)
        return too_long(translator);
    if (interval.months)
        sql = add_months(translator, &time, sign * interval.months);
    if (interval.months && !interval.days && !interval.microseconds)
        return fragment_make_typed(
            translator,
            translator_type(translator, "timestamp without time zone"),
            PRECEDENCE_CONCATENATION, "%s", sql);
    whole = (struct fragment){.sql = sql,
                              .class = time.class,
                              .type = time.type,
                              .is_volatile = time.is_volatile};
    return add_seconds(
        translator, time, fragment_whole_seconds(translator, &whole),
        sign * interval.days, sign * (interval.microseconds / 1000000));
}

/* In a DEFAULT: now() + '7 days', with SQLite's modifiers. */
static struct fragment add_in_default(struct translator *translator,
                                      struct fragment time, const char *text,
                                      bool back)
{
    const char *modifiers =
        text ? interval_modifiers(translator->context->arena, text, back)
             : NULL;
    if (!time.is_volatile || time.class != CLASS_TIMESTAMP || !modifiers)
        return translator_refuse(translator, "arithmetic with times");
    time = fragment_make(translator, CLASS_TIMESTAMP, PRECEDENCE_PRIMARY,
                         "datetime(%s%s)", time.sql, modifiers);
    time.is_volatile = true;
    return time;
}

/* date + integer is days in PostgreSQL. */
static struct fragment add_days(struct translator *translator,
                                struct fragment date, struct fragment days,
                                bool back)
{
    if (days.digits)
        return fragment_make_typed(translator, date.type, PRECEDENCE_PRIMARY,
                                   "date(%s, '%c%s days')", date.sql,
                                   back ? '-' : '+', days.sql);
    return fragment_make_typed(
        translator, date.type, PRECEDENCE_PRIMARY,
        "date(%s, (%s%s) || ' days')", date.sql, back ? "-" : "",
        fragment_within(translator, days, PRECEDENCE_PRIMARY));
}

/* Intervals as values are beyond SQLite. */
static struct fragment by_extension(struct translator *translator,
                                    const char *type, const char *function,
                                    struct fragment left, struct fragment right)
{
    if (!translator->context->dialect.extension)
        return translator_refuse(translator, "this arithmetic with times needs "
                                             "--extension=yes");
    return fragment_make_typed(translator, translator_type(translator, type),
                               PRECEDENCE_PRIMARY, "%s(%s, %s)", function,
                               left.sql, right.sql);
}

/* Two operands that are dates, times or intervals. */
static struct fragment time_combine(struct translator *translator, bool back,
                                    struct fragment left, struct fragment right)
{
    bool adds_interval = fragment_is_interval(&right);
    if (left.class == CLASS_DATE && right.class == CLASS_INTEGER)
        return add_days(translator, left, right, back);
    if (right.class == CLASS_DATE && left.class == CLASS_INTEGER && !back)
        return add_days(translator, right, left, false);
    if (left.class == CLASS_DATE && right.class == CLASS_DATE && back)
        return fragment_make_typed(
            translator, translator_type(translator, "integer"),
            PRECEDENCE_PRIMARY,
            "CAST(julianday(%s) - julianday(%s) AS INTEGER)", left.sql,
            right.sql);
    if (class_is_time(left.class) && class_is_time(right.class) && back)
        return by_extension(translator, "interval", "timestamp_diff", left,
                            right);
    if (class_is_time(left.class) && adds_interval)
        return by_extension(translator, "timestamp without time zone",
                            back ? "timestamp_minus" : "timestamp_plus", left,
                            right);
    if (fragment_is_interval(&left) && class_is_time(right.class) && !back)
        return by_extension(translator, "timestamp without time zone",
                            "timestamp_plus", right, left);
    if (fragment_is_interval(&left) && adds_interval)
        return by_extension(translator, "interval",
                            back ? "interval_minus" : "interval_plus", left,
                            right);
    return NO_FRAGMENT;
}

/* NO_FRAGMENT without a reason: no times are in it, it is arithmetic. */
struct fragment translate_time_arithmetic(struct translator *translator,
                                          const struct pg_node *node,
                                          struct fragment left,
                                          struct fragment right)
{
    bool back = *node->name.name == '-';
    const char *text = time_interval_text(node->right);
    const char *first = time_interval_text(node->left);
    if (translator->context->use == USE_STORED)
        return NO_FRAGMENT;
    if (translator->context->use == USE_DEFAULT)
        return left.is_volatile ? add_in_default(translator, left, text, back)
                                : NO_FRAGMENT;
    if (right.text && left.class == CLASS_DATE && !back)
        return translator_refuse(translator,
                                 "a date and a text without a type");
    if (right.text && class_is_time(left.class))
        right = fragment_typed_as(translator, right, &left);
    if (left.text && class_is_time(right.class))
        left = fragment_typed_as(translator, left, &right);
    if (text && class_is_time(left.class) && !strstr(text, "."))
        return add_constant(translator, left, text, back);
    if (first && class_is_time(right.class) && !back && !strstr(first, "."))
        return add_constant(translator, right, first, false);
    return time_combine(translator, back, left, right);
}

/* ---- EXTRACT ---- */

/* extract(epoch FROM a - b): the seconds between two times. */
static struct fragment seconds_between(struct translator *translator,
                                       const struct pg_node *node)
{
    struct fragment left, right;
    if (node->kind != NODE_OPERATOR || !node->left ||
        strcmp(node->name.name, "-") != 0 ||
        translator->context->use != USE_QUERY)
        return NO_FRAGMENT;
    left = translate_node(translator, node->left);
    right = translate_node(translator, node->right);
    if (!left.sql || !right.sql || !class_is_time(left.class) ||
        !class_is_time(right.class) ||
        (left.class == CLASS_DATE && right.class == CLASS_DATE))
        return NO_FRAGMENT;
    return fragment_make_typed(
        translator, translator_type(translator, "numeric"), PRECEDENCE_SUM,
        "(strftime('%%s', %s) - strftime('%%s', %s)) + (('0' || substr(%s, "
        "20)) - ('0' || substr(%s, 20)))",
        fragment_whole_seconds(translator, &left),
        fragment_whole_seconds(translator, &right), left.sql, right.sql);
}

/* By the part and the class. */
static const struct date_part_row *find_part(struct translator *translator,
                                             const char *name,
                                             struct fragment *from)
{
    for (size_t i = 0; i < COUNT_OF(date_parts); i++)
        if (!strcmp(date_parts[i].name, name) &&
            signature_matches(translator, date_parts[i].arguments, from, 1))
            return &date_parts[i];
    return NULL;
}

/* Seconds and epoch have a fraction, which PostgreSQL's numeric shows. */
static bool is_whole_part(const char *name)
{
    return strcmp(name, "second") != 0 && strcmp(name, "epoch") != 0;
}

/* The difference of two times first: as an interval it would need the
 * extension. */
struct fragment translate_extract(struct translator *translator,
                                  const struct pg_node *node)
{
    const struct pg_node *part = node_without_casts(node->items[0]);
    struct fragment from;
    const struct date_part_row *row;
    if (part->kind == NODE_STRING && !strcmp(part->text, "epoch")) {
        from = seconds_between(translator, node->items[1]);
        if (from.sql || translator->reason)
            return from;
    }
    from = translate_node(translator, node->items[1]);
    if (!from.sql)
        return from;
    row = part->kind == NODE_STRING ? find_part(translator, part->text, &from)
                                    : NULL;
    if (row)
        translator_note_use(translator, row->name, row->arguments, row->sql);
    if (row &&
        (translator->context->use == USE_QUERY || is_whole_part(row->name)))
        return fragment_make_typed(
            translator,
            translator_type(translator, translator->context->use == USE_QUERY
                                            ? "numeric"
                                            : "integer"),
            PRECEDENCE_PRIMARY, "%s",
            signature_expand(translator, row->sql, &from, 1, "", ""));
    if (part->kind == NODE_STRING && translator->context->use == USE_QUERY &&
        translator->context->dialect.extension &&
        (class_is_time(from.class) || fragment_is_interval(&from)))
        return fragment_make_typed(
            translator, translator_type(translator, "numeric"),
            PRECEDENCE_PRIMARY, "date_part(%s, %s)",
            translate_node(translator, node->items[0]).sql, from.sql);
    if (from.class == CLASS_ANY && translator->context->use == USE_QUERY)
        return translator_refuse(translator,
                                 "a part of a value that may be a time or an "
                                 "interval (--types-from tells)");
    return translator_refuse(
        translator, "SQLite does not tell this part of a time%s",
        translator->context->use == USE_QUERY ? " without --extension=yes"
                                              : "");
}

/* ---- to_char ---- */

/* The first in the table's order, so longer ones stand first. */
static const struct to_char_row *time_pattern_at(const char *format)
{
    for (size_t i = 0; i < COUNT_OF(to_char_rows); i++)
        if (!strncmp(to_char_rows[i].pattern, format,
                     strlen(to_char_rows[i].pattern)))
            return &to_char_rows[i];
    return NULL;
}

/* The format for strftime; NULL where it has other patterns. */
static const char *strftime_format(struct translator *translator,
                                   const char *format)
{
    struct buffer out = {0};
    const char *copy;
    while (*format) {
        const struct to_char_row *row = sqlite3_strnicmp(format, "ssss", 4)
                                            ? time_pattern_at(format)
                                            : NULL;
        if (row) {
            translator_note_use(translator, "to_char", row->pattern, row->sql);
            buffer_add_text(&out, row->sql);
            format += strlen(row->pattern);
        } else if (strchr(" -/:.,;_()", *format)) {
            buffer_add_byte(&out, *format++);
        } else {
            break;
        }
    }
    copy = *format
               ? NULL
               : arena_copy(translator->context->arena, out.bytes, out.size);
    buffer_release(&out);
    return copy;
}

/* PostgreSQL knows more of patterns for numbers than to_char_number(). */
static bool has_refused_part(const char *format)
{
    static const char *const refused[] = {
#define REFUSED_NUMBER_PATTERN(text) text,
#include "number_patterns.def"
    };
    bool is_quoted = false;
    for (; *format; format++) {
        is_quoted ^= *format == '"';
        for (size_t i = 0; !is_quoted && i < COUNT_OF(refused); i++)
            if (!sqlite3_strnicmp(refused[i], format, (int)strlen(refused[i])))
                return true;
    }
    return false;
}

/* A time of the day is an interval for PostgreSQL's to_char, which has no date.
 */
static struct fragment on_some_day(struct translator *translator,
                                   struct fragment time,
                                   const struct pg_node *format)
{
    if (format->kind != NODE_STRING || strstr(format->text, "MM") ||
        strstr(format->text, "mm") ||
        strspn(format->text, "HhMmIiSsUuAaPp0123456789:. -/") !=
            strlen(format->text))
        return translator_refuse(
            translator, "to_char() of a time of day with other parts than HH, "
                        "MI, SS, MS, US and AM");
    return fragment_make_typed(
        translator, translator_type(translator, "timestamp without time zone"),
        PRECEDENCE_CONCATENATION, "'2000-01-01 ' || %s",
        fragment_within(translator, time, PRECEDENCE_CONCATENATION));
}

/* strftime where it has the same patterns, the extension for others. */
struct fragment translate_to_char(struct translator *translator,
                                  const struct pg_node *node)
{
    const struct pg_node *format = node_without_casts(node->items[1]);
    struct fragment value = translate_node(translator, node->items[0]), pattern;
    const char *plain = NULL;
    struct buffer quoted = {0};
    if (!value.sql)
        return value;
    if (fragment_is_interval(&value))
        return translator_refuse(translator, "to_char() of an interval");
    if (fragment_is_type(&value, "time without time zone"))
        value = on_some_day(translator, value, format);
    if (!value.sql)
        return value;
    if (format->kind == NODE_STRING && class_is_time(value.class))
        plain = strftime_format(translator, format->text);
    if (plain && translator->context->use == USE_QUERY) {
        quote_text(&quoted, plain, strlen(plain));
        value = fragment_make_typed(
            translator, translator_type(translator, "text"), PRECEDENCE_PRIMARY,
            "strftime(%s, %s)", buffer_text(&quoted),
            fragment_whole_seconds(translator, &value));
        buffer_release(&quoted);
        return value;
    }
    if (translator->context->use != USE_QUERY ||
        !translator->context->dialect.extension)
        return translator_refuse(translator, "to_char%s",
                                 translator->context->use == USE_QUERY
                                     ? " with this format needs --extension=yes"
                                     : "");
    pattern = translate_node(translator, node->items[1]);
    if (!pattern.sql)
        return pattern;
    if (class_is_number(value.class) || value.is_exact) {
        if (format->kind == NODE_STRING && has_refused_part(format->text))
            return translator_refuse(translator, "to_char() by '%s'",
                                     format->text);
        return fragment_make_typed(
            translator, translator_type(translator, "text"), PRECEDENCE_PRIMARY,
            value.class == CLASS_REAL ? "to_char_number(%s, %s, 1)"
                                      : "to_char_number(%s, %s)",
            value.sql, pattern.sql);
    }
    return fragment_make_typed(translator, translator_type(translator, "text"),
                               PRECEDENCE_PRIMARY, "to_char(%s, %s)", value.sql,
                               pattern.sql);
}
