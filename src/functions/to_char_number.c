/* to_char of numbers by a pattern, as PostgreSQL's NUM_processor writes them.
 * In the C locale: "." and "," and no sign of a currency. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "functions/function.h"

enum part {
    PART_LITERAL,
    PART_DIGIT,
    PART_ZERO,
    PART_POINT,
    PART_COMMA,
    PART_SIGN,
    PART_MINUS,
    PART_PLUS,
    PART_PLUS_MINUS,
    PART_BRACKETS,
    PART_ORDINAL,
    PART_CURRENCY,
    PART_FILL,
    PART_UNKNOWN
};

static const struct {
    const char *text;
    enum part part;
} parts[] = {
#define NUMBER_PATTERN(text, part)   {text, PART_##part},
#define REFUSED_NUMBER_PATTERN(text) {text, PART_UNKNOWN},
#include "number_patterns.def"
};

enum { MOST_PLACES = 60 };

/* Where a single sign stands. */
enum sign_place { SIGN_BEFORE_DIGITS, SIGN_LEADING, SIGN_TRAILING };

struct picture {
    int before, behind;       /* digits */
    int zero_from;            /* the place of the first 0, from 1 on; 0: none */
    int zeros_end;            /* places up to the last 0 */
    bool has_point, is_tight; /* FM */
    bool has_sign, has_minus, has_plus, has_brackets;
    int digits_before_sign;
    enum sign_place sign;
};

struct number_writing {
    struct buffer out;
    const struct picture *picture;
    bool is_negative, is_sign_written, is_begun, is_cut;
    char digits[128]; /* with a point, if the picture has one */
    size_t at;        /* the next of them */
    size_t relevant;  /* up to here, with FM; or 0 */
    int place, blanks, end;
};

/* ---- the pattern ---- */

static enum part take_part(const char **at, size_t *length)
{
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        size_t size = strlen(parts[i].text);
        if (sqlite3_strnicmp(parts[i].text, *at, (int)size) != 0)
            continue;
        *at += size;
        *length = size;
        return parts[i].part;
    }
    *length = 1;
    ++*at;
    return PART_LITERAL;
}

/* Text in quotes stands for itself. */
static size_t quoted_length(const char *at)
{
    const char *end = *at == '"' ? strchr(at + 1, '"') : NULL;
    return *at != '"' ? 0 : end ? (size_t)(end - at) + 1 : strlen(at);
}

static void count_digit(struct picture *picture, bool is_zero)
{
    if (picture->has_point)
        picture->behind++;
    else
        picture->before++;
    if (!is_zero)
        return;
    if (!picture->zero_from && !picture->has_point)
        picture->zero_from = picture->before;
    picture->zeros_end = picture->before + picture->behind;
}

static bool count_part(struct picture *picture, enum part part)
{
    switch (part) {
    case PART_DIGIT: count_digit(picture, false); break;
    case PART_ZERO: count_digit(picture, true); break;
    case PART_POINT:
        if (picture->has_point)
            return false;
        picture->has_point = true;
        break;
    case PART_SIGN:
        if (picture->has_sign)
            return false;
        picture->has_sign = true;
        picture->digits_before_sign = picture->before;
        picture->sign = picture->has_point ? SIGN_TRAILING : SIGN_LEADING;
        break;
    case PART_MINUS: picture->has_minus = true; break;
    case PART_PLUS: picture->has_plus = true; break;
    case PART_PLUS_MINUS: picture->has_minus = picture->has_plus = true; break;
    case PART_BRACKETS: picture->has_brackets = true; break;
    case PART_FILL: picture->is_tight = true; break;
    case PART_UNKNOWN: return false;
    case PART_COMMA:
    case PART_ORDINAL:
    case PART_CURRENCY:
    case PART_LITERAL: break;
    }
    return true;
}

/* The pattern is read once before anything is written. */
static bool read_picture(sqlite3_context *context, const char *format,
                         struct picture *picture)
{
    *picture = (struct picture){0};
    for (const char *at = format; *at;) {
        size_t length = quoted_length(at);
        const char *part = at;
        at += length;
        if (!length && !count_part(picture, take_part(&at, &length))) {
            result_error(context, "the pattern of a number at '%s'", part);
            return false;
        }
    }
    /* A sign behind all digits is behind the number. */
    if (picture->has_sign && picture->digits_before_sign == picture->before)
        picture->sign = SIGN_TRAILING;
    if (picture->has_sign &&
        (picture->has_minus || picture->has_plus || picture->has_brackets)) {
        result_error(context, "the pattern '%s' has two signs", format);
        return false;
    }
    if (picture->before + picture->behind < MOST_PLACES)
        return true;
    result_error(context, "a pattern of more than %d digits", (int)MOST_PLACES);
    return false;
}

/* ---- the number ---- */

/* Its digits, or ## where there are too many. */
static void take_digits(struct number_writing *writing, double number,
                        bool is_double)
{
    const struct picture *picture = writing->picture;
    char *point;
    /* SQLite rounds the digits that a double shows, as a numeric is rounded. */
    if (is_double)
        snprintf(writing->digits, sizeof writing->digits, "%.*f",
                 picture->behind, fabs(number));
    else
        sqlite3_snprintf(sizeof writing->digits, writing->digits, "%.*f",
                         picture->behind, fabs(number));
    writing->is_negative =
        number < 0 && strspn(writing->digits, "0.") != strlen(writing->digits);
    point = strchr(writing->digits, '.');
    writing->blanks =
        picture->before - (int)(point ? (size_t)(point - writing->digits)
                                      : strlen(writing->digits));
    if (writing->blanks >= 0)
        return;
    writing->blanks = 0;
    memset(writing->digits, '#',
           (size_t)picture->before + (size_t)picture->behind + 1);
    writing->digits[picture->before] = '.';
    writing->digits[picture->before + picture->behind + 1] = '\0';
}

/* With FM zeros at the end go, but for those that the pattern wants. */
static void find_relevant(struct number_writing *writing)
{
    const struct picture *picture = writing->picture;
    const char *point = strchr(writing->digits, '.');
    size_t wanted;
    if (!picture->is_tight || !point)
        return;
    writing->relevant = strlen(writing->digits);
    while (writing->digits[writing->relevant - 1] == '0')
        writing->relevant--;
    if (picture->zeros_end > writing->blanks) {
        wanted = (size_t)(picture->zeros_end - writing->blanks) + 1;
        if (wanted > strlen(writing->digits))
            wanted = strlen(writing->digits);
        if (writing->relevant < wanted)
            writing->relevant = wanted;
    }
}

/* " .1" for "9.9": a 0 that nothing asks for. */
static bool is_blank_zero(const struct number_writing *writing)
{
    const struct picture *picture = writing->picture;
    return !picture->zero_from && writing->at == 0 &&
           writing->digits[0] == '0' && picture->behind;
}

/* Nothing but zeros is behind the point, and FM leaves them out. */
static bool ends_with_point(const struct number_writing *writing)
{
    return writing->relevant && writing->digits[writing->relevant - 1] == '.';
}

static char sign_of(const struct number_writing *writing)
{
    return writing->is_negative ? '-' : '+';
}

static void write_sign(struct number_writing *writing)
{
    const struct picture *picture = writing->picture;
    writing->is_sign_written = true;
    if (picture->has_sign) {
        if (picture->sign == SIGN_LEADING)
            buffer_add_byte(&writing->out, sign_of(writing));
    } else if (picture->has_brackets) {
        buffer_add_byte(&writing->out, writing->is_negative ? '<' : ' ');
    } else if (writing->is_negative) {
        buffer_add_byte(&writing->out, '-');
    } else if (!picture->is_tight) {
        buffer_add_byte(&writing->out, ' ');
    }
}

static void write_digit(struct number_writing *writing, bool is_zero)
{
    bool is_tight = writing->picture->is_tight;
    if (writing->relevant && writing->at >= writing->relevant && !is_zero) {
        /* a zero that may go */
    } else if (is_blank_zero(writing)) {
        if (!is_tight)
            buffer_add_byte(&writing->out, ' ');
        else if (ends_with_point(writing))
            buffer_add_byte(&writing->out, '0');
    } else {
        buffer_add_byte(&writing->out, writing->digits[writing->at]);
        writing->is_begun = true;
    }
    writing->at += writing->digits[writing->at] != '\0';
}

/* A sign behind the number, at its last place. */
static void end_place(struct number_writing *writing)
{
    const struct picture *picture = writing->picture;
    int places = picture->before + picture->behind + picture->has_point;
    writing->place++;
    if (writing->relevant && writing->at == writing->relevant && !writing->end)
        writing->end = writing->place;
    if (writing->place != (writing->end ? writing->end : places))
        return;
    if (writing->is_sign_written && picture->has_brackets)
        buffer_add_byte(&writing->out, writing->is_negative ? '>' : ' ');
    else if (picture->has_sign && picture->sign == SIGN_TRAILING)
        buffer_add_byte(&writing->out, sign_of(writing));
}

/* A digit's place, or the point. */
static void write_place(struct number_writing *writing, enum part part)
{
    const struct picture *picture = writing->picture;
    bool has_zero =
        picture->zero_from && picture->zero_from <= writing->place + 1;
    bool is_before = writing->place < writing->blanks;
    if (!writing->is_sign_written && (!is_before || has_zero) &&
        (!is_blank_zero(writing) || ends_with_point(writing)))
        write_sign(writing);
    if (is_before && !has_zero) {
        if (!picture->is_tight)
            buffer_add_byte(&writing->out, ' ');
    } else if (is_before) {
        buffer_add_byte(&writing->out, '0');
        writing->is_begun = true;
    } else if (writing->digits[writing->at] == '.') {
        buffer_add_byte(&writing->out, '.');
        writing->at++;
    } else if (part == PART_POINT && !picture->behind) {
        writing->is_cut = true; /* PostgreSQL writes a NUL here */
        return;
    } else {
        write_digit(writing, part == PART_ZERO);
    }
    end_place(writing);
}

/* ---- the rest of the pattern ---- */

/* A byte that stands where the pattern says, or a blank to keep the width. */
static void write_or_blank(struct number_writing *writing, bool is_there,
                           char byte)
{
    if (is_there)
        buffer_add_byte(&writing->out, byte);
    else if (!writing->picture->is_tight)
        buffer_add_byte(&writing->out, ' ');
}

/* 11th to 13th are the exception. */
static void write_ordinal(struct number_writing *writing, const char *like)
{
    static const char *const endings[] = {"th", "st", "nd", "rd"};
    size_t n = strlen(writing->digits);
    char last = writing->digits[n - 1];
    bool is_teen = n > 1 && writing->digits[n - 2] == '1';
    const char *ending =
        endings[!is_teen && last >= '1' && last <= '3' ? last - '0' : 0];
    if (writing->picture->has_point || writing->is_negative ||
        writing->digits[0] == '#')
        return;
    for (size_t i = 0; i < 2; i++)
        buffer_add_byte(&writing->out,
                        isupper((unsigned char)*like)
                            ? (char)toupper((unsigned char)ending[i])
                            : ending[i]);
}

static void write_part(struct number_writing *writing, enum part part,
                       const char *like)
{
    switch (part) {
    case PART_DIGIT:
    case PART_ZERO:
    case PART_POINT: write_place(writing, part); break;
    case PART_COMMA: write_or_blank(writing, writing->is_begun, ','); break;
    case PART_MINUS: write_or_blank(writing, writing->is_negative, '-'); break;
    case PART_PLUS: write_or_blank(writing, !writing->is_negative, '+'); break;
    case PART_PLUS_MINUS:
        buffer_add_byte(&writing->out, sign_of(writing));
        break;
    case PART_ORDINAL: write_ordinal(writing, like); break;
    case PART_CURRENCY: buffer_add_byte(&writing->out, ' '); break;
    case PART_LITERAL: buffer_add_byte(&writing->out, *like); break;
    case PART_SIGN:
    case PART_BRACKETS:
    case PART_FILL:
    case PART_UNKNOWN: break;
    }
}

static void write_number(struct number_writing *writing, const char *format)
{
    while (*format && !writing->is_cut) {
        size_t length = quoted_length(format);
        const char *like = format;
        format += length;
        if (length)
            buffer_add(&writing->out, like + 1,
                       length - 1 - (length > 1 && like[length - 1] == '"'));
        else
            write_part(writing, take_part(&format, &length), like);
    }
}

static void to_char_number(sqlite3_context *context, int n,
                           sqlite3_value **values)
{
    const char *format = argument_text(values[1]).bytes;
    struct picture picture;
    struct number_writing writing = {.picture = &picture};
    double number;
    if (!argument_number(context, values[0], &number) ||
        !read_picture(context, format, &picture))
        return;
    if (!(fabs(number) < 1e15)) {
        result_error(context, "a number beyond 15 digits");
        return;
    }
    take_digits(&writing, number, n > 2);
    if (picture.is_tight && !writing.is_negative)
        picture.has_brackets = false;
    find_relevant(&writing);
    writing.is_sign_written =
        picture.has_minus || (picture.is_tight && !writing.is_negative &&
                              !picture.has_sign && !picture.has_plus);
    write_number(&writing, format);
    result_buffer(context, &writing.out);
}

const struct function number_pattern_functions[] = {
    {"to_char_number", 2, true, to_char_number},
    {"to_char_number", 3, true, to_char_number}, /* of a double precision */
    {NULL, 0, false, NULL}};
