/* to_char of numbers by a pattern. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "functions/function.h"

struct picture {
    int before, behind; /* digits */
    int zero_before;    /* digits from the first 0 on */
    bool has_point, fill, has_sign;
};

/* The pattern is read once before anything is written. */
static bool read_picture(sqlite3_context *context, const char *format,
                         struct picture *picture)
{
    *picture = (struct picture){.fill = true};
    if (!sqlite3_strnicmp(format, "FM", 2)) {
        picture->fill = false;
        format += 2;
    }
    for (; *format; format++) {
        char byte = (char)toupper((unsigned char)*format);
        if (byte == '9' || byte == '0') {
            if (picture->has_point)
                picture->behind++;
            else
                picture->before++;
            if (!picture->has_point && (byte == '0' || picture->zero_before))
                picture->zero_before++;
        } else if (byte == '.' || byte == 'D') {
            picture->has_point = true;
        } else if (byte == 'S') {
            picture->has_sign = true;
        } else if (byte != ',' && byte != 'G') {
            result_error(context, "'%c' in the pattern of a number", byte);
            return false;
        }
    }
    return picture->before + picture->behind < 60;
}

/* A 9 after the point may be left out with FM, a 0 not. */
static bool is_optional_zero(const char *format, int behind, int place)
{
    const char *point = strpbrk(format, ".Dd");
    return point && place <= behind && point[place] == '9';
}

/* Zeros that the pattern does not want at the end go, with FM. */
static void trim_fraction(struct buffer *out, const char *format,
                          const struct picture *picture)
{
    for (int place = picture->behind; place > 0; place--) {
        if (out->bytes[out->size - 1] != '0' ||
            !is_optional_zero(format, picture->behind, place))
            return;
        out->size--;
    }
}

/* The digits before the point, with the pattern's commas. */
static void add_whole(struct buffer *out, const char *format,
                      const struct picture *picture, const char *digits,
                      bool is_negative)
{
    int length = (int)strlen(digits), place = picture->before;
    bool began = false;
    struct buffer whole = {0};
    size_t blanks = 0;
    for (; *format && !strchr(".Dd", *format); format++) {
        if (*format == ',' || *format == 'G') {
            if (began)
                buffer_add_byte(&whole, ',');
            else
                blanks++;
        } else if (*format == '9' || *format == '0') {
            began |= place <= length || place <= picture->zero_before;
            if (place <= length)
                buffer_add_byte(&whole, digits[length - place]);
            else if (began)
                buffer_add_byte(&whole, '0');
            else
                blanks++;
            place--;
        }
    }
    for (size_t i = 0; picture->fill && i < blanks; i++)
        buffer_add_byte(out, ' ');
    if (is_negative || picture->has_sign)
        buffer_add_byte(out, is_negative ? '-' : '+');
    else if (picture->fill)
        buffer_add_byte(out, ' ');
    buffer_add(out, whole.bytes, whole.size);
    buffer_release(&whole);
}

static void to_char_number(sqlite3_context *context, int n,
                           sqlite3_value **values)
{
    const char *format = argument_text(values[1]).bytes;
    struct picture picture;
    struct buffer out = {0};
    char text[128], *point;
    double number;
    (void)n;
    if (!argument_number(context, values[0], &number) ||
        !read_picture(context, format, &picture))
        return;
    if (!(fabs(number) < 1e15)) {
        result_error(context, "a number beyond 15 digits");
        return;
    }
    sqlite3_snprintf(sizeof text, text, "%.*f", picture.behind, fabs(number));
    point = strchr(text, '.');
    if (point)
        *point = '\0';
    /* Too wide: ### as PostgreSQL does. */
    if ((int)strlen(text) > picture.before && strcmp(text, "0") != 0) {
        for (const char *at = format; *at; at++)
            buffer_add_byte(&out, strchr("90", *at) ? '#' : *at);
        result_buffer(context, &out);
        return;
    }
    add_whole(&out, picture.fill ? format : format + 2, &picture,
              !strcmp(text, "0") && picture.behind ? "" : text, number < 0);
    if (picture.has_point) {
        buffer_add_byte(&out, '.');
        buffer_add_text(&out, point ? point + 1 : "");
        if (!picture.fill)
            trim_fraction(&out, format, &picture);
    }
    result_buffer(context, &out);
}

const struct function number_pattern_functions[] = {
    {"to_char_number", 2, true, to_char_number}, {NULL, 0, false, NULL}};
