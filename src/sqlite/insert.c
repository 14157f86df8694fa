#include "sqlite/insert.h"

#include <stdlib.h>

#include "sqlite/quote.h"
#include "sqlite/schema.h"
#include "sqlite/statement.h"

/* ---- statements ---- */

/* Many rows in one statement save the steps between them. */
static void add_values_clause(struct inserter *inserter, struct buffer *sql,
                              size_t rows)
{
    for (size_t row = 0; row < rows; row++) {
        buffer_add_text(sql, row ? ",(" : "(");
        for (size_t i = 0; i < inserter->n_bound; i++)
            buffer_add_text(sql, i ? ",?" : "?");
        buffer_add_byte(sql, ')');
    }
}

/* DEFAULT is no value in SQLite: a column that is to have it is left out. */
static void add_column_list(struct inserter *inserter, struct buffer *sql)
{
    const struct lite_target *target = inserter->target;
    const char *separator = "(";
    for (size_t i = 0; i < target->n_columns; i++) {
        if (inserter->defaults.bytes[i])
            continue;
        buffer_add_text(sql, separator);
        quote_identifier(sql, target->columns[i]);
        separator = ",";
    }
    buffer_add_text(sql, ") VALUES ");
}

/* The dump's own ON CONFLICT DO NOTHING holds unless the command line says
 * otherwise. */
static enum lite_on_conflict policy(const struct inserter *inserter)
{
    if (inserter->on_conflict == ON_CONFLICT_FAIL &&
        (inserter->flags & LITE_SKIP_CONFLICTS))
        return ON_CONFLICT_SKIP;
    return inserter->on_conflict;
}

/* OR says what becomes of a row that a constraint is against; without it the
 * table's own ON CONFLICT clauses would, and could replace or change rows. */
static sqlite3_stmt *prepare_insert(struct inserter *inserter, size_t rows,
                                    const char *otherwise)
{
    struct buffer sql = {0};
    sqlite3_stmt *statement = NULL;
    buffer_printf(&sql, "INSERT OR %s INTO main.", otherwise);
    quote_identifier(&sql, inserter->target->table);
    if (inserter->n_bound) {
        add_column_list(inserter, &sql);
        add_values_clause(inserter, &sql, rows);
    } else {
        buffer_add_text(&sql, " DEFAULT VALUES");
    }
    if (policy(inserter) == ON_CONFLICT_SKIP && inserter->n_bound)
        buffer_add_text(&sql, " ON CONFLICT DO NOTHING");
    if (sqlite3_prepare_v3(inserter->handle, buffer_text(&sql), (int)sql.size,
                           SQLITE_PREPARE_PERSISTENT, &statement,
                           NULL) != SQLITE_OK)
        fail(&inserter->writer->failure, "cannot load into %s: %s",
             inserter->target->table, sqlite3_errmsg(inserter->handle));
    buffer_release(&sql);
    return statement;
}

void inserter_forget(struct inserter *inserter)
{
    sqlite3_finalize(inserter->one);
    sqlite3_finalize(inserter->many);
    sqlite3_finalize(inserter->replacing);
    sqlite3_finalize(inserter->present);
    inserter->one = inserter->many = NULL;
    inserter->replacing = inserter->present = NULL;
    inserter->target = NULL;
}

/* SQLite limits parameters of one statement, and a few dozen rows are as fast
 * as hundreds. */
static size_t rows_that_fit(const struct inserter *inserter)
{
    int limit =
        sqlite3_limit(inserter->handle, SQLITE_LIMIT_VARIABLE_NUMBER, -1);
    size_t rows = inserter->n_bound ? (size_t)limit / inserter->n_bound : 1;
    return rows > MANY_ROWS ? MANY_ROWS : rows ? rows : 1;
}

/* ---- running them ---- */

/* No copy: values stay where they are until the rows are flushed. */
static int bind(struct inserter *inserter, sqlite3_stmt *statement,
                int parameter, const struct lite_value *value)
{
    struct lite_value plain = lite_decoded(&inserter->arena, value);
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

static void insert_tell(struct inserter *inserter, size_t row,
                        enum row_fate fate)
{
    struct row_writer *writer = inserter->writer;
    if (writer->tell)
        writer->tell(writer->listener, inserter->target, inserter->texts[row],
                     fate);
}

static bool insert_now(struct inserter *inserter, sqlite3_stmt *statement,
                       size_t first, size_t rows)
{
    size_t skipped = first * inserter->n_bound;
    size_t count = rows * inserter->n_bound;
    int status = SQLITE_OK;
    for (size_t i = 0; i < count && status == SQLITE_OK; i++)
        status = bind(inserter, statement, (int)i + 1,
                      &inserter->values[skipped + i]);
    if (status == SQLITE_OK)
        status = sqlite3_step(statement);
    /* ON CONFLICT DO NOTHING changes nothing then; its rows go one by one. */
    if (status == SQLITE_DONE && sqlite3_changes(inserter->handle) == 0)
        insert_tell(inserter, first, ROW_SKIPPED);
    return sqlite3_reset(statement) == SQLITE_OK && status == SQLITE_DONE;
}

/* After a full disk and the like SQLite has rolled back by itself: whatever is
 * inserted then would stay. */
static bool can_go_on(const struct inserter *inserter)
{
    return !sqlite3_get_autocommit(inserter->handle) &&
           (sqlite3_errcode(inserter->handle) & 0xff) == SQLITE_CONSTRAINT;
}

/* ---- rows that are there already ---- */

/* Is another row in this one's way? */
static bool is_conflict(const struct inserter *inserter)
{
    int code = sqlite3_extended_errcode(inserter->handle);
    return inserter->may_be_there && can_go_on(inserter) &&
           (code == SQLITE_CONSTRAINT_PRIMARYKEY ||
            code == SQLITE_CONSTRAINT_UNIQUE ||
            code == SQLITE_CONSTRAINT_ROWID);
}

/* The name by which the table's rows have a number; NULL: there is none. */
static const char *rowid_name(const struct lite_table *table)
{
    static const char *const names[] = {"rowid", "_rowid_", "oid"};
    if (!table || !table->has_rowid)
        return NULL;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (!lite_find_column(table, names[i]))
            return names[i];
    return NULL;
}

static bool run_for_table(struct inserter *inserter, const char *before,
                          const char *after)
{
    struct buffer sql = {0};
    bool done;
    buffer_add_text(&sql, before);
    quote_identifier(&sql, inserter->target->table);
    buffer_add_text(&sql, after);
    done = statement_run(inserter->handle, buffer_text(&sql));
    buffer_release(&sql);
    return done;
}

/* The rows that are there before the first one comes: two equal rows of the
 * dump are a conflict, and so is the second one that finds the same row. */
static bool remember_rows(struct inserter *inserter)
{
    const char *rowid = rowid_name(inserter->target->known);
    struct buffer rows = {0};
    bool done;
    if (!inserter->may_be_there || !rowid ||
        !run_for_table(inserter, "CREATE TABLE " INSERT_THERE ".",
                       " (id INTEGER PRIMARY KEY)"))
        return true; /* another target of this table has done it */
    buffer_printf(&rows, " SELECT %s FROM main.", rowid);
    quote_identifier(&rows, inserter->target->table);
    done = run_for_table(inserter, "INSERT INTO " INSERT_THERE ".",
                         buffer_text(&rows));
    buffer_release(&rows);
    return done ||
           fail(&inserter->writer->failure, "cannot read the table %s: %s",
                inserter->target->table, sqlite3_errmsg(inserter->handle));
}

/* Byte by byte, whatever the column's collation takes for equal. */
static sqlite3_stmt *prepare_present(struct inserter *inserter)
{
    const struct lite_target *target = inserter->target;
    struct buffer sql = {0};
    sqlite3_stmt *statement = NULL;
    const char *separator = "", *rowid = rowid_name(target->known);
    if (!rowid)
        return NULL;
    buffer_add_text(&sql, "DELETE FROM " INSERT_THERE ".");
    quote_identifier(&sql, target->table);
    buffer_printf(&sql, " WHERE id = (SELECT %s FROM main.", rowid);
    quote_identifier(&sql, target->table);
    buffer_add_text(&sql, " WHERE (");
    for (size_t i = 0; i < target->n_columns; i++) {
        if (inserter->defaults.bytes[i])
            continue;
        buffer_add_text(&sql, separator);
        quote_identifier(&sql, target->columns[i]);
        buffer_add_text(&sql, " COLLATE BINARY");
        separator = ",";
    }
    buffer_add_text(&sql, ") IS ");
    add_values_clause(inserter, &sql, 1);
    buffer_printf(&sql, " AND %s IN (SELECT id FROM " INSERT_THERE ".", rowid);
    quote_identifier(&sql, target->table);
    buffer_add_text(&sql, "))");
    sqlite3_prepare_v3(inserter->handle, buffer_text(&sql), (int)sql.size,
                       SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    buffer_release(&sql);
    return statement;
}

/* One row of the table stands for one of the dump. */
static bool is_present(struct inserter *inserter, size_t row)
{
    const struct lite_value *values =
        inserter->values + row * inserter->n_bound;
    int status = SQLITE_OK;
    if (!inserter->present && inserter->n_bound)
        inserter->present = prepare_present(inserter);
    if (!inserter->present)
        return false;
    for (size_t i = 0; i < inserter->n_bound && status == SQLITE_OK; i++)
        status = bind(inserter, inserter->present, (int)i + 1, &values[i]);
    if (status == SQLITE_OK)
        status = sqlite3_step(inserter->present);
    sqlite3_reset(inserter->present);
    return status == SQLITE_DONE && sqlite3_changes(inserter->handle) == 1;
}

/* As it came, with a DEFAULT where it had one. */
static bool pass_present(struct inserter *inserter, size_t row)
{
    struct row_writer *writer = inserter->writer->present_rows;
    size_t n = inserter->defaults.size, bound = row * inserter->n_bound;
    struct lite_value *values =
        arena_alloc(&inserter->arena, n * sizeof *values);
    struct lite_row present = {.target = inserter->target,
                               .values = values,
                               .n_values = n,
                               .flags = inserter->flags,
                               .text = inserter->texts[row]};
    insert_tell(inserter, row, ROW_PRESENT);
    for (size_t i = 0; i < n; i++)
        values[i] = inserter->defaults.bytes[i]
                        ? (struct lite_value){.kind = LITE_DEFAULT}
                        : inserter->values[bound++];
    return !writer ||
           (writer->write(writer, &present) && writer->flush(writer)) ||
           fail(&inserter->writer->failure, "%s", writer->failure.text);
}

/* ---- rows, one by one or many at once ---- */

/* A conflict has ways out, which others have not. */
static bool insert_fail_row(struct inserter *inserter, size_t row)
{
    const char *ways_out =
        is_conflict(inserter)
            ? "; a row with this key is there already, with other values: "
              "--on-conflict=skip keeps it, --on-conflict=replace takes this "
              "one, --exclude-table leaves the table out"
            : "";
    inserter->writer->failed_row = inserter->texts[row];
    return fail(&inserter->writer->failure,
                "cannot load this row into %s: %s%s", inserter->target->table,
                sqlite3_errmsg(inserter->handle), ways_out);
}

/* Only when a row is in the way, so that it can be named. */
static bool insert_replacing(struct inserter *inserter, size_t row)
{
    if (!inserter->replacing)
        inserter->replacing = prepare_insert(inserter, 1, "REPLACE");
    if (!inserter->replacing)
        return false;
    if (!insert_now(inserter, inserter->replacing, row, 1))
        return insert_fail_row(inserter, row);
    insert_tell(inserter, row, ROW_REPLACED);
    return true;
}

/* Another row is in this one's way. The question to the table would be the last
 * word of SQLite's, so the message is made before, and forgotten if there is a
 * way out. */
static bool insert_conflicting(struct inserter *inserter, size_t row)
{
    struct row_writer *writer = inserter->writer;
    bool is_there;
    insert_fail_row(inserter, row);
    is_there = is_present(inserter, row);
    if (!is_there && policy(inserter) != ON_CONFLICT_REPLACE)
        return false;
    writer->failure = (struct failure){0};
    writer->failed_row = NULL;
    return is_there ? pass_present(inserter, row)
                    : insert_replacing(inserter, row);
}

static bool insert_one(struct inserter *inserter, size_t row)
{
    if (insert_now(inserter, inserter->one, row, 1))
        return true;
    return is_conflict(inserter) ? insert_conflicting(inserter, row)
                                 : insert_fail_row(inserter, row);
}

/* Also finds the row to blame when many at once have failed. */
static bool insert_one_by_one(struct inserter *inserter)
{
    for (size_t row = 0; row < inserter->n_rows; row++)
        if (!insert_one(inserter, row))
            return false;
    return true;
}

/* A statement that failed has inserted none of its rows, so they can be tried
 * one by one. */
static bool insert_many(struct inserter *inserter)
{
    if (insert_now(inserter, inserter->many, 0, inserter->n_rows))
        return true;
    if (can_go_on(inserter))
        return insert_one_by_one(inserter);
    return insert_fail_row(inserter, 0);
}

static bool insert_rows(struct inserter *inserter)
{
    bool at_once = inserter->many && inserter->n_rows == inserter->many_rows;
    bool done = at_once ? insert_many(inserter) : insert_one_by_one(inserter);
    inserter->n_rows = inserter->n_values = 0;
    return done;
}

/* ---- rows ---- */

/* Which columns are DEFAULT is part of the statement. */
static bool is_same_insert(const struct inserter *inserter,
                           const struct lite_row *row)
{
    if (inserter->target != row->target || inserter->flags != row->flags)
        return false;
    for (size_t i = 0; i < row->n_values; i++)
        if ((row->values[i].kind == LITE_DEFAULT) !=
            inserter->defaults.bytes[i])
            return false;
    return true;
}

/* Two statements: one for a full load of rows, one for what is left over. */
static bool begin_insert(struct inserter *inserter, const struct lite_row *row)
{
    inserter_forget(inserter);
    inserter->target = row->target;
    inserter->flags = row->flags;
    inserter->defaults.size = 0;
    inserter->n_bound = 0;
    for (size_t i = 0; i < row->n_values; i++) {
        bool left_out = row->values[i].kind == LITE_DEFAULT;
        buffer_add_byte(&inserter->defaults, (char)left_out);
        inserter->n_bound += !left_out;
    }
    /* A row that is skipped has to be named. */
    inserter->many_rows =
        policy(inserter) == ON_CONFLICT_SKIP ? 1 : rows_that_fit(inserter);
    if (!remember_rows(inserter))
        return false;
    inserter->one = prepare_insert(inserter, 1, "ABORT");
    if (inserter->one && inserter->many_rows > 1)
        inserter->many = prepare_insert(inserter, inserter->many_rows, "ABORT");
    return !inserter->writer->failure.happened;
}

bool inserter_write(struct inserter *inserter, const struct lite_row *row)
{
    if (!is_same_insert(inserter, row) &&
        (!insert_rows(inserter) || !begin_insert(inserter, row)))
        return false;
    grow_array(&inserter->values, &inserter->values_capacity,
               inserter->n_values + row->n_values, sizeof *inserter->values);
    for (size_t i = 0; i < row->n_values; i++)
        if (row->values[i].kind != LITE_DEFAULT)
            inserter->values[inserter->n_values++] = row->values[i];
    inserter->texts[inserter->n_rows++] = row->text;
    return inserter->n_rows < inserter->many_rows || insert_rows(inserter);
}

/* After this no value points into the batch. */
bool inserter_flush(struct inserter *inserter)
{
    bool done = insert_rows(inserter);
    arena_reset(&inserter->arena);
    return done;
}

void inserter_release(struct inserter *inserter)
{
    inserter_forget(inserter);
    arena_release(&inserter->arena);
    buffer_release(&inserter->defaults);
    free(inserter->values);
}
