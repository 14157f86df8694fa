#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "types/array.h"
#include "types/json.h"
#include "types/bytea.h"
#include "types/names.h"
#include "types/number.h"
#include "schema/selection.h"
#include "types/timestamp.h"

static void expect_timestamp(const char *text, const char *wanted)
{
    char out[TIMESTAMP_ROOM + 1];
    size_t length = timestamp_to_utc(out, text, strlen(text));
    out[length] = '\0';
    assert_string_equal(out, wanted);
}

static void timestamps(void **state)
{
    (void)state;
    expect_timestamp("2024-02-29 12:34:56", "2024-02-29 12:34:56");
    expect_timestamp("2024-02-29 12:34:56.5+00", "2024-02-29 12:34:56.500000");
    expect_timestamp("2024-03-01 00:30:00+01", "2024-02-29 23:30:00");
    expect_timestamp("2023-12-31 23:30:00-05:30", "2024-01-01 05:00:00");
    expect_timestamp("1883-11-18 12:00:00-04:56:02", "1883-11-18 16:56:02");
    expect_timestamp("0001-01-01 00:00:00+01", "0001-12-31 23:00:00 BC");
    expect_timestamp("0001-12-31 23:30:00-01 BC", "0001-01-01 00:30:00");
    expect_timestamp("294276-12-31 23:59:59.999999",
                     "294276-12-31 23:59:59.999999");
    expect_timestamp("2023-02-28 23:59:60-01", "2023-03-01 01:00:00");
}

static void other_texts_are_no_timestamps(void **state)
{
    static const char *const texts[] = {"",
                                        "infinity",
                                        "2024-02-29",
                                        "12:34:56",
                                        "2024-02-29T12:34:56",
                                        "2024-13-01 00:00:00",
                                        "2024-01-01 00:00",
                                        "2024-01-01 00:00:00+1",
                                        "2024-01-01 00:00:00.",
                                        "2024-01-01 00:00:00 AD",
                                        "20240-1-1 00:00:00",
                                        "99999999-01-01 00:00:00",
                                        "2024-01-01 00:00:00.1234567"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        expect_timestamp(texts[i], "");
}

static void expect_array(const char *text, const char *wanted)
{
    struct buffer out = {0};
    struct json_loss lost = {0};
    bool found;
    found = array_to_json(&out, text, strlen(text), NULL, &lost);
    assert_int_equal(found, wanted != NULL);
    assert_holds(&out, wanted ? wanted : "");
    buffer_release(&out);
}

static void arrays(void **state)
{
    (void)state;
    expect_array("{1,-2,NULL}", "[1,-2,null]");
    expect_array("{}", "[]");
    expect_array("{a,it's,\"q\\\"uote\",\"back\\\\slash\",\"\",NULL,\"NULL\"}",
                 "[\"a\",\"it's\",\"q\\\"uote\",\"back\\\\slash\",\"\",null,"
                 "\"NULL\"]");
    expect_array("{{1,2},{3,4}}", "[[1,2],[3,4]]");
    expect_array("[0:1][1:2]={{a,b},{c,d}}", "[[\"a\",\"b\"],[\"c\",\"d\"]]");
    expect_array("{1,x}", "[\"1\",\"x\"]");
    expect_array("{007}", "[\"007\"]");
    expect_array("{1.5,1e+300}", "[1.5,1e+300]");
    expect_array("{NaN,1}", "[\"NaN\",\"1\"]");
    expect_array("{\"a\nb\"}", "[\"a\\nb\"]");
}

static void other_texts_are_no_arrays(void **state)
{
    static const char *const texts[] = {
        "",           "x",        "{",
        "}",          "{1",       "{1,}",
        "{,1}",       "{1}}",     "{{1}",
        "{\"a\": 1}", "[1,2]",    "{\"a\"b}",
        "{a\"b\"}",   "[1:2]{1}", "[1:2=",
        "{\"a",       "{\"a\\",   "{{{{{{{1}}}}}}}",
        "{1}x",       "{a\\}",    "{ sp , t }" /* not as it stands */};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        expect_array(texts[i], NULL);
}

static void expect_bytes(const char *text, const char *wanted, size_t size)
{
    struct arena arena = {0};
    const char *bytes;
    size_t found;
    assert_true(bytea_decode(&arena, text, strlen(text), &bytes, &found));
    assert_int_equal(found, size);
    assert_memory_equal(bytes, wanted, size);
    arena_release(&arena);
}

static void bytes(void **state)
{
    static const char *const wrong[] = {"\\xabc", "\\xzz", "\\8", "\\400",
                                        "\\",     "\\12",  "a\\"};
    struct arena arena = {0};
    const char *out;
    size_t size;
    (void)state;
    expect_bytes("\\xDEad00", "\xde\xad\0", 3);
    expect_bytes("\\x", "", 0);
    expect_bytes("", "", 0);
    expect_bytes("\\336\\\\a'\\000", "\xde\\a'\0", 5);
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_false(
            bytea_decode(&arena, wrong[i], strlen(wrong[i]), &out, &size));
    arena_release(&arena);
}

static void expect_number(const char *text, enum lite_kind kind, bool is_slice)
{
    struct lite_value value = number_for_any(text, strlen(text), true);
    assert_int_equal(value.kind, kind);
    assert_int_equal((value.form & LITE_SQL) != 0, is_slice);
}

static void numbers_without_a_type(void **state)
{
    (void)state;
    expect_number("9223372036854775807", LITE_INTEGER, false);
    expect_number("9223372036854775808", LITE_TEXT, false);
    expect_number("1.5", LITE_REAL, true);
    expect_number("-0.25", LITE_REAL, true);
    expect_number("1.50", LITE_TEXT, false);
    expect_number("0.0000", LITE_TEXT, false);
    expect_number("0.00001", LITE_TEXT, false);
    expect_number("0.00012", LITE_REAL, true);
    expect_number("-0.0000123", LITE_TEXT, false);
    expect_number("123456789012345.6", LITE_TEXT, false);
    expect_number("12345678901234567890.12", LITE_TEXT, false);
    expect_number("1e+300", LITE_REAL, false);
    expect_number("1e999", LITE_TEXT, false);
    expect_number("-114.1092765", LITE_REAL, false); /* SQLite misreads it */
}

/* What is divided at once is what strtod reads, and so is what others read. */
static void doubles_are_the_nearest(void **state)
{
    uint64_t random = 3;
    size_t n = 0;
    (void)state;
    for (int i = 0; i < 300000; i++) {
        struct number_parts parts;
        char text[40];
        double found, read;
        size_t length, scale;
        random = random * 6364136223846793005u + 1442695040888963407u;
        length = (size_t)snprintf(text, sizeof text, "%s%llu", i % 3 ? "" : "-",
                                  (unsigned long long)(random >> (i % 64)));
        scale = 1 + (random >> 7) % 17;
        if (scale + 2 > length)
            continue;
        memmove(text + length - scale + 1, text + length - scale, scale + 1);
        text[length - scale] = '.';
        if (!number_take_apart(&parts, text, length + 1) ||
            !number_as_double(&parts, true, i % 2, &found))
            continue;
        read = strtod(text, NULL);
        assert_memory_equal(&found, &read, sizeof read);
        n++;
    }
    assert_true(n > 100000);
}

static void expect_rounded(const char *text, bool is_real, bool wanted)
{
    bool rounded = false;
    number_for_numeric(text, strlen(text), false, is_real, &rounded);
    assert_int_equal(rounded, wanted);
}

static void lost_digits_are_noticed(void **state)
{
    (void)state;
    expect_rounded("12.50", false, false);
    expect_rounded("99999999999999.9", false, false);
    expect_rounded("362.4706633115564", true, false);
    expect_rounded("0.30000000000000004", true, false);
    expect_rounded("0.12345678901234567", true, true);
    expect_rounded("12345678901234567.8", false, true);
    expect_rounded("9007199254740993", false, false);
    expect_rounded("9007199254740993", true, true);
    expect_rounded("9223372036854775807", true, true);
    expect_rounded("100000000000000000000", false, false);
    expect_rounded("123456789012345678901", false, true);
    expect_rounded("1e400", false, true);
}

static void texts_that_become_numbers(void **state)
{
    static const char *const changed[] = {"007",
                                          "1e5",
                                          "1.10",
                                          " 5",
                                          "+1",
                                          "5.",
                                          ".5",
                                          "-0",
                                          "-0.0",
                                          "1e400",
                                          "12345678901234567890"};
    static const char *const same[] = {"",           "5",   "-5", "0",
                                       "1.5",        "abc", "1a", "0x10",
                                       "2020-01-01", "-",   ".",  "1e"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(changed); i++)
        assert_true(number_changes_text(changed[i], strlen(changed[i])));
    for (size_t i = 0; i < COUNT_OF(same); i++)
        assert_false(number_changes_text(same[i], strlen(same[i])));
}

static void patterns(void **state)
{
    struct selection selection = {0};
    struct failure failure = {0};
    size_t at = 0;
    (void)state;
    assert_true(selection_wants(&selection, "public", "t"));
    assert_true(
        selection_add(&selection, SELECT_TABLES, "public.a*", false, &failure));
    assert_true(
        selection_add(&selection, SELECT_TABLES, "\"A.b\"", false, &failure));
    assert_true(selection_add(&selection, SELECT_TABLES, "/^app\\.x/", false,
                              &failure));
    assert_true(
        selection_add(&selection, SELECT_TABLES, "?b?", true, &failure));
    assert_true(
        selection_add(&selection, SELECT_TABLES, "never", true, &failure));
    assert_true(selection_wants(&selection, "public", "actor"));
    assert_false(selection_wants(&selection, "public", "Actor"));
    assert_false(selection_wants(&selection, "other", "actor"));
    assert_true(selection_wants(&selection, "other", "A.b"));
    assert_true(selection_wants(&selection, "app", "xyz"));
    assert_false(selection_wants(&selection, "public", "abc"));
    assert_string_equal(selection_unused(&selection, &at), "never");
    assert_null(selection_unused(&selection, &at));
    assert_false(selection_is_empty(&selection));
    assert_false(
        selection_add(&selection, SELECT_TABLES, "/(/", false, &failure));
    selection_release(&selection);
}

static void table_names(void **state)
{
    struct arena arena = {0};
    (void)state;
    assert_string_equal(name_table(&arena, "public", "t"), "t");
    assert_string_equal(name_table(&arena, "", "t"), "t");
    assert_string_equal(name_table(&arena, "app", "t"), "app_t");
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(timestamps),
        cmocka_unit_test(other_texts_are_no_timestamps),
        cmocka_unit_test(arrays),
        cmocka_unit_test(other_texts_are_no_arrays),
        cmocka_unit_test(bytes),
        cmocka_unit_test(numbers_without_a_type),
        cmocka_unit_test(doubles_are_the_nearest),
        cmocka_unit_test(lost_digits_are_noticed),
        cmocka_unit_test(texts_that_become_numbers),
        cmocka_unit_test(patterns),
        cmocka_unit_test(table_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
