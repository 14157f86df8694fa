/* Texts for columns that want something else: what the column's codec makes of
 * them, and what was lost on the way. */
#include <string.h>

#include "rows/value_text.h"

/* "{}" is an empty array in a column of arrays and an empty object in one of
 * json; only the column's other values can tell. */
static bool convert_braces(struct value_job *job, struct column_plan *column,
                           const struct pg_value *value, struct lite_value *out)
{
    if (!value_take_turn(job))
        return false;
    if (column->seen_array) {
        *out = lite_text("[]", 2);
        return true;
    }
    if (column->empty_braces++ == 0)
        column->first_braces = value_location(job, value);
    return false;
}

/* An array of digits is one of numbers, unless others of the column are texts:
 * {1} then was ["1"] perhaps. */
static void note_digits(struct value_job *job, struct column_plan *column,
                        const struct pg_value *value,
                        const struct lite_value *array)
{
    bool is_text = memchr(array->bytes, '"', array->length) != NULL;
    bool is_empty =
        strcspn(array->bytes, "0123456789]") == strcspn(array->bytes, "]");
    struct loss *digits = &column->digit_arrays;
    bool was_text = column->seen_text_array;
    column->seen_text_array |= is_text;
    if (!is_text && !is_empty && digits->count++ == 0)
        digits->first = value_location(job, value);
    if (job->is_strict && digits->count &&
        (is_text ? !was_text : was_text && !is_empty))
        value_refuse_loss(job, column, LOSS_DIGITS, value);
}

/* PostgreSQL's text[]. */
static const struct value_type *text_array(void)
{
    static const struct value_type text = {.codec = &codecs[CODEC_TEXT],
                                           .class = CLASS_TEXT},
                                   array = {.codec = &codecs[CODEC_ARRAY],
                                            .class = CLASS_JSON,
                                            .element = &text};
    return &array;
}

/* A bit for each kind: codecs are in types/ and know no plans. */
static void note_losses(struct value_job *job, struct column_plan *column,
                        const struct pg_value *value, unsigned losses)
{
    for (unsigned kind = 0; losses >> kind; kind++)
        if (losses >> kind & 1)
            value_note(job, column, (enum loss_kind)kind, value);
}

/* Returns whether the codec took the text; if not, and nothing failed, it stays
 * what it is. */
bool value_convert(struct value_job *job, struct column_plan *column,
                   const struct pg_value *value, struct text text,
                   struct lite_value *out)
{
    struct codec_call call = {.arena = job->arena, .type = column->type};
    bool is_untyped = column->class == CLASS_UNTYPED_ARRAY && !column->type;
    bool done;
    if (!column->codec->convert)
        return false;
    if (is_untyped && text.length == 2 && !memcmp(text.bytes, "{}", 2))
        return convert_braces(job, column, value, out);
    if (is_untyped && column->has_text_arrays)
        call.type = text_array();
    done = column->codec->convert(&call, text.bytes, text.length, out);
    note_losses(job, column, value, call.losses);
    if (!done || !is_untyped)
        return done;
    /* Arrays tell what braces are, and texts what digits are. */
    if (!value_take_turn(job))
        return false;
    if (!call.type && out->kind == LITE_TEXT)
        note_digits(job, column, value, out);
    column->seen_array = true;
    return true;
}

/* What is no bytea must not stay a text: in a BLOB column nobody would notice.
 * */
bool value_bytes(struct value_job *job, const struct pg_value *value,
                 struct text text, struct lite_value *out)
{
    const struct codec *codec = &codecs[CODEC_BYTES];
    struct codec_call call = {.arena = job->arena};
    job->failed_at = value_slice(job, value);
    return codec->convert(&call, text.bytes, text.length, out) ||
           fail(&job->failure,
                "this goes into the BLOB column '%s' of %s but is no bytea, "
                "neither \\x and hex digits nor escapes",
                job->plan->columns[value - pg_row_values(job->batch, job->row)]
                    .column->name,
                job->plan->target.table);
}
