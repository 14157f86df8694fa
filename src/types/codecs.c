#include "types/codecs.h"

#include <math.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "postgres/interval.h"
#include "types/array.h"
#include "types/bytea.h"
#include "types/canonical.h"
#include "types/json.h"
#include "types/scan.h"
#include "types/timestamp.h"
#include "types/types.h"

/* ---- booleans ---- */

static bool text_is(const char *text, size_t length, const char *wanted)
{
    return length == strlen(wanted) && strncasecmp(text, wanted, length) == 0;
}

/* All the words that PostgreSQL takes for one; pg_dump writes t, f, true and
 * false. */
static bool read_boolean(const char *text, size_t length, bool *is_true)
{
    static const char *const words[][6] = {
        {"f", "false", "n", "no", "off", "0"},
        {"t", "true", "y", "yes", "on", "1"}};
    for (int yes = 0; yes < 2; yes++)
        for (size_t i = 0; i < COUNT_OF(words[yes]); i++)
            if (text_is(text, length, words[yes][i])) {
                *is_true = yes;
                return true;
            }
    return false;
}

/* A codec returns false for what it cannot read: the caller knows whether that
 * is an error. */
static bool convert_boolean(struct codec_call *call, const char *text,
                            size_t length, struct lite_value *out)
{
    bool is_true;
    (void)call;
    if (!read_boolean(text, length, &is_true))
        return false;
    *out = lite_integer(is_true);
    return true;
}

/* For --booleans=text and pg. */
static bool convert_to_word(struct codec_call *call, const char *text,
                            size_t length, struct lite_value *out)
{
    bool is_true;
    const char *word;
    if (!read_boolean(text, length, &is_true))
        return false;
    word = call->type->words[is_true];
    *out = lite_text(word, strlen(word));
    return true;
}

/* Part of JSON: true and false, whatever a column of booleans has. */
static bool json_of_boolean(struct buffer *out, const struct value_type *type,
                            const char *text, size_t length,
                            struct json_loss *lost)
{
    bool is_true;
    (void)type;
    if (!read_boolean(text, length, &is_true)) {
        lost->is_wrong = true;
        return false;
    }
    buffer_add_text(out, is_true ? "true" : "false");
    return true;
}

/* ---- numbers ---- */

/* Other numbers are read where their digits are: see rows/value.c. */
static bool convert_infinity(struct codec_call *call, const char *text,
                             size_t length, struct lite_value *out)
{
    bool negative = length == 9 && *text == '-';
    (void)call;
    if ((!negative && length != 8) ||
        memcmp(text + negative, "Infinity", 8) != 0)
        return false;
    *out = (struct lite_value){.kind = LITE_REAL,
                               .real = negative ? -HUGE_VAL : HUGE_VAL};
    return true;
}

/* ---- times ---- */

/* Comparing texts compares times only if all have one zone. */
static bool convert_to_utc(struct codec_call *call, const char *text,
                           size_t length, struct lite_value *out)
{
    char utc[TIMESTAMP_ROOM];
    size_t utc_length = timestamp_to_utc(utc, text, length);
    if (!utc_length)
        return false;
    *out = lite_text(arena_copy(call->arena, utc, utc_length), utc_length);
    return true;
}

/* BC stands after everything, as PostgreSQL writes it. */
static bool convert_to_offset(struct codec_call *call, const char *text,
                              size_t length, struct lite_value *out)
{
    char utc[TIMESTAMP_ROOM];
    size_t utc_length = timestamp_to_utc(utc, text, length);
    const char *end = utc_length ? memchr(utc, 'B', utc_length) : NULL;
    /* Without the blank before BC. */
    int before = (int)(end ? end - utc - 1 : (ptrdiff_t)utc_length);
    const char *offset;
    if (!utc_length)
        return false;
    offset = arena_printf(call->arena, "%.*s+00:00%s", before, utc,
                          end ? " BC" : "");
    *out = lite_text(offset, strlen(offset));
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

/* Infinity and dates without a time have no number of seconds. */
static bool convert_to_unix(struct codec_call *call, const char *text,
                            size_t length, struct lite_value *out)
{
    int64_t seconds, microseconds;
    if (!timestamp_to_unix(&seconds, &microseconds, text, length)) {
        call->losses |= 1U << LOSS_TIME;
        return false;
    }
    *out = lite_integer(seconds);
    if (microseconds && (seconds > EXACT_SECONDS || seconds < -EXACT_SECONDS))
        call->losses |= 1U << LOSS_ROUNDED;
    /* A whole number stays an INTEGER, which is exact at any distance. */
    if (microseconds)
        *out = (struct lite_value){.kind = LITE_REAL,
                                   .real = in_seconds(seconds, microseconds)};
    return true;
}

/* In the form of a client, who compares texts. What has no such form, as years
 * BC, has the usual one. */
static bool convert_to_form(struct codec_call *call, const char *text,
                            size_t length, char separator, int digits,
                            const char *suffix, struct lite_value *out)
{
    enum { DATE = 10, SECONDS = 19, SIX = 26 };
    char utc[TIMESTAMP_ROOM];
    const char *written;
    size_t utc_length = timestamp_to_utc(utc, text, length);
    if (utc_length != SECONDS && utc_length != SIX)
        return convert_to_utc(call, text, length, out);
    if (utc_length == SECONDS)
        memcpy(utc + SECONDS, ".000000", SIX - SECONDS);
    utc[DATE] = separator;
    if (digits == 3 && memcmp(utc + SIX - 3, "000", 3) != 0)
        call->losses |= 1U << LOSS_MILLISECONDS;
    written =
        arena_printf(call->arena, "%.*s%s", SECONDS + 1 + digits, utc, suffix);
    *out = lite_text(written, strlen(written));
    return true;
}

static bool convert_to_six(struct codec_call *call, const char *text,
                           size_t length, struct lite_value *out)
{
    return convert_to_form(call, text, length, ' ', 6, "", out);
}

static bool convert_to_ms(struct codec_call *call, const char *text,
                          size_t length, struct lite_value *out)
{
    return convert_to_form(call, text, length, ' ', 3, "", out);
}

static bool convert_to_zone(struct codec_call *call, const char *text,
                            size_t length, struct lite_value *out)
{
    return convert_to_form(call, text, length, ' ', 3, " +00:00", out);
}

/* Prisma has no dates: one is the moment with which it begins. */
static bool convert_to_iso(struct codec_call *call, const char *text,
                           size_t length, struct lite_value *out)
{
    static const char form[] = "YYYY-MM-DD";
    const char *moment;
    if (length != sizeof form - 1 || !timestamp_is_date(text, length))
        return convert_to_form(call, text, length, 'T', 3, "+00:00", out);
    moment =
        arena_printf(call->arena, "%.*sT00:00:00.000+00:00", (int)length, text);
    *out = lite_text(moment, strlen(moment));
    return true;
}

/* The fraction without zeros at its end. */
static bool convert_to_trimmed(struct codec_call *call, const char *text,
                               size_t length, struct lite_value *out)
{
    char utc[TIMESTAMP_ROOM];
    const char *written;
    size_t utc_length = timestamp_to_utc(utc, text, length);
    if (!utc_length || memchr(utc, 'B', utc_length))
        return convert_to_utc(call, text, length, out);
    while (memchr(utc, '.', utc_length) && utc[utc_length - 1] == '0')
        utc_length--;
    written = arena_printf(call->arena, "%.*s+00:00", (int)utc_length, utc);
    *out = lite_text(written, strlen(written));
    return true;
}

/* A time of the day as clients write it; a zone stays what it is. Returns
 * whether there is a fraction, or -1 for what is no such time. */
static int read_clock(const char *text, size_t length)
{
    static const size_t whole = sizeof "HH:MM:SS" - 1;
    struct scan scan = {text + whole, text + length};
    if (length < whole || text[2] != ':' || text[5] != ':')
        return -1;
    if (length == whole)
        return 0;
    return scan_take(&scan, '.') && scan_digits(&scan) && scan.at == scan.end &&
                   length <= whole + 7
               ? 1
               : -1;
}

static bool put_clock(struct codec_call *call, const char *before,
                      const char *text, size_t length, bool has_fraction,
                      struct lite_value *out)
{
    static const char zeros[] = "HH:MM:SS.000000";
    const char *end = has_fraction ? zeros + length : "";
    const char *clock =
        arena_printf(call->arena, "%s%.*s%s", before, (int)length, text, end);
    *out = lite_text(clock, strlen(clock));
    return true;
}

/* Six digits or none. */
static bool convert_clock(struct codec_call *call, const char *text,
                          size_t length, struct lite_value *out)
{
    int fraction = read_clock(text, length);
    return fraction >= 0 &&
           put_clock(call, "", text, length, fraction == 1, out);
}

static bool convert_clock_six(struct codec_call *call, const char *text,
                              size_t length, struct lite_value *out)
{
    return read_clock(text, length) >= 0 &&
           put_clock(call, "", text, length, true, out);
}

static bool convert_clock_2000(struct codec_call *call, const char *text,
                               size_t length, struct lite_value *out)
{
    int fraction = read_clock(text, length);
    return fraction >= 0 &&
           put_clock(call, "2000-01-01 ", text, length, fraction == 1, out);
}

/* A day has 24 hours here; a month has no length. */
static bool read_microseconds(struct codec_call *call, const char *text,
                              size_t length, int64_t *all)
{
    struct pg_interval interval;
    int64_t days;
    return interval_read(&interval, arena_copy(call->arena, text, length)) &&
           !interval.months &&
           !__builtin_mul_overflow(interval.days, 86400 * INT64_C(1000000),
                                   &days) &&
           !__builtin_add_overflow(days, interval.microseconds, all);
}

static bool convert_to_microseconds(struct codec_call *call, const char *text,
                                    size_t length, struct lite_value *out)
{
    int64_t all;
    if (!read_microseconds(call, text, length, &all))
        return false;
    *out = lite_integer(all);
    return true;
}

/* The moment that is so long after the beginning of 1970. */
static bool convert_to_moment(struct codec_call *call, const char *text,
                              size_t length, struct lite_value *out)
{
    struct tm moment;
    int64_t all, fraction;
    time_t seconds;
    const char *written;
    if (!read_microseconds(call, text, length, &all))
        return false;
    fraction = all % 1000000;
    seconds = (time_t)(all / 1000000 - (fraction < 0));
    fraction += fraction < 0 ? 1000000 : 0;
    if (!gmtime_r(&seconds, &moment) || moment.tm_year < 1 - 1900 ||
        moment.tm_year > 9999 - 1900)
        return false;
    written = arena_printf(call->arena, "%04d-%02d-%02d %02d:%02d:%02d.%06d",
                           moment.tm_year + 1900, moment.tm_mon + 1,
                           moment.tm_mday, moment.tm_hour, moment.tm_min,
                           moment.tm_sec, (int)fraction);
    *out = lite_text(written, strlen(written));
    return true;
}

/* ---- UUIDs ---- */

enum { UUID_DIGITS = 32 };

/* What is no uuid stays a text. */
static const char *read_uuid(struct codec_call *call, const char *text,
                             size_t length)
{
    char *digits;
    size_t n = 0;
    if (!fit_text(FIT_UUID, text, length))
        return NULL;
    digits = arena_alloc(call->arena, UUID_DIGITS);
    for (size_t i = 0; i < length; i++)
        if (text[i] != '-')
            digits[n++] = text[i];
    return digits;
}

static bool convert_uuid_hex(struct codec_call *call, const char *text,
                             size_t length, struct lite_value *out)
{
    const char *digits = read_uuid(call, text, length);
    if (digits)
        *out = lite_text(digits, UUID_DIGITS);
    return digits != NULL;
}

/* ---- bytes ---- */

static struct lite_value blob(const char *bytes, size_t size)
{
    return (struct lite_value){
        .kind = LITE_BLOB, .length = (uint32_t)size, .bytes = bytes};
}

/* No loss: every byte has its place in a BLOB. */
static bool convert_bytes(struct codec_call *call, const char *text,
                          size_t length, struct lite_value *out)
{
    const char *bytes;
    size_t size;
    if (!bytea_decode(call->arena, text, length, &bytes, &size))
        return false;
    *out = blob(bytes, size);
    return true;
}

static bool convert_uuid_bytes(struct codec_call *call, const char *text,
                               size_t length, struct lite_value *out)
{
    const char *digits = read_uuid(call, text, length), *bytes;
    size_t size;
    if (!digits || !hex_decode(call->arena, digits, UUID_DIGITS, &bytes, &size))
        return false;
    *out = blob(bytes, size);
    return true;
}

/* An empty text is no geometry, but a text all the same. */
static bool convert_ewkb(struct codec_call *call, const char *text,
                         size_t length, struct lite_value *out)
{
    const char *bytes;
    size_t size;
    if (!length || !hex_decode(call->arena, text, length, &bytes, &size)) {
        call->losses |= 1U << LOSS_GEOMETRY;
        return false;
    }
    *out = blob(bytes, size);
    return true;
}

/* ---- JSON ---- */

/* The buffer as a value if it is one, with what JSON has no place for. */
static bool finish_json(struct codec_call *call, struct buffer *json,
                        bool is_good, const struct json_loss *lost,
                        struct lite_value *out)
{
    is_good &= !lost->is_wrong;
    if (is_good && lost->bounds)
        call->losses |= 1U << LOSS_BOUNDS;
    if (is_good && lost->null)
        call->losses |= 1U << LOSS_NULL;
    if (is_good)
        *out = lite_text(arena_copy(call->arena, json->bytes, json->size),
                         json->size);
    buffer_release(json);
    return is_good;
}

/* Without a type (rows alone) the elements say what they are. */
static bool convert_array(struct codec_call *call, const char *text,
                          size_t length, struct lite_value *out)
{
    const struct value_type *element = call->type ? call->type->element : NULL;
    struct buffer json = {0};
    struct json_loss lost = {0};
    bool good = array_to_json(&json, text, length, element, &lost);
    return finish_json(call, &json, good, &lost, out);
}

static bool convert_hstore(struct codec_call *call, const char *text,
                           size_t length, struct lite_value *out)
{
    struct buffer json = {0};
    const struct json_loss none = {false, false, false};
    bool good = json_add_hstore(&json, text, length);
    return finish_json(call, &json, good, &none, out);
}

static bool convert_composite(struct codec_call *call, const char *text,
                              size_t length, struct lite_value *out)
{
    struct buffer json = {0};
    struct json_loss lost = {0};
    bool good = json_of_composite(&json, call->type, text, length, &lost);
    return finish_json(call, &json, good, &lost, out);
}

/* a,b; what is no plain list becomes JSON. */
static bool convert_to_list(struct codec_call *call, const char *text,
                            size_t length, struct lite_value *out)
{
    struct buffer list = {0};
    bool found = array_to_csv(&list, text, length, call->type->element);
    if (found)
        *out = lite_text(arena_copy(call->arena, list.bytes, list.size),
                         list.size);
    buffer_release(&list);
    if (found)
        return true;
    call->losses |= 1U << LOSS_LIST;
    return convert_array(call, text, length, out);
}

/* Inside of composite values; the outer call has the losses. */
static bool json_of_array(struct buffer *out, const struct value_type *type,
                          const char *text, size_t length,
                          struct json_loss *lost)
{
    return array_to_json(out, text, length, type->element, lost);
}

static bool json_of_hstore(struct buffer *out, const struct value_type *type,
                           const char *text, size_t length,
                           struct json_loss *lost)
{
    (void)type;
    (void)lost;
    return json_add_hstore(out, text, length);
}

/* ---- all of them ---- */

const struct codec codecs[N_CODECS] = {
#define CODEC(name, class, convert, json, canonical, fit, computed, stored)    \
    [CODEC_##name] = {#name,     computed, stored, CLASS_##class,              \
                      FIT_##fit, convert,  json,   canonical},
#include "codecs.def"
#undef CODEC
};
