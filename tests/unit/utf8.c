#include "unit.h"

#include <string.h>

#include "base/utf8.h"

static void valid_text_is_taken_whole(void **state)
{
    static const char *const texts[] = {"",
                                        "plain",
                                        "\xc2\x80",
                                        "\xdf\xbf",
                                        "\xe0\xa0\x80",
                                        "\xed\x9f\xbf",
                                        "\xee\x80\x80",
                                        "\xf0\x90\x80\x80",
                                        "\xf4\x8f\xbf\xbf"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        assert_true(utf8_is_valid(texts[i], strlen(texts[i])));
}

static void wrong_bytes_end_the_prefix(void **state)
{
    static const char *const tails[] = {"\x80",
                                        "\xc0\x80",
                                        "\xc1\xbf",
                                        "\xe0\x9f\xbf",
                                        "\xed\xa0\x80",
                                        "\xf0\x8f\xbf\xbf",
                                        "\xf4\x90\x80\x80",
                                        "\xf5\x80\x80\x80",
                                        "\xff",
                                        "\xc3(",
                                        "\xe2\x82(",
                                        "\xf0\x9f\x98("};
    (void)state;
    for (size_t before = 0; before < 140; before++)
        for (size_t i = 0; i < COUNT_OF(tails); i++) {
            char text[200];
            memset(text, 'a', before);
            strcpy(text + before, tails[i]);
            assert_int_equal(utf8_valid_prefix(text, strlen(text)), before);
        }
}

static void unfinished_characters_are_told_from_wrong_ones(void **state)
{
    (void)state;
    assert_true(utf8_is_incomplete("\xc3", 1));
    assert_true(utf8_is_incomplete("\xe2\x82", 2));
    assert_true(utf8_is_incomplete("\xf0\x9f\x98", 3));
    assert_false(utf8_is_incomplete("", 0));
    assert_false(utf8_is_incomplete("\xe0\x80", 2));
    assert_false(utf8_is_incomplete("\xff", 1));
    assert_false(utf8_is_incomplete("\xc3\xa9", 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_text_is_taken_whole),
        cmocka_unit_test(wrong_bytes_end_the_prefix),
        cmocka_unit_test(unfinished_characters_are_told_from_wrong_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
