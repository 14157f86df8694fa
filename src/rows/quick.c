#include "rows/quick.h"

#include <stdint.h>
#include <string.h>

#include "types/fit.h"
#include "types/number.h"
#include "types/timestamp.h"

/* ---- which way ---- */

/* No conversion, and no check but that of the way itself. */
static bool stays_text(const struct column_plan *column)
{
    return !column->codec->convert && !column->is_exact &&
           !column->is_zoneless &&
           (column->class == CLASS_TEXT || column->class == CLASS_JSON ||
            column->class == CLASS_OPAQUE);
}

static enum quick quick_text(const struct column_plan *column)
{
    switch (column->fit) {
    case FIT_ANY: return QUICK_TEXT;
    case FIT_UUID: return QUICK_UUID;
    default: return QUICK_NONE;
    }
}

static bool is_date_column(const struct column_plan *column)
{
    return column->class == CLASS_DATE && column->fit == FIT_DATE &&
           !column->codec->convert && !column->is_numeric;
}

/* Of a text every byte counts, whatever the column makes of it. */
static bool is_number_in_dump(const struct column_plan *column)
{
    return column->type && column->type->class != CLASS_TEXT;
}

static bool is_number_column(const struct column_plan *column)
{
    return (column->class == CLASS_REAL || column->class == CLASS_NUMERIC) &&
           column->fit == FIT_NUMBER && is_number_in_dump(column) &&
           !column->has_own_scale &&
           (!column->is_exact || column->form.scale > 0);
}

enum quick quick_of(const struct column_plan *column)
{
    if (column->column && column->column->generated)
        return QUICK_NONE;
    if (stays_text(column))
        return quick_text(column);
    if (is_date_column(column))
        return QUICK_DATE;
    if (is_number_column(column))
        return QUICK_NUMBER;
    if (column->class == CLASS_INTEGER && is_number_in_dump(column))
        return column->fit == FIT_SMALLINT || column->fit == FIT_INTEGER ||
                       column->fit == FIT_BIGINT
                   ? QUICK_INTEGER
                   : QUICK_NONE;
    if (column->codec == &codecs[CODEC_BOOLEAN] && column->fit == FIT_BOOLEAN)
        return QUICK_BOOLEAN;
    if (column->codec == &codecs[CODEC_TIMESTAMP] &&
        column->fit == FIT_TIMESTAMP)
        return QUICK_MOMENT;
    return QUICK_NONE;
}

/* ---- the ways ---- */

/* char(n) has its blanks already, as pg_dump writes it; a character of more
 * bytes would stand for some. */
static bool is_filled_up(const struct column_plan *column, const char *text,
                         size_t length)
{
    unsigned char bits = 0;
    for (size_t i = 0; i < length; i++)
        bits |= (unsigned char)text[i];
    return length == column->longest && bits < 0x80;
}

static bool is_quick_text(const struct column_plan *column, const char *text,
                          size_t length)
{
    return (!column->longest || length <= column->longest) &&
           length <= LITE_MAX_LENGTH &&
           (!column->is_filled || is_filled_up(column, text, length)) &&
           (!column->is_numeric || (length && !number_may_begin(*text)));
}

/* So short that it is in its type's range whatever the digits are, and written
 * without a zero in front. */
static bool quick_integer(const struct column_plan *column, bool as_text,
                          const char *text, size_t length,
                          struct lite_value *out)
{
    size_t sign = length && *text == '-', at = sign;
    size_t most = column->fit == FIT_SMALLINT  ? 4
                  : column->fit == FIT_INTEGER ? 9
                                               : 18;
    int64_t value = 0;
    if (length == sign || length > sign + most ||
        (text[sign] == '0' && length > 1))
        return false;
    for (; at < length && text[at] >= '0' && text[at] <= '9'; at++)
        value = value * 10 + (text[at] - '0');
    *out = as_text ? lite_slice(LITE_INTEGER, LITE_SQL, text, length)
                   : lite_integer(sign ? -value : value);
    return at == length;
}

/* numeric(12,2) with its two digits behind the point. */
static bool has_form_of(const struct column_plan *column,
                        const struct number_parts *parts)
{
    if (!column->is_exact)
        return true;
    return (long)parts->scale == column->form.scale &&
           (parts->whole <= column->form.most ||
            (parts->whole == 1 && parts->begins_with_zero)) &&
           (parts->whole == 1 || !parts->begins_with_zero);
}

static bool quick_number(const struct column_plan *column, bool as_text,
                         const char *text, size_t length,
                         struct lite_value *out)
{
    struct number_parts parts;
    double real;
    if (!number_take_apart(&parts, text, length) || !parts.digits ||
        !has_form_of(column, &parts) ||
        !number_as_double(&parts, column->is_double, as_text, &real))
        return false;
    if (as_text)
        *out = lite_slice(LITE_REAL, LITE_SQL, text, length);
    else
        *out = (struct lite_value){.kind = LITE_REAL, .real = real};
    return true;
}

bool quick_value(const struct column_plan *column, bool as_text,
                 const char *text, size_t length, struct lite_value *out)
{
    size_t utc;
    switch (column->quick) {
    case QUICK_TEXT:
        *out = lite_slice(LITE_TEXT, 0, text, length);
        return is_quick_text(column, text, length);
    case QUICK_UUID:
        *out = lite_slice(LITE_TEXT, 0, text, length);
        return !column->is_numeric && fit_is_uuid(text, length);
    case QUICK_INTEGER:
        return quick_integer(column, as_text, text, length, out);
    case QUICK_NUMBER: return quick_number(column, as_text, text, length, out);
    case QUICK_BOOLEAN:
        *out = lite_integer(*text == 't');
        return length == 1 && (*text == 't' || *text == 'f');
    case QUICK_DATE:
        *out = lite_slice(LITE_TEXT, 0, text, length);
        return timestamp_is_plain_date(text, length);
    case QUICK_MOMENT:
        utc = timestamp_utc_prefix(text, length);
        *out = lite_slice(LITE_TEXT, 0, text, utc);
        return utc > 0;
    case QUICK_NONE: break;
    }
    return false;
}
