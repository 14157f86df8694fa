/* format(): %s, %I and %L with positions and widths. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "functions/function.h"

struct directive {
    int argument; /* 0: the next one */
    bool left;
    int64_t width;
    char kind;
};

/* Anything else is quoted; keywords are not known here. */
static bool is_plain_identifier(struct slice text)
{
    if (!text.length ||
        !(islower((unsigned char)*text.bytes) || *text.bytes == '_'))
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (!islower((unsigned char)text.bytes[i]) &&
            !isdigit((unsigned char)text.bytes[i]) && text.bytes[i] != '_')
            return false;
    return true;
}

/* A text with backslashes needs E'' in PostgreSQL. */
static void add_quoted(struct buffer *out, struct slice text, char quote)
{
    bool escapes = quote == '\'' && memchr(text.bytes, '\\', text.length);
    buffer_add_text(out, escapes ? " E" : "");
    buffer_add_byte(out, quote);
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == quote || (escapes && text.bytes[i] == '\\'))
            buffer_add_byte(out, text.bytes[i]);
        buffer_add_byte(out, text.bytes[i]);
    }
    buffer_add_byte(out, quote);
}

/* %s of NULL is nothing, %L is the word. */
static void format_function_add_value(struct buffer *out, char kind,
                                      sqlite3_value *value)
{
    struct slice text = argument_text(value);
    if (kind == 'L' && argument_is_null(value))
        buffer_add_text(out, "NULL");
    else if (kind == 'L')
        add_quoted(out, text, '\'');
    else if (kind == 'I' && !is_plain_identifier(text))
        add_quoted(out, text, '"');
    else
        buffer_add(out, text.bytes, text.length);
}

/* Widths count characters. */
static void add_padded(struct buffer *out, const struct directive *directive,
                       sqlite3_value *value)
{
    struct buffer one = {0};
    int64_t missing;
    format_function_add_value(&one, directive->kind, value);
    missing = directive->width -
              (int64_t)characters((struct slice){one.bytes, one.size});
    for (int64_t i = 0; i < missing && !directive->left; i++)
        buffer_add_byte(out, ' ');
    buffer_add(out, one.bytes, one.size);
    for (int64_t i = 0; i < missing && directive->left; i++)
        buffer_add_byte(out, ' ');
    buffer_release(&one);
}

/* Of few digits; 0 without any. */
static int number_at(const char *at)
{
    int number = 0;
    for (; isdigit((unsigned char)*at); at++)
        number = number * 10 + (*at - '0');
    return number;
}

/* [position$][-][width]kind */
static bool read_directive(const char **at, const char *end,
                           struct directive *directive)
{
    size_t digits = strspn(*at, "0123456789");
    *directive = (struct directive){0};
    if (digits && digits < 6 && (*at)[digits] == '$') {
        directive->argument = number_at(*at);
        *at += digits + 1;
        if (directive->argument == 0)
            return false;
    }
    if (**at == '-') {
        directive->left = true;
        ++*at;
    }
    digits = strspn(*at, "0123456789");
    /* Bounded, or a width makes gigabytes. */
    if (digits > 6 || *at + digits >= end)
        return false;
    directive->width = number_at(*at);
    *at += digits;
    directive->kind = *(*at)++;
    return strchr("sIL", directive->kind) != NULL;
}

/* After %2$s a plain %s takes the third argument. */
static bool add_directive(sqlite3_context *context, struct buffer *out,
                          const char **at, const char *end, int *next, int n,
                          sqlite3_value **values)
{
    struct directive directive;
    int which;
    if (*at < end && **at == '%') {
        buffer_add_byte(out, *(*at)++);
        return true;
    }
    if (!read_directive(at, end, &directive)) {
        result_error(context, "only %%s, %%I and %%L are formats");
        return false;
    }
    which = directive.argument ? directive.argument : *next;
    *next = which + 1;
    if (which >= n) {
        result_error(context, "too few arguments for the format");
        return false;
    }
    if (directive.kind == 'I' && argument_is_null(values[which])) {
        result_error(context, "NULL is no identifier");
        return false;
    }
    add_padded(out, &directive, values[which]);
    return true;
}

static void format(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct buffer out = {0};
    struct slice text;
    const char *at, *end;
    int next = 1;
    if (n < 1 || argument_is_null(values[0]))
        return;
    text = argument_text(values[0]);
    at = text.bytes;
    end = at + text.length;
    while (at < end) {
        if (*at != '%') {
            buffer_add_byte(&out, *at++);
            continue;
        }
        at++;
        if (!add_directive(context, &out, &at, end, &next, n, values)) {
            buffer_release(&out);
            return;
        }
    }
    result_buffer(context, &out);
}

const struct function format_functions[] = {
    {"pg_format", ANY_NUMBER, false, format}, {NULL, 0, false, NULL}};
