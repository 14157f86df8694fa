#include "types/json.h"

#include <string.h>

#include "base/json.h"
#include "types/bytea.h"
#include "types/fit.h"
#include "types/scan.h"
#include "types/timestamp.h"

/* JSON's grammar is narrower than SQLite's: no +, no leading zero, no bare
 * point. */
bool json_is_number(const char *text, size_t length)
{
    struct scan scan = {text, text + length};
    const char *digits;
    scan_take(&scan, '-');
    digits = scan.at;
    if (!scan_digits(&scan) || (*digits == '0' && scan.at - digits > 1))
        return false;
    if (scan_take(&scan, '.') && !scan_digits(&scan))
        return false;
    if (scan_take(&scan, 'e') || scan_take(&scan, 'E')) {
        if (!scan_take(&scan, '-'))
            scan_take(&scan, '+');
        if (!scan_digits(&scan))
            return false;
    }
    return scan.at == scan.end;
}

/* ---- parts of JSON: grammar/codecs.def ---- */

/* Parts are checked like columns: an "integer" in an array has to be one. */
static void json_check_fit(const struct value_type *type, const char *text,
                           size_t length, struct json_loss *lost)
{
    if (!fit_text(type->fit, text, length))
        lost->is_wrong = true;
}

/* NaN is a string. */
bool json_of_number(struct buffer *out, const struct value_type *type,
                    const char *text, size_t length, struct json_loss *lost)
{
    json_check_fit(type, text, length, lost);
    if (!json_is_number(text, length))
        return false;
    buffer_add(out, text, length);
    return true;
}

/* UTC, as columns have it by default; --timestamps changes columns only. */
bool json_of_timestamp(struct buffer *out, const struct value_type *type,
                       const char *text, size_t length, struct json_loss *lost)
{
    char utc[TIMESTAMP_ROOM];
    size_t utc_length = timestamp_to_utc(utc, text, length);
    (void)type;
    (void)lost;
    if (utc_length)
        json_add_string(out, utc, utc_length);
    return utc_length > 0;
}

/* JSON has no bytes: they are PostgreSQL's hex text. */
bool json_of_bytes(struct buffer *out, const struct value_type *type,
                   const char *text, size_t length, struct json_loss *lost)
{
    struct arena arena = {0};
    const char *bytes;
    size_t size;
    bool good;
    (void)type;
    (void)lost;
    good = bytea_decode(&arena, text, length, &bytes, &size);
    if (good) {
        buffer_add_text(out, "\"\\\\x");
        for (size_t i = 0; i < size; i++)
            buffer_printf(out, "%02x", (unsigned char)bytes[i]);
        buffer_add_byte(out, '"');
    }
    arena_release(&arena);
    return good;
}

/* JSON's null inside of JSON cannot be told from SQL's NULL in the array. */
static bool is_json_null(const char *text, size_t length)
{
    static const char blanks[] = " \t\n\r";
    while (length && memchr(blanks, text[length - 1], 4))
        length--;
    while (length && memchr(blanks, *text, 4)) {
        text++;
        length--;
    }
    return length == 4 && !memcmp(text, "null", 4);
}

/* As it stands: JSON in JSON needs no escape. */
bool json_of_json(struct buffer *out, const struct value_type *type,
                  const char *text, size_t length, struct json_loss *lost)
{
    (void)type;
    if (is_json_null(text, length))
        lost->null = true;
    buffer_add(out, text, length);
    return length > 0;
}

/* What has no JSON form of its own is a string. */
void json_add_value(struct buffer *out, const struct value_type *type,
                    const char *text, size_t length, struct json_loss *lost)
{
    const struct codec *codec = type->codec;
    if (!codec->add_json || !codec->add_json(out, type, text, length, lost))
        json_add_string(out, text, length);
}

/* ---- composite values ---- */

/* A field: quoted parts and bare ones, "" and \x inside. An empty one that is
 * not quoted is NULL. */
static bool json_read_field(struct scan *scan, struct buffer *field,
                            bool *is_null)
{
    bool quoted = false, inside = false;
    field->size = 0;
    for (; scan->at < scan->end; scan->at++) {
        char byte = *scan->at;
        bool has_next = scan->at + 1 < scan->end;
        if (has_next &&
            (byte == '\\' || (byte == '"' && inside && scan->at[1] == '"'))) {
            buffer_add_byte(field, *++scan->at);
        } else if (byte == '"') {
            inside = !inside;
            quoted = true;
        } else if (!inside && (byte == ',' || byte == ')')) {
            *is_null = !quoted && field->size == 0;
            return true;
        } else {
            buffer_add_byte(field, byte);
        }
    }
    return false;
}

/* The type says how many fields there are, and their names. */
static bool json_add_fields(struct buffer *out, const struct value_type *type,
                            struct scan *scan, struct json_loss *lost)
{
    const struct pg_type_definition *definition = type->definition;
    struct buffer field = {0};
    bool is_null = false, good = true;
    for (size_t i = 0; good && i < definition->n_attributes; i++) {
        const char *name = definition->attributes[i].name;
        good = json_read_field(scan, &field, &is_null);
        if (!good)
            break;
        buffer_add_byte(out, i ? ',' : '{');
        json_add_string(out, name, strlen(name));
        buffer_add_byte(out, ':');
        if (is_null)
            buffer_add_text(out, "null");
        else
            json_add_value(out, type->attributes[i], buffer_text(&field),
                           field.size, lost);
        good = scan_take(scan, i + 1 < definition->n_attributes ? ',' : ')');
    }
    buffer_release(&field);
    return good && scan->at == scan->end;
}

/* On failure nothing is left in `out`. */
bool json_of_composite(struct buffer *out, const struct value_type *type,
                       const char *text, size_t length, struct json_loss *lost)
{
    struct scan scan = {text, text + length};
    size_t start = out->size;
    if (type->definition->n_attributes == 0) {
        buffer_add_text(out, "{}");
        return true;
    }
    if (scan_take(&scan, '(') && json_add_fields(out, type, &scan, lost)) {
        buffer_add_byte(out, '}');
        return true;
    }
    out->size = start;
    return false;
}

/* ---- hstore ---- */

/* hstore quotes all keys and values. */
static bool json_read_quoted(struct scan *scan, struct buffer *text)
{
    text->size = 0;
    if (!scan_take(scan, '"'))
        return false;
    while (scan->at < scan->end && *scan->at != '"') {
        scan->at += *scan->at == '\\' && scan->at + 1 < scan->end;
        buffer_add_byte(text, *scan->at++);
    }
    return scan_take(scan, '"');
}

static bool take_text(struct scan *scan, const char *text)
{
    size_t length = strlen(text);
    if ((size_t)(scan->end - scan->at) < length ||
        memcmp(scan->at, text, length) != 0)
        return false;
    scan->at += length;
    return true;
}

static bool json_add_pair(struct buffer *out, struct scan *scan,
                          struct buffer *text)
{
    if (!json_read_quoted(scan, text) || !take_text(scan, "=>"))
        return false;
    json_add_string(out, buffer_text(text), text->size);
    buffer_add_byte(out, ':');
    if (take_text(scan, "NULL")) {
        buffer_add_text(out, "null");
        return true;
    }
    if (!json_read_quoted(scan, text))
        return false;
    json_add_string(out, buffer_text(text), text->size);
    return true;
}

bool json_add_hstore(struct buffer *out, const char *text, size_t length)
{
    struct scan scan = {text, text + length};
    struct buffer part = {0};
    size_t start = out->size;
    bool good = true;
    buffer_add_byte(out, '{');
    while (good && scan.at < scan.end) {
        if (scan.at > text) {
            good = take_text(&scan, ", ");
            buffer_add_byte(out, ',');
        }
        good = good && json_add_pair(out, &scan, &part);
    }
    buffer_add_byte(out, '}');
    buffer_release(&part);
    if (!good)
        out->size = start;
    return good;
}
