#include "functions/json_text.h"

#include "functions/decimal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

/* ---- reading ---- */

/* strchr finds the NUL, too, hence the second look. */
static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && strchr(" \t\r\n", *at) && *at)
        at++;
    return at;
}

struct slice json_trimmed(struct slice text)
{
    const char *at = skip_blanks(text.bytes, text.bytes + text.length);
    const char *end = text.bytes + text.length;
    while (end > at && strchr(" \t\r\n", end[-1]) && end[-1])
        end--;
    return (struct slice){at, (size_t)(end - at)};
}

/* To after its closing quote; escapes are passed over in pairs. */
static const char *skip_string(const char *at, const char *end)
{
    for (at++; at < end && *at != '"'; at++)
        if (*at == '\\')
            at++;
    return at < end ? at + 1 : NULL;
}

/* NULL where it has no end. Brackets are counted, so nothing recurses. */
static const char *skip_value(const char *at, const char *end)
{
    size_t depth = 0;
    do {
        if (at >= end)
            return NULL;
        if (*at == '"') {
            at = skip_string(at, end);
            if (!at)
                return NULL;
            continue;
        }
        depth += *at == '[' || *at == '{';
        if (*at == ']' || *at == '}') {
            if (!depth)
                return at;
            depth--;
        } else if (!depth && (*at == ',' || *at == ':')) {
            return at;
        }
        at++;
    } while (depth || (at < end && !strchr(",]}: \t\r\n", *at)));
    return at;
}

/* Arrays and objects have parts, scalars have none. */
bool json_enter(struct json_walk *walk, struct slice text)
{
    text = json_trimmed(text);
    *walk =
        (struct json_walk){.at = text.bytes, .end = text.bytes + text.length};
    if (text.length < 2 || (*text.bytes != '[' && *text.bytes != '{'))
        return false;
    walk->is_object = *text.bytes == '{';
    walk->at++;
    return true;
}

/* A comma before the next part is passed over with the blanks. */
static bool is_end(struct json_walk *walk)
{
    walk->at = skip_blanks(walk->at, walk->end);
    if (walk->at < walk->end && *walk->at == ',')
        walk->at = skip_blanks(walk->at + 1, walk->end);
    walk->is_wrong = walk->at >= walk->end;
    return walk->is_wrong || *walk->at == ']' || *walk->at == '}';
}

/* A slice of the text, not decoded. */
static bool json_text_take(struct json_walk *walk, struct slice *slice)
{
    const char *start = skip_blanks(walk->at, walk->end);
    const char *end = skip_value(start, walk->end);
    walk->is_wrong = !end || end == start;
    if (walk->is_wrong)
        return false;
    *slice = (struct slice){start, (size_t)(end - start)};
    walk->at = end;
    return true;
}

/* `is_wrong` tells an end from an error. */
bool json_next(struct json_walk *walk)
{
    if (is_end(walk))
        return false;
    if (walk->is_object) {
        if (!json_text_take(walk, &walk->key))
            return false;
        walk->at = skip_blanks(walk->at, walk->end);
        walk->is_wrong = walk->at >= walk->end || *walk->at != ':';
        if (walk->is_wrong)
            return false;
        walk->at++;
    }
    return json_text_take(walk, &walk->value);
}

bool json_is_null(struct slice value)
{
    return value.length == 4 && !memcmp(value.bytes, "null", 4);
}

/* ---- writing ---- */

void json_text_add_string(struct buffer *out, struct slice text)
{
    json_add_string(out, text.bytes, text.length);
}

/* Too few digits at the end give the replacement character; a wrong digit just
 * ends the number. */
static unsigned hex4(const char *at, const char *end)
{
    char digits[5] = {0};
    if (end - at < 4)
        return 0xFFFD;
    memcpy(digits, at, 4);
    return (unsigned)strtoul(digits, NULL, 16);
}

/* \uD83D\uDE00 is one character. */
static const char *json_text_add_escaped(struct buffer *out, const char *at,
                                         const char *end)
{
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    const char *found = *at ? strchr(from, *at) : NULL;
    unsigned code;
    if (*at != 'u') {
        buffer_add_byte(out, found ? to[found - from] : *at);
        return at + 1;
    }
    code = hex4(at + 1, end);
    at += end - at < 5 ? end - at : 5;
    if (code >= 0xD800 && code < 0xDC00 && end - at >= 6 && *at == '\\' &&
        at[1] == 'u') {
        code = 0x10000 + ((code - 0xD800) << 10) + (hex4(at + 2, end) & 0x3FF);
        at += 6;
    }
    character_add(out, code);
    return at;
}

/* The string has its quotes. */
void json_text_add_decoded(struct buffer *out, struct slice string)
{
    const char *at = string.bytes + 1, *end = string.bytes + string.length - 1;
    while (at < end)
        if (*at == '\\' && at + 1 < end)
            at = json_text_add_escaped(out, at + 1, end);
        else
            buffer_add_byte(out, *at++);
}

/* SQLite has no booleans: they are the numbers 1 and 0. */
void json_text_add_value(struct buffer *out, sqlite3_value *value)
{
    struct slice text;
    switch (sqlite3_value_type(value)) {
    case SQLITE_NULL: buffer_add_text(out, "null"); return;
    case SQLITE_INTEGER:
    case SQLITE_FLOAT:
        text = argument_text(value);
        buffer_add(out, text.bytes, text.length);
        return;
    default: json_text_add_string(out, argument_text(value));
    }
}

/* ---- comparing ---- */

static bool json_text_is_number(struct slice text)
{
    return text.length && strchr("-0123456789", *text.bytes);
}

/* Strings may be written in several ways, numbers as well. */
static bool is_same_scalar(struct slice a, struct slice b)
{
    struct buffer one = {0}, other = {0};
    bool same;
    if (!a.length || !b.length)
        return false;
    if (a.length == b.length && !memcmp(a.bytes, b.bytes, a.length))
        return true;
    if (json_text_is_number(a) && json_text_is_number(b))
        return decimal_compare(a, b) == 0;
    if (*a.bytes != '"' || *b.bytes != '"')
        return false;
    json_text_add_decoded(&one, a);
    json_text_add_decoded(&other, b);
    same = one.size == other.size &&
           (!one.size || !memcmp(one.bytes, other.bytes, one.size));
    buffer_release(&one);
    buffer_release(&other);
    return same;
}

static bool find_key(struct slice object, struct slice key, struct slice *value)
{
    struct json_walk walk;
    bool found = false;
    if (!json_enter(&walk, object))
        return false;
    while (json_next(&walk))
        if (is_same_scalar(walk.key, key)) {
            *value = walk.value; /* the last one counts */
            found = true;
        }
    return found;
}

/* Keys in any order, and as many. */
static bool are_same_objects(struct slice a, struct slice b, unsigned depth)
{
    struct json_walk walk;
    struct slice other;
    size_t n = 0, m = 0;
    if (!json_enter(&walk, a))
        return false;
    for (; json_next(&walk); n++)
        if (!find_key(b, walk.key, &other) ||
            !json_is_equal(walk.value, other, depth + 1))
            return false;
    if (!json_enter(&walk, b))
        return false;
    while (json_next(&walk))
        m++;
    return n == m;
}

/* As PostgreSQL's jsonb compares; recursion is bounded. */
bool json_is_equal(struct slice a, struct slice b, unsigned depth)
{
    struct json_walk one, other;
    bool a_has, b_has;
    a = json_trimmed(a);
    b = json_trimmed(b);
    if (!a.length || !b.length || depth > JSON_MAX_DEPTH)
        return false;
    if (*a.bytes == '{' && *b.bytes == '{')
        return are_same_objects(a, b, depth);
    if (*a.bytes != '[' || *b.bytes != '[')
        return is_same_scalar(a, b);
    if (!json_enter(&one, a) || !json_enter(&other, b))
        return false;
    for (;;) {
        a_has = json_next(&one);
        b_has = json_next(&other);
        if (a_has != b_has)
            return false;
        if (!a_has)
            return true;
        if (!json_is_equal(one.value, other.value, depth + 1))
            return false;
    }
}
