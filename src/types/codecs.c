#include "types/codecs.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

#include "types/array.h"
#include "types/bytea.h"
#include "types/canonical.h"
#include "types/json.h"
#include "types/number.h"
#include "types/times.h"
#include "types/types.h"

/* ---- booleans ---- */

static bool text_is(const char *text, size_t length, const char *wanted)
{
    return length == strlen(wanted) && strncasecmp(text, wanted, length) == 0;
}

/* All the words that PostgreSQL takes for one; pg_dump writes t, f, true and
 * false. */
static bool read_boolean(const char *text, size_t length, bool *is_true)
{
    static const char *const words[][6] = {
        {"f", "false", "n", "no", "off", "0"},
        {"t", "true", "y", "yes", "on", "1"}};
    for (int yes = 0; yes < 2; yes++)
        for (size_t i = 0; i < COUNT_OF(words[yes]); i++)
            if (text_is(text, length, words[yes][i])) {
                *is_true = yes;
                return true;
            }
    return false;
}

/* A codec returns false for what it cannot read: the caller knows whether that
 * is an error. */
static bool convert_boolean(struct codec_call *call, const char *text,
                            size_t length, struct lite_value *out)
{
    bool is_true;
    (void)call;
    if (!read_boolean(text, length, &is_true))
        return false;
    *out = lite_integer(is_true);
    return true;
}

/* For --booleans=text and pg. */
static bool convert_to_word(struct codec_call *call, const char *text,
                            size_t length, struct lite_value *out)
{
    bool is_true;
    const char *word;
    if (!read_boolean(text, length, &is_true))
        return false;
    word = call->type->words[is_true];
    *out = lite_text(word, strlen(word));
    return true;
}

/* Part of JSON: true and false, whatever a column of booleans has. */
static bool json_of_boolean(struct buffer *out, const struct value_type *type,
                            const char *text, size_t length,
                            struct json_loss *lost)
{
    bool is_true;
    (void)type;
    if (!read_boolean(text, length, &is_true)) {
        lost->is_wrong = true;
        return false;
    }
    buffer_add_text(out, is_true ? "true" : "false");
    return true;
}

/* ---- numbers ---- */

/* Other numbers are read where their digits are: see rows/value.c. */
static bool convert_infinity(struct codec_call *call, const char *text,
                             size_t length, struct lite_value *out)
{
    bool negative = length == 9 && *text == '-';
    (void)call;
    if ((!negative && length != 8) ||
        memcmp(text + negative, "Infinity", 8) != 0)
        return false;
    *out = (struct lite_value){.kind = LITE_REAL,
                               .real = negative ? -HUGE_VAL : HUGE_VAL};
    return true;
}

/* A text with a point and without the zeros at its end: 12.5, 12.0 */
static bool convert_decimal(struct codec_call *call, const char *text,
                            size_t length, struct lite_value *out)
{
    bool has_point = memchr(text, '.', length) != NULL;
    const char *written;
    if (!number_is_plain(text, length) || memchr(text, 'e', length) ||
        memchr(text, 'E', length))
        return false;
    while (has_point && text[length - 1] == '0')
        length--;
    written = arena_printf(call->arena, "%.*s%s", (int)length, text,
                           !has_point                ? ".0"
                           : text[length - 1] == '.' ? "0"
                                                     : "");
    *out = lite_text(written, strlen(written));
    return true;
}

/* ---- UUIDs ---- */

enum { UUID_DIGITS = 32 };

/* What is no uuid stays a text. */
static const char *read_uuid(struct codec_call *call, const char *text,
                             size_t length)
{
    char *digits;
    size_t n = 0;
    if (!fit_text(FIT_UUID, text, length))
        return NULL;
    digits = arena_alloc(call->arena, UUID_DIGITS);
    for (size_t i = 0; i < length; i++)
        if (text[i] != '-')
            digits[n++] = text[i];
    return digits;
}

static bool convert_uuid_upper(struct codec_call *call, const char *text,
                               size_t length, struct lite_value *out)
{
    char *upper;
    if (!fit_text(FIT_UUID, text, length))
        return false;
    upper = arena_copy(call->arena, text, length);
    for (char *at = upper; *at; at++)
        *at = (char)toupper((unsigned char)*at);
    *out = lite_text(upper, length);
    return true;
}

static bool convert_uuid_hex(struct codec_call *call, const char *text,
                             size_t length, struct lite_value *out)
{
    const char *digits = read_uuid(call, text, length);
    if (digits)
        *out = lite_text(digits, UUID_DIGITS);
    return digits != NULL;
}

/* ---- bytes ---- */

static struct lite_value blob(const char *bytes, size_t size)
{
    return (struct lite_value){
        .kind = LITE_BLOB, .length = (uint32_t)size, .bytes = bytes};
}

/* No loss: every byte has its place in a BLOB. */
static bool convert_bytes(struct codec_call *call, const char *text,
                          size_t length, struct lite_value *out)
{
    const char *bytes;
    size_t size;
    if (!bytea_decode(call->arena, text, length, &bytes, &size))
        return false;
    *out = blob(bytes, size);
    return true;
}

static bool convert_uuid_bytes(struct codec_call *call, const char *text,
                               size_t length, struct lite_value *out)
{
    const char *digits = read_uuid(call, text, length), *bytes;
    size_t size;
    if (!digits || !hex_decode(call->arena, digits, UUID_DIGITS, &bytes, &size))
        return false;
    *out = blob(bytes, size);
    return true;
}

/* An empty text is no geometry, but a text all the same. */
static bool convert_ewkb(struct codec_call *call, const char *text,
                         size_t length, struct lite_value *out)
{
    const char *bytes;
    size_t size;
    if (!length || !hex_decode(call->arena, text, length, &bytes, &size)) {
        call->losses |= 1U << LOSS_GEOMETRY;
        return false;
    }
    *out = blob(bytes, size);
    return true;
}

/* ---- JSON ---- */

/* The buffer as a value if it is one, with what JSON has no place for. */
static bool finish_json(struct codec_call *call, struct buffer *json,
                        bool is_good, const struct json_loss *lost,
                        struct lite_value *out)
{
    is_good &= !lost->is_wrong;
    if (is_good && lost->bounds)
        call->losses |= 1U << LOSS_BOUNDS;
    if (is_good && lost->null)
        call->losses |= 1U << LOSS_NULL;
    if (is_good)
        *out = lite_text(arena_copy(call->arena, json->bytes, json->size),
                         json->size);
    buffer_release(json);
    return is_good;
}

/* Without a type (rows alone) the elements say what they are. */
static bool convert_array(struct codec_call *call, const char *text,
                          size_t length, struct lite_value *out)
{
    const struct value_type *element = call->type ? call->type->element : NULL;
    struct buffer json = {0};
    struct json_loss lost = {0};
    bool good = array_to_json(&json, text, length, element, &lost);
    return finish_json(call, &json, good, &lost, out);
}

static bool convert_hstore(struct codec_call *call, const char *text,
                           size_t length, struct lite_value *out)
{
    struct buffer json = {0};
    const struct json_loss none = {false, false, false};
    bool good = json_add_hstore(&json, text, length);
    return finish_json(call, &json, good, &none, out);
}

static bool convert_composite(struct codec_call *call, const char *text,
                              size_t length, struct lite_value *out)
{
    struct buffer json = {0};
    struct json_loss lost = {0};
    bool good = json_of_composite(&json, call->type, text, length, &lost);
    return finish_json(call, &json, good, &lost, out);
}

/* a,b; what is no plain list becomes JSON. */
static bool convert_to_list(struct codec_call *call, const char *text,
                            size_t length, struct lite_value *out)
{
    struct buffer list = {0};
    bool found = array_to_csv(&list, text, length, call->type->element);
    if (found)
        *out = lite_text(arena_copy(call->arena, list.bytes, list.size),
                         list.size);
    buffer_release(&list);
    if (found)
        return true;
    call->losses |= 1U << LOSS_LIST;
    return convert_array(call, text, length, out);
}

/* Inside of composite values; the outer call has the losses. */
static bool json_of_array(struct buffer *out, const struct value_type *type,
                          const char *text, size_t length,
                          struct json_loss *lost)
{
    return array_to_json(out, text, length, type->element, lost);
}

static bool json_of_hstore(struct buffer *out, const struct value_type *type,
                           const char *text, size_t length,
                           struct json_loss *lost)
{
    (void)type;
    (void)lost;
    return json_add_hstore(out, text, length);
}

/* ---- all of them ---- */

const struct codec codecs[N_CODECS] = {
#define CODEC(name, class, convert, json, canonical, fit, computed, stored)    \
    [CODEC_##name] = {#name,     computed, stored, CLASS_##class,              \
                      FIT_##fit, convert,  json,   canonical},
#include "codecs.def"
#undef CODEC
};
