/* Arrays, which are JSON, in other forms: PostgreSQL's text, and a key whose
 * bytes sort as PostgreSQL sorts arrays. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "functions/json_text.h"

/* ---- {a,"b c",NULL} ---- */

/* Empty ones, NULL, and what the braces' grammar would take otherwise. */
static bool array_needs_quotes(const char *text, size_t length)
{
    if (!length || (length == 4 && !strncasecmp(text, "null", 4)))
        return true;
    for (size_t i = 0; i < length; i++)
        if (strchr("{}\",\\ \t\n\r\v\f", text[i]))
            return true;
    return false;
}

static void add_form_text(struct buffer *out, const char *text, size_t length)
{
    bool quotes = array_needs_quotes(text, length);
    buffer_add_text(out, quotes ? "\"" : "");
    for (size_t i = 0; i < length; i++) {
        if (quotes && (text[i] == '"' || text[i] == '\\'))
            buffer_add_byte(out, '\\');
        buffer_add_byte(out, text[i]);
    }
    buffer_add_text(out, quotes ? "\"" : "");
}

static bool add_form(struct buffer *out, struct slice json, unsigned depth);

static bool add_form_item(struct buffer *out, struct slice value,
                          unsigned depth)
{
    struct buffer text = {0};
    if (json_is_null(value)) {
        buffer_add_text(out, "NULL");
    } else if (*value.bytes == '[') {
        return add_form(out, value, depth + 1);
    } else if (*value.bytes == '"') {
        json_text_add_decoded(&text, value);
        add_form_text(out, text.bytes, text.size);
        buffer_release(&text);
    } else if (*value.bytes == 't' || *value.bytes == 'f') {
        buffer_add_byte(out, *value.bytes);
    } else {
        add_form_text(out, value.bytes, value.length);
    }
    return true;
}

static bool add_form(struct buffer *out, struct slice json, unsigned depth)
{
    struct json_walk walk;
    bool is_first = true;
    if (depth > JSON_MAX_DEPTH || !json_enter(&walk, json) || walk.is_object)
        return false;
    buffer_add_byte(out, '{');
    for (; json_next(&walk); is_first = false) {
        buffer_add_text(out, is_first ? "" : ",");
        if (!add_form_item(out, walk.value, depth))
            return false;
    }
    buffer_add_byte(out, '}');
    return !walk.is_wrong;
}

static void array_out(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct buffer out = {0};
    (void)n;
    if (add_form(&out, json_trimmed(argument_text(values[0])), 0)) {
        result_buffer(context, &out);
        return;
    }
    buffer_release(&out);
    result_error(context, "this is no array in JSON");
}

/* ---- keys ---- */

/* Before each element, so that a shorter array sorts before a longer one that
 * begins alike; a NULL is greater than all. */
enum key_tag { KEY_NUMBER = 1, KEY_TEXT = 2, KEY_NULL = 3 };

/* Bytes that sort as doubles do. */
static void add_number_key(struct buffer *out, double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    bits ^= bits >> 63 ? UINT64_MAX : UINT64_C(1) << 63;
    for (int shift = 56; shift >= 0; shift -= 8)
        buffer_add_byte(out, (char)(bits >> shift & 0xff));
}

/* Ended by a zero, which no text of a database holds. */
static void add_key(struct buffer *out, struct slice value)
{
    struct buffer text = {0};
    char number[64];
    size_t length =
        value.length < sizeof number ? value.length : sizeof number - 1;
    if (json_is_null(value)) {
        buffer_add_byte(out, KEY_NULL);
    } else if (*value.bytes == '"') {
        buffer_add_byte(out, KEY_TEXT);
        json_text_add_decoded(&text, value);
        buffer_add(out, text.bytes, text.size);
        buffer_add_byte(out, 0);
        buffer_release(&text);
    } else if (*value.bytes == 't' || *value.bytes == 'f') {
        buffer_add_byte(out, KEY_NUMBER);
        add_number_key(out, *value.bytes == 't');
    } else {
        memcpy(number, value.bytes, length);
        number[length] = '\0';
        buffer_add_byte(out, KEY_NUMBER);
        add_number_key(out, strtod(number, NULL));
    }
}

static void array_key(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct json_walk walk;
    struct buffer out = {0};
    bool good = json_enter(&walk, json_trimmed(argument_text(values[0]))) &&
                !walk.is_object;
    (void)n;
    while (good && json_next(&walk)) {
        good = *walk.value.bytes != '[' && *walk.value.bytes != '{';
        if (good)
            add_key(&out, walk.value);
    }
    if (good && !walk.is_wrong)
        sqlite3_result_blob64(context, out.size ? out.bytes : "", out.size,
                              SQLITE_TRANSIENT);
    else
        result_error(context, "no array of plain values in JSON");
    buffer_release(&out);
}

const struct function array_form_functions[] = {
    {"array_out", 1, true, array_out},
    {"array_key", 1, true, array_key},
    {NULL, 0, false, NULL}};
