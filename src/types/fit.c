#include "types/fit.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/scan.h"
#include "postgres/interval.h"
#include "types/number.h"
#include "types/timestamp.h"
#include "types/types.h"

/* ---- numbers ---- */

/* Digits that may be as many as the greatest number has. */
static bool fit_is_integer(const char *text, size_t length, const char *least,
                           const char *most)
{
    bool negative = length && *text == '-';
    const char *limit = negative ? least : most;
    size_t digits;
    if (length && (*text == '-' || *text == '+')) {
        text++;
        length--;
    }
    for (size_t i = 0; i < length; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    if (!length)
        return false;
    for (; length > 1 && *text == '0'; length--)
        text++;
    digits = strlen(limit);
    return length < digits ||
           (length == digits && memcmp(text, limit, digits) <= 0);
}

static bool is_smallint(const char *text, size_t length)
{
    return fit_is_integer(text, length, "32768", "32767");
}

static bool is_int(const char *text, size_t length)
{
    return fit_is_integer(text, length, "2147483648", "2147483647");
}

static bool is_bigint(const char *text, size_t length)
{
    return fit_is_integer(text, length, "9223372036854775808",
                          "9223372036854775807");
}

static bool is_oid(const char *text, size_t length)
{
    return fit_is_integer(text, length, "2147483648", "4294967295");
}

static bool fit_is_word(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && !strncasecmp(text, word, length);
}

/* Signs, exponents, and PostgreSQL's three words. */
static bool fit_is_number(const char *text, size_t length)
{
    size_t sign = length && (*text == '-' || *text == '+');
    if (number_is_plain(text + sign, length - sign))
        return true;
    sign = length && *text == '-';
    return (length == 3 && !memcmp(text, "NaN", 3)) ||
           (length - sign == 8 && !memcmp(text + sign, "Infinity", 8));
}

/* ---- others ---- */

static bool is_boolean(const char *text, size_t length)
{
    static const char *const words[] = {"t",   "f",  "true", "false", "y", "n",
                                        "yes", "no", "on",   "off",   "1", "0"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (fit_is_word(text, length, words[i]))
            return true;
    return false;
}

static bool is_infinity(const char *text, size_t length)
{
    size_t sign = length && *text == '-';
    return fit_is_word(text + sign, length - sign, "infinity");
}

static bool is_date(const char *text, size_t length)
{
    return timestamp_is_date(text, length) || is_infinity(text, length);
}

static bool is_timestamp(const char *text, size_t length)
{
    char utc[TIMESTAMP_ROOM];
    return timestamp_to_utc(utc, text, length) || is_infinity(text, length);
}

static bool fit_is_moment(const char *text, size_t length)
{
    return is_timestamp(text, length) || timestamp_is_date(text, length);
}

static bool clock_has_form(const char *text, const char *form)
{
    for (; *form; text++, form++)
        if (*form == '9' ? *text < '0' || *text > '9' : *text != *form)
            return false;
    return true;
}

/* 08:30:15, and six digits behind a point at most, the last of them no zero. */
static bool is_clock(const char *text, size_t length)
{
    if (length < 8 || length == 9 || length > 15 ||
        !clock_has_form(text, "99:99:99") || memcmp(text, "24", 2) > 0 ||
        text[3] > '5' || text[6] > '5')
        return false;
    return length == 8 || (text[8] == '.' && text[length - 1] != '0' &&
                           clock_has_form(text + 9, &"999999"[15 - length]));
}

/* In the one form that PostgreSQL writes; that of 17 has infinities. Numbers
 * that are too great to be read here are looked at for their words only. */
static bool fit_is_interval(const char *text, size_t length)
{
    struct pg_interval interval;
    char plain[INTERVAL_ROOM], written[INTERVAL_ROOM];
    if (length >= sizeof plain)
        return false;
    memcpy(plain, text, length);
    plain[length] = '\0';
    if (!interval_read(&interval, plain))
        return is_infinity(text, length) ||
               !plain[strspn(plain, "0123456789+-:. yearsmond")];
    interval_write(written, &interval);
    return !strcmp(written, plain);
}

/* 0b0c5f7e-6f0a-4c0e-9c55-0123456789ab: in three pieces, the last two of which
 * overlap. A bit says hex digit; the dashes have none. */
bool fit_is_uuid(const char *text, size_t length)
{
    return length == 36 && text[8] == '-' && text[13] == '-' &&
           text[18] == '-' && text[23] == '-' && scan_hex(text) == 0xdeff &&
           scan_hex(text + 16) == 0xff7b && scan_hex(text + 20) == 0xfff7;
}

/* The codec has to take it; no text fits as it stands. */
static bool is_nothing(const char *text, size_t length)
{
    (void)text;
    (void)length;
    return false;
}

/* ---- all of them ---- */

static const struct kind {
    const char *name;
    bool (*is_one)(const char *text, size_t length);
    const char *type; /* PostgreSQL's */
} kinds[] = {
    [FIT_ANY] = {"a text", NULL, NULL},
    [FIT_SMALLINT] = {"a smallint", is_smallint, "smallint"},
    [FIT_INTEGER] = {"an integer", is_int, "integer"},
    [FIT_BIGINT] = {"an integer", is_bigint, "bigint"},
    [FIT_OID] = {"an oid", is_oid, "oid"},
    [FIT_NUMBER] = {"a number", fit_is_number, "numeric"},
    [FIT_BOOLEAN] = {"a boolean", is_boolean, "boolean"},
    [FIT_DATE] = {"a date", is_date, "date"},
    [FIT_TIMESTAMP] = {"a timestamp", is_timestamp, NULL},
    [FIT_MOMENT] = {"a date or time", fit_is_moment, NULL},
    [FIT_CLOCK] = {"a time of day", is_clock, "time without time zone"},
    [FIT_INTERVAL] = {"an interval", fit_is_interval, "interval"},
    [FIT_UUID] = {"a uuid", fit_is_uuid, "uuid"},
    [FIT_CONVERTED] = {"a value of its type", is_nothing, NULL},
};

/* By name, since codecs are shared: smallint and bigint are stored alike. */
enum fit fit_of_type(const struct value_type *type)
{
    const char *name = type->source ? type->source->name.name : "";
    if (type->class == CLASS_ARRAY || type->class == CLASS_CSV ||
        type->class == CLASS_COMPOSITE || type->class == CLASS_HSTORE)
        return FIT_CONVERTED;
    if (!type->source || type->source->dimensions || type->definition)
        return FIT_ANY;
    if (!strncmp(name, "timestamp with", 14))
        return FIT_TIMESTAMP;
    if (type->class == CLASS_REAL)
        return FIT_NUMBER;
    for (size_t i = 1; i < COUNT_OF(kinds); i++)
        if (kinds[i].type && !strcmp(kinds[i].type, name))
            return (enum fit)i;
    return FIT_ANY;
}

static bool fit_is_whole(enum fit fit)
{
    return fit == FIT_SMALLINT || fit == FIT_INTEGER || fit == FIT_BIGINT ||
           fit == FIT_OID;
}

/* Values of the source are checked by what they are, if the target can hold
 * that; else by what it wants. */
enum fit fit_of_pair(enum fit source, enum fit target)
{
    bool is_number = fit_is_whole(target) || target == FIT_NUMBER;
    bool can_be =
        target == FIT_ANY || source == target ||
        (is_number && (fit_is_whole(source) || source == FIT_BOOLEAN)) ||
        (target == FIT_MOMENT &&
         (source == FIT_DATE || source == FIT_TIMESTAMP));
    return can_be ? source : target;
}

bool fit_text(enum fit fit, const char *text, size_t length)
{
    return fit == FIT_ANY || kinds[fit].is_one(text, length);
}

const char *fit_name(enum fit fit)
{
    return kinds[fit].name;
}
