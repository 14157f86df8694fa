#include "sqlite/sql_values.h"

#include <stdint.h>
#include <string.h>

#include "base/scan.h"
#include "sqlite/profile.h"
#include "sqlite/quote.h"

/* ---- one value ---- */

/* What PostgreSQL wrote is what SQLite reads: no look at it. */
static inline bool goes_as_it_is(const struct lite_value *value)
{
    return (value->form & (LITE_SQL | LITE_HAS_CR)) == LITE_SQL;
}

/* ... and with what stands before and after it in the dump. */
static inline bool goes_in_place(const struct lite_value *value)
{
    return goes_as_it_is(value) && !(value->form & LITE_DETACHED);
}

static inline bool is_plain_text(const struct lite_value *value)
{
    return value->kind == LITE_TEXT && value->form == 0;
}

/* A quoted slice without its quotes, doubled ones made single. */
static void unquote(struct buffer *out, const struct lite_value *value)
{
    const char *at = value->bytes + 1, *end = value->bytes + value->length - 1;
    for (; at < end; at++) {
        buffer_add_byte(out, *at);
        if (*at == '\'')
            at++;
    }
}

static void sql_values_add_text(struct buffer *out,
                                const struct lite_value *value)
{
    struct buffer plain = {0};
    if (!(value->form & LITE_HAS_CR)) {
        quote_text(out, value->bytes, value->length);
    } else if (!(value->form & LITE_SQL)) {
        quote_text_with_returns(out, value->bytes, value->length);
    } else {
        unquote(&plain, value);
        quote_text_with_returns(out, plain.bytes, plain.size);
        buffer_release(&plain);
    }
}

static void sql_values_add_value(struct buffer *out,
                                 const struct lite_value *value)
{
    if (goes_as_it_is(value)) {
        buffer_add(out, value->bytes, value->length);
        return;
    }
    switch ((enum lite_kind)value->kind) {
    case LITE_INTEGER:
        buffer_printf(out, "%lld", (long long)value->integer);
        break;
    case LITE_REAL: quote_real(out, value->real); break;
    case LITE_TEXT: sql_values_add_text(out, value); break;
    case LITE_BLOB: quote_blob(out, value->bytes, value->length); break;
    case LITE_NULL:
    case LITE_DEFAULT: buffer_add_text(out, "NULL"); break;
    }
}

/* ---- texts that would be taken for statements ---- */

const char *sql_values_find_transaction(const char *text, size_t length)
{
    return memmem(text, length, PROFILE_TRANSACTION,
                  sizeof PROFILE_TRANSACTION - 1);
}

static bool is_hidden_text(const struct lite_value *value)
{
    return value->kind == LITE_TEXT &&
           sql_values_find_transaction(value->bytes, value->length);
}

static bool holds_transaction(const struct lite_row *row)
{
    for (size_t i = 0; i < row->n_values; i++)
        if (is_hidden_text(&row->values[i]))
            return true;
    return false;
}

/* What stands for the word BEGIN: not in the literal yet. */
static void make_stand_in(struct buffer *stand_in, const struct buffer *literal)
{
    buffer_add_text(stand_in, "BEGIN");
    do
        buffer_add_byte(stand_in, '~');
    while (
        memmem(literal->bytes, literal->size, stand_in->bytes, stand_in->size));
}

/* replace('...BEGIN~ TRANSACTION...', 'BEGIN~', 'BEGIN'): flat, however often
 * they are there. */
static void add_hidden_text(struct buffer *out, const struct lite_value *value)
{
    struct buffer literal = {0}, stand_in = {0};
    const char *at, *end, *found;
    sql_values_add_value(&literal, value);
    make_stand_in(&stand_in, &literal);
    buffer_add_text(out, "replace(");
    at = literal.bytes;
    end = at + literal.size;
    while ((found = sql_values_find_transaction(at, (size_t)(end - at)))) {
        buffer_add(out, at, (size_t)(found - at));
        buffer_add(out, stand_in.bytes, stand_in.size);
        at = found + sizeof "BEGIN" - 1;
    }
    buffer_add(out, at, (size_t)(end - at));
    buffer_add_text(out, ", '");
    buffer_add(out, stand_in.bytes, stand_in.size);
    buffer_add_text(out, "', 'BEGIN')");
    buffer_release(&stand_in);
    buffer_release(&literal);
}

/* ---- rows ---- */

/* With DEFAULT in them, or with texts to hide. */
static void add_uneven_row(struct buffer *out, const struct lite_row *row,
                           bool hides)
{
    const char *separator = "(";
    for (size_t i = 0; i < row->n_values; i++) {
        const struct lite_value *value = &row->values[i];
        if (value->kind == LITE_DEFAULT)
            continue;
        buffer_add_text(out, separator);
        separator = ", ";
        if (hides && is_hidden_text(value))
            add_hidden_text(out, value);
        else
            sql_values_add_value(out, value);
    }
    buffer_add_byte(out, ')');
}

/* Each quote may be doubled, and each byte of a blob is two digits. */
struct sql_measure sql_values_measure(const struct lite_row *row)
{
    enum { AROUND = 8 };
    struct sql_measure measure = {.room = AROUND * (row->n_values + 1)};
    for (size_t i = 0; i < row->n_values; i++) {
        const struct lite_value *value = &row->values[i];
        measure.has_defaults |= value->kind == LITE_DEFAULT;
        if (value->form & LITE_SQL || value->kind == LITE_TEXT ||
            value->kind == LITE_BLOB)
            measure.bytes += value->length;
    }
    measure.room += 2 * measure.bytes;
    return measure;
}

static inline char *put_text(char *out, const struct lite_value *value)
{
    const char *at = value->length ? value->bytes : "";
    const char *end = at + value->length;
    *out++ = '\'';
    for (; at < end; at++) {
        size_t length = scan_copy(out, at, (size_t)(end - at), '\'');
        out += length;
        at += length;
        if (at == end)
            break;
        *out++ = '\'';
        *out++ = '\'';
    }
    *out++ = '\'';
    return out;
}

/* What most values are; NULL if it is none of these. */
static inline char *put_usual(char *out, const struct lite_value *value)
{
    if (goes_as_it_is(value)) {
        scan_put(out, value->bytes, value->length);
        return out + value->length;
    }
    if (is_plain_text(value))
        return put_text(out, value);
    if (value->kind == LITE_NULL) {
        memcpy(out, "NULL", 4);
        return out + 4;
    }
    if (value->kind == LITE_INTEGER && (value->integer | 1) == 1) {
        *out = value->integer ? '1' : '0'; /* boolean */
        return out + 1;
    }
    return NULL;
}

/* There is room for all usual values; what else there is brings its own. */
static char *put_value(struct buffer *out, char *at,
                       const struct lite_value *value, size_t room)
{
    char *behind = put_usual(at, value);
    if (behind)
        return behind;
    out->size = (size_t)(at - out->bytes);
    sql_values_add_value(out, value);
    buffer_reserve(out, room);
    return out->bytes + out->size;
}

/* Values that go as they are go together with what is between them: most rows
 * of INSERT are one or two runs of the dump's own bytes. */
static const struct lite_value *run_end(const struct lite_row *row,
                                        const struct lite_value *value)
{
    const struct lite_value *end = row->values + row->n_values;
    if (!(row->flags & LITE_REGULAR_SPACING) || !goes_in_place(value))
        return value;
    while (value + 1 < end && goes_in_place(value + 1))
        value++;
    return value;
}

/* The hot path of SQL output. */
static void add_even_row(struct buffer *out, const struct lite_row *row,
                         size_t room)
{
    const struct lite_value *value = row->values, *last;
    const struct lite_value *end = value + row->n_values;
    char *at;
    buffer_reserve(out, room);
    at = out->bytes + out->size;
    *at++ = '(';
    for (; value < end; value = last + 1) {
        if (value > row->values) {
            *at++ = ',';
            *at++ = ' ';
        }
        last = run_end(row, value);
        if (last > value) {
            size_t length = (size_t)(last->bytes + last->length - value->bytes);
            memcpy(at, value->bytes, length);
            at += length;
        } else {
            at = put_value(out, at, value, room);
        }
    }
    *at++ = ')';
    out->size = (size_t)(at - out->bytes);
}

void sql_values_add(struct buffer *out, const struct lite_row *row,
                    struct sql_measure measure, bool hides)
{
    hides = hides && holds_transaction(row);
    if (hides || measure.has_defaults)
        add_uneven_row(out, row, hides);
    else
        add_even_row(out, row, measure.room);
}

/* ---- long rows ---- */

static void write_value(struct output *output, struct buffer *made,
                        const struct lite_value *value, bool hides)
{
    if (goes_as_it_is(value) && !hides) {
        output_add(output, value->bytes, value->length);
    } else if (is_plain_text(value) && !hides &&
               !memchr(value->bytes, '\'', value->length)) {
        output_add(output, "'", 1);
        output_add(output, value->bytes, value->length);
        output_add(output, "'", 1);
    } else {
        made->size = 0;
        if (hides)
            add_hidden_text(made, value);
        else
            sql_values_add_value(made, value);
        output_add(output, made->bytes, made->size);
    }
}

void sql_values_write(struct output *output, struct buffer *made,
                      const struct lite_row *row, bool hides)
{
    const char *separator = "(";
    for (size_t i = 0; i < row->n_values; i++) {
        const struct lite_value *value = &row->values[i];
        if (value->kind == LITE_DEFAULT)
            continue;
        output_add_text(output, separator);
        separator = ", ";
        write_value(output, made, value, hides && is_hidden_text(value));
    }
    output_add(output, ")", 1);
}
