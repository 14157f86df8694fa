#include "types/times.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "postgres/interval.h"
#include "types/scan.h"
#include "types/timestamp.h"
#include "types/types.h"

/* ---- moments ---- */

/* Comparing texts compares times only if all have one zone. */
bool convert_to_utc(struct codec_call *call, const char *text, size_t length,
                    struct lite_value *out)
{
    char utc[TIMESTAMP_ROOM];
    size_t utc_length = timestamp_to_utc(utc, text, length);
    if (!utc_length)
        return false;
    *out = lite_slice(LITE_TEXT, 0, arena_copy(call->arena, utc, utc_length),
                      utc_length);
    return true;
}

/* BC stands after everything, as PostgreSQL writes it. */
bool convert_to_offset(struct codec_call *call, const char *text, size_t length,
                       struct lite_value *out)
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
bool convert_to_unix(struct codec_call *call, const char *text, size_t length,
                     struct lite_value *out)
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

bool convert_to_six(struct codec_call *call, const char *text, size_t length,
                    struct lite_value *out)
{
    return convert_to_form(call, text, length, ' ', 6, "", out);
}

bool convert_to_ms(struct codec_call *call, const char *text, size_t length,
                   struct lite_value *out)
{
    return convert_to_form(call, text, length, ' ', 3, "", out);
}

bool convert_to_zone(struct codec_call *call, const char *text, size_t length,
                     struct lite_value *out)
{
    return convert_to_form(call, text, length, ' ', 3, " +00:00", out);
}

/* Prisma has no dates: one is the moment with which it begins. */
bool convert_to_iso(struct codec_call *call, const char *text, size_t length,
                    struct lite_value *out)
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

/* The zeros at the end of a fraction that nothing follows. */
static bool times_trim(struct lite_value *moment)
{
    bool has_fraction = memchr(moment->bytes, '.', moment->length) != NULL;
    while (has_fraction && moment->bytes[moment->length - 1] == '0')
        moment->length--;
    return true;
}

/* The fraction without zeros at its end. */
bool convert_to_trimmed(struct codec_call *call, const char *text,
                        size_t length, struct lite_value *out)
{
    const char *written;
    if (!convert_to_utc(call, text, length, out) ||
        memchr(out->bytes, 'B', out->length))
        return false;
    times_trim(out);
    written =
        arena_printf(call->arena, "%.*s+00:00", (int)out->length, out->bytes);
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
bool convert_clock(struct codec_call *call, const char *text, size_t length,
                   struct lite_value *out)
{
    int fraction = read_clock(text, length);
    return fraction >= 0 &&
           put_clock(call, "", text, length, fraction == 1, out);
}

bool convert_clock_six(struct codec_call *call, const char *text, size_t length,
                       struct lite_value *out)
{
    return read_clock(text, length) >= 0 &&
           put_clock(call, "", text, length, true, out);
}

bool convert_clock_2000(struct codec_call *call, const char *text,
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

bool convert_to_microseconds(struct codec_call *call, const char *text,
                             size_t length, struct lite_value *out)
{
    int64_t all;
    if (!read_microseconds(call, text, length, &all))
        return false;
    *out = lite_integer(all);
    return true;
}

/* The moment that is so long after the beginning of 1970. */
bool convert_to_moment(struct codec_call *call, const char *text, size_t length,
                       struct lite_value *out)
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

/* ---- what EF Core, Ecto and drivers of JDBC write ---- */

/* The fraction without zeros at its end, and no zone. */
bool convert_to_bare(struct codec_call *call, const char *text, size_t length,
                     struct lite_value *out)
{
    return convert_to_utc(call, text, length, out) && times_trim(out);
}

bool convert_to_t(struct codec_call *call, const char *text, size_t length,
                  struct lite_value *out)
{
    return convert_to_form(call, text, length, 'T', -1, "", out);
}

bool convert_to_t_six(struct codec_call *call, const char *text, size_t length,
                      struct lite_value *out)
{
    return convert_to_form(call, text, length, 'T', 6, "", out);
}

/* Milliseconds since 1970. */
bool convert_to_unix_ms(struct codec_call *call, const char *text,
                        size_t length, struct lite_value *out)
{
    int64_t seconds, microseconds, all;
    if (!timestamp_to_unix(&seconds, &microseconds, text, length) ||
        __builtin_mul_overflow(seconds, INT64_C(1000), &all)) {
        call->losses |= 1U << LOSS_TIME;
        return false;
    }
    if (microseconds % 1000)
        call->losses |= 1U << LOSS_MILLISECONDS;
    *out = lite_integer(all + microseconds / 1000);
    return true;
}

/* A date as the moment with which it begins. */
bool convert_date_to_ms(struct codec_call *call, const char *text,
                        size_t length, struct lite_value *out)
{
    static const char form[] = "YYYY-MM-DD";
    const char *moment;
    if (length != sizeof form - 1 || !timestamp_is_date(text, length))
        return convert_to_ms(call, text, length, out);
    moment = arena_printf(call->arena, "%.*s 00:00:00.000", (int)length, text);
    *out = lite_text(moment, strlen(moment));
    return true;
}

/* A time of 1970-01-01, as a moment of Prisma's. */
bool convert_clock_iso(struct codec_call *call, const char *text, size_t length,
                       struct lite_value *out)
{
    const char *moment;
    if (read_clock(text, length) < 0)
        return false;
    moment = arena_printf(call->arena, "1970-01-01 %.*s", (int)length, text);
    return convert_to_iso(call, moment, strlen(moment), out);
}

/* Seven digits or none: units of 100 nanoseconds. */
bool convert_clock_seven(struct codec_call *call, const char *text,
                         size_t length, struct lite_value *out)
{
    const char *clock;
    if (read_clock(text, length) != 1)
        return convert_clock(call, text, length, out);
    clock =
        arena_printf(call->arena, "%.*s%.*s", (int)length, text,
                     (int)(sizeof "HH:MM:SS.1234567" - 1 - length), "0000000");
    *out = lite_text(clock, strlen(clock));
    return true;
}

/* [-][days.]HH:MM:SS[.fffffff] */
bool convert_to_timespan(struct codec_call *call, const char *text,
                         size_t length, struct lite_value *out)
{
    int64_t all;
    uint64_t size, seconds;
    char days[24] = "", fraction[16] = "";
    const char *written;
    if (!read_microseconds(call, text, length, &all))
        return false;
    size = all < 0 ? -(uint64_t)all : (uint64_t)all;
    seconds = size / 1000000;
    if (seconds >= 86400)
        snprintf(days, sizeof days, "%llu.",
                 (unsigned long long)(seconds / 86400));
    if (size % 1000000)
        snprintf(fraction, sizeof fraction, ".%06u0",
                 (unsigned)(size % 1000000));
    written = arena_printf(
        call->arena, "%s%s%02u:%02u:%02u%s", all < 0 ? "-" : "", days,
        (unsigned)(seconds / 3600 % 24), (unsigned)(seconds / 60 % 60),
        (unsigned)(seconds % 60), fraction);
    *out = lite_text(written, strlen(written));
    return true;
}
