#include "types/number.h"

#include <ctype.h>
#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "types/scan.h"

/* The longest number that is looked at digit by digit; anything beyond is
 * beyond a double, too. */
enum { LONGEST = 400, DOUBLE_DIGITS = 15, MAX_DOUBLE_DIGITS = 17 };

/* Room for what the compiler thinks that %.*g may write. */
enum { MAX_DOUBLE_TEXT = 512 };

struct decimal {
    bool has_point, has_exponent, negative;
    bool ends_in_zero;  /* after the point: 1.50 */
    size_t significant; /* digits from the first to the last that is not 0 */
    size_t scale;       /* digits after the point */
    uint64_t digits;    /* all of them, if `is_whole` */
    bool is_whole;      /* they are at most 18 */
};

/* Overflow does not matter: `digits` counts only if `is_whole`. */
static const char *number_read_digits(const char *at, const char *end,
                                      uint64_t *digits)
{
    for (; at < end && *at >= '0' && *at <= '9'; at++)
        *digits = *digits * 10 + (uint64_t)(*at - '0');
    return at;
}

bool number_take_apart(struct number_parts *parts, const char *text,
                       size_t length)
{
    const char *end = text + length, *start, *point;
    *parts = (struct number_parts){.is_negative = length && *text == '-'};
    start = text + parts->is_negative;
    /* With the point and a zero before it. */
    if (end - start > MAX_DOUBLE_DIGITS + 2)
        return false;
    point = number_read_digits(start, end, &parts->digits);
    if (point == start || point == end || *point != '.')
        return false;
    parts->begins_with_zero = *start == '0';
    parts->whole = (size_t)(point - start);
    parts->scale = (size_t)(end - point) - 1;
    return parts->scale &&
           number_read_digits(point + 1, end, &parts->digits) == end;
}

/* How many zeros stand before the first digit that is none, or after the
 * last, the point left out. */
static size_t count_zeros(const char *from, const char *end, int step)
{
    size_t zeros = 0;
    for (; from != end && (*from == '0' || *from == '.'); from += step)
        zeros += *from == '0';
    return zeros;
}

/* One pass over the text tells all that decides what becomes of it. */
static struct decimal examine(const char *text, size_t length)
{
    struct decimal decimal = {.negative = *text == '-'};
    const char *end = text + length;
    const char *start = text + (decimal.negative || *text == '+');
    const char *last = number_read_digits(start, end, &decimal.digits);
    size_t count = (size_t)(last - start);
    decimal.has_point = last < end && *last == '.';
    if (decimal.has_point) {
        const char *point = last;
        last = number_read_digits(point + 1, end, &decimal.digits);
        decimal.scale = (size_t)(last - point) - 1;
        count += decimal.scale;
    }
    decimal.has_exponent = last < end;
    count -= count_zeros(start, last, 1);
    decimal.is_whole = count <= 18;
    decimal.ends_in_zero =
        decimal.has_point && !decimal.has_exponent && last[-1] == '0';
    decimal.significant =
        count ? count - count_zeros(last - 1, start - 1, -1) : 0;
    return decimal;
}

static struct lite_value make_real(double real)
{
    return (struct lite_value){.kind = LITE_REAL, .real = real};
}

/* strtod wants an end. */
static double number_parse(const char *text, size_t length)
{
    char copy[LONGEST + 1];
    if (length > LONGEST)
        length = LONGEST;
    memcpy(copy, text, length);
    copy[length] = '\0';
    return strtod(copy, NULL);
}

/* 32 bytes hold any 64-bit integer. */
static bool parse_integer(const char *text, size_t length, int64_t *value)
{
    char copy[32], *end;
    if (length >= sizeof copy)
        return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    errno = 0;
    *value = strtoll(copy, &end, 10);
    return errno == 0 && *end == '\0';
}

/* ---- decimals as doubles ---- */

static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* How SQLite reads digits has changed with its versions. Until 3.42 it divides
 * them by a power of ten in long double, both exact, and rounds the quotient
 * once more to a double; from 3.43 on it multiplies by 1e-10 and 1e-1 in steps,
 * each of which may be off by a unit of the long double; without long doubles
 * it computes with pairs of doubles, or in integers. All find the double that
 * is nearest unless the number lies so near to the middle between two that one
 * of these errors carries it over. Eleven steps and their constants (a scale of
 * 22) stay below 12 units; a unit is 1/2048 of the distance of two doubles. */
enum { UNITS_MASK = 0x7ff, MIDDLE = 0x400, SAFE_UNITS = 32 };

/* False where not every SQLite would read the same, and where the division
 * would not be exact. */
static bool divide(const struct decimal *decimal, double *value)
{
    long double quotient;
    uint64_t mantissa;
    int units;
    if (decimal->has_exponent || !decimal->is_whole ||
        decimal->scale >= sizeof powers / sizeof *powers || LDBL_MANT_DIG != 64)
        return false;
    quotient = (long double)decimal->digits / powers[decimal->scale];
    memcpy(&mantissa, &quotient, sizeof mantissa);
    *value = decimal->negative ? -(double)quotient : (double)quotient;
    units = (int)(mantissa & UNITS_MASK) - MIDDLE;
    return units < -SAFE_UNITS || units > SAFE_UNITS;
}

/* Both are doubles as they are, so that the quotient is rounded once. */
static bool divide_doubles(const struct number_parts *parts, double *real)
{
    static const uint64_t most = UINT64_C(1) << DBL_MANT_DIG;
    if (parts->digits > most || parts->scale >= COUNT_OF(powers) ||
        FLT_EVAL_METHOD != 0)
        return false;
    *real = (double)parts->digits / powers[parts->scale];
    if (parts->is_negative)
        *real = -*real;
    return true;
}

bool number_as_double(const struct number_parts *parts, bool is_double,
                      bool as_text, double *real)
{
    const struct decimal decimal = {.negative = parts->is_negative,
                                    .scale = parts->scale,
                                    .digits = parts->digits,
                                    .is_whole = true};
    size_t count = parts->whole + parts->scale - parts->begins_with_zero;
    if (count > (is_double ? MAX_DOUBLE_DIGITS : DOUBLE_DIGITS))
        return false;
    return (!as_text && divide_doubles(parts, real)) || divide(&decimal, real);
}

/* Where `divide` applies, its result is the nearest double; strtod is for the
 * rest. */
static double to_double(const struct decimal *decimal, const char *text,
                        size_t length)
{
    double value;
    return divide(decimal, &value) ? value : number_parse(text, length);
}

/* True if no shorter text than this has the same double: so PostgreSQL writes
 * a double precision. */
static bool is_shortest(const struct decimal *decimal, double value)
{
    char shorter[MAX_DOUBLE_TEXT];
    snprintf(shorter, sizeof shorter, "%.*g", (int)decimal->significant - 1,
             value);
    return strtod(shorter, NULL) != value;
}

/* ---- for any column ---- */

/* More than 64 bits: a REAL would lose digits, so it is a text. */
static struct lite_value integer_for_any(const char *text, size_t length)
{
    int64_t value;
    if (parse_integer(text, length, &value))
        return (struct lite_value){.kind = LITE_INTEGER, .integer = value};
    return lite_slice(LITE_TEXT, 0, text, length);
}

/* An exponent is a double's way of writing, so the column is one. */
static struct lite_value exponent_for_any(const char *text, size_t length)
{
    double value = number_parse(text, length);
    return isfinite(value) ? make_real(value)
                           : lite_slice(LITE_TEXT, 0, text, length);
}

/* 0.00001: SQLite writes 1.0e-05 for it, and so does PostgreSQL for a double
 * precision; only numeric looks like this. */
static bool number_is_small(const struct decimal *decimal)
{
    return decimal->scale >= 5 && decimal->digits > 0 && decimal->is_whole &&
           decimal->significant + 4 <= decimal->scale;
}

/* Digits with a point: what a double cannot stand for stays text. */
static struct lite_value fraction_for_any(const struct decimal *decimal,
                                          const char *text, size_t length,
                                          bool as_text)
{
    bool fits = decimal->significant <= DOUBLE_DIGITS, reads_right;
    double value;
    if (decimal->ends_in_zero || number_is_small(decimal) ||
        decimal->significant > MAX_DOUBLE_DIGITS)
        return lite_slice(LITE_TEXT, 0, text, length);
    reads_right = divide(decimal, &value);
    if (reads_right && as_text)
        return fits ? lite_slice(LITE_REAL, LITE_SQL, text, length)
                    : lite_slice(LITE_TEXT, 0, text, length);
    if (!reads_right)
        value = number_parse(text, length);
    if (fits || (as_text && is_shortest(decimal, value)))
        return make_real(value);
    return lite_slice(LITE_TEXT, 0, text, length);
}

/* Few digits with a point, seen at a glance: which kind they are, or NULL if
 * that takes a closer look. What begins with a zero may be small. */
static enum lite_kind kind_of_usual(const char *text, size_t length)
{
    enum { FEWEST_SMALL = 5 };
    struct number_parts parts;
    double unused;
    if (!number_take_apart(&parts, text, length) || text[length - 1] == '0' ||
        (parts.begins_with_zero && parts.scale >= FEWEST_SMALL) ||
        !number_as_double(&parts, true, true, &unused))
        return LITE_NULL;
    return parts.whole + parts.scale - parts.begins_with_zero <= DOUBLE_DIGITS
               ? LITE_REAL
               : LITE_TEXT;
}

/* Nothing is known of the column, so the value must survive whatever it is. */
struct lite_value number_for_any(const char *text, size_t length, bool as_text)
{
    enum lite_kind usual = as_text ? kind_of_usual(text, length) : LITE_NULL;
    struct decimal decimal;
    if (usual != LITE_NULL)
        return lite_slice(usual, usual == LITE_REAL ? LITE_SQL : 0, text,
                          length);
    decimal = examine(text, length);
    if (decimal.has_exponent)
        return exponent_for_any(text, length);
    if (!decimal.has_point)
        return integer_for_any(text, length);
    return fraction_for_any(&decimal, text, length, as_text);
}

/* ---- for a numeric column ---- */

/* 1.50 and 1.5 have the same digits. */
static uint64_t without_zeros(uint64_t digits)
{
    while (digits && digits % 10 == 0)
        digits /= 10;
    return digits;
}

/* Beyond a double's range it is infinity or 0, and near 0 it has fewer digits.
 */
static bool number_is_in_range(const struct decimal *decimal, double value)
{
    return decimal->significant == 0 ||
           (isfinite(value) && fabs(value) >= DBL_MIN);
}

/* True if the double, written with as many digits, gives them back. */
static bool keeps_digits(const struct decimal *decimal, double value)
{
    char again[MAX_DOUBLE_TEXT];
    struct decimal other;
    double right;
    if (decimal->significant <= DOUBLE_DIGITS)
        return number_is_in_range(decimal, value);
    if (decimal->significant > MAX_DOUBLE_DIGITS)
        return false;
    if (divide(decimal, &right)) {
        long double off =
            fabsl((long double)fabs(value) * powers[decimal->scale] -
                  (long double)decimal->digits);
        if (off < 0.45L) /* of the last digit, so it prints as it was */
            return true;
    }
    snprintf(again, sizeof again, "%.*e", (int)decimal->significant - 1, value);
    other = examine(again, strlen(again));
    return without_zeros(decimal->digits) == without_zeros(other.digits);
}

/* A REAL column makes a double of the integer. */
static struct lite_value integer_for_numeric(int64_t integer, bool is_real,
                                             bool *rounded)
{
    double real = (double)integer;
    if (is_real && (real >= 9223372036854775808.0 || (int64_t)real != integer))
        *rounded = true;
    return (struct lite_value){.kind = LITE_INTEGER, .integer = integer};
}

/* The column has numeric affinity: SQLite would make a number of it in any
 * case, so the question is only whether that loses anything. */
struct lite_value number_for_numeric(const char *text, size_t length,
                                     bool as_text, bool is_real, bool *rounded)
{
    struct decimal decimal = examine(text, length);
    int64_t integer;
    double value, read;
    bool unused;
    if (!decimal.has_point && !decimal.has_exponent &&
        parse_integer(text, length, &integer))
        return integer_for_numeric(integer, is_real,
                                   rounded ? rounded : &unused);
    if (as_text && decimal.has_point &&
        decimal.significant <= (rounded ? DOUBLE_DIGITS : MAX_DOUBLE_DIGITS) &&
        divide(&decimal, &value))
        return lite_slice(LITE_REAL, LITE_SQL, text, length);
    value = to_double(&decimal, text, length);
    if (!rounded)
        return make_real(value);
    if (decimal.has_exponent
            ? !isfinite(value) || (value == 0 && decimal.significant > 0)
            : !keeps_digits(&decimal, value))
        *rounded = true;
    /* a double's own digits, which SQLite reads as this double */
    if (as_text && is_real && decimal.has_point &&
        decimal.significant <= MAX_DOUBLE_DIGITS && divide(&decimal, &read))
        return lite_slice(LITE_REAL, LITE_SQL, text, length);
    return make_real(value);
}

/* ---- text that looks like a number ---- */

static void skip_sign(struct scan *scan)
{
    if (!scan_take(scan, '-'))
        scan_take(scan, '+');
}

/* As SQLite decides it: a number with white space around it. */
bool number_looks_like(const char *text, size_t length)
{
    struct scan scan = {text, text + length};
    bool digits;
    while (scan.end > scan.at && isspace((unsigned char)scan.end[-1]))
        scan.end--;
    while (scan.at < scan.end && isspace((unsigned char)*scan.at))
        scan.at++;
    skip_sign(&scan);
    digits = scan_digits(&scan);
    if (scan_take(&scan, '.'))
        digits |= scan_digits(&scan);
    if (!digits)
        return false;
    if (scan_take(&scan, 'e') || scan_take(&scan, 'E')) {
        skip_sign(&scan);
        if (!scan_digits(&scan))
            return false;
    }
    return scan.at == scan.end;
}

/* For the survey: is the column's value exact as a REAL or an INTEGER? */
bool number_fits_double(const char *text, size_t length)
{
    struct decimal decimal = examine(text, length);
    int64_t integer;
    if (!decimal.has_point && !decimal.has_exponent &&
        parse_integer(text, length, &integer))
        return true;
    return !decimal.has_exponent && decimal.significant <= DOUBLE_DIGITS &&
           (length < DBL_MAX_10_EXP ||
            number_is_in_range(&decimal, number_parse(text, length)));
}

/* Without the white space that SQLite overlooks. */
bool number_is_plain(const char *text, size_t length)
{
    return length && !isspace((unsigned char)*text) &&
           !isspace((unsigned char)text[length - 1]) &&
           number_looks_like(text, length);
}

/* -5, 0, 12.5: what SQLite writes for the number it made. */
static bool number_is_canonical(const char *text, size_t length)
{
    struct decimal decimal = examine(text, length);
    size_t at = *text == '-';
    return isdigit((unsigned char)text[at]) &&
           (text[at] != '0' || length == at + 1 || text[at + 1] == '.') &&
           isdigit((unsigned char)text[length - 1]) && !decimal.has_exponent &&
           !decimal.ends_in_zero && decimal.significant <= DOUBLE_DIGITS &&
           decimal.scale <= DOUBLE_DIGITS && (length > 1 || *text != '-') &&
           memcmp(text, "-0", length < 2 ? 1 : 2) != 0;
}

/* A text in a column with numeric affinity: would SQLite write another text for
 * it? */
bool number_changes_text(const char *text, size_t length)
{
    if (!length || !number_looks_like(text, length))
        return false;
    return !number_is_canonical(text, length);
}
