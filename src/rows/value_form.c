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
