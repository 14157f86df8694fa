/* Texts for columns that want something else: booleans, times, arrays ... */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "rows/value_text.h"
#include "types/array.h"
#include "types/bytea.h"
#include "types/json.h"
#include "types/timestamp.h"

static bool text_is(struct text text, const char *wanted)
{
    return text.length == strlen(wanted) &&
           strncasecmp(text.bytes, wanted, text.length) == 0;
}

/* All that PostgreSQL takes for a boolean; pg_dump writes t, f, true and
 * false. */
static bool as_boolean(struct text text, struct lite_value *out)
{
    static const char *const words[][5] = {{"f", "false", "n", "no", "off"},
                                           {"t", "true", "y", "yes", "on"}};
    for (int yes = 0; yes < 2; yes++)
        for (size_t i = 0; i < COUNT_OF(words[yes]); i++)
            if (text_is(text, words[yes][i])) {
                *out = value_integer(yes);
                return true;
            }
    if (!text_is(text, "0") && !text_is(text, "1"))
        return false;
    *out = value_integer(*text.bytes == '1');
    return true;
}

static bool as_word(struct text text, const char *const *words,
                    struct lite_value *out)
{
    struct lite_value boolean;
    const char *word;
    if (!as_boolean(text, &boolean))
        return false;
    word = words[boolean.integer];
    *out = value_text((struct text){word, strlen(word)});
    return true;
}

/* PostGIS's hex; anything else is noted, and stays text. */
static bool as_ewkb(struct value_job *job, struct column_plan *column,
                    const struct pg_value *value, struct text text,
                    struct lite_value *out)
{
    const char *bytes;
    size_t size;
    if (!text.length ||
        !hex_decode(job->arena, text.bytes, text.length, &bytes, &size)) {
        value_note(job, column, LOSS_GEOMETRY, value);
        return false;
    }
    *out = (struct lite_value){
        .kind = LITE_BLOB, .length = (uint32_t)size, .bytes = bytes};
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
        value_text((struct text){arena_copy(job->arena, utc, length), length});
    return true;
}

static void note_json(struct value_job *job, struct column_plan *column,
                      const struct pg_value *value, unsigned lost)
{
    if (lost & JSON_BOUNDS)
        value_note(job, column, LOSS_BOUNDS, value);
    if (lost & JSON_NULL)
        value_note(job, column, LOSS_NULL, value);
}

/* "{}" is an empty array in a column of arrays and an empty object in one of
 * json; only the column's other values can tell. */
static bool as_braces(struct value_job *job, struct column_plan *column,
                      const struct pg_value *value, struct lite_value *out)
{
    if (column->seen_array) {
        *out = value_text((struct text){"[]", 2});
        return true;
    }
    if (column->empty_braces++ == 0)
        column->first_braces = value_location(job, value);
    return false;
}

static bool as_array(struct value_job *job, struct column_plan *column,
                     const struct pg_value *value, struct text text,
                     struct lite_value *out)
{
    struct buffer json = {0};
    unsigned lost = 0;
    bool found;
    if (text_is(text, "{}") && !column->type)
        return as_braces(job, column, value, out);
    found = array_to_json(&json, text.bytes, text.length,
                          column->type ? column->type->element : NULL, &lost);
    found &= !(lost & JSON_WRONG);
    if (found) {
        column->seen_array = true;
        note_json(job, column, value, lost);
        *out = value_text((struct text){
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
        *out = value_text((struct text){
            arena_copy(job->arena, list.bytes, list.size), list.size});
    buffer_release(&list);
    if (found)
        return true;
    value_note(job, column, LOSS_LIST, value);
    return as_array(job, column, value, text, out);
}

static bool as_offset(struct value_job *job, struct text text,
                      struct lite_value *out)
{
    char utc[TIMESTAMP_ROOM];
    size_t length = timestamp_to_utc(utc, text.bytes, text.length);
    const char *end = length ? memchr(utc, 'B', length) : NULL;
    int before = (int)(end ? end - utc - 1 : (ptrdiff_t)length);
    const char *text_of;
    if (!length)
        return false;
    text_of =
        arena_printf(job->arena, "%.*s+00:00%s", before, utc, end ? " BC" : "");
    *out = value_text((struct text){text_of, strlen(text_of)});
    return true;
}

/* From here on a double does not count microseconds. */
static const int64_t EXACT_SECONDS = (1LL << 53) / 1000000;

/* The nearest double, near 1970 too: no difference of two large ones. */
static double in_seconds(int64_t seconds, int64_t microseconds)
{
    return (double)(((long double)seconds * 1e6L + (long double)microseconds) /
                    1e6L);
}

static bool as_unix(struct value_job *job, struct column_plan *column,
                    const struct pg_value *value, struct text text,
                    struct lite_value *out)
{
    int64_t seconds, microseconds;
    if (!timestamp_to_unix(&seconds, &microseconds, text.bytes, text.length)) {
        value_note(job, column, LOSS_TIME, value);
        return false;
    }
    *out = value_integer(seconds);
    if (microseconds && (seconds > EXACT_SECONDS || seconds < -EXACT_SECONDS))
        value_note(job, column, LOSS_ROUNDED, value);
    if (microseconds)
        *out = (struct lite_value){.kind = LITE_REAL,
                                   .real = in_seconds(seconds, microseconds)};
    return true;
}

static bool as_object(struct value_job *job, struct column_plan *column,
                      const struct pg_value *value, struct text text,
                      struct lite_value *out)
{
    struct buffer json = {0};
    unsigned lost = 0;
    bool found = column->conversion == AS_HSTORE
                     ? json_add_hstore(&json, text.bytes, text.length)
                     : json_add_composite(&json, column->type, text.bytes,
                                          text.length, &lost);
    found &= !(lost & JSON_WRONG);
    note_json(job, column, value, lost);
    if (found)
        *out = value_text((struct text){
            arena_copy(job->arena, json.bytes, json.size), json.size});
    buffer_release(&json);
    return found;
}

bool value_bytes(struct value_job *job, const struct pg_value *value,
                 struct text text, struct lite_value *out)
{
    const char *bytes;
    size_t size;
    job->failed_at = value_slice(job, value);
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
bool value_convert(struct value_job *job, struct column_plan *column,
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
    case AS_WORD: return as_word(text, column->type->words, out);
    case AS_EWKB: return as_ewkb(job, column, value, text, out);
    case AS_HSTORE:
    case AS_COMPOSITE: return as_object(job, column, value, text, out);
    default: break;
    }
    return false;
}
