#include "sqlite/database.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "sqlite/quote.h"

/* Rows in one statement: SQLite is about 1.3 times faster with many than with
 * one, and no faster with more than these. */
enum { MANY_ROWS = 64, SHOWN_VIOLATIONS = 5 };

struct database {
    struct row_writer writer; /* first: the interface */
    sqlite3 *handle;
    enum lite_on_conflict on_conflict;
    bool is_new; /* the file is made here, and nobody else has it open */
    bool in_transaction;
    struct arena arena; /* unquoted text, until the rows are in */

    /* the kind of INSERT at hand: rows that differ in it begin another */
    const struct lite_target *target;
    unsigned flags;
    struct buffer defaults; /* a byte a value: 1 where it is left out */
    size_t n_bound;         /* values of a row that are not left out */
    sqlite3_stmt *one, *many;
    size_t many_rows;

    /* rows kept back; their values stand one row behind the other */
    struct lite_value *values;
    size_t n_values, values_capacity;
    const char *texts[MANY_ROWS];
    size_t n_rows;
};

static bool run(sqlite3 *handle, const char *sql)
{
    return sqlite3_exec(handle, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* ---- statements ---- */

static void add_values_clause(struct database *database, struct buffer *sql,
                              size_t rows)
{
    for (size_t row = 0; row < rows; row++) {
        buffer_add_text(sql, row ? ",(" : "(");
        for (size_t i = 0; i < database->n_bound; i++)
            buffer_add_text(sql, i ? ",?" : "?");
        buffer_add_byte(sql, ')');
    }
}

static void add_column_list(struct database *database, struct buffer *sql)
{
    const struct lite_target *target = database->target;
    const char *separator = "(";
    for (size_t i = 0; i < target->n_columns; i++) {
        if (database->defaults.bytes[i])
            continue;
        buffer_add_text(sql, separator);
        quote_identifier(sql, target->columns[i]);
        separator = ",";
    }
    buffer_add_text(sql, ") VALUES ");
}

static enum lite_on_conflict policy(const struct database *database)
{
    if (database->on_conflict == ON_CONFLICT_FAIL &&
        (database->flags & LITE_SKIP_CONFLICTS))
        return ON_CONFLICT_SKIP;
    return database->on_conflict;
}

static sqlite3_stmt *prepare_insert(struct database *database, size_t rows)
{
    struct buffer sql = {0};
    sqlite3_stmt *statement = NULL;
    buffer_add_text(&sql, policy(database) == ON_CONFLICT_REPLACE
                              ? "INSERT OR REPLACE INTO main."
                              : "INSERT INTO main.");
    quote_identifier(&sql, database->target->table);
    if (database->n_bound) {
        add_column_list(database, &sql);
        add_values_clause(database, &sql, rows);
    } else {
        buffer_add_text(&sql, " DEFAULT VALUES");
    }
    if (policy(database) == ON_CONFLICT_SKIP && database->n_bound)
        buffer_add_text(&sql, " ON CONFLICT DO NOTHING");
    if (sqlite3_prepare_v3(database->handle, buffer_text(&sql), (int)sql.size,
                           SQLITE_PREPARE_PERSISTENT, &statement,
                           NULL) != SQLITE_OK)
        fail(&database->writer.failure, "cannot load into %s: %s",
             database->target->table, sqlite3_errmsg(database->handle));
    buffer_release(&sql);
    return statement;
}

static void drop_statements(struct database *database)
{
    sqlite3_finalize(database->one);
    sqlite3_finalize(database->many);
    database->one = database->many = NULL;
    database->target = NULL;
}

static size_t rows_that_fit(const struct database *database)
{
    int limit =
        sqlite3_limit(database->handle, SQLITE_LIMIT_VARIABLE_NUMBER, -1);
    size_t rows = database->n_bound ? (size_t)limit / database->n_bound : 1;
    return rows > MANY_ROWS ? MANY_ROWS : rows ? rows : 1;
}

/* ---- running them ---- */

static int bind(struct database *database, sqlite3_stmt *statement,
                int parameter, const struct lite_value *value)
{
    struct lite_value plain = lite_plain(&database->arena, value);
    switch ((enum lite_kind)plain.kind) {
    case LITE_INTEGER:
        return sqlite3_bind_int64(statement, parameter, plain.integer);
    case LITE_REAL:
        return sqlite3_bind_double(statement, parameter, plain.real);
    case LITE_TEXT:
        return sqlite3_bind_text64(statement, parameter, plain.bytes,
                                   plain.length, SQLITE_STATIC, SQLITE_UTF8);
    case LITE_BLOB:
        return sqlite3_bind_blob64(statement, parameter, plain.bytes,
                                   plain.length, SQLITE_STATIC);
    case LITE_NULL:
    case LITE_DEFAULT: break;
    }
    return sqlite3_bind_null(statement, parameter);
}

static bool insert(struct database *database, sqlite3_stmt *statement,
                   size_t first, size_t rows)
{
    const struct lite_value *values =
        database->values + first * database->n_bound;
    size_t count = rows * database->n_bound;
    int status = SQLITE_OK;
    for (size_t i = 0; i < count && status == SQLITE_OK; i++)
        status = bind(database, statement, (int)i + 1, &values[i]);
    if (status == SQLITE_OK)
        status = sqlite3_step(statement);
    if (status == SQLITE_DONE)
        database->writer.skipped +=
            rows - (size_t)sqlite3_changes(database->handle);
    return sqlite3_reset(statement) == SQLITE_OK && status == SQLITE_DONE;
}

static bool fail_row(struct database *database, size_t row)
{
    database->writer.failed_row = database->texts[row];
    return fail(&database->writer.failure, "cannot load this row into %s: %s",
                database->target->table, sqlite3_errmsg(database->handle));
}

/* Also finds the row to blame when many at once have failed. */
static bool insert_one_by_one(struct database *database)
{
    for (size_t row = 0; row < database->n_rows; row++)
        if (!insert(database, database->one, row, 1))
            return fail_row(database, row);
    return true;
}

/* After a full disk and the like SQLite has rolled back by itself: whatever is
 * inserted then would stay. */
static bool can_go_on(const struct database *database)
{
    return !sqlite3_get_autocommit(database->handle) &&
           (sqlite3_errcode(database->handle) & 0xff) == SQLITE_CONSTRAINT;
}

static bool insert_many(struct database *database)
{
    if (insert(database, database->many, 0, database->n_rows))
        return true;
    if (can_go_on(database))
        return insert_one_by_one(database);
    return fail_row(database, 0);
}

static bool insert_rows(struct database *database)
{
    bool at_once = database->many && database->n_rows == database->many_rows;
    bool done = at_once ? insert_many(database) : insert_one_by_one(database);
    database->n_rows = database->n_values = 0;
    return done;
}

/* ---- the interface ---- */

static bool is_same_insert(const struct database *database,
                           const struct lite_row *row)
{
    if (database->target != row->target || database->flags != row->flags)
        return false;
    for (size_t i = 0; i < row->n_values; i++)
        if ((row->values[i].kind == LITE_DEFAULT) !=
            database->defaults.bytes[i])
            return false;
    return true;
}

static bool begin_insert(struct database *database, const struct lite_row *row)
{
    drop_statements(database);
    database->target = row->target;
    database->flags = row->flags;
    database->defaults.size = 0;
    database->n_bound = 0;
    for (size_t i = 0; i < row->n_values; i++) {
        bool left_out = row->values[i].kind == LITE_DEFAULT;
        buffer_add_byte(&database->defaults, (char)left_out);
        database->n_bound += !left_out;
    }
    database->many_rows = rows_that_fit(database);
    database->one = prepare_insert(database, 1);
    if (database->one && database->many_rows > 1)
        database->many = prepare_insert(database, database->many_rows);
    return !database->writer.failure.happened;
}

static bool write_row(struct row_writer *writer, const struct lite_row *row)
{
    struct database *database = (struct database *)writer;
    if (!is_same_insert(database, row) &&
        (!insert_rows(database) || !begin_insert(database, row)))
        return false;
    grow_array(&database->values, &database->values_capacity,
               database->n_values + row->n_values, sizeof *database->values);
    for (size_t i = 0; i < row->n_values; i++)
        if (row->values[i].kind != LITE_DEFAULT)
            database->values[database->n_values++] = row->values[i];
    database->texts[database->n_rows++] = row->text;
    return database->n_rows < database->many_rows || insert_rows(database);
}

static bool flush_rows(struct row_writer *writer)
{
    struct database *database = (struct database *)writer;
    bool done = insert_rows(database);
    arena_reset(&database->arena);
    return done;
}

static bool set_sequence(struct row_writer *writer, const char *table,
                         int64_t last)
{
    struct database *database = (struct database *)writer;
    char *update = sqlite3_mprintf(
        "UPDATE main.sqlite_sequence SET seq = %lld WHERE name = %Q;"
        "INSERT INTO main.sqlite_sequence(name, seq) SELECT %Q, %lld "
        "WHERE NOT EXISTS (SELECT 1 FROM main.sqlite_sequence WHERE name = %Q)",
        (long long)last, table, table, (long long)last, table);
    bool done = insert_rows(database) && run(database->handle, update);
    sqlite3_free(update);
    return done || fail(&writer->failure, "cannot set the sequence of %s: %s",
                        table, sqlite3_errmsg(database->handle));
}

static bool define(struct row_writer *writer, const char *sql)
{
    struct database *database = (struct database *)writer;
    if (!insert_rows(database))
        return false;
    drop_statements(database);
    return run(database->handle, sql) ||
           fail(&writer->failure,
                "SQLite refuses what pgdecant made of the "
                "dump (%s): %s",
                sqlite3_errmsg(database->handle), sql);
}

/* ---- foreign keys ---- */

static const char VIOLATIONS[] =
    "SELECT \"table\", rowid, parent, fkid FROM pragma_foreign_key_check";

static bool remember_violations(sqlite3 *handle)
{
    char *sql = sqlite3_mprintf("CREATE TEMP TABLE pgdecant_violations AS %s",
                                VIOLATIONS);
    bool done = run(handle, sql);
    sqlite3_free(sql);
    return done;
}

static void describe_violation(struct buffer *text, sqlite3_stmt *violation)
{
    buffer_printf(text, "%s%s row %s has no parent in %s",
                  text->size ? "; " : "",
                  (const char *)sqlite3_column_text(violation, 0),
                  sqlite3_column_type(violation, 1) == SQLITE_NULL
                      ? "(without rowid)"
                      : (const char *)sqlite3_column_text(violation, 1),
                  (const char *)sqlite3_column_text(violation, 2));
}

static bool check_foreign_keys(struct database *database)
{
    struct buffer text = {0};
    size_t count = 0;
    sqlite3_stmt *query = NULL;
    char *sql = sqlite3_mprintf("%s EXCEPT SELECT * FROM "
                                "temp.pgdecant_violations",
                                VIOLATIONS);
    int status = sqlite3_prepare_v2(database->handle, sql, -1, &query, NULL);
    sqlite3_free(sql);
    while (status == SQLITE_OK || status == SQLITE_ROW) {
        status = sqlite3_step(query);
        if (status == SQLITE_ROW && count++ < SHOWN_VIOLATIONS)
            describe_violation(&text, query);
    }
    sqlite3_finalize(query);
    if (status != SQLITE_DONE)
        fail(&database->writer.failure, "cannot check foreign keys: %s",
             sqlite3_errmsg(database->handle));
    else if (count)
        fail(&database->writer.failure,
             "%zu row%s would break a foreign key, so nothing is loaded: %s%s",
             count, count == 1 ? "" : "s", buffer_text(&text),
             count > SHOWN_VIOLATIONS ? "; ..." : "");
    buffer_release(&text);
    return !database->writer.failure.happened;
}

static bool close_new(struct database *database)
{
    int status = sqlite3_close(database->handle);
    if (status == SQLITE_OK)
        database->handle = NULL;
    return status == SQLITE_OK ||
           fail(&database->writer.failure, "cannot close the database: %s",
                sqlite3_errstr(status));
}

static bool finish(struct row_writer *writer)
{
    struct database *database = (struct database *)writer;
    if (!insert_rows(database) ||
        (!database->is_new && !check_foreign_keys(database)))
        return false;
    drop_statements(database);
    if (!run(database->handle, "COMMIT"))
        return fail(&writer->failure, "cannot commit: %s",
                    sqlite3_errmsg(database->handle));
    database->in_transaction = false;
    return !database->is_new || close_new(database);
}

static void release(struct row_writer *writer)
{
    struct database *database = (struct database *)writer;
    drop_statements(database);
    if (database->in_transaction)
        run(database->handle, "ROLLBACK");
    if (database->is_new)
        sqlite3_close(database->handle);
    arena_release(&database->arena);
    buffer_release(&database->defaults);
    free(database->values);
    free(database);
}

static bool begin(struct database *database)
{
    sqlite3 *handle = database->handle;
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_busy_timeout(handle, 0);
    if (!run(handle, "PRAGMA foreign_keys = OFF") ||
        !run(handle, "PRAGMA temp_store = MEMORY") ||
        !run(handle, "BEGIN IMMEDIATE"))
        return false;
    database->in_transaction = true;
    return remember_violations(handle);
}

static struct database *make(sqlite3 *handle)
{
    struct database *database = xmalloc(sizeof *database);
    *database = (struct database){.writer = {.define = define,
                                             .write = write_row,
                                             .flush = flush_rows,
                                             .set_sequence = set_sequence,
                                             .finish = finish,
                                             .release = release},
                                  .handle = handle};
    return database;
}

struct row_writer *database_open(sqlite3 *handle,
                                 enum lite_on_conflict on_conflict,
                                 struct failure *failure)
{
    struct database *database = make(handle);
    database->on_conflict = on_conflict;
    if (begin(database))
        return &database->writer;
    fail(failure, "%s: cannot begin to load: %s",
         sqlite3_db_filename(handle, "main"), sqlite3_errmsg(handle));
    release(&database->writer);
    return NULL;
}

/* A file that is thrown away after any error needs no journal on the disk; the
 * one in memory undoes a statement that fails, to find the row to blame. */
static bool begin_new(struct database *database)
{
    sqlite3 *handle = database->handle;
    database->in_transaction = run(handle, "PRAGMA journal_mode = MEMORY") &&
                               run(handle, "PRAGMA synchronous = OFF") &&
                               run(handle, "PRAGMA locking_mode = EXCLUSIVE") &&
                               run(handle, "PRAGMA temp_store = MEMORY") &&
                               run(handle, "PRAGMA foreign_keys = OFF") &&
                               run(handle, "BEGIN");
    return database->in_transaction;
}

struct row_writer *database_create(const char *path, struct failure *failure)
{
    struct database *database;
    sqlite3 *handle = NULL;
    int status = sqlite3_open_v2(
        path, &handle,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    database = make(handle);
    database->is_new = true;
    if (status == SQLITE_OK && begin_new(database))
        return &database->writer;
    fail(failure, "%s: cannot make a database: %s", path,
         sqlite3_errmsg(handle));
    release(&database->writer);
    return NULL;
}
