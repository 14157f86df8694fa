#include "unit.h"

#include <string.h>

#include "base/json.h"
#include "types/array.h"
#include "types/json.h"

static const char *string_of(const char *text, size_t length)
{
    static struct buffer out;
    out.size = 0;
    json_add_string(&out, text, length);
    return buffer_text(&out);
}

static void strings_are_escaped(void **state)
{
    (void)state;
    assert_string_equal(string_of("", 0), "\"\"");
    assert_string_equal(string_of("a\"b\\c/", 6), "\"a\\\"b\\\\c/\"");
    assert_string_equal(string_of("\n\t\x01", 3), "\"\\n\\t\\u0001\"");
    assert_string_equal(string_of("\xc3\xa9", 2), "\"\xc3\xa9\"");
}

static void numbers_are_those_of_json(void **state)
{
    static const char *const good[] = {"0",   "-1", "1.5",
                                       "1e5", "10", "-0.5E-3"};
    static const char *const bad[] = {"",   "-",   "01",  "1.", ".5",
                                      "+1", "0x1", "NaN", "1e", "Infinity"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++)
        assert_true(json_is_number(good[i], strlen(good[i])));
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(json_is_number(bad[i], strlen(bad[i])));
}

static const struct value_type text = {.codec = &codecs[CODEC_TEXT],
                                       .class = CLASS_TEXT};
static const struct value_type integer = {.codec = &codecs[CODEC_INTEGER],
                                          .class = CLASS_INTEGER};
static const struct value_type boolean = {.codec = &codecs[CODEC_BOOLEAN],
                                          .class = CLASS_BOOLEAN};

static void values_go_by_their_type(void **state)
{
    struct buffer out = {0};
    struct json_loss lost = {0};
    (void)state;
    json_add_value(&out, &integer, "5", 1, &lost);
    assert_holds(&out, "5");
    json_add_value(&out, &text, "5", 1, &lost);
    assert_holds(&out, "\"5\"");
    json_add_value(&out, &boolean, "t", 1, &lost);
    assert_holds(&out, "true");
    buffer_release(&out);
}

static void composite_values_are_objects(void **state)
{
    static struct pg_attribute attributes[] = {{.name = "a"}, {.name = "b"}};
    static const struct pg_type_definition definition = {
        .attributes = attributes, .n_attributes = 2};
    static const struct value_type *types[] = {&integer, &text};
    static const struct value_type pair = {.codec = &codecs[CODEC_COMPOSITE],
                                           .class = CLASS_COMPOSITE,
                                           .definition = &definition,
                                           .attributes = types};
    static const char value[] = "(1,\"x\"\"y, z\")";
    struct buffer out = {0};
    struct json_loss lost = {0};
    (void)state;
    assert_true(json_of_composite(&out, &pair, value, strlen(value), &lost));
    assert_holds(&out, "{\"a\":1,\"b\":\"x\\\"y, z\"}");
    assert_true(json_of_composite(&out, &pair, "(,)", 3, &lost));
    assert_holds(&out, "{\"a\":null,\"b\":null}");
    assert_false(json_of_composite(&out, &pair, "(1)", 3, &lost));
    assert_false(json_of_composite(&out, &pair, "1,2", 3, &lost));
    assert_false(json_of_composite(&out, &pair, "(1,2", 4, &lost));
    assert_int_equal(out.size, 0);
    buffer_release(&out);
}

static void hstore_is_an_object(void **state)
{
    static const char value[] = "\"a\"=>\"1\", \"b\\\"\"=>NULL";
    struct buffer out = {0};
    (void)state;
    assert_true(json_add_hstore(&out, value, strlen(value)));
    assert_holds(&out, "{\"a\":\"1\",\"b\\\"\":null}");
    assert_true(json_add_hstore(&out, "", 0));
    assert_holds(&out, "{}");
    assert_false(json_add_hstore(&out, "\"a\"", 3));
    assert_false(json_add_hstore(&out, "\"a\"=>\"b", 7));
    assert_int_equal(out.size, 0);
    buffer_release(&out);
}

/* What a list cannot say must not be left out of it. */
static void lists_are_whole_or_none(void **state)
{
    static const char *const good[][2] = {
        {"{a,b}", "a,b"}, {"{}", ""}, {"{\"a b\",\"\"}", "a b,"}};
    static const char *const bad[] = {"{a,NULL}",  "{NULL,a}",  "{a,\"b,c\"}",
                                      "{{1},{2}}", "{1,{2}}",   "{\"\"}",
                                      "{a,}",      "[2:2]={1}", "{a"};
    struct buffer out = {0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        out.size = 0;
        assert_true(array_to_csv(&out, good[i][0], strlen(good[i][0]), NULL));
        assert_string_equal(buffer_text(&out), good[i][1]);
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        out.size = 0;
        assert_false(array_to_csv(&out, bad[i], strlen(bad[i]), NULL));
        assert_int_equal(out.size, 0);
    }
    buffer_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_are_escaped),
        cmocka_unit_test(numbers_are_those_of_json),
        cmocka_unit_test(values_go_by_their_type),
        cmocka_unit_test(composite_values_are_objects),
        cmocka_unit_test(hstore_is_an_object),
        cmocka_unit_test(lists_are_whole_or_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
