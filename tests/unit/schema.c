#include "unit.h"

#include <string.h>

#include "input/memory_source.h"
#include "pipeline/dump.h"
#include "schema/schema.h"

/* What becomes of a dump's definitions. */
struct made {
    struct buffer text;
    struct dump dump;
    struct pg_catalog catalog;
    struct survey survey;
    struct schema schema;
    struct report report;
};

static void make(struct made *made, const char *text)
{
    static const struct policies policies;
    struct failure failure = {0};
    *made = (struct made){.dump = {.to_the_end = true}};
    buffer_printf(&made->text, "%s\n-- PostgreSQL database dump complete\n",
                  text);
    assert_true(
        dump_open(&made->dump,
                  memory_source_open(made->text.bytes, made->text.size, "test"),
                  4096, false, &failure));
    assert_true(
        dump_survey(&made->dump, &made->catalog, &made->survey, &failure));
    if (made->survey.n_targets == 0)
        survey_assume_worst(&made->catalog);
    schema_make(&made->schema, &made->catalog, &policies, NULL, &made->report);
}

static void unmake(struct made *made)
{
    schema_release(&made->schema);
    report_release(&made->report);
    survey_release(&made->survey);
    catalog_release(&made->catalog);
    dump_close(&made->dump);
    buffer_release(&made->text);
}

/* The first statement holds the text; so many things are in the report. */
static void check(const char *text, const char *wanted, size_t n_entries)
{
    struct made made;
    make(&made, text);
    assert_true(made.schema.before.n > 0);
    assert_non_null(strstr(made.schema.before.items[0].sql, wanted));
    assert_int_equal(made.report.n_entries, n_entries);
    unmake(&made);
}

static void lone_integer_keys_are_rowids(void **state)
{
    (void)state;
    check("CREATE TABLE t (a integer PRIMARY KEY);",
          "a integer NOT NULL PRIMARY KEY", 0);
    check("CREATE TABLE t (a serial PRIMARY KEY);", "AUTOINCREMENT", 0);
    check("CREATE TABLE t (a text PRIMARY KEY);", "a text NOT NULL", 0);
    check("CREATE TABLE t (a int, b int, PRIMARY KEY (a, b));",
          "PRIMARY KEY (a, b)", 0);
}

static void types_keep_their_names(void **state)
{
    (void)state;
    check("CREATE TABLE t (a character varying(5));", "a varchar(5)", 0);
    check("CREATE TABLE t (a bool);", "a boolean", 0);
    check("CREATE TABLE t (a int[]);", "a json", 0);
    check("CREATE TABLE t (a interval);", "a text", 0);
    check("CREATE TYPE e AS ENUM ('x', 'y''z'); CREATE TABLE t (a e);",
          "CHECK (a IN ('x', 'y''z'))", 0);
    check("CREATE DOMAIN d AS integer CHECK (VALUE > 0); "
          "CREATE TABLE t (a d);",
          "a integer CHECK (a > 0)", 0);
}

/* Without rows to look at, a numeric may have any digits. */
static void rows_decide_about_numeric(void **state)
{
    (void)state;
    check("CREATE TABLE t (a numeric);", "a text", 0);
    check("CREATE TABLE t (a numeric); INSERT INTO t VALUES (1.5);",
          "a decimal", 0);
    check("CREATE TABLE t (a numeric); INSERT INTO t VALUES (1.5), "
          "(1234567890123456.5);",
          "a text", 0);
    check("CREATE TABLE t (a numeric(5,2));", "a decimal(5,2)", 0);
}

static void what_is_not_said_is_reported(void **state)
{
    (void)state;
    check("CREATE TABLE t (a text CHECK (a ~ 'x'));", "a text\n)", 1);
    check("CREATE TABLE t (a int DEFAULT f());", "a integer\n)", 1);
    check("CREATE TABLE t (a int REFERENCES u);", "a integer\n)", 1);
    check("CREATE TABLE t (a int); CREATE VIEW v AS SELECT f();", "a integer",
          1);
    check("CREATE TABLE t (a jsonb); CREATE INDEX i ON t USING gin (a);",
          "a json text", 1);
}

static void partitions_are_one_table(void **state)
{
    struct made made;
    (void)state;
    make(&made, "CREATE TABLE p (a int) PARTITION BY RANGE (a); "
                "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (2); "
                "CREATE TABLE p2 (a int); "
                "ALTER TABLE ONLY p ATTACH PARTITION p2 DEFAULT;");
    assert_int_equal(made.schema.before.n, 1);
    assert_int_equal(made.schema.n_maps, 3);
    assert_ptr_equal(made.schema.maps[2].table, made.schema.maps[0].table);
    unmake(&made);
}

static void names_do_not_collide(void **state)
{
    struct made made;
    (void)state;
    make(&made, "CREATE TABLE a.b (x int); CREATE TABLE public.a_b (x int); "
                "CREATE TABLE \"A_B\" (x int); CREATE TABLE sqlite_x (y int);");
    assert_int_equal(made.schema.before.n, 4);
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(made.schema.before.items[i].name,
                                    made.schema.before.items[j].name);
    assert_int_equal(made.report.n_entries, 3);
    unmake(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lone_integer_keys_are_rowids),
        cmocka_unit_test(types_keep_their_names),
        cmocka_unit_test(rows_decide_about_numeric),
        cmocka_unit_test(what_is_not_said_is_reported),
        cmocka_unit_test(partitions_are_one_table),
        cmocka_unit_test(names_do_not_collide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
