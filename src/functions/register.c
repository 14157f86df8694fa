#include "functions/functions.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "functions/decimal.h"
#include "functions/function.h"

SQLITE_EXTENSION_INIT1

/* ---- arguments and results ---- */

struct slice argument_text(sqlite3_value *value)
{
    const char *bytes = (const char *)sqlite3_value_text(value);
    int length = sqlite3_value_bytes(value);
    return (struct slice){bytes ? bytes : "",
                          bytes && length > 0 ? (size_t)length : 0};
}

bool argument_integer(sqlite3_context *context, sqlite3_value *value,
                      int64_t *integer)
{
    if (sqlite3_value_numeric_type(value) == SQLITE_INTEGER) {
        *integer = sqlite3_value_int64(value);
        return true;
    }
    result_error(context, "'%s' is no integer", argument_text(value).bytes);
    return false;
}

bool argument_number(sqlite3_context *context, sqlite3_value *value,
                     double *number)
{
    int type = sqlite3_value_numeric_type(value);
    if (type == SQLITE_INTEGER || type == SQLITE_FLOAT) {
        *number = sqlite3_value_double(value);
        return true;
    }
    result_error(context, "'%s' is no number", argument_text(value).bytes);
    return false;
}

void result_error(sqlite3_context *context, const char *format, ...)
{
    const struct function *function = sqlite3_user_data(context);
    char text[300];
    int used = snprintf(text, sizeof text, "%s: ", function->name);
    va_list args;
    va_start(args, format);
    vsnprintf(text + used, sizeof text - (size_t)used, format, args);
    va_end(args);
    sqlite3_result_error(context, text, -1);
}

void result_slice(sqlite3_context *context, struct slice text)
{
    sqlite3_result_text64(context, text.bytes, text.length, SQLITE_TRANSIENT,
                          SQLITE_UTF8);
}

void result_buffer(sqlite3_context *context, struct buffer *buffer)
{
    result_slice(context, (struct slice){buffer_text(buffer), buffer->size});
    buffer_release(buffer);
}

/* ---- characters ---- */

size_t character_length(const char *at, const char *end)
{
    size_t length = 1;
    while (at + length < end && ((unsigned char)at[length] & 0xC0) == 0x80)
        length++;
    return length;
}

size_t characters(struct slice text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.length; i++)
        n += ((unsigned char)text.bytes[i] & 0xC0) != 0x80;
    return n;
}

size_t character_start(struct slice text, size_t n)
{
    const char *at = text.bytes, *end = at + text.length;
    for (; n > 0 && at < end; n--)
        at += character_length(at, end);
    return (size_t)(at - text.bytes);
}

void character_add(struct buffer *out, uint32_t code)
{
    if (code < 0x80) {
        buffer_add_byte(out, (char)code);
        return;
    }
    if (code < 0x800) {
        buffer_add_byte(out, (char)(0xC0 | code >> 6));
    } else {
        if (code < 0x10000) {
            buffer_add_byte(out, (char)(0xE0 | code >> 12));
        } else {
            buffer_add_byte(out, (char)(0xF0 | code >> 18));
            buffer_add_byte(out, (char)(0x80 | (code >> 12 & 0x3F)));
        }
        buffer_add_byte(out, (char)(0x80 | (code >> 6 & 0x3F)));
    }
    buffer_add_byte(out, (char)(0x80 | (code & 0x3F)));
}

/* ---- registering ---- */

static void call(sqlite3_context *context, int n, sqlite3_value **values)
{
    const struct function *function = sqlite3_user_data(context);
    for (int i = 0; function->is_strict && i < n; i++)
        if (argument_is_null(values[i]))
            return;
    function->call(context, n, values);
}

static int register_functions(sqlite3 *database, const struct function *rows)
{
    int result = SQLITE_OK;
    for (; rows->name && result == SQLITE_OK; rows++)
        result = sqlite3_create_function_v2(
            database, rows->name, rows->n_arguments,
            SQLITE_UTF8 | SQLITE_INNOCUOUS |
                (rows->n_arguments ? SQLITE_DETERMINISTIC : 0),
            (void *)(uintptr_t)rows, call, NULL, NULL, NULL);
    return result;
}

static int register_aggregates(sqlite3 *database, const struct aggregate *rows)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    int result = SQLITE_OK;
    for (; rows->name && result == SQLITE_OK; rows++)
        result = sqlite3_create_function_v2(
            database, rows->name, rows->n_arguments, flags,
            (void *)(uintptr_t)rows, NULL, rows->step, rows->finish, NULL);
    return result;
}

/* Numbers as text, in their order. */
static int compare_numeric(void *unused, int a_length, const void *a,
                           int b_length, const void *b)
{
    (void)unused;
    return decimal_compare((struct slice){a, (size_t)a_length},
                           (struct slice){b, (size_t)b_length});
}

int functions_register(sqlite3 *database)
{
    const struct function *const tables[] = {
        text_functions,    format_functions,        regexp_functions,
        digest_functions,  number_functions,        array_functions,
        json_functions,    time_functions,          interval_functions,
        to_char_functions, number_pattern_functions};
    int result = series_register(database);
    for (size_t i = 0; i < COUNT_OF(tables) && result == SQLITE_OK; i++)
        result = register_functions(database, tables[i]);
    if (result == SQLITE_OK)
        result = unnest_register(database);
    if (result == SQLITE_OK)
        result = register_aggregates(database, statistics_aggregates);
    if (result == SQLITE_OK)
        result = register_aggregates(database, list_aggregates);
    if (result == SQLITE_OK)
        result = sqlite3_create_collation_v2(
            database, "pg_numeric", SQLITE_UTF8, NULL, compare_numeric, NULL);
    return result;
}

#ifndef SQLITE_CORE
__attribute__((visibility("default"))) int
sqlite3_pgdecantfunctions_init(sqlite3 *database, char **message,
                               const sqlite3_api_routines *api);
int sqlite3_pgdecantfunctions_init(sqlite3 *database, char **message,
                                   const sqlite3_api_routines *api)
{
    SQLITE_EXTENSION_INIT2(api)
    (void)message;
    return functions_register(database);
}
#endif
