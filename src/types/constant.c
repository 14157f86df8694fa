#include "types/constant.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sqlite/quote.h"
#include "types/number.h"

/* ---- values as SQL ---- */

/* As the writer of SQL does it, but from a value without a slice. */
static void constant_add_value(struct buffer *sql,
                               const struct lite_value *value)
{
    switch ((enum lite_kind)value->kind) {
    case LITE_INTEGER:
        buffer_printf(sql, "%lld", (long long)value->integer);
        break;
    case LITE_REAL: quote_real(sql, value->real); break;
    case LITE_BLOB: quote_blob(sql, value->bytes, value->length); break;
    case LITE_TEXT:
        if (value->form & LITE_HAS_CR)
            quote_text_with_returns(sql, value->bytes, value->length);
        else
            quote_text(sql, value->bytes, value->length);
        break;
    case LITE_NULL:
    case LITE_DEFAULT: buffer_add_text(sql, "NULL"); break;
    }
}

static const char *value_to_sql(struct arena *arena,
                                const struct lite_value *value)
{
    struct buffer sql = {0};
    const char *copy;
    constant_add_value(&sql, value);
    copy = arena_copy(arena, sql.bytes, sql.size);
    buffer_release(&sql);
    return copy;
}

/* ---- numbers: their digits go as they are ---- */

/* PostgreSQL's real has no more digits than these. NULL: it is too great for
 * one. */
static const char *single(struct arena *arena, const char *text)
{
    float value = strtof(text, NULL);
    char digits[32];
    if (isinf(value))
        return NULL;
    for (int precision = 1; precision <= 9; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, (double)value);
        if (strtof(digits, NULL) == value)
            break;
    }
    return arena_copy(arena, digits, strlen(digits));
}

/* Digits are copied, so that none is lost on the way through a double. */
static const char *constant_number(struct arena *arena,
                                   const struct value_type *type,
                                   const char *text)
{
    bool is_single = type->class == CLASS_REAL && type->source &&
                     !strcmp(type->source->name.name, "real");
    if (!number_is_plain(text, strlen(text)))
        return NULL;
    return is_single ? single(arena, text)
                     : arena_copy(arena, text, strlen(text));
}

/* ---- times ---- */

static bool constant_is_moment(const char *text)
{
    static const char *const words[] = {"today", "tomorrow", "yesterday",
                                        "epoch", "now"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (!strcasecmp(text, words[i]))
            return true;
    return false;
}

/* 'now' and similar words are read when the default is used. */
static const char *moment(const struct value_type *type, const char *text)
{
    if (strcasecmp(text, "now") != 0)
        return type->class == CLASS_DATE && !strcasecmp(text, "today")
                   ? "CURRENT_DATE"
                   : NULL;
    return type->class == CLASS_DATE ? "CURRENT_DATE" : "CURRENT_TIMESTAMP";
}

static bool is_time(enum type_class class)
{
    return class == CLASS_DATE || class == CLASS_TIMESTAMP ||
           class == CLASS_OFFSET || class == CLASS_UNIX;
}

/* Times in forms that are only PostgreSQL's, infinity for one, stay texts. */
static bool keeps_others(const struct value_type *type)
{
    return !type->codec->convert || type->class == CLASS_TIMESTAMP ||
           type->class == CLASS_OFFSET;
}

bool constant_is_now(const struct value_type *type, const char *text)
{
    return is_time(type->class) && constant_is_moment(text);
}

/* What a constant may lose as its column's values do. */
enum { ACCEPTED = 1 << LOSS_BOUNDS | 1 << LOSS_NULL | 1 << LOSS_ROUNDED };

/* One rule for values and constants: what a column's codec stores is what a
 * DEFAULT or CHECK has to say. */
const char *constant_to_sql(struct arena *arena, const struct value_type *type,
                            const char *text)
{
    struct codec_call call = {.arena = arena, .type = type};
    struct lite_value value = lite_text(text, strlen(text));
    if (type->class == CLASS_INTEGER || type->class == CLASS_REAL ||
        type->class == CLASS_NUMERIC)
        return constant_number(arena, type, text);
    if (constant_is_now(type, text))
        return moment(type, text);
    if (type->codec->convert &&
        !type->codec->convert(&call, text, strlen(text), &value) &&
        !keeps_others(type))
        return NULL;
    return call.losses & ~(unsigned)ACCEPTED ? NULL
                                             : value_to_sql(arena, &value);
}
