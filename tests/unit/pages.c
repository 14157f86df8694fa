#include "unit.h"

#include <sqlite3.h>
#include <unistd.h>

#include "pages/key.h"
#include "pages/merge.h"
#include "pages/pages.h"
#include "random_database.h"
#include "sqlite/database.h"

/* ---- random databases, through both writers ---- */

static uint64_t current; /* the seed, for messages */

typedef struct row_writer *make_writer(const char *,
                                       const struct new_database_options *,
                                       struct failure *);

static void fill(struct random_database *random, struct row_writer *writer)
{
    for (size_t i = 0; i < random->n_statements; i++)
        assert_true(
            writer->define(writer, buffer_text(&random->statements[i])));
    for (size_t i = 0; i < random->n_rows; i++) {
        struct lite_row row = random_row(random, i);
        if (!writer->write(writer, &row))
            print_message("%s\n", writer->failure.text);
        assert_false(writer->failure.happened);
        if (i % 100 == 99) {
            assert_true(writer->flush(writer));
            arena_reset(&random->arena);
        }
    }
    assert_true(writer->end_rows(writer));
    if (!writer->finish(writer))
        print_message("%s\n", writer->failure.text);
    assert_false(writer->failure.happened);
}

enum { PATH_ROOM = 256 };

/* TMPDIR, or memory where there is such a folder: the databases are small,
 * many, and on the disk each would be waited for. */
static const char *temporary_folder(void)
{
    const char *wanted = getenv("TMPDIR");
    if (wanted && *wanted)
        return wanted;
    return access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
}

/* An empty file to begin with. */
static void make_file(char path[PATH_ROOM])
{
    snprintf(path, PATH_ROOM, "%s/pgdecant-unit.XXXXXX", temporary_folder());
    close(mkstemp(path));
}

static char *make_database(make_writer *make, uint64_t seed, size_t memory)
{
    struct random_database random = {0};
    struct failure failure = {0};
    char path[PATH_ROOM];
    struct row_writer *writer;
    make_file(path);
    random_database_make(&random, seed, false);
    writer = make(path,
                  &(struct new_database_options){.page_size = random.page_size,
                                                 .memory = memory,
                                                 .threads = 1 + seed % 3},
                  &failure);
    assert_non_null(writer);
    fill(&random, writer);
    writer->release(writer);
    random_database_release(&random);
    return xstrndup(path, strlen(path));
}

static void run(sqlite3 *database, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(database, sql, NULL, NULL, &message) != SQLITE_OK)
        print_message("%s: %s\n", sql, message);
    assert_null(message);
}

/* Everything that a query gives, with the types. */
static void add_rows(sqlite3 *database, const char *sql, struct buffer *out)
{
    sqlite3_stmt *rows;
    assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &rows, NULL),
                     SQLITE_OK);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(rows); i++) {
            buffer_printf(out, "%d|", sqlite3_column_type(rows, i));
            buffer_add(out, sqlite3_column_blob(rows, i),
                       (size_t)sqlite3_column_bytes(rows, i));
            buffer_add_byte(out, '|');
        }
        buffer_add_byte(out, '\n');
    }
    assert_int_equal(sqlite3_finalize(rows), SQLITE_OK);
}

static void check_integrity(sqlite3 *database)
{
    struct buffer out = {0};
    add_rows(database, "PRAGMA integrity_check", &out);
    if (out.size > 7)
        print_message("seed %llu\n", (unsigned long long)current);
    assert_holds(&out, "3|ok|\n");
    buffer_release(&out);
}

static sqlite3 *open_and_check(const char *path, struct buffer *out)
{
    sqlite3 *database;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    check_integrity(database);
    add_rows(database, "PRAGMA page_size", out);
    add_rows(database,
             "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 2",
             out);
    add_rows(database, "SELECT * FROM sqlite_stat1 ORDER BY 1, 2", out);
    add_rows(database, "SELECT rowid, * FROM t NOT INDEXED ORDER BY rowid",
             out);
    return database;
}

static void use(sqlite3 *database)
{
    run(database, "DELETE FROM t WHERE rowid % 3 = 0");
    run(database, "UPDATE OR IGNORE t SET id = id WHERE rowid % 5 = 0");
    run(database, "INSERT OR IGNORE INTO t DEFAULT VALUES");
    check_integrity(database);
    if (current % 8 == 0) {
        run(database, "VACUUM");
        check_integrity(database);
    }
}

static void compare(uint64_t seed)
{
    size_t memory = seed % 4 ? 64 * 1024 * 1024 : 20000;
    char *one = make_database(database_create, seed, memory);
    char *other = make_database(pages_create, seed, memory);
    struct buffer wanted = {0}, got = {0};
    sqlite3 *made;
    sqlite3_close(open_and_check(one, &wanted));
    made = open_and_check(other, &got);
    if (wanted.size != got.size || memcmp(wanted.bytes, got.bytes, got.size))
        print_message("seed %llu: %s\n%s\n", (unsigned long long)seed,
                      buffer_text(&wanted), buffer_text(&got));
    assert_int_equal(wanted.size, got.size);
    assert_memory_equal(wanted.bytes, got.bytes, got.size);
    use(made);
    sqlite3_close(made);
    if (getenv("PAGES_KEEP"))
        return;
    unlink(one);
    unlink(other);
    free(one);
    free(other);
    buffer_release(&wanted);
    buffer_release(&got);
}

/* PAGES_CASES and PAGES_SEED are for longer runs by hand. */
static uint64_t number_from(const char *variable, uint64_t otherwise)
{
    const char *text = getenv(variable);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

static void test_random_databases(void **state)
{
    uint64_t first = number_from("PAGES_SEED", 1);
    uint64_t cases = number_from("PAGES_CASES", 3000);
    (void)state;
    for (uint64_t seed = first; seed < first + cases; seed++) {
        current = seed;
        compare(seed);
    }
}

/* ---- databases that have to be refused ---- */

/* What it holds then goes into `out`. */
static bool is_taken(make_writer *make, uint64_t seed, bool *needs_fallback,
                     struct buffer *out)
{
    sqlite3 *database;
    struct random_database random = {0};
    struct failure failure = {0};
    struct row_writer *writer;
    char path[PATH_ROOM];
    bool taken;
    make_file(path);
    random_database_make(&random, seed, true);
    writer = make(path,
                  &(struct new_database_options){.page_size = random.page_size,
                                                 .threads = 1,
                                                 .memory = 1 << 20},
                  &failure);
    assert_non_null(writer);
    taken = random_database_fill(&random, writer);
    *needs_fallback = writer->needs_fallback;
    writer->release(writer);
    random_database_release(&random);
    if (taken) {
        assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
        add_rows(database, "SELECT rowid, * FROM t ORDER BY rowid", out);
        sqlite3_close(database);
    }
    unlink(path);
    return taken;
}

/* What SQLite refuses the writer of pages refuses, too, and nothing else,
 * unless it leaves the answer to SQLite. */
static void test_refusals(void **state)
{
    uint64_t first = number_from("PAGES_SEED", 1), refused = 0;
    uint64_t cases = number_from("PAGES_CASES", 3000);
    bool needs_fallback;
    (void)state;
    for (uint64_t seed = first; seed < first + cases; seed++) {
        struct buffer in_one = {0}, in_other = {0};
        bool wanted = is_taken(database_create, seed, &needs_fallback, &in_one);
        bool got = is_taken(pages_create, seed, &needs_fallback, &in_other);
        if (got != wanted && (got || !needs_fallback))
            print_message("seed %llu: SQLite %s it\n", (unsigned long long)seed,
                          wanted ? "takes" : "refuses");
        assert_true(got == wanted || (!got && needs_fallback));
        if (got)
            assert_holds(&in_other, buffer_text(&in_one));
        buffer_release(&in_one);
        buffer_release(&in_other);
        refused += !wanted;
    }
    assert_true(refused > cases / 10 && refused < cases);
}

/* ---- single things ---- */

static void write_values(struct row_writer *writer,
                         const struct lite_target *target,
                         const struct lite_value *values)
{
    struct lite_row row = {.target = target,
                           .values = values,
                           .n_values = target->n_columns,
                           .text = ""};
    assert_true(writer->write(writer, &row));
    assert_true(writer->flush(writer));
}

/* After end_rows. */
static sqlite3 *finish_and_open(struct row_writer *writer, const char *path)
{
    sqlite3 *database;
    assert_true(writer->finish(writer));
    writer->release(writer);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    unlink(path);
    check_integrity(database);
    return database;
}

static struct row_writer *open_pages(char path[PATH_ROOM], size_t page_size)
{
    struct failure failure = {0};
    struct row_writer *writer;
    make_file(path);
    writer = pages_create(path,
                          &(struct new_database_options){.page_size = page_size,
                                                         .memory = 1000000,
                                                         .threads = 2},
                          &failure);
    assert_non_null(writer);
    return writer;
}

/* Past 1 GiB the file has a page that nobody may use. */
static void test_large_blobs_and_the_lock_byte(void **state)
{
    enum { LARGE = 100 * 1000 * 1000, ROWS = 12 };
    static const char *const names[] = {"id", "b", "c"};
    static const struct lite_target target = {
        .table = "t", .n_columns = 3, .columns = names};
    char path[PATH_ROOM], *blob = calloc(1, LARGE);
    struct row_writer *writer = open_pages(path, 65536);
    struct buffer out = {0};
    sqlite3 *database;
    (void)state;
    assert_true(writer->define(
        writer, "CREATE TABLE t(id INTEGER PRIMARY KEY, b BLOB, c TEXT)"));
    assert_true(writer->define(writer, "CREATE INDEX i ON t(c)"));
    for (int i = 0; i < ROWS; i++)
        write_values(writer, &target,
                     (struct lite_value[]){
                         {.kind = LITE_INTEGER, .integer = i},
                         {.kind = LITE_BLOB, .length = LARGE, .bytes = blob},
                         {.kind = LITE_TEXT, .length = 1, .bytes = "c"}});
    assert_true(writer->end_rows(writer));
    database = finish_and_open(writer, path);
    add_rows(database, "SELECT sum(length(b)), count(c) FROM t", &out);
    assert_holds(&out, "1|1200000000|1|12|\n");
    buffer_release(&out);
    sqlite3_close(database);
    free(blob);
}

/* Rows with the ids 2, 4, 6 ... and then a late one, with the id given. */
static bool takes_late_row(int64_t id)
{
    enum { ROWS = 200 };
    static const char text[] = "some forty bytes, so that leaves hold few";
    static const char *const names[] = {"id", "v"};
    struct lite_target target = {
        .table = "t", .n_columns = 2, .columns = names};
    char path[PATH_ROOM];
    struct row_writer *writer = open_pages(path, 512);
    bool taken;
    assert_true(
        writer->define(writer, "CREATE TABLE t(id INTEGER PRIMARY KEY, v)"));
    for (int64_t i = 1; i <= ROWS + 1; i++)
        write_values(
            writer, &target,
            (struct lite_value[]){
                {.kind = LITE_INTEGER, .integer = i <= ROWS ? 2 * i : id},
                {.kind = LITE_TEXT, .length = sizeof text, .bytes = text}});
    taken = writer->end_rows(writer);
    if (taken) {
        sqlite3_close(finish_and_open(writer, path));
    } else {
        writer->release(writer);
        unlink(path);
    }
    return taken;
}

/* With AUTOINCREMENT the next id is 1 then, else -4: SQLite has to say. */
static void test_ids_behind_negative_ones(void **state)
{
    static const char *const names[] = {"id"};
    struct lite_target target = {
        .table = "t", .n_columns = 1, .columns = names};
    struct lite_value value = {.kind = LITE_INTEGER, .integer = -5};
    struct lite_row row = {
        .target = &target, .values = &value, .n_values = 1, .text = ""};
    char path[PATH_ROOM];
    struct row_writer *writer = open_pages(path, 512);
    (void)state;
    assert_true(writer->define(
        writer, "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT)"));
    assert_true(writer->write(writer, &row) && writer->flush(writer));
    value.kind = LITE_NULL;
    assert_false(writer->write(writer, &row) && writer->flush(writer));
    assert_true(writer->needs_fallback);
    writer->release(writer);
    unlink(path);
}

/* The last row of each leaf, and of each page above, is among them. */
static void test_late_rows(void **state)
{
    (void)state;
    for (int64_t id = -1; id <= 402; id++)
        assert_true(takes_late_row(id) == (id % 2 != 0 || id < 2 || id > 400));
}

static void write_columns(int n_columns)
{
    static struct lite_value values[2000];
    static const char *names[2000];
    struct lite_target target = {
        .table = "t", .n_columns = (size_t)n_columns, .columns = names};
    struct arena arena = {0};
    struct buffer sql = {0};
    char path[PATH_ROOM];
    struct row_writer *writer = open_pages(path, 512);
    buffer_add_text(&sql, "CREATE TABLE t(");
    for (int i = 0; i < n_columns; i++) {
        names[i] = arena_printf(&arena, "c%d", i);
        buffer_printf(&sql, "%sc%d", i ? "," : "", i);
        values[i] = (struct lite_value){.kind = LITE_INTEGER, .integer = i};
    }
    buffer_add_byte(&sql, ')');
    assert_true(writer->define(writer, buffer_text(&sql)));
    for (int i = 0; i < 5; i++)
        write_values(writer, &target, values);
    assert_true(writer->end_rows(writer));
    sqlite3_close(finish_and_open(writer, path));
    buffer_release(&sql);
    arena_release(&arena);
}

/* A record's header counts its own size, which takes two bytes from 127
 * columns on. */
static void test_many_columns(void **state)
{
    static const int counts[] = {125, 126, 127, 128, 129, 2000};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        write_columns(counts[i]);
}

static void bind_value(sqlite3_stmt *statement, int at,
                       const struct lite_value *value)
{
    if (value->kind == LITE_INTEGER)
        sqlite3_bind_int64(statement, at, value->integer);
    else if (value->kind == LITE_REAL)
        sqlite3_bind_double(statement, at, value->real);
    else if (value->kind == LITE_TEXT)
        sqlite3_bind_text(statement, at, value->bytes, (int)value->length,
                          SQLITE_STATIC);
    else if (value->kind == LITE_BLOB)
        sqlite3_bind_blob(statement, at, value->bytes, (int)value->length,
                          SQLITE_STATIC);
    else
        sqlite3_bind_null(statement, at);
}

static int order_of_keys(const struct key_column *column,
                         const struct lite_value *a, const struct lite_value *b)
{
    struct buffer one = {0}, other = {0};
    int order;
    key_add(&one, column, a);
    key_add(&other, column, b);
    assert_int_equal(key_part_size((unsigned char *)one.bytes, column),
                     one.size);
    order = key_compare((unsigned char *)one.bytes, one.size,
                        (unsigned char *)other.bytes, other.size);
    buffer_release(&one);
    buffer_release(&other);
    return (order > 0) - (order < 0);
}

/* Keys are ordered as SQLite orders the values. */
static void test_keys(void **state)
{
    static const char *const collations[] = {"BINARY", "NOCASE", "RTRIM"};
    struct random_database random = {0};
    sqlite3 *database;
    sqlite3_stmt *order[3];
    (void)state;
    random_database_make(&random, 7, false);
    random.page_size = 512;
    sqlite3_open(":memory:", &database);
    for (size_t i = 0; i < 3; i++) {
        char *sql = sqlite3_mprintf(
            "SELECT (?1 > ?2 COLLATE %s) - (?1 < ?2 COLLATE %s), "
            "(?1 IS NOT NULL) - (?2 IS NOT NULL)",
            collations[i], collations[i]);
        sqlite3_prepare_v2(database, sql, -1, &order[i], NULL);
        sqlite3_free(sql);
    }
    for (int i = 0; i < 60000; i++) {
        struct lite_value a = some_value(&random), b = some_value(&random);
        struct key_column column = {(enum collation)below(&random, 3),
                                    below(&random, 2)};
        sqlite3_stmt *statement = order[column.collation];
        bind_value(statement, 1, &a);
        bind_value(statement, 2, &b);
        sqlite3_step(statement);
        int wanted = sqlite3_column_type(statement, 0) == SQLITE_NULL
                         ? sqlite3_column_int(statement, 1)
                         : sqlite3_column_int(statement, 0);
        if (column.descending)
            wanted = -wanted;
        assert_int_equal(order_of_keys(&column, &a, &b), wanted);
        sqlite3_reset(statement);
        arena_reset(&random.arena);
    }
    for (size_t i = 0; i < 3; i++)
        sqlite3_finalize(order[i]);
    sqlite3_close(database);
    random_database_release(&random);
}

/* Pages that nothing takes again are on the freelist. */
static void test_freelist(void **state)
{
    struct page_file file;
    struct failure failure = {0};
    struct buffer out = {0};
    unsigned char page[512] = {0};
    uint32_t numbers[400];
    char path[PATH_ROOM];
    struct row_writer *writer = open_pages(path, 512);
    sqlite3 *database;
    (void)state;
    assert_true(writer->define(writer, "CREATE TABLE t(a)"));
    assert_true(writer->end_rows(writer));
    assert_true(writer->finish(writer));
    writer->release(writer);
    assert_true(page_file_open(&file, path, false, &failure));
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        numbers[i] = page_file_append(&file, page);
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        page_file_recycle(&file, numbers[i]);
    assert_true(page_file_suspend(&file));
    page_file_close(&file);
    sqlite3_open(path, &database);
    unlink(path);
    check_integrity(database);
    add_rows(database, "PRAGMA freelist_count", &out);
    assert_holds(&out, "1|400|\n");
    buffer_release(&out);
    sqlite3_close(database);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_freelist),
        cmocka_unit_test(test_many_columns),
        cmocka_unit_test(test_late_rows),
        cmocka_unit_test(test_ids_behind_negative_ones),
        cmocka_unit_test(test_large_blobs_and_the_lock_byte),
        cmocka_unit_test(test_random_databases),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
