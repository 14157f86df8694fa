/* Values as they are now, and what their columns or SQLite would make of them
 * without a word. */
#include <ctype.h>
#include <string.h>

#include "rows/value_text.h"

/* Where TimeZone is another than UTC, a moment has to say its zone. */
static bool value_check_zone(struct value_job *job,
                             const struct column_plan *column,
                             const struct pg_value *value)
{
    const char *text = value_slice(job, value);
    struct buffer label = {0};
    bool has_zone = value->kind != PG_STRING && value->kind != PG_COPY;
    /* Behind the day: an offset, or a word, be it BC or a zone's. */
    for (uint32_t i = 10; i < value->length; i++)
        has_zone |= text[i] == '+' || text[i] == '-' ||
                    (isalpha((unsigned char)text[i]) && text[i] != 'T');
    if (has_zone || memmem(text, value->length, "infinity", 8))
        return true;
    plan_add_label(&label, job->plan, (size_t)(column - job->plan->columns));
    fail(&job->failure,
         "%.*s for %s does not say its time zone, and the script has set one: "
         "write the value with its offset, as pg_dump does",
         (int)(value->length > 60 ? 60 : value->length), text,
         buffer_text(&label));
    buffer_release(&label);
    return false;
}

/* An enum takes its labels only. */
static bool value_check_label(struct value_job *job,
                              const struct column_plan *column,
                              const struct lite_value *lite)
{
    const struct pg_type_definition *type = column->type->definition;
    struct lite_value plain = lite_decoded(job->arena, lite);
    struct buffer label = {0};
    for (size_t i = 0; i < type->labels.n; i++)
        if (strlen(type->labels.items[i]) == plain.length &&
            !memcmp(type->labels.items[i], plain.bytes, plain.length))
            return true;
    plan_add_label(&label, job->plan, (size_t)(column - job->plan->columns));
    fail(&job->failure,
         "'%.*s' is none of the labels of %s, which %s has to be; no pg_dump "
         "writes this: the dump has been edited, or is damaged",
         (int)(plain.length > 40 ? 40 : plain.length), plain.bytes,
         type->name.name, buffer_text(&label));
    buffer_release(&label);
    return false;
}

/* A dump has them; people leave them out, and PostgreSQL puts them in. */
static void value_fill(struct value_job *job, const struct column_plan *column,
                       struct lite_value *lite)
{
    struct lite_value plain = lite_decoded(job->arena, lite);
    size_t missing = column->longest;
    char *filled;
    for (uint32_t i = 0; i < plain.length && missing; i++)
        missing -= (plain.bytes[i] & 0xc0) != 0x80;
    if (!missing)
        return;
    filled = arena_alloc(job->arena, plain.length + missing);
    if (plain.length)
        memcpy(filled, plain.bytes, plain.length);
    memset(filled + plain.length, ' ', missing);
    *lite = lite_text(filled, plain.length + missing);
}

/* Has the text more characters than its column's type takes? Foreign tables and
 * scripts may have such. */
static bool value_is_longer(struct value_job *job,
                            const struct column_plan *column,
                            const struct lite_value *lite)
{
    struct lite_value plain;
    size_t characters = 0;
    if (lite->kind != LITE_TEXT)
        return false;
    plain = lite_decoded(job->arena, lite);
    for (uint32_t i = 0; i < plain.length; i++)
        characters += (plain.bytes[i] & 0xc0) != 0x80;
    return characters > column->longest;
}

/* What SQLite would do with the value without a word. */
bool value_check(struct value_job *job, struct column_plan *column,
                 const struct pg_value *value, struct lite_value *lite)
{
    const struct lite_column *target = column->column;
    /* The limit is the value's, not the literal's. */
    uint32_t quotes = lite->form & LITE_SQL && lite->kind == LITE_TEXT ? 2 : 0;
    uint32_t length = lite->length - quotes;
    job->failed_at = value_slice(job, value);
    if (length > LITE_MAX_LENGTH && !(lite->form & LITE_DOUBLED_QUOTES))
        return fail(&job->failure,
                    "a value of %u bytes; SQLite takes at most 1,000,000,000",
                    length);
    if (column->longest && length > column->longest &&
        value_is_longer(job, column, lite))
        value_note(job, column, LOSS_LONGER, value);
    if (column->is_zoned && job->row->flags & PG_OTHER_ZONE &&
        !value_check_zone(job, column, value))
        return false;
    if (column->class == CLASS_ENUM && lite->kind == LITE_TEXT &&
        column->type && column->type->definition &&
        !value_check_label(job, column, lite))
        return false;
    /* By characters: as many bytes may be fewer. */
    if (column->is_filled && lite->kind == LITE_TEXT)
        value_fill(job, column, lite);
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
