/* Values that would be taken for others if they stayed as people write them. */
#include <string.h>

#include "rows/value_text.h"
#include "types/canonical.h"
#include "types/number.h"

/* .5, 1e3 and 5 for a numeric(10,2) are no forms of pg_dump's: as it would have
 * written them. False if the column has no place for so many digits. */
static bool as_numeric(struct value_job *job, const struct column_plan *column,
                       struct text *number)
{
    const char *written;
    if (numeric_is_canonical(column->form, number->bytes, number->length) ||
        !number_is_plain(number->bytes, number->length))
        return true;
    written = numeric_canonical(
        job->arena, column->form,
        arena_copy(job->arena, number->bytes, number->length));
    if (written)
        *number = (struct text){written, strlen(written)};
    return written;
}

/* A timestamp without time zone obeys none that is written. False before
 * Christ, where nobody writes one. */
static bool without_zone(struct text *moment)
{
    static const size_t shortest = sizeof "2024-02-29 12:34:56" - 1;
    for (size_t i = shortest; i < moment->length; i++) {
        if (moment->bytes[i] != '+' && moment->bytes[i] != '-')
            continue;
        if (moment->bytes[moment->length - 1] == 'C')
            return false;
        moment->length = i;
    }
    return true;
}

bool value_in_own_form(struct value_job *job, const struct column_plan *column,
                       struct text *text)
{
    return (!column->is_exact || as_numeric(job, column, text)) &&
           (!column->is_zoneless || without_zone(text));
}

bool value_check_label(struct value_job *job, const struct column_plan *column,
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
void value_fill(struct value_job *job, const struct column_plan *column,
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

bool value_is_longer(struct value_job *job, const struct column_plan *column,
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
