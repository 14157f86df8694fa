#include "unit.h"

#include <string.h>

#include "postgres/literal.h"

static void decodes(const char *text, bool backslash, const char *wanted)
{
    struct buffer out = {0};
    assert_null(literal_decode(&out, text, strlen(text), backslash));
    assert_holds(&out, wanted);
    buffer_release(&out);
}

static void refuses(const char *text)
{
    struct buffer out = {0};
    assert_non_null(literal_decode(&out, text, strlen(text), false));
    buffer_release(&out);
}

static void literals(void **state)
{
    (void)state;
    decodes("'it''s'", false, "it's");
    decodes("'a\\b'", false, "a\\b");
    decodes("'a\\\\b\\''", true, "a\\b'");
    decodes("E'\\b\\f\\n\\r\\t\\v\\z\\101\\x4a\\\\'", false,
            "\b\f\n\r\t\vzAJ\\");
    decodes("E'\\u00e9\\U0001F389\\ud83c\\udf89'", false, "é🎉🎉");
    decodes("U&'d\\0061t\\+000061\\\\'", false, "data\\");
    decodes("U&'d!0061' UESCAPE '!'", false, "da");
    decodes("U&'u''u'\n'x' uescape 'q'", false, "u'ux");
    decodes("N'x'", false, "x");
    decodes("'a'\n -- it's\n 'b'", false, "ab");
    decodes("E'\\xc3\\xa9'", false, "é");
    decodes("''", false, "");
}

static void wrong_literals(void **state)
{
    (void)state;
    refuses("E'\\ud83c'");
    refuses("E'\\udf89'");
    refuses("E'\\ud83cx'");
    refuses("E'\\ud83cx\\udf89'");
    refuses("E'\\ud83c\\n\\udf89'");
    refuses("E'\\ud83c'\n'\\ud83c\\udf89'");
    refuses("U&'\\d83cx\\df89'");
    refuses("E'\\u12'");
    refuses("E'\\U00110000'");
    refuses("E'\\000'");
    refuses("E'\\x00'");
    refuses("E'\\xff'");
    refuses("U&'\\00'");
}

static void identifiers(void **state)
{
    static const char *const pairs[][2] = {{"Abc", "abc"},
                                           {"\"Abc\"", "Abc"},
                                           {"\"a\"\"b\"", "a\"b"},
                                           {"U&\"\\0061b\"", "ab"},
                                           {"É", "É"}};
    struct buffer out = {0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        assert_null(identifier_decode(&out, pairs[i][0], strlen(pairs[i][0])));
        assert_holds(&out, pairs[i][1]);
    }
    buffer_release(&out);
}

static void numbers(void **state)
{
    static const char *const pairs[][2] = {
        {"0x1F", "31"},      {"-0b101", "-5"},
        {"0o17", "15"},      {"1_000", "1000"},
        {"-1_0.5", "-10.5"}, {"0x7fffffffffffffff", "9223372036854775807"}};
    struct buffer out = {0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        assert_null(number_decode(&out, pairs[i][0], strlen(pairs[i][0])));
        assert_holds(&out, pairs[i][1]);
    }
    assert_non_null(number_decode(&out, "0x8000000000000000", 18));
    buffer_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literals),
        cmocka_unit_test(wrong_literals),
        cmocka_unit_test(identifiers),
        cmocka_unit_test(numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
