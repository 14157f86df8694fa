#include "translate/value.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "postgres/literal.h"
#include "translate/array.h"
#include "translate/bytea.h"
#include "translate/json.h"
#include "translate/number.h"
#include "translate/timestamp.h"

struct text {
    const char *bytes;
    size_t length;
};

static const char *slice(const struct value_job *job,
                         const struct pg_value *value)
{
    return pg_row_text(job->batch, job->row) + value->start;
}

static struct place place_of(const struct value_job *job,
                             const struct pg_value *value)
{
    return pg_batch_place(job->batch, slice(job, value));
}

static void note(struct value_job *job, struct column_plan *column,
                 enum loss_kind kind, const struct pg_value *value)
{
    if (column->losses[kind].count++ == 0)
        column->losses[kind].first = place_of(job, value);
}

static struct lite_value make_integer(int64_t integer)
{
    return (struct lite_value){.kind = LITE_INTEGER, .integer = integer};
}

static struct lite_value make_text(struct text text)
{
    bool has_return = memchr(text.bytes, '\r', text.length) != NULL;
    return (struct lite_value){.kind = LITE_TEXT,
                               .form = has_return ? LITE_RETURN : 0,
                               .length = (uint32_t)text.length,
                               .bytes = text.bytes};
}

/* ---- text ---- */

static bool decode(struct value_job *job, const struct pg_value *value,
                   struct text *text)
{
    struct buffer out = {0};
    bool backslash = (job->row->flags & PG_BACKSLASH) != 0;
    const char *problem =
        literal_decode(&out, slice(job, value), value->length, backslash);
    if (!problem)
        *text = (struct text){arena_copy(job->arena, out.bytes, out.size),
                              out.size};
    buffer_release(&out);
    job->failed_at = slice(job, value);
    return !problem || fail(&job->failure, "%s", problem);
}

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
        return decode(job, value, text);
    *text = (struct text){slice(job, value) + 1, value->length - 2};
    if (value->flags & PG_DOUBLED)
        *text = undouble(job->arena, *text);
    return true;
}

static struct lite_value quoted_slice(const struct value_job *job,
                                      const struct pg_value *value)
{
    unsigned form = LITE_SQL |
                    (value->flags & PG_DOUBLED ? (unsigned)LITE_DOUBLED : 0) |
                    (value->flags & PG_RETURN ? (unsigned)LITE_RETURN : 0);
    return (struct lite_value){.kind = LITE_TEXT,
                               .form = (uint8_t)form,
                               .length = value->length,
                               .bytes = slice(job, value)};
}

static bool string_as_text(struct value_job *job, const struct pg_value *value,
                           struct lite_value *out)
{
    struct text text = {"", 0};
    if (!(value->flags & PG_ESCAPED)) {
        *out = quoted_slice(job, value);
        return true;
    }
    if (!decode(job, value, &text))
        return false;
    *out = make_text(text);
    return true;
}

/* ---- strings for a column that wants something else ---- */

static bool text_is(struct text text, const char *wanted)
{
    return text.length == strlen(wanted) &&
           strncasecmp(text.bytes, wanted, text.length) == 0;
}

static bool as_boolean(struct text text, struct lite_value *out)
{
    bool yes = text_is(text, "t") || text_is(text, "true");
    if (!yes && !text_is(text, "f") && !text_is(text, "false"))
        return false;
    *out = make_integer(yes);
    return true;
}

static bool as_infinity(struct text text, struct lite_value *out)
{
    bool negative = text.length == 9 && *text.bytes == '-';
    if (!negative && text.length != 8)
        return false;
    if (memcmp(text.bytes + negative, "Infinity", 8) != 0)
        return false;
    *out = (struct lite_value){.kind = LITE_REAL,
                               .real = negative ? -HUGE_VAL : HUGE_VAL};
    return true;
}

static bool as_timestamp(struct value_job *job, struct text text,
                         struct lite_value *out)
{
    char utc[TIMESTAMP_ROOM];
    size_t length = timestamp_to_utc(utc, text.bytes, text.length);
    if (!length)
        return false;
    *out =
        make_text((struct text){arena_copy(job->arena, utc, length), length});
    return true;
}

/* "{}" is an empty array in a column of arrays and an empty object in one of
 * json; only the column's other values can tell. */
static bool as_braces(struct value_job *job, struct column_plan *column,
                      const struct pg_value *value, struct lite_value *out)
{
    if (column->seen_array) {
        *out = make_text((struct text){"[]", 2});
        return true;
    }
    if (column->empty_braces++ == 0)
        column->first_braces = place_of(job, value);
    return false;
}

static bool as_array(struct value_job *job, struct column_plan *column,
                     const struct pg_value *value, struct text text,
                     struct lite_value *out)
{
    struct buffer json = {0};
    bool has_bounds, found;
    if (text_is(text, "{}") && !column->type)
        return as_braces(job, column, value, out);
    found =
        array_to_json(&json, text.bytes, text.length,
                      column->type ? column->type->element : NULL, &has_bounds);
    if (found) {
        column->seen_array = true;
        if (has_bounds)
            note(job, column, LOSS_BOUNDS, value);
        *out = make_text((struct text){
            arena_copy(job->arena, json.bytes, json.size), json.size});
    }
    buffer_release(&json);
    return found;
}

/* a,b; what is no plain list stays JSON. */
static bool as_csv(struct value_job *job, struct column_plan *column,
                   const struct pg_value *value, struct text text,
                   struct lite_value *out)
{
    struct buffer list = {0};
    bool found =
        array_to_csv(&list, text.bytes, text.length, column->type->element);
    if (found)
        *out = make_text((struct text){
            arena_copy(job->arena, list.bytes, list.size), list.size});
    buffer_release(&list);
    if (found)
        return true;
    note(job, column, LOSS_LIST, value);
    return as_array(job, column, value, text, out);
}

static bool as_offset(struct value_job *job, struct text text,
                      struct lite_value *out)
{
    char utc[TIMESTAMP_ROOM];
    size_t length = timestamp_to_utc(utc, text.bytes, text.length);
    char *copy;
    if (!length || memchr(utc, 'B', length))
        return false;
    copy = arena_alloc(job->arena, length + 6);
    memcpy(copy, utc, length);
    memcpy(copy + length, "+00:00", 6);
    *out = make_text((struct text){copy, length + 6});
    return true;
}

/* From here on a double does not count microseconds. */
static const int64_t EXACT_SECONDS = (1LL << 53) / 1000000;

static bool as_unix(struct value_job *job, struct column_plan *column,
                    const struct pg_value *value, struct text text,
                    struct lite_value *out)
{
    int64_t seconds, microseconds;
    if (!timestamp_to_unix(&seconds, &microseconds, text.bytes, text.length))
        return false;
    *out = make_integer(seconds);
    if (microseconds && (seconds > EXACT_SECONDS || seconds < -EXACT_SECONDS))
        note(job, column, LOSS_ROUNDED, value);
    if (microseconds)
        *out = (struct lite_value){.kind = LITE_REAL,
                                   .real = (double)seconds +
                                           (double)microseconds / 1e6};
    return true;
}

static bool as_object(struct value_job *job, const struct column_plan *column,
                      struct text text, struct lite_value *out)
{
    struct buffer json = {0};
    bool found =
        column->conversion == AS_HSTORE
            ? json_add_hstore(&json, text.bytes, text.length)
            : json_add_composite(&json, column->type, text.bytes, text.length);
    if (found)
        *out = make_text((struct text){
            arena_copy(job->arena, json.bytes, json.size), json.size});
    buffer_release(&json);
    return found;
}

static bool as_bytes(struct value_job *job, const struct pg_value *value,
                     struct text text, struct lite_value *out)
{
    const char *bytes;
    size_t size;
    job->failed_at = slice(job, value);
    if (!bytea_decode(job->arena, text.bytes, text.length, &bytes, &size))
        return fail(
            &job->failure,
            "this goes into the BLOB column '%s' of %s but is no bytea, "
            "neither \\x and hex digits nor escapes",
            job->plan->columns[value - pg_row_values(job->batch, job->row)]
                .column->name,
            job->plan->target.table);
    *out = (struct lite_value){
        .kind = LITE_BLOB, .length = (uint32_t)size, .bytes = bytes};
    return true;
}

/* Tries what the column wants; false if the text stays text. */
static bool convert_text(struct value_job *job, struct column_plan *column,
                         const struct pg_value *value, struct text text,
                         struct lite_value *out)
{
    switch (column->conversion) {
    case AS_BOOLEAN: return as_boolean(text, out);
    case AS_INTEGER:
    case AS_REAL:
    case AS_NUMERIC: return as_infinity(text, out);
    case AS_TIMESTAMP: return as_timestamp(job, text, out);
    case AS_JSON:
    case AS_ARRAY: return as_array(job, column, value, text, out);
    case AS_CSV: return as_csv(job, column, value, text, out);
    case AS_OFFSET: return as_offset(job, text, out);
    case AS_UNIX: return as_unix(job, column, value, text, out);
    case AS_HSTORE:
    case AS_COMPOSITE: return as_object(job, column, text, out);
    default: break;
    }
    return false;
}

static bool translate_string(struct value_job *job, struct column_plan *column,
                             const struct pg_value *value,
                             struct lite_value *out)
{
    struct text text = {"", 0};
    if (!plain_text(job, value, &text))
        return false;
    if (column->conversion == AS_BYTES)
        return as_bytes(job, value, text, out);
    if (convert_text(job, column, value, text, out))
        return true;
    if (column->is_numeric && number_changes_text(text.bytes, text.length))
        note(job, column, LOSS_NUMERIC, value);
    return string_as_text(job, value, out);
}

/* Without types, "NaN" may be a number or a word. */
static void note_special(struct value_job *job, struct column_plan *column,
                         const struct pg_value *value)
{
    const char *text = slice(job, value) + 1;
    size_t length = value->length - 2;
    if (column->column || (length != 3 && length != 8 && length != 9))
        return;
    if ((length == 3 && !memcmp(text, "NaN", 3)) ||
        (length == 8 && !memcmp(text, "Infinity", 8)) ||
        (length == 9 && !memcmp(text, "-Infinity", 9)))
        note(job, column, LOSS_SPECIAL, value);
}

/* ---- numbers ---- */

static bool plain_number(struct value_job *job, const struct pg_value *value,
                         struct text *number)
{
    struct buffer digits = {0};
    const char *problem;
    *number = (struct text){slice(job, value), value->length};
    if (!(value->flags & PG_ESCAPED))
        return true;
    problem = number_decode(&digits, number->bytes, number->length);
    job->failed_at = slice(job, value);
    if (!problem)
        *number = (struct text){
            arena_copy(job->arena, digits.bytes, digits.size), digits.size};
    buffer_release(&digits);
    return !problem || fail(&job->failure, "%s", problem);
}

static bool translate_number(struct value_job *job, struct column_plan *column,
                             const struct pg_value *value,
                             struct lite_value *out)
{
    struct text number = {"", 0};
    bool rounded = false;
    if (!plain_number(job, value, &number))
        return false;
    if (column->conversion == AS_TEXT)
        *out = make_text(number);
    else if (!column->is_numeric)
        *out = number_for_any(number.bytes, number.length, job->as_text);
    else
        *out = number_for_numeric(number.bytes, number.length, job->as_text,
                                  column->conversion == AS_REAL, &rounded);
    if (rounded)
        note(job, column, LOSS_ROUNDED, value);
    if (value->flags & PG_ESCAPED)
        out->form |= LITE_LOOSE;
    return true;
}

/* ---- fields of COPY ---- */

/* What the field says, its escapes undone. */
static bool copy_text(struct value_job *job, const struct pg_value *value,
                      struct text *text)
{
    struct buffer out = {0};
    const char *problem;
    *text = (struct text){slice(job, value), value->length};
    if (!(value->flags & PG_ESCAPED))
        return true;
    problem = copy_decode(&out, text->bytes, text->length);
    *text =
        (struct text){arena_copy(job->arena, out.bytes, out.size), out.size};
    buffer_release(&out);
    job->failed_at = slice(job, value);
    return !problem || fail(&job->failure, "%s", problem);
}

/* A field without escapes holds no carriage return. */
static struct lite_value copied_text(const struct pg_value *value,
                                     struct text text)
{
    if (value->flags & PG_ESCAPED)
        return make_text(text);
    return (struct lite_value){.kind = LITE_TEXT,
                               .length = (uint32_t)text.length,
                               .bytes = text.bytes};
}

/* Digits that go as they are. */
static bool is_small_integer(struct text text)
{
    size_t at = text.length && *text.bytes == '-';
    if (text.length == at || text.length > at + 18)
        return false;
    for (; at < text.length; at++)
        if (text.bytes[at] < '0' || text.bytes[at] > '9')
            return false;
    return true;
}

static bool copied_number(struct value_job *job, struct column_plan *column,
                          const struct pg_value *value, struct text text,
                          struct lite_value *out)
{
    bool rounded = false;
    if (column->conversion == AS_INTEGER && is_small_integer(text)) {
        *out = (struct lite_value){.kind = LITE_INTEGER,
                                   .form = LITE_SQL,
                                   .length = (uint32_t)text.length,
                                   .bytes = text.bytes};
        return true;
    }
    if (!number_is_plain(text.bytes, text.length))
        return false;
    *out = number_for_numeric(text.bytes, text.length, job->as_text,
                              column->conversion == AS_REAL, &rounded);
    if (rounded)
        note(job, column, LOSS_ROUNDED, value);
    return true;
}

static bool is_number(enum conversion conversion)
{
    return conversion == AS_INTEGER || conversion == AS_REAL ||
           conversion == AS_NUMERIC;
}

/* COPY does not tell numbers from texts; only the column can. */
static bool translate_copied(struct value_job *job, struct column_plan *column,
                             const struct pg_value *value,
                             struct lite_value *out)
{
    struct text text = {"", 0};
    if (!copy_text(job, value, &text))
        return false;
    if (column->conversion == AS_BYTES)
        return as_bytes(job, value, text, out);
    if (is_number(column->conversion) &&
        copied_number(job, column, value, text, out))
        return true;
    if (!convert_text(job, column, value, text, out))
        *out = copied_text(value, text);
    return true;
}

/* ---- bits ---- */

static bool translate_bits(struct value_job *job, const struct pg_value *value,
                           struct lite_value *out)
{
    struct text digits = {"", 0};
    char *bits;
    if (!plain_text(job, value, &digits))
        return false;
    if (!(value->flags & (PG_HEX | PG_ESCAPED))) {
        *out = quoted_slice(job, value);
        return true;
    }
    if (!(value->flags & PG_HEX)) {
        *out = make_text(digits);
        return true;
    }
    bits = arena_alloc(job->arena, digits.length * 4);
    for (size_t i = 0; i < digits.length; i++) {
        static const char hex[] = "0123456789abcdef";
        char lower = (char)(digits.bytes[i] | 0x20);
        const char *digit = memchr(hex, lower, 16);
        job->failed_at = slice(job, value);
        if (!digit)
            return fail(&job->failure, "a bit string in X'' that is not hex");
        for (unsigned bit = 0; bit < 4; bit++)
            bits[i * 4 + bit] = "01"[(digit - hex) >> (3 - bit) & 1];
    }
    *out = make_text((struct text){bits, digits.length * 4});
    return true;
}

/* ---- rows ---- */

static bool translate(struct value_job *job, struct column_plan *column,
                      const struct pg_value *value, struct lite_value *out)
{
    switch ((enum pg_kind)value->kind) {
    case PG_STRING:
        if (column->conversion > AS_TEXT)
            return translate_string(job, column, value, out);
        if (!column->column)
            note_special(job, column, value);
        return string_as_text(job, value, out);
    case PG_NUMBER:
        if ((value->flags & PG_SMALL) &&
            (column->conversion != AS_REAL || value->length <= 15)) {
            *out = (struct lite_value){.kind = LITE_INTEGER,
                                       .form = LITE_SQL,
                                       .length = value->length,
                                       .bytes = slice(job, value)};
            return true;
        }
        return translate_number(job, column, value, out);
    case PG_COPY: return translate_copied(job, column, value, out);
    case PG_NULL:
        if (job->row->flags & PG_FROM_COPY) {
            *out = (struct lite_value){.kind = LITE_NULL};
            return true;
        }
        *out = (struct lite_value){.kind = LITE_NULL,
                                   .form = LITE_SQL,
                                   .length = value->length,
                                   .bytes = slice(job, value)};
        return true;
    case PG_TRUE: *out = make_integer(1); return true;
    case PG_FALSE: *out = make_integer(0); return true;
    case PG_BITS: return translate_bits(job, value, out);
    case PG_DEFAULT:
        *out = (struct lite_value){.kind = LITE_DEFAULT};
        return true;
    }
    return false;
}

/* What SQLite would do with the value without a word. */
static bool check(struct value_job *job, const struct column_plan *column,
                  const struct pg_value *value, const struct lite_value *lite)
{
    const struct lite_column *target = column->column;
    uint32_t quotes = lite->form & LITE_SQL && lite->kind == LITE_TEXT ? 2 : 0;
    uint32_t length = lite->length - quotes;
    job->failed_at = slice(job, value);
    if (length > LITE_MAX_LENGTH && !(lite->form & LITE_DOUBLED))
        return fail(&job->failure,
                    "a value of %u bytes; SQLite takes at most 1,000,000,000",
                    length);
    if (!target)
        return true;
    if (target->generated && lite->kind != LITE_DEFAULT)
        return fail(&job->failure,
                    "a value for '%s', which is a generated column of %s",
                    target->name, job->plan->target.table);
    if (lite->kind == LITE_NULL && target->is_rowid)
        return fail(
            &job->failure,
            "NULL for '%s', the INTEGER PRIMARY KEY of %s: SQLite would "
            "make up a number",
            target->name, job->plan->target.table);
    if (lite->kind == LITE_NULL && target->not_null && job->replaces)
        return fail(&job->failure,
                    "NULL for '%s' of %s, which is NOT NULL: with "
                    "--on-conflict=replace SQLite would take the default",
                    target->name, job->plan->target.table);
    return true;
}

/* Strings that a TEXT column, or one that nothing is known of, takes as they
 * are: by far the most. */
static bool is_plain_string(const struct column_plan *column,
                            const struct pg_value *value)
{
    return value->kind == PG_STRING && value->flags == 0 &&
           column->conversion <= AS_TEXT && value->length > 11;
}

bool value_translate_row(struct value_job *job, struct lite_value *values)
{
    const struct pg_value *value = pg_row_values(job->batch, job->row);
    for (uint32_t i = 0; i < job->row->n_values; i++) {
        struct column_plan *column = &job->plan->columns[i];
        if (is_plain_string(column, &value[i]) &&
            value[i].length < LITE_MAX_LENGTH && !column->column)
            values[i] = quoted_slice(job, &value[i]);
        else if (!translate(job, column, &value[i], &values[i]) ||
                 !check(job, column, &value[i], &values[i]))
            return false;
    }
    return true;
}
