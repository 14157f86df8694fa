#include "sqlite/row.h"

/* Digits with a sign perhaps, few enough for 64 bits. */
static int64_t parse_small(const char *text, size_t length)
{
    bool negative = *text == '-';
    int64_t value = 0;
    for (size_t i = negative || *text == '+'; i < length; i++)
        value = value * 10 + (text[i] - '0');
    return negative ? -value : value;
}

/* The slice is the dump's text, which others look at, too. */
static struct lite_value undoubled(struct arena *arena,
                                   const struct lite_value *value)
{
    char *plain = arena_alloc(arena, value->length);
    uint32_t length = 0;
    for (uint32_t i = 1; i + 1 < value->length; i++) {
        plain[length++] = value->bytes[i];
        i += value->bytes[i] == '\'';
    }
    return (struct lite_value){
        .kind = LITE_TEXT, .length = length, .bytes = plain};
}

/* The value of a slice that was meant to be written as it stands. */
struct lite_value lite_of_literal(struct arena *arena,
                                  const struct lite_value *value)
{
    struct lite_value plain = *value;
    plain.form = 0;
    if (value->kind == LITE_INTEGER) {
        plain.integer = parse_small(value->bytes, value->length);
    } else if (value->kind == LITE_TEXT &&
               (value->form & LITE_DOUBLED_QUOTES)) {
        plain = undoubled(arena, value);
    } else if (value->kind == LITE_TEXT) {
        plain.bytes++;
        plain.length -= 2;
    }
    return plain;
}
