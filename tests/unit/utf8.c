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

/* By single characters, which are too short for vectors. */
static size_t prefix_by_characters(const char *text, size_t length)
{
    size_t at = 0, size = 1;
    while (at < length && size <= 4) {
        for (size = 1; size <= 4 && size <= length - at; size++)
            if (utf8_is_valid(text + at, size))
                break;
        if (size > 4 || size > length - at)
            return at;
        at += size;
    }
    return at;
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

/* All of Unicode, in order, with texts that begin at any place. */
static void every_character_is_valid(void **state)
{
    static char text[4 * 0x110000];
    size_t length = 0;
    (void)state;
    for (uint32_t c = 1; c < 0x110000; c++)
        if (c < 0xd800 || c > 0xdfff)
            length += utf8_put(text + length, c);
    for (size_t from = 0; from < 40; from++)
        assert_true(utf8_is_valid(text + from, length - from));
}

/* Texts of random characters in which a byte is another, or an end is cut. */
static void vectors_and_characters_agree(void **state)
{
    uint32_t random = 1;
    (void)state;
    for (int i = 0; i < 100000; i++) {
        char text[160];
        size_t length = 0, wanted = next_random(&random) % 140;
        static const uint32_t limits[] = {0x80, 0x800, 0x10000, 0x110000};
        uint32_t limit = limits[next_random(&random) % 4];
        while (length < wanted) {
            uint32_t c = next_random(&random) % limit;
            if (c < 0xd800 || c > 0xdfff)
                length += utf8_put(text + length, c);
        }
        if (length && next_random(&random) % 4)
            text[next_random(&random) % length] = (char)next_random(&random);
        if (length)
            length -= next_random(&random) % 2;
        assert_int_equal(utf8_valid_prefix(text, length),
                         prefix_by_characters(text, length));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_text_is_taken_whole),
        cmocka_unit_test(wrong_bytes_end_the_prefix),
        cmocka_unit_test(unfinished_characters_are_told_from_wrong_ones),
        cmocka_unit_test(every_character_is_valid),
        cmocka_unit_test(vectors_and_characters_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
