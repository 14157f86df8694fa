/* Arithmetic of decimals that are written out: 0.06 + 0.01 is 0.07 in
 * PostgreSQL, and not quite that in SQLite's doubles. */
#include <stdlib.h>
#include <string.h>

#include "translate/translator.h"

enum { MAX_DIGITS = 15 };

/* number = units / 10 ^ scale */
struct decimal {
    int64_t units;
    unsigned scale;
};

/* False if it has more digits than a double keeps. */
static bool constant_read(struct decimal *decimal, const char *text)
{
    bool is_negative = *text == '-', has_point = false;
    size_t digits = 0;
    *decimal = (struct decimal){0, 0};
    for (text += is_negative; *text; text++) {
        if (*text == '.' && !has_point) {
            has_point = true;
            continue;
        }
        if (*text < '0' || *text > '9' || ++digits > MAX_DIGITS)
            return false;
        decimal->units = decimal->units * 10 + (*text - '0');
        decimal->scale += has_point;
    }
    if (is_negative)
        decimal->units = -decimal->units;
    return digits > 0;
}

static bool constant_align(struct decimal *decimal, unsigned scale)
{
    for (; decimal->scale < scale; decimal->scale++)
        if (__builtin_mul_overflow(decimal->units, (int64_t)10,
                                   &decimal->units))
            return false;
    return true;
}

static bool constant_compute(char operation, struct decimal a, struct decimal b,
                             struct decimal *result)
{
    unsigned scale = a.scale > b.scale ? a.scale : b.scale;
    if (operation == '*') {
        result->scale = a.scale + b.scale;
        return !__builtin_mul_overflow(a.units, b.units, &result->units);
    }
    result->scale = scale;
    if (!constant_align(&a, scale) || !constant_align(&b, scale))
        return false;
    return operation == '+'
               ? !__builtin_add_overflow(a.units, b.units, &result->units)
               : !__builtin_sub_overflow(a.units, b.units, &result->units);
}

static const char *constant_write(struct arena *arena, struct decimal decimal)
{
    char digits[32];
    bool is_negative = decimal.units < 0;
    uint64_t units =
        is_negative ? -(uint64_t)decimal.units : (uint64_t)decimal.units;
    size_t at = sizeof digits;
    digits[--at] = '\0';
    for (unsigned i = 0; i <= decimal.scale || units; i++) {
        if (i == decimal.scale && i)
            digits[--at] = '.';
        digits[--at] = (char)('0' + units % 10);
        units /= 10;
    }
    return arena_printf(arena, "%s%s", is_negative ? "-" : "", digits + at);
}

/* Whole numbers are exact in SQLite, too. */
struct fragment fragment_computed(struct translator *translator,
                                  const char *name, const struct fragment *left,
                                  const struct fragment *right)
{
    struct decimal a, b, result;
    struct fragment fragment;
    if (name[1] || !strchr("+-*", *name) || !left->number || !right->number ||
        (left->class == CLASS_INTEGER && right->class == CLASS_INTEGER) ||
        !constant_read(&a, left->number) || !constant_read(&b, right->number) ||
        a.scale + b.scale > MAX_DIGITS ||
        !constant_compute(*name, a, b, &result) ||
        result.units > INT64_C(999999999999999) ||
        result.units < -INT64_C(999999999999999))
        return NO_FRAGMENT;
    fragment = fragment_make_typed(
        translator, translator_type(translator, "numeric"), PRECEDENCE_SIGN,
        "%s", constant_write(translator->context->arena, result));
    if (result.units >= 0)
        fragment.precedence = PRECEDENCE_PRIMARY;
    fragment.is_not_null = true;
    fragment.number = fragment.sql;
    return fragment;
}
