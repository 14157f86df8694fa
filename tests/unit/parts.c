/* What pages are made of and by: varints, and the conditions of partial
 * indexes. */
#include "unit.h"

#include "pages/predicate.h"
#include "pages/varint.h"

static void test_varints(void **state)
{
    unsigned char bytes[VARINT_MAX];
    uint64_t back;
    (void)state;
    for (unsigned shift = 0; shift < 64; shift++)
        for (uint64_t value = (UINT64_C(1) << shift) - 1, i = 0; i < 3;
             value++, i++) {
            assert_int_equal(varint_put(bytes, value), varint_size(value));
            assert_int_equal(varint_get(bytes, &back), varint_size(value));
            assert_true(back == value);
        }
}

static void test_predicates(void **state)
{
    static const struct {
        const char *sql, *wanted; /* what is read, or NULL */
    } cases[] = {
        {"CREATE INDEX i ON t(a)", ""},
        {"CREATE INDEX i ON t(a) WHERE b IS NULL", "b-"},
        {"CREATE INDEX \" WHERE \" ON t(\"a WHERE\") WHERE \"x\"\"y\" IS NOT "
         "NULL",
         "x\"y+"},
        {"CREATE INDEX i ON t(a, (b)) WHERE (a is not null) AND ((b IS NULL))",
         "a+b-"},
        {"CREATE INDEX i ON t(a) WHERE a IS NULL OR b IS NULL", NULL},
        {"CREATE INDEX i ON t(a) WHERE a IS 5", NULL},
        {"CREATE INDEX i ON t(a) WHERE NOT a IS NULL", NULL},
        {"CREATE INDEX i ON t(a) WHERE (a IS NULL AND b IS NULL)", NULL},
        {"CREATE INDEX i ON t(a) WHERE a IS NOT NULL = 1", NULL},
        {"CREATE INDEX i ON t(a) WHERE lower(a) IS NOT NULL", NULL},
        {"CREATE INDEX i ON t(a) WHERE 5 IS NOT NULL", NULL},
        {"CREATE INDEX i ON t(a) WHERE t.a IS NOT NULL", NULL}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct arena arena = {0};
        struct buffer out = {0};
        struct predicate predicate;
        bool is_simple = predicate_read(&predicate, &arena, cases[i].sql);
        assert_int_equal(is_simple, cases[i].wanted != NULL);
        for (size_t j = 0; is_simple && j < predicate.n; j++)
            buffer_printf(&out, "%s%c", predicate.terms[j].column,
                          predicate.terms[j].is_null ? '-' : '+');
        if (is_simple)
            assert_holds(&out, cases[i].wanted);
        buffer_release(&out);
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_varints),
        cmocka_unit_test(test_predicates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
