#include "functions/function.h"

#include <stdarg.h>
#include <stdio.h>

/* ---- arguments and results ---- */

/* Never NULL, so callers need not ask. */
struct slice argument_text(sqlite3_value *value)
{
    const char *bytes = (const char *)sqlite3_value_text(value);
    int length = sqlite3_value_bytes(value);
    return (struct slice){bytes ? bytes : "",
                          bytes && length > 0 ? (size_t)length : 0};
}

/* A text that is an integer counts as one, as in SQLite's affinities. */
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

/* With the function's name: SQLite does not say whose error it is. */
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

/* Releases the buffer as well. */
void result_buffer(sqlite3_context *context, struct buffer *buffer)
{
    result_slice(context, (struct slice){buffer_text(buffer), buffer->size});
    buffer_release(buffer);
}

/* ---- characters ---- */

/* One byte and all continuation bytes after it; UTF-8 is not checked. */
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

/* The byte where the n-th character begins, or the end. */
size_t character_start(struct slice text, size_t n)
{
    const char *at = text.bytes, *end = at + text.length;
    for (; n > 0 && at < end; n--)
        at += character_length(at, end);
    return (size_t)(at - text.bytes);
}

/* Unchecked: the code came from valid UTF-8, or from a JSON escape. */
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
