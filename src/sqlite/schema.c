#include "sqlite/schema.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sqlite/json_check.h"
#include "sqlite/lock.h"
#include "sqlite/open.h"
#include "sqlite/statement.h"

/* ---- opening ---- */

/* SQLite opens lazily: only a read tells whether this is a database. */
sqlite3 *lite_open(const char *path, bool for_writing, long timeout,
                   struct failure *failure)
{
    int flags = for_writing ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    sqlite3 *database = NULL;
    bool is_busy;
    if (access(path, F_OK) != 0) {
        fail(failure, "%s: there is no such database", path);
        return NULL;
    }
    if (lite_open_file(path, flags, &database) == SQLITE_OK) {
        lock_wait(database, timeout);
        if (statement_run(database, "SELECT 1 FROM sqlite_master"))
            return database;
    }
    is_busy = lock_is_busy(database);
    if (!is_busy)
        fail(failure, "%s: %s", path, sqlite3_errmsg(database));
    sqlite3_close(database);
    if (is_busy)
        lock_fail(path, timeout, "it cannot be read", failure);
    return NULL;
}

/* For writing, since only so SQLite checks CHECKs in integrity_check and
 * recovers a hot journal; query_only keeps it from changing anything. */
sqlite3 *lite_open_to_prove(const char *path, long timeout,
                            struct failure *failure)
{
    sqlite3 *database = lite_open(path, true, timeout, failure);
    if (database)
        statement_run(database, "PRAGMA query_only = ON");
    return database;
}

/* ---- affinity ---- */

static bool lite_schema_contains(const char *type, const char *word)
{
    size_t length = strlen(word);
    for (; *type; type++)
        if (sqlite3_strnicmp(type, word, (int)length) == 0)
            return true;
    return false;
}

/* The order is SQLite's: the first rule that fits counts (CHARINT is an
 * integer). */
enum lite_affinity lite_affinity_of(const char *type)
{
    if (lite_schema_contains(type, "INT"))
        return AFFINITY_INTEGER;
    if (lite_schema_contains(type, "CHAR") ||
        lite_schema_contains(type, "CLOB") ||
        lite_schema_contains(type, "TEXT"))
        return AFFINITY_TEXT;
    if (!*type || lite_schema_contains(type, "BLOB"))
        return AFFINITY_BLOB;
    if (lite_schema_contains(type, "REAL") ||
        lite_schema_contains(type, "FLOA") ||
        lite_schema_contains(type, "DOUB"))
        return AFFINITY_REAL;
    return AFFINITY_NUMERIC;
}

/* ---- reading ---- */

static const char *column_text(sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    return text ? text : "";
}

static char *copy(struct lite_schema *schema, const char *text)
{
    return arena_copy(&schema->arena, text, strlen(text));
}

static const char TABLES[] =
    /* pragma_table_list reads the whole schema each time it is asked, so it is
     * asked once. */
    "WITH listed AS MATERIALIZED"
    " (SELECT name AS n, strict, wr FROM pragma_table_list"
    "  WHERE schema = 'main') "
    "SELECT name, type = 'table' AND rootpage > 0, strict, NOT wr, rootpage "
    "FROM sqlite_master LEFT JOIN listed ON n = name "
    "WHERE type IN ('table', 'view') ORDER BY name";

static const char COLUMNS[] =
    "SELECT name, type, \"notnull\", hidden IN (2, 3), "
    " pk = 1 AND upper(type) = 'INTEGER' AND"
    " (SELECT count(*) FROM pragma_table_xinfo(?1) WHERE pk > 0) = 1 AND"
    /* INTEGER PRIMARY KEY DESC has an index of its own, and is no rowid. */
    " NOT EXISTS (SELECT 1 FROM pragma_index_list(?1) WHERE origin = 'pk'),"
    " pk > 0, hidden = 3, dflt_value FROM pragma_table_xinfo(?1) WHERE hidden "
    "<> 1 ORDER BY cid";

/* Views are listed, too: a name that is taken has to be known. */
static void lite_schema_add_table(struct lite_schema *schema, sqlite3_stmt *row)
{
    grow_array(&schema->tables, &schema->capacity, schema->n_tables + 1,
               sizeof *schema->tables);
    schema->tables[schema->n_tables++] = (struct lite_table){
        .name = copy(schema, column_text(row, 0)),
        .is_table = sqlite3_column_int(row, 1) != 0,
        .is_strict = sqlite3_column_int(row, 2) != 0,
        .has_rowid = sqlite3_column_int(row, 3) != 0,
        .root_page = (uint32_t)sqlite3_column_int64(row, 4)};
    if (!strcmp(column_text(row, 0), "sqlite_sequence"))
        schema->has_sequences = true;
}

static struct lite_column make_column(struct lite_schema *schema,
                                      sqlite3_stmt *row)
{
    const char *type = copy(schema, column_text(row, 1));
    bool has_default = sqlite3_column_type(row, 7) != SQLITE_NULL;
    return (struct lite_column){
        .name = copy(schema, column_text(row, 0)),
        .type = type,
        .affinity = lite_affinity_of(type),
        .not_null = sqlite3_column_int(row, 2) != 0,
        .generated = sqlite3_column_int(row, 3) != 0,
        .is_rowid = sqlite3_column_int(row, 4) != 0,
        .is_key = sqlite3_column_int(row, 5) != 0,
        .is_stored = sqlite3_column_int(row, 6) != 0,
        .default_sql = has_default ? copy(schema, column_text(row, 7)) : NULL};
}

/* Only metadata tell; the text of CREATE TABLE would have to be parsed. */
static void find_autoincrement(struct lite_table *table, sqlite3 *database,
                               const struct lite_column *column)
{
    int autoincrement = 0;
    if (column->is_rowid &&
        sqlite3_table_column_metadata(database, "main", table->name,
                                      column->name, NULL, NULL, NULL, NULL,
                                      &autoincrement) == SQLITE_OK)
        table->autoincrement |= autoincrement != 0;
}

static int lite_schema_read_columns(struct lite_schema *schema,
                                    struct lite_table *table, sqlite3 *database,
                                    sqlite3_stmt *query)
{
    struct lite_column columns[2000]; /* SQLITE_MAX_COLUMN */
    size_t count = 0;
    int status;
    sqlite3_bind_text(query, 1, table->name, -1, SQLITE_STATIC);
    while ((status = sqlite3_step(query)) == SQLITE_ROW && count < 2000) {
        columns[count] = make_column(schema, query);
        find_autoincrement(table, database, &columns[count++]);
    }
    sqlite3_reset(query);
    table->n_columns = count;
    table->columns = arena_alloc(&schema->arena, count * sizeof *columns);
    memcpy(table->columns, columns, count * sizeof *columns);
    return status;
}

static int lite_schema_read_tables(struct lite_schema *schema,
                                   sqlite3 *database)
{
    sqlite3_stmt *query = NULL;
    int status = sqlite3_prepare_v2(database, TABLES, -1, &query, NULL);
    while (status == SQLITE_OK || status == SQLITE_ROW) {
        status = sqlite3_step(query);
        if (status == SQLITE_ROW)
            lite_schema_add_table(schema, query);
    }
    sqlite3_finalize(query);
    return status;
}

static int read_all_columns(struct lite_schema *schema, sqlite3 *database)
{
    sqlite3_stmt *query = NULL;
    int status = sqlite3_prepare_v2(database, COLUMNS, -1, &query, NULL);
    if (status != SQLITE_OK)
        return status;
    status = SQLITE_DONE;
    for (size_t i = 0; i < schema->n_tables && status == SQLITE_DONE; i++)
        if (schema->tables[i].is_table)
            status = lite_schema_read_columns(schema, &schema->tables[i],
                                              database, query);
    sqlite3_finalize(query);
    return status;
}

bool lite_schema_read(struct lite_schema *schema, sqlite3 *database,
                      struct failure *failure)
{
    *schema = (struct lite_schema){0};
    if (lite_schema_read_tables(schema, database) == SQLITE_DONE &&
        read_all_columns(schema, database) == SQLITE_DONE &&
        json_check_read(schema, database))
        return true;
    return fail(failure, "%s: cannot read its tables: %s",
                sqlite3_db_filename(database, "main"),
                sqlite3_errmsg(database));
}

void lite_schema_release(struct lite_schema *schema)
{
    free(schema->tables);
    arena_release(&schema->arena);
    *schema = (struct lite_schema){0};
}

/* A linear search: callers keep what they found. */
const struct lite_table *lite_find_table(const struct lite_schema *schema,
                                         const char *name)
{
    for (size_t i = 0; i < schema->n_tables; i++)
        if (sqlite3_stricmp(schema->tables[i].name, name) == 0)
            return &schema->tables[i];
    return NULL;
}

const struct lite_column *lite_find_column(const struct lite_table *table,
                                           const char *name)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (sqlite3_stricmp(table->columns[i].name, name) == 0)
            return &table->columns[i];
    return NULL;
}
