/* Functions of arrays, which are JSON. */
#include <string.h>

#include "functions/json_text.h"

/* The array in the argument; false, with an error, if it is none. */
static bool array_function_enter(sqlite3_context *context, sqlite3_value *value,
                                 struct json_walk *walk)
{
    if (json_enter(walk, argument_text(value)) && !walk->is_object)
        return true;
    result_error(context, "'%s' is no array", argument_text(value).bytes);
    return false;
}

/* Only at its end is it known that all of it was JSON. */
static bool array_function_finish(sqlite3_context *context,
                                  const struct json_walk *walk)
{
    if (walk->is_wrong)
        result_error(context, "an array that is no JSON");
    return !walk->is_wrong;
}

/* Elements go from array to array as they are written. */
static void array_function_add(struct buffer *out, struct slice value)
{
    buffer_add_text(out, out->size > 1 ? "," : "");
    buffer_add(out, value.bytes, value.length);
}

/* A value of SQL's as JSON; the caller releases it. */
static struct slice as_json(struct buffer *out, sqlite3_value *value)
{
    json_text_add_value(out, value);
    return (struct slice){buffer_text(out), out->size};
}

/* NULL is an empty array here, as in PostgreSQL's array_append. */
static bool array_function_add_all(sqlite3_context *context, struct buffer *out,
                                   sqlite3_value *value)
{
    struct json_walk walk;
    if (argument_is_null(value))
        return true;
    if (!array_function_enter(context, value, &walk))
        return false;
    while (json_next(&walk))
        array_function_add(out, walk.value);
    return array_function_finish(context, &walk);
}

/* Closes the array, or drops it after an error. */
static void array_function_give(sqlite3_context *context, struct buffer *out,
                                bool done)
{
    buffer_add_byte(out, ']');
    if (done)
        result_buffer(context, out);
    else
        buffer_release(out);
}

/* ---- making larger ---- */

/* Not strict: NULL may be appended. */
static void array_append(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    struct buffer out = {0}, item = {0};
    bool done;
    (void)n;
    buffer_add_byte(&out, '[');
    done = array_function_add_all(context, &out, values[0]);
    array_function_add(&out, as_json(&item, values[1]));
    buffer_release(&item);
    array_function_give(context, &out, done);
}

static void array_prepend(sqlite3_context *context, int n,
                          sqlite3_value **values)
{
    struct buffer out = {0}, item = {0};
    (void)n;
    buffer_add_byte(&out, '[');
    array_function_add(&out, as_json(&item, values[0]));
    buffer_release(&item);
    array_function_give(context, &out,
                        array_function_add_all(context, &out, values[1]));
}

/* NULL beside an array adds nothing; two NULLs give NULL. */
static void array_cat(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct buffer out = {0};
    bool done;
    (void)n;
    if (argument_is_null(values[0]) && argument_is_null(values[1]))
        return;
    buffer_add_byte(&out, '[');
    done = array_function_add_all(context, &out, values[0]) &&
           array_function_add_all(context, &out, values[1]);
    array_function_give(context, &out, done);
}

/* A text that begins so is taken for one: SQLite has no type for it. */
static bool is_array(sqlite3_value *value)
{
    struct slice text = json_trimmed(argument_text(value));
    return sqlite3_value_type(value) == SQLITE_TEXT && text.length &&
           *text.bytes == '[';
}

/* a || b: one of them may be an element. */
static void array_cat_any(sqlite3_context *context, int n,
                          sqlite3_value **values)
{
    bool left = is_array(values[0]) || argument_is_null(values[0]);
    bool right = is_array(values[1]) || argument_is_null(values[1]);
    if (left && right)
        array_cat(context, n, values);
    else if (left)
        array_append(context, n, values);
    else
        array_prepend(context, n, values);
}

/* ---- changing ---- */

/* Equal as JSON: 1 and 1.0 are, whatever the spelling. */
static void array_function_change(sqlite3_context *context,
                                  sqlite3_value **values, bool replace)
{
    struct buffer out = {0}, from = {0}, to = {0};
    struct json_walk walk;
    struct slice wanted, other = {"", 0};
    if (argument_is_null(values[0]) ||
        !array_function_enter(context, values[0], &walk))
        return;
    wanted = as_json(&from, values[1]);
    if (replace)
        other = as_json(&to, values[2]);
    buffer_add_byte(&out, '[');
    while (json_next(&walk))
        if (!json_is_equal(walk.value, wanted, 0))
            array_function_add(&out, walk.value);
        else if (replace)
            array_function_add(&out, other);
    buffer_release(&from);
    buffer_release(&to);
    array_function_give(context, &out, array_function_finish(context, &walk));
}

static void array_remove(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    (void)n;
    array_function_change(context, values, false);
}

static void array_replace(sqlite3_context *context, int n,
                          sqlite3_value **values)
{
    (void)n;
    array_function_change(context, values, true);
}

/* ---- looking ---- */

/* From 1, as PostgreSQL counts. */
static void array_positions(sqlite3_context *context, int n,
                            sqlite3_value **values)
{
    struct buffer out = {0}, item = {0};
    struct json_walk walk;
    struct slice wanted;
    (void)n;
    if (argument_is_null(values[0]) ||
        !array_function_enter(context, values[0], &walk))
        return;
    wanted = as_json(&item, values[1]);
    buffer_add_byte(&out, '[');
    for (int64_t i = 1; json_next(&walk); i++)
        if (json_is_equal(walk.value, wanted, 0))
            buffer_printf(&out, "%s%lld", out.size > 1 ? "," : "",
                          (long long)i);
    buffer_release(&item);
    array_function_give(context, &out, array_function_finish(context, &walk));
}

static void array_position(sqlite3_context *context, int n,
                           sqlite3_value **values)
{
    struct buffer item = {0};
    struct json_walk walk;
    struct slice wanted;
    bool found = false;
    int64_t at = 0;
    (void)n;
    if (argument_is_null(values[0]) ||
        !array_function_enter(context, values[0], &walk))
        return;
    wanted = as_json(&item, values[1]);
    while (!found && json_next(&walk)) {
        found = json_is_equal(walk.value, wanted, 0);
        at++;
    }
    buffer_release(&item);
    if (array_function_finish(context, &walk) && found)
        sqlite3_result_int64(context, at);
}

/* As deep as the first elements go; PostgreSQL's arrays are rectangular. */
static void array_ndims(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct slice text = argument_text(values[0]);
    struct json_walk walk;
    int dimensions = 0;
    (void)n;
    while (json_enter(&walk, text) && !walk.is_object && json_next(&walk)) {
        text = walk.value;
        dimensions++;
    }
    if (dimensions)
        sqlite3_result_int(context, dimensions);
}

/* The length of the dimension asked for, all the way down. */
static void array_length(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    struct slice text = argument_text(values[0]);
    struct json_walk walk;
    int64_t dimension, count = 0;
    (void)n;
    if (!argument_integer(context, values[1], &dimension))
        return;
    for (; dimension > 1 && text.length; dimension--) {
        if (!json_enter(&walk, text) || walk.is_object || !json_next(&walk))
            return;
        text = walk.value;
    }
    if (dimension != 1 || !json_enter(&walk, text) || walk.is_object)
        return;
    while (json_next(&walk))
        count++;
    if (count && array_function_finish(context, &walk))
        sqlite3_result_int64(context, count);
}

/* ---- to text and from it ---- */

/* t and f, as PostgreSQL writes booleans of an array. */
static void array_function_add_element(struct buffer *out, struct slice value)
{
    if (*value.bytes == '"')
        json_text_add_decoded(out, value);
    else if (*value.bytes == 't' || *value.bytes == 'f')
        buffer_add_byte(out, *value.bytes);
    else
        buffer_add(out, value.bytes, value.length);
}

static void array_to_string(sqlite3_context *context, int n,
                            sqlite3_value **values)
{
    struct slice separator = argument_text(values[1]);
    struct json_walk walk;
    struct buffer out = {0};
    bool is_first = true;
    if (argument_is_null(values[0]) || argument_is_null(values[1]) ||
        !array_function_enter(context, values[0], &walk))
        return;
    while (json_next(&walk)) {
        /* Without a text for them NULLs are left out. */
        bool has_no_text =
            json_is_null(walk.value) && (n < 3 || argument_is_null(values[2]));
        if (has_no_text)
            continue;
        if (!is_first)
            buffer_add(&out, separator.bytes, separator.length);
        is_first = false;
        if (json_is_null(walk.value))
            buffer_add(&out, argument_text(values[2]).bytes,
                       argument_text(values[2]).length);
        else
            array_function_add_element(&out, walk.value);
    }
    if (array_function_finish(context, &walk))
        result_buffer(context, &out);
    else
        buffer_release(&out);
}

/* A part that equals the third argument is NULL; there are no quotes in
 * string_to_array. */
static void array_function_add_part(struct buffer *out, struct slice part,
                                    sqlite3_value *null)
{
    struct slice text = null ? argument_text(null) : (struct slice){NULL, 0};
    bool is_it = null && !argument_is_null(null) &&
                 text.length == part.length &&
                 !memcmp(text.bytes, part.bytes, part.length);
    buffer_add_text(out, out->size > 1 ? "," : "");
    if (is_it)
        buffer_add_text(out, "null");
    else
        json_text_add_string(out, part);
}

/* Without a separator each character is a part. */
static void string_to_array(sqlite3_context *context, int n,
                            sqlite3_value **values)
{
    struct slice text = argument_text(values[0]);
    struct slice separator = argument_text(values[1]);
    sqlite3_value *null = n > 2 ? values[2] : NULL;
    const char *at = text.bytes, *end = at + text.length;
    struct buffer out = {0};
    bool by_character = argument_is_null(values[1]);
    if (argument_is_null(values[0]))
        return;
    buffer_add_byte(&out, '[');
    while (at < end || (at == end && text.length && !by_character)) {
        const char *next = NULL;
        size_t length;
        if (!by_character && separator.length)
            next = memmem(at, (size_t)(end - at), separator.bytes,
                          separator.length);
        length = by_character ? character_length(at, end)
                 : next       ? (size_t)(next - at)
                              : (size_t)(end - at);
        array_function_add_part(&out, (struct slice){at, length}, null);
        if (!by_character && !next)
            break;
        at += length + (by_character ? 0 : separator.length);
    }
    array_function_give(context, &out, true);
}

const struct function array_functions[] = {
    {"array_append", 2, false, array_append},
    {"array_prepend", 2, false, array_prepend},
    {"array_cat", 2, false, array_cat},
    {"array_cat_any", 2, false, array_cat_any},
    {"array_remove", 2, false, array_remove},
    {"array_replace", 3, false, array_replace},
    {"array_positions", 2, false, array_positions},
    {"array_position", 2, false, array_position},
    {"array_ndims", 1, true, array_ndims},
    {"array_length", 2, true, array_length},
    {"array_to_string", 2, false, array_to_string},
    {"array_to_string", 3, false, array_to_string},
    {"string_to_array", 2, false, string_to_array},
    {"string_to_array", 3, false, string_to_array},
    {NULL, 0, false, NULL}};
