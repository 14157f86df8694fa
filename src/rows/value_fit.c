/* Values that do not look like what their columns hold. */
#include <string.h>

#include "rows/value_text.h"
#include "types/canonical.h"
#include "types/fit.h"

enum { SHOWN_BYTES = 40, MOST_BYTES = 200 };

/* ---- the failure ---- */

/* The value is one of its type; it is the column that has no place for it. */
static void add_pair(struct buffer *out, const struct value_job *job,
                     const struct column_plan *column)
{
    const struct pg_type *type = column->type->source;
    const struct lite_column *there = column->column;
    bool is_moment =
        column->type->class == CLASS_TIMESTAMP && column->fit != FIT_MOMENT;
    buffer_printf(out,
                  "; it is %s%s in the dump and %s in the database: %sdeclare "
                  "the column TEXT there, or leave it out (--map: skip column "
                  "%s.%s)",
                  type->name.name, type->dimensions ? "[]" : "",
                  *there->type ? there->type : "untyped",
                  is_moment ? "say --timestamps=unix or unix-ms, " : "",
                  job->plan->source->table, there->name);
}

/* What helps depends on who chose the columns: the position, or the dump. */
static const char *ways_out(const struct value_job *job)
{
    if (job->plan->by_position)
        return "; the dump names no columns, so its values went by position, "
               "which may be wrong: dump with --column-inserts, or let the "
               "definitions stand before the rows (pgdecant SCHEMA.sql "
               "ROWS.sql --into DATABASE)";
    return job->plan->target.known && job->is_loading
               ? ""
               : "; no pg_dump writes this: the dump has been edited, or is "
                 "damaged";
}

static void add_wanted(struct buffer *out, const struct column_plan *column)
{
    if (column->class == CLASS_BYTES)
        buffer_add_text(out, "a bytea");
    else if (column->is_exact && column->form.scale >= 0)
        buffer_printf(out, "a numeric(%zu,%ld)",
                      column->form.most + (size_t)column->form.scale,
                      column->form.scale);
    else
        buffer_add_text(out, fit_name(column->fit));
}

/* Long values are cut: the message is for a terminal. */
bool value_misfit(struct value_job *job, const struct column_plan *column,
                  const struct pg_value *value, struct text text)
{
    struct buffer label = {0}, pair = {0}, wanted = {0};
    bool is_long = text.length > SHOWN_BYTES;
    if (job->is_loading && column->type && column->type->source &&
        (column->type->fit == FIT_CONVERTED ||
         fit_text(column->type->fit, text.bytes, text.length)))
        add_pair(&pair, job, column);
    plan_add_label(&label, job->plan, (size_t)(column - job->plan->columns));
    add_wanted(&wanted, column);
    job->failed_at = value_slice(job, value);
    fail(&job->failure, "'%.*s%s' is not %s, which %s has to be%s",
         (int)(is_long ? SHOWN_BYTES : text.length), text.bytes,
         is_long ? "..." : "", buffer_text(&wanted), buffer_text(&label),
         pair.size ? buffer_text(&pair) : ways_out(job));
    buffer_release(&wanted);
    buffer_release(&pair);
    buffer_release(&label);
    return false;
}

/* ---- other forms ---- */

/* The type by whose forms the text is read; without one of the dump's, zones
 * are obeyed. */
static const struct value_type *
value_fit_type_of(const struct column_plan *column)
{
    static const struct pg_type source = {
        .name = {NULL, "timestamp with time zone"}};
    static const struct value_type moment = {.codec = &codecs[CODEC_TIMESTAMP],
                                             .class = CLASS_TIMESTAMP,
                                             .source = &source};
    if (column->type)
        return column->type;
    return column->fit == FIT_MOMENT ? &moment : NULL;
}

/* 20240229, 2024-02-29T12:34Z, {red, blue}; now and similar words are none. */
static bool as_written(struct value_job *job, const struct column_plan *column,
                       struct text *text)
{
    const struct value_type *type = value_fit_type_of(column);
    bool is_converted = column->fit == FIT_CONVERTED; /* whatever its length */
    const char *written;
    if (!type || (text->length > MOST_BYTES && !is_converted))
        return false;
    written = literal_canonical(
        job->arena, type, arena_copy(job->arena, text->bytes, text->length));
    if (!written)
        return false;
    *text = (struct text){written, strlen(written)};
    return is_converted || fit_text(column->fit, text->bytes, text->length);
}

/* COPY writes booleans so, and nothing else into a column of numbers. */
static bool as_copied_boolean(const struct column_plan *column,
                              const struct pg_value *value, struct text text,
                              struct lite_value *out)
{
    bool is_letter =
        text.length == 1 && (*text.bytes == 't' || *text.bytes == 'f');
    if (column->type || value->kind != PG_COPY || !is_letter ||
        (column->fit != FIT_BIGINT && column->fit != FIT_NUMBER))
        return false;
    *out = lite_integer(*text.bytes == 't');
    return true;
}

/* An interval as PostgreSQL writes it, in a column of numbers or of times,
 * where nothing else looks so. */
static bool as_interval(struct value_job *job, const struct column_plan *column,
                        struct text text, struct lite_value *out)
{
    struct codec_call call = {.arena = job->arena};
    const char *written, *plain;
    if (!column->interval || text.length > MOST_BYTES)
        return false;
    plain = arena_copy(job->arena, text.bytes, text.length);
    written = canonical_interval(job->arena, NULL, plain);
    return written && !strcmp(written, plain) &&
           column->interval->convert(&call, text.bytes, text.length, out);
}

/* A date and a time, in a column of numbers. */
static bool as_moment(struct value_job *job, struct column_plan *column,
                      const struct pg_value *value, struct text text,
                      struct lite_value *out)
{
    struct codec_call call = {.arena = job->arena};
    if (!column->moment ||
        !column->moment->convert(&call, text.bytes, text.length, out))
        return false;
    if (call.losses & 1U << LOSS_MILLISECONDS)
        value_note(job, column, LOSS_MILLISECONDS, value);
    return true;
}

/* pg_dump does not write this form; PostgreSQL may read it in a script that
 * somebody wrote, so it is accepted. */
bool value_fit(struct value_job *job, struct column_plan *column,
               const struct pg_value *value, struct text text,
               struct lite_value *out)
{
    struct text written = text;
    if (as_copied_boolean(column, value, text, out) ||
        as_interval(job, column, text, out) ||
        as_moment(job, column, value, text, out))
        return !job->failure.happened;
    if (!as_written(job, column, &written))
        return value_misfit(job, column, value, text);
    if (value_convert(job, column, value, written, out))
        return true;
    if (column->fit == FIT_CONVERTED)
        return value_misfit(job, column, value, text);
    *out = lite_text(written.bytes, written.length);
    return true;
}
