#include "rows/value.h"

#include <ctype.h>
#include <string.h>

#include "postgres/literal.h"
#include "rows/quick.h"
#include "rows/value_text.h"
#include "types/fit.h"
#include "types/number.h"

/* ---- text ---- */

static struct text whole_slice(const struct value_job *job,
                               const struct pg_value *value)
{
    return (struct text){value_slice(job, value), value->length};
}

/* Into the batch's arena: the value is written after the buffer is gone. */
static bool take_decoded(struct value_job *job, const struct pg_value *value,
                         struct buffer *decoded, const char *problem,
                         struct text *text)
{
    if (!problem)
        *text =
            (struct text){arena_copy(job->arena, decoded->bytes, decoded->size),
                          decoded->size};
    buffer_release(decoded);
    job->failed_at = value_slice(job, value);
    return !problem || fail(&job->failure, "%s", problem);
}

static bool value_decode(struct value_job *job, const struct pg_value *value,
                         struct text *text)
{
    struct buffer out = {0};
    bool backslash = (job->row->flags & PG_BACKSLASH) != 0;
    const char *problem =
        literal_decode(&out, value_slice(job, value), value->length, backslash);
    return take_decoded(job, value, &out, problem, text);
}

/* In place it cannot be done: the batch's text is also what messages show. */
static struct text undouble(struct arena *arena, struct text quoted)
{
    char *plain = arena_alloc(arena, quoted.length);
    size_t length = 0;
    for (size_t i = 0; i < quoted.length; i++) {
        plain[length++] = quoted.bytes[i];
        i += quoted.bytes[i] == '\'';
    }
    return (struct text){plain, length};
}

/* What the string says, without quotes and escapes. */
static bool plain_text(struct value_job *job, const struct pg_value *value,
                       struct text *text)
{
    if (value->flags & PG_ESCAPED)
        return value_decode(job, value, text);
    /* The usual case: the literal is its own text, nothing is copied. */
    *text = (struct text){value_slice(job, value) + 1, value->length - 2};
    if (value->flags & PG_DOUBLED_QUOTES)
        *text = undouble(job->arena, *text);
    return true;
}

/* A literal of PostgreSQL's without escapes is one of SQLite's: the slice goes
 * through as it stands. */
static struct lite_value quoted_slice(const struct value_job *job,
                                      const struct pg_value *value)
{
    unsigned form =
        LITE_SQL |
        (value->flags & PG_DOUBLED_QUOTES ? (unsigned)LITE_DOUBLED_QUOTES : 0) |
        (value->flags & PG_HAS_CR ? (unsigned)LITE_HAS_CR : 0);
    return (struct lite_value){.kind = LITE_TEXT,
                               .form = (uint8_t)form,
                               .length = value->length,
                               .bytes = value_slice(job, value)};
}

/* E'...' is no literal of SQLite's, so its text is made. */
static bool string_as_text(struct value_job *job, const struct pg_value *value,
                           struct lite_value *out)
{
    struct text text = {"", 0};
    if (!(value->flags & PG_ESCAPED)) {
        *out = quoted_slice(job, value);
        return true;
    }
    if (!value_decode(job, value, &text))
        return false;
    *out = lite_text(text.bytes, text.length);
    return true;
}

/* What is SQL in both, passed on as it stands. */
static struct lite_value sql_slice(enum lite_kind kind, struct text text)
{
    return lite_slice(kind, LITE_SQL, text.bytes, text.length);
}

/* ---- strings ---- */

/* Does the column make a number of the text that reads otherwise? A double of 8
 * is 8.0. */
static bool changes_text(const struct column_plan *column, struct text text)
{
    bool is_double = column->type && column->type->class == CLASS_TEXT &&
                     column->column->affinity == AFFINITY_REAL;
    return is_double ? number_looks_like(text.bytes, text.length)
                     : number_changes_text(text.bytes, text.length);
}

/* In order: bytes, what the codec makes of it, what the column allows, what
 * SQLite's affinity would do to it. What is left is the text. */
static bool translate_string(struct value_job *job, struct column_plan *column,
                             const struct pg_value *value,
                             struct lite_value *out)
{
    struct text text = {"", 0}, written;
    if (!plain_text(job, value, &text))
        return false;
    if (column->class == CLASS_BYTES)
        return value_bytes(job, value, text, out);
    written = text;
    if (!value_in_own_form(job, column, &text))
        return value_misfit(job, column, value, text);
    if (value_convert(job, column, value, text, out))
        return true;
    if (!fit_text(column->fit, text.bytes, text.length))
        return value_fit(job, column, value, text, out);
    if (column->is_numeric && changes_text(column, text))
        value_note(job, column, LOSS_NUMERIC, value);
    if (text.bytes == written.bytes)
        return string_as_text(job, value, out);
    *out = lite_text(text.bytes, text.length);
    return true;
}

/* decode('00ff', 'hex'), also where nothing is known of the column. */
static bool translate_hex(struct value_job *job, struct column_plan *column,
                          const struct pg_value *value, struct lite_value *out)
{
    struct codec_call call = {.arena = job->arena};
    struct text text = {"", 0};
    const char *bytea;
    if (!plain_text(job, value, &text))
        return false;
    if (column->type && column->class != CLASS_BYTES)
        return value_misfit(job, column, value, text);
    bytea = arena_printf(job->arena, "\\x%.*s", (int)text.length, text.bytes);
    job->failed_at = value_slice(job, value);
    return codecs[CODEC_BYTES].convert(&call, bytea, text.length + 2, out) ||
           fail(&job->failure, "these are no bytes in hex");
}

/* Without types, "NaN" may be a number or a word. */
static void note_special(struct value_job *job, struct column_plan *column,
                         const struct pg_value *value)
{
    const char *text = value_slice(job, value) + 1;
    size_t length = value->length - 2;
    if (column->column || (length != 3 && length != 8 && length != 9))
        return;
    if ((length == 3 && !memcmp(text, "NaN", 3)) ||
        (length == 8 && !memcmp(text, "Infinity", 8)) ||
        (length == 9 && !memcmp(text, "-Infinity", 9)))
        value_note(job, column, LOSS_SPECIAL, value);
}

/* ---- numbers ---- */

/* Numbers with underscores or in hex (PostgreSQL 16) are written out. */
static bool plain_number(struct value_job *job, const struct pg_value *value,
                         struct text *number)
{
    struct buffer digits = {0};
    const char *problem;
    *number = (struct text){value_slice(job, value), value->length};
    if (!(value->flags & PG_ESCAPED))
        return true;
    problem = number_decode(&digits, number->bytes, number->length);
    return take_decoded(job, value, &digits, problem, number);
}

/* SQLite stores a double without a fraction as an integer, and -0 as 0. */
static bool is_minus_zero(struct text number)
{
    if (number.length < 2 || *number.bytes != '-')
        return false;
    for (size_t i = 1; i < number.length; i++)
        if (!strchr("0.", number.bytes[i]))
            return false;
    return true;
}

/* Each of these is for the report, and an error only with --strict. */
static void note_number(struct value_job *job, struct column_plan *column,
                        const struct pg_value *value, struct text number,
                        bool rounded)
{
    if (rounded)
        value_note(job, column, LOSS_ROUNDED, value);
    if (column->class == CLASS_REAL && is_minus_zero(number))
        value_note(job, column, LOSS_ZERO, value);
    if (column->has_own_scale && number.bytes[number.length - 1] == '0' &&
        memchr(number.bytes, '.', number.length))
        value_note(job, column, LOSS_SCALE, value);
}

/* Is the whole number one of its column's? Few digits are, without a look. */
static bool value_is_in_range(const struct column_plan *column,
                              const char *digits, size_t length)
{
    switch (column->fit) {
    case FIT_ANY:
    case FIT_BIGINT:
    case FIT_NUMBER: return true;
    case FIT_SMALLINT:
        return length <= 4 || fit_text(column->fit, digits, length);
    case FIT_INTEGER:
        return length <= 9 || fit_text(column->fit, digits, length);
    default: return fit_text(column->fit, digits, length);
    }
}

/* A number from INSERT: its digits are right, but the column may want another
 * kind of value. */
static bool translate_number(struct value_job *job, struct column_plan *column,
                             const struct pg_value *value,
                             struct lite_value *out)
{
    struct text number = {"", 0};
    bool rounded = false;
    if (!plain_number(job, value, &number))
        return false;
    if ((column->fit != FIT_NUMBER &&
         !fit_text(column->fit, number.bytes, number.length)) ||
        !value_in_own_form(job, column, &number))
        return value_misfit(job, column, value, number);
    if (column->class == CLASS_CLIENT &&
        value_convert(job, column, value, number, out))
        return true;
    if (column->is_numeric)
        *out = number_for_numeric(number.bytes, number.length, job->as_text,
                                  column->class == CLASS_REAL,
                                  column->is_double ? NULL : &rounded);
    else if (!column->codec->convert && column->class != CLASS_ANY)
        *out = lite_text(number.bytes, number.length);
    else
        *out = number_for_any(number.bytes, number.length, job->as_text);
    note_number(job, column, value, number, rounded);
    if (number.bytes != value_slice(job, value))
        out->form |= LITE_DETACHED;
    return true;
}

/* ---- fields of COPY ---- */

/* What the field says, its escapes undone. */
static bool value_copy_text(struct value_job *job, const struct pg_value *value,
                            struct text *text)
{
    struct buffer out = {0};
    const char *problem;
    *text = (struct text){value_slice(job, value), value->length};
    if (!(value->flags & PG_ESCAPED))
        return true;
    problem = copy_decode(&out, text->bytes, text->length);
    return take_decoded(job, value, &out, problem, text);
}

/* A field without escapes holds no carriage return. */
static struct lite_value copied_text(const struct pg_value *value,
                                     struct text text)
{
    if (value->flags & PG_ESCAPED)
        return lite_text(text.bytes, text.length);
    return lite_slice(LITE_TEXT, 0, text.bytes, text.length);
}

/* Digits that go as they are. */
static bool is_small_integer(struct text text)
{
    size_t at = text.length && *text.bytes == '-';
    /* 18 digits always fit 64 bits; 19 may not. */
    if (text.length == at || text.length > at + 18)
        return false;
    for (; at < text.length; at++)
        if (text.bytes[at] < '0' || text.bytes[at] > '9')
            return false;
    return true;
}

/* 007, +1: no number of PostgreSQL's looks so. Of a text everything counts. */
static bool is_changed(const struct column_plan *column, struct text text)
{
    size_t at = text.length && *text.bytes == '-';
    bool is_text = column->type ? column->type->class == CLASS_TEXT
                                : column->fit == FIT_ANY;
    if (is_text)
        return changes_text(column, text);
    return !column->type && text.length > at &&
           (text.bytes[at] == '+' ||
            (text.bytes[at] == '0' && text.length > at + 1 &&
             isdigit((unsigned char)text.bytes[at + 1]))) &&
           number_looks_like(text.bytes, text.length);
}

static bool take_number(struct value_job *job, struct column_plan *column,
                        const struct pg_value *value, struct text text,
                        struct lite_value *out)
{
    bool rounded = false;
    *out = number_for_numeric(text.bytes, text.length, job->as_text,
                              column->class == CLASS_REAL,
                              column->is_double ? NULL : &rounded);
    note_number(job, column, value, text, rounded);
    return true;
}

/* From the most frequent to the rarest: digits as they stand, a number that
 * needs a look, none at all. */
static bool copied_number(struct value_job *job, struct column_plan *column,
                          const struct pg_value *value, struct text text,
                          struct lite_value *out)
{
    if (is_changed(column, text))
        value_note(job, column, LOSS_NUMERIC, value);
    if (column->class == CLASS_INTEGER && is_small_integer(text) &&
        value_is_in_range(column, text.bytes, text.length)) {
        *out = sql_slice(LITE_INTEGER, text);
        return true;
    }
    if (!number_is_plain(text.bytes, text.length) ||
        (column->fit != FIT_NUMBER &&
         !fit_text(column->fit, text.bytes, text.length)))
        return false;
    return take_number(job, column, value, text, out);
}

/* A numeric as pg_dump writes it, which is nearly every one. */
static bool copied_numeric(struct value_job *job, struct column_plan *column,
                           const struct pg_value *value, struct text text,
                           struct lite_value *out)
{
    if (!column->is_exact || column->class != CLASS_NUMERIC ||
        column->fit != FIT_NUMBER ||
        !numeric_is_canonical(column->form, text.bytes, text.length))
        return false;
    return take_number(job, column, value, text, out);
}

static bool value_is_number(enum type_class class)
{
    return class == CLASS_INTEGER || class == CLASS_REAL ||
           class == CLASS_NUMERIC;
}

/* COPY does not tell numbers from texts; only the column can. */
static bool translate_copied(struct value_job *job, struct column_plan *column,
                             const struct pg_value *value,
                             struct lite_value *out)
{
    struct text text = {"", 0};
    if (!value_copy_text(job, value, &text))
        return false;
    if (column->class == CLASS_BYTES)
        return value_bytes(job, value, text, out);
    if (copied_numeric(job, column, value, text, out))
        return true;
    if (!value_in_own_form(job, column, &text))
        return value_misfit(job, column, value, text);
    if (value_is_number(column->class) &&
        copied_number(job, column, value, text, out))
        return true;
    if (value_convert(job, column, value, text, out))
        return true;
    if (!fit_text(column->fit, text.bytes, text.length))
        return value_fit(job, column, value, text, out);
    if (column->is_numeric && changes_text(column, text))
        value_note(job, column, LOSS_NUMERIC, value);
    *out = copied_text(value, text);
    return true;
}

/* ---- bits ---- */

/* PostgreSQL makes texts of bits by itself, and nothing else. */
static bool takes_bits(const struct column_plan *column)
{
    enum type_class class = column->type ? column->type->class : CLASS_ANY;
    return class == CLASS_TEXT || class == CLASS_OPAQUE || class == CLASS_ANY;
}

static bool translate_bits(struct value_job *job,
                           const struct column_plan *column,
                           const struct pg_value *value, struct lite_value *out)
{
    struct text digits = {"", 0};
    char *bits;
    if (!takes_bits(column))
        return value_misfit(job, column, value, whole_slice(job, value));
    if (!plain_text(job, value, &digits))
        return false;
    if (!(value->flags & (PG_HEX | PG_ESCAPED))) {
        *out = quoted_slice(job, value);
        return true;
    }
    if (!(value->flags & PG_HEX)) {
        *out = lite_text(digits.bytes, digits.length);
        return true;
    }
    /* X'1F' is four bits a digit. */
    bits = arena_alloc(job->arena, digits.length * 4);
    for (size_t i = 0; i < digits.length; i++) {
        static const char hex[] = "0123456789abcdef";
        char lower = (char)(digits.bytes[i] | 0x20);
        const char *digit = memchr(hex, lower, 16);
        job->failed_at = value_slice(job, value);
        if (!digit)
            return fail(&job->failure, "a bit string in X'' that is not hex");
        for (unsigned bit = 0; bit < 4; bit++)
            bits[i * 4 + bit] = "01"[(digit - hex) >> (3 - bit) & 1];
    }
    *out = lite_text(bits, digits.length * 4);
    return true;
}

/* ---- rows ---- */

/* --booleans=text stores true and false, --booleans=pg stores t and f. */
static struct lite_value boolean(const struct column_plan *column, bool is_true)
{
    const char *word;
    if (column->class != CLASS_BOOLEAN_TEXT)
        return lite_integer(is_true);
    word = column->type->words[is_true];
    return lite_text(word, strlen(word));
}

/* Beside booleans, numbers may be what SQLite calls one. */
static bool takes_boolean(const struct value_job *job,
                          const struct column_plan *column)
{
    bool is_text = column->column && column->column->affinity == AFFINITY_TEXT;
    if (column->fit == FIT_BOOLEAN)
        return true;
    if (column->type || (job->plan->by_position && is_text))
        return false;
    return column->fit == FIT_ANY || column->fit == FIT_BIGINT ||
           column->fit == FIT_NUMBER;
}

/* A REAL column makes a double of the digits: up to 15 are exact, and -0 would
 * lose its sign. */
static bool goes_as_integer(const struct value_job *job,
                            const struct column_plan *column,
                            const struct pg_value *value)
{
    const char *digits = value_slice(job, value);
    if (!(value->flags & PG_SMALL) || column->class == CLASS_CLIENT ||
        (column->class == CLASS_REAL && (value->length > 15 || *digits == '-')))
        return false;
    if (column->is_exact &&
        !numeric_is_canonical(column->form, digits, value->length))
        return false;
    return value_is_in_range(column, digits, value->length);
}

/* \N is no SQL, the word NULL is. */
static struct lite_value null_value(const struct value_job *job,
                                    const struct pg_value *value)
{
    return job->row->flags & PG_FROM_COPY
               ? (struct lite_value){.kind = LITE_NULL}
               : sql_slice(LITE_NULL, whole_slice(job, value));
}

/* By the kind that the lexer found. Nearly all values are passed on as they
 * stand. */
static bool value_translate(struct value_job *job, struct column_plan *column,
                            const struct pg_value *value,
                            struct lite_value *out)
{
    switch ((enum pg_kind)value->kind) {
    case PG_STRING:
        if (value->flags & PG_CAST && !value_cast_fits(job, column, value))
            return false;
        if (value->flags & PG_HEX)
            return translate_hex(job, column, value, out);
        if (column->codec->convert || column->fit != FIT_ANY ||
            column->is_numeric)
            return translate_string(job, column, value, out);
        if (!column->column)
            note_special(job, column, value);
        return string_as_text(job, value, out);
    case PG_NUMBER:
        if (!goes_as_integer(job, column, value))
            return translate_number(job, column, value, out);
        *out = sql_slice(LITE_INTEGER, whole_slice(job, value));
        return true;
    case PG_COPY: return translate_copied(job, column, value, out);
    case PG_NULL: *out = null_value(job, value); return true;
    case PG_TRUE:
    case PG_FALSE:
        *out = boolean(column, value->kind == PG_TRUE);
        return takes_boolean(job, column) ||
               value_misfit(job, column, value, whole_slice(job, value));
    case PG_PIECES: return value_pieces(job, value, out);
    case PG_BITS: return translate_bits(job, column, value, out);
    case PG_DEFAULT:
        *out = (struct lite_value){.kind = LITE_DEFAULT};
        return true;
    }
    return false;
}

/* Strings that a TEXT column, or one that nothing is known of, takes as they
 * are: by far the most. */
static bool is_plain_string(const struct column_plan *column,
                            const struct pg_value *value)
{
    /* '-Infinity' with its quotes has 11 bytes, so nothing longer is NaN or an
     * infinity. */
    return value->kind == PG_STRING && value->flags == 0 &&
           !column->codec->convert && value->length > 11;
}

/* Ready, without a look at all that may be. */
static bool is_quick(const struct value_job *job,
                     const struct column_plan *column,
                     const struct pg_value *value, struct lite_value *out)
{
    if (value->kind == PG_COPY)
        return value->flags == 0 &&
               quick_value(column, job->as_text, value_slice(job, value),
                           value->length, out);
    if (value->kind == PG_NULL && column->is_nullable) {
        *out = null_value(job, value);
        return true;
    }
    if (!is_plain_string(column, value) || value->length >= LITE_MAX_LENGTH ||
        column->column)
        return false;
    *out = quoted_slice(job, value);
    return true;
}

/* The hot path. */
bool value_translate_row(struct value_job *job, struct lite_value *values)
{
    const struct pg_value *value = pg_row_values(job->batch, job->row);
    /* A zone that was set is a reason to look at moments. */
    bool may_be_quick = !(job->row->flags & PG_OTHER_ZONE);
    for (uint32_t i = 0; i < job->row->n_values; i++) {
        struct column_plan *column = &job->plan->columns[i];
        if ((job->plan->mapped && !job->plan->mapped->names[i]) ||
            (may_be_quick && is_quick(job, column, &value[i], &values[i])))
            continue;
        if (!value_translate(job, column, &value[i], &values[i]) ||
            ((column->is_checked || values[i].kind == LITE_NULL ||
              values[i].length > LITE_MAX_LENGTH) &&
             !value_check(job, column, &value[i], &values[i])) ||
            job->failure.happened)
            return false;
    }
    return true;
}
