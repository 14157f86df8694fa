#include "unit.h"

#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "sqlite/quote.h"
#include "sqlite/schema.h"
#include "verify/row_diff.h"

static void identifiers(void **state)
{
    static const char *const pairs[][2] = {
        {"plain_1", "plain_1"},
        {"Upper", "Upper"},
        {"select", "\"select\""},
        {"1st", "\"1st\""},
        {"a b", "\"a b\""},
        {"a\"b", "\"a\"\"b\""},
        {"é", "é"},
        {"\xEF\xBB\xBFt", "\"\xEF\xBB\xBFt\""},
        {"", "\"\""},
        {"a$", "\"a$\""}};
    struct buffer out = {0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        quote_identifier(&out, pairs[i][0]);
        assert_holds(&out, pairs[i][1]);
    }
    buffer_release(&out);
}

static sqlite3_stmt *select_one(sqlite3 *database, struct buffer *expression)
{
    struct buffer sql = {0};
    sqlite3_stmt *statement;
    buffer_printf(&sql, "SELECT %s", buffer_text(expression));
    assert_int_equal(
        sqlite3_prepare_v2(database, buffer_text(&sql), -1, &statement, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    buffer_release(&sql);
    expression->size = 0;
    return statement;
}

static double random_double(void)
{
    uint64_t bits = 0;
    double real;
    for (int i = 0; i < 5; i++)
        bits = bits << 15 ^ (uint64_t)random();
    memcpy(&real, &bits, sizeof real);
    return isfinite(real) ? real : 1.0;
}

static void every_double_is_read_back(void **state)
{
    static const double edges[] = {0.0,          1.0,
                                   -1.5,         1e-10,
                                   1e43,         5e-324,
                                   0.1,          1.7976931348623157e308,
                                   -114.1092765, 2.2250738585072014e-308,
                                   9.9e-11};
    struct buffer out = {0};
    sqlite3 *database;
    (void)state;
    srandom(42);
    sqlite3_open(":memory:", &database);
    for (size_t i = 0; i < 20000 + COUNT_OF(edges); i++) {
        double real = i < COUNT_OF(edges) ? edges[i]
                      : i % 2             ? random_double()
                                          : (double)random() / 1e7;
        sqlite3_stmt *statement;
        quote_real(&out, real);
        statement = select_one(database, &out);
        assert_int_equal(sqlite3_column_type(statement, 0), SQLITE_FLOAT);
        assert_true(sqlite3_column_double(statement, 0) == real);
        sqlite3_finalize(statement);
    }
    sqlite3_close(database);
    buffer_release(&out);
}

static void text_is_read_back(void **state)
{
    static const char *const texts[] = {
        "", "it's", "a\rb", "\r\n", "\\r\r", "\\r\\0r\r'", "''\r''", "\\\r\\"};
    struct buffer out = {0};
    sqlite3 *database;
    (void)state;
    sqlite3_open(":memory:", &database);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        sqlite3_stmt *statement;
        quote_text_with_returns(&out, texts[i], strlen(texts[i]));
        assert_null(memchr(out.bytes, '\r', out.size));
        statement = select_one(database, &out);
        assert_string_equal((const char *)sqlite3_column_text(statement, 0),
                            texts[i]);
        sqlite3_finalize(statement);
        quote_text(&out, texts[i], strlen(texts[i]));
        statement = select_one(database, &out);
        assert_string_equal((const char *)sqlite3_column_text(statement, 0),
                            texts[i]);
        sqlite3_finalize(statement);
    }
    sqlite3_close(database);
    buffer_release(&out);
}

static void blobs(void **state)
{
    struct buffer out = {0};
    (void)state;
    quote_blob(&out, "\xde\0\x7f", 3);
    assert_holds(&out, "x'de007f'");
    buffer_release(&out);
}

static void affinities(void **state)
{
    (void)state;
    assert_int_equal(lite_affinity_of("bigint"), AFFINITY_INTEGER);
    assert_int_equal(lite_affinity_of("VARCHAR(10)"), AFFINITY_TEXT);
    assert_int_equal(lite_affinity_of(""), AFFINITY_BLOB);
    assert_int_equal(lite_affinity_of("double precision"), AFFINITY_REAL);
    assert_int_equal(lite_affinity_of("DECIMAL(10,2)"), AFFINITY_NUMERIC);
    assert_int_equal(lite_affinity_of("CHARINT"), AFFINITY_INTEGER);
}

static void schemas(void **state)
{
    struct lite_schema schema;
    struct failure failure = {0};
    const struct lite_table *table;
    sqlite3 *database;
    (void)state;
    sqlite3_open(":memory:", &database);
    sqlite3_exec(database,
                 "CREATE TABLE a(Id INTEGER PRIMARY KEY AUTOINCREMENT, g AS "
                 "(id), n TEXT NOT NULL);"
                 "CREATE TABLE b(id INTEGER, k, PRIMARY KEY(id, k)) WITHOUT "
                 "ROWID; CREATE TABLE c(id INT PRIMARY KEY);"
                 "CREATE TABLE d(id INTEGER PRIMARY KEY) WITHOUT ROWID;"
                 "CREATE VIEW v AS SELECT 1;",
                 NULL, NULL, NULL);
    assert_true(lite_schema_read(&schema, database, &failure));
    assert_true(schema.has_sequences);
    table = lite_find_table(&schema, "A");
    assert_true(table->autoincrement && table->n_columns == 3);
    assert_true(lite_find_column(table, "id")->is_rowid);
    assert_true(lite_find_column(table, "g")->generated);
    assert_true(lite_find_column(table, "n")->not_null);
    assert_null(lite_find_column(table, "x"));
    assert_false(lite_find_table(&schema, "b")->columns[0].is_rowid);
    assert_false(lite_find_table(&schema, "c")->columns[0].is_rowid);
    assert_false(lite_find_table(&schema, "d")->columns[0].is_rowid);
    assert_false(lite_find_table(&schema, "v")->is_table);
    lite_schema_release(&schema);
    sqlite3_close(database);
}

/* Adds so many rows of a side to one bucket, and says whether all were told. */
static void keep_rows(struct row_diff *row_diff,
                      const struct compared_table *table, enum side side,
                      size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct lite_value value = {.kind = LITE_NULL};
        struct digest digest = {(i + 1) << 32, i};
        struct diff_row row = {table, side, &value, digest, digest};
        row_diff_retain(row_diff, &row, (struct location){"", i + 1, 1});
    }
}

static struct differences find(size_t in_dump, size_t in_database)
{
    const struct lite_column column = {.name = "a"};
    struct compared_column compared = {.column = &column};
    struct compared_table table = {.columns = &compared, .n_columns = 1};
    struct row_diff *row_diff = row_diff_new();
    struct differences found;
    keep_rows(row_diff, &table, IN_DUMP, in_dump);
    keep_rows(row_diff, &table, IN_DATABASE, in_database);
    found = row_diff_find(row_diff, &table);
    row_diff_free(row_diff);
    return found;
}

static void a_row_diff_holds_100000_rows(void **state)
{
    struct differences found = find(50001, 49999);
    (void)state;
    assert_true(found.all && found.n == 2);
    found = find(50002, 49999);
    assert_true(!found.all && found.n == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(identifiers),
        cmocka_unit_test(every_double_is_read_back),
        cmocka_unit_test(text_is_read_back),
        cmocka_unit_test(blobs),
        cmocka_unit_test(affinities),
        cmocka_unit_test(schemas),
        cmocka_unit_test(a_row_diff_holds_100000_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
