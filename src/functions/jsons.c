/* Functions of JSON. */
#include <string.h>

#include "functions/json_text.h"

/* ---- @> ---- */

static bool json_function_contains(struct slice whole, struct slice part,
                                   unsigned depth);

static bool has_item(struct slice array, struct slice item, unsigned depth)
{
    struct json_walk walk;
    if (!json_enter(&walk, array))
        return false;
    while (json_next(&walk))
        if (json_function_contains(walk.value, item, depth))
            return true;
    return false;
}

/* Each once is enough: [1] contains [1, 1]. */
static bool has_items(struct slice whole, struct slice part, unsigned depth)
{
    struct json_walk walk;
    if (!json_enter(&walk, part))
        return false;
    while (json_next(&walk))
        if (!has_item(whole, walk.value, depth + 1))
            return false;
    return !walk.is_wrong;
}

/* The first of a name; jsonb has each once. */
static bool json_function_has_key(struct slice object, struct slice key,
                                  struct slice value, unsigned depth)
{
    struct json_walk walk;
    if (!json_enter(&walk, object))
        return false;
    while (json_next(&walk))
        if (json_is_equal(walk.key, key, 0))
            return json_function_contains(walk.value, value, depth);
    return false;
}

static bool has_keys(struct slice whole, struct slice part, unsigned depth)
{
    struct json_walk walk;
    if (!json_enter(&walk, part))
        return false;
    while (json_next(&walk))
        if (!json_function_has_key(whole, walk.key, walk.value, depth + 1))
            return false;
    return !walk.is_wrong;
}

/* At the top an array contains a scalar that is one of its elements, too. */
static bool json_function_contains(struct slice whole, struct slice part,
                                   unsigned depth)
{
    whole = json_trimmed(whole);
    part = json_trimmed(part);
    if (!whole.length || !part.length || depth > JSON_MAX_DEPTH)
        return false;
    if (*part.bytes == '{')
        return *whole.bytes == '{' && has_keys(whole, part, depth);
    if (*part.bytes == '[')
        return *whole.bytes == '[' && has_items(whole, part, depth);
    if (*whole.bytes == '[' && depth == 0)
        return has_item(whole, part, 1);
    return *whole.bytes != '[' && *whole.bytes != '{' &&
           json_is_equal(whole, part, 0);
}

/* On texts: SQLite's own JSON functions have no @>. */
static void jsonb_contains(sqlite3_context *context, int n,
                           sqlite3_value **values)
{
    (void)n;
    sqlite3_result_int(context,
                       json_function_contains(argument_text(values[0]),
                                              argument_text(values[1]), 0));
}

/* ---- || ---- */

/* With its key, if it has one. */
static void json_function_add_part(struct buffer *out,
                                   const struct json_walk *walk)
{
    buffer_add_text(out, out->size > 1 ? "," : "");
    if (walk->is_object) {
        buffer_add(out, walk->key.bytes, walk->key.length);
        buffer_add_byte(out, ':');
    }
    buffer_add(out, walk->value.bytes, walk->value.length);
}

/* Keys that the other object has, too, are left to it. */
static void add_parts(struct buffer *out, struct slice json, struct slice other)
{
    struct json_walk walk, search;
    if (!json_enter(&walk, json)) {
        buffer_add_text(out, out->size > 1 ? "," : "");
        buffer_add(out, json.bytes, json.length);
        return;
    }
    while (json_next(&walk)) {
        bool is_there = false;
        if (walk.is_object && other.length && json_enter(&search, other))
            while (!is_there && json_next(&search))
                is_there = json_is_equal(search.key, walk.key, 0);
        if (!is_there)
            json_function_add_part(out, &walk);
    }
}

static void jsonb_concat(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    struct slice a = json_trimmed(argument_text(values[0]));
    struct slice b = json_trimmed(argument_text(values[1]));
    bool are_objects =
        a.length && b.length && *a.bytes == '{' && *b.bytes == '{';
    struct buffer out = {0};
    (void)n;
    if (!are_objects &&
        ((a.length && *a.bytes == '{') || (b.length && *b.bytes == '{'))) {
        /* an object beside an array is one element of the result */
        buffer_add_byte(&out, '[');
        if (a.length && *a.bytes == '{')
            buffer_add(&out, a.bytes, a.length);
        else
            add_parts(&out, a, (struct slice){"", 0});
        if (b.length && *b.bytes == '{') {
            buffer_add_text(&out, out.size > 1 ? "," : "");
            buffer_add(&out, b.bytes, b.length);
        } else {
            add_parts(&out, b, (struct slice){"", 0});
        }
        buffer_add_byte(&out, ']');
        result_buffer(context, &out);
        return;
    }
    buffer_add_byte(&out, are_objects ? '{' : '[');
    add_parts(&out, a, are_objects ? b : (struct slice){"", 0});
    add_parts(&out, b, (struct slice){"", 0});
    buffer_add_byte(&out, are_objects ? '}' : ']');
    result_buffer(context, &out);
}

/* ---- other spellings ---- */

/* Four for each level, as PostgreSQL indents. */
static void add_blanks(struct buffer *out, unsigned depth)
{
    buffer_add_byte(out, '\n');
    for (unsigned i = 0; i < depth; i++)
        buffer_add_text(out, "    ");
}

/* What is too deep goes as it is. */
static void add_pretty(struct buffer *out, struct slice json, unsigned depth)
{
    struct json_walk walk;
    bool is_first = true;
    if (depth > JSON_MAX_DEPTH || !json_enter(&walk, json)) {
        buffer_add(out, json.bytes, json.length);
        return;
    }
    buffer_add_byte(out, walk.is_object ? '{' : '[');
    while (json_next(&walk)) {
        buffer_add_text(out, is_first ? "" : ",");
        is_first = false;
        add_blanks(out, depth + 1);
        if (walk.is_object) {
            buffer_add(out, walk.key.bytes, walk.key.length);
            buffer_add_text(out, ": ");
        }
        add_pretty(out, walk.value, depth + 1);
    }
    add_blanks(out, depth);
    buffer_add_byte(out, walk.is_object ? '}' : ']');
}

static void jsonb_pretty(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    struct buffer out = {0};
    (void)n;
    add_pretty(&out, json_trimmed(argument_text(values[0])), 0);
    result_buffer(context, &out);
}

/* NULLs of objects only; those of arrays have a place. */
static void add_stripped(struct buffer *out, struct slice json, unsigned depth)
{
    struct json_walk walk;
    bool is_first = true;
    if (depth > JSON_MAX_DEPTH || !json_enter(&walk, json)) {
        buffer_add(out, json.bytes, json.length);
        return;
    }
    buffer_add_byte(out, walk.is_object ? '{' : '[');
    while (json_next(&walk)) {
        if (walk.is_object && json_is_null(walk.value))
            continue;
        buffer_add_text(out, is_first ? "" : ",");
        is_first = false;
        if (walk.is_object) {
            buffer_add(out, walk.key.bytes, walk.key.length);
            buffer_add_byte(out, ':');
        }
        add_stripped(out, walk.value, depth + 1);
    }
    buffer_add_byte(out, walk.is_object ? '}' : ']');
}

static void jsonb_strip_nulls(sqlite3_context *context, int n,
                              sqlite3_value **values)
{
    struct buffer out = {0};
    (void)n;
    add_stripped(&out, json_trimmed(argument_text(values[0])), 0);
    result_buffer(context, &out);
}

const struct function json_functions[] = {
    {"jsonb_contains", 2, true, jsonb_contains},
    {"jsonb_concat", 2, true, jsonb_concat},
    {"jsonb_pretty", 1, true, jsonb_pretty},
    {"jsonb_strip_nulls", 1, true, jsonb_strip_nulls},
    {NULL, 0, false, NULL}};
