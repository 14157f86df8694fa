#include "pages/statistics.h"

#include "pages/layout.h"
#include "sqlite/statement.h"

/* Versions of SQLite differ; asking this one is safer than its number. */
bool statistics_tell_empty(void)
{
    sqlite3 *database = NULL;
    sqlite3_stmt *row = NULL;
    bool told =
        sqlite3_open(":memory:", &database) == SQLITE_OK &&
        statement_run(database, "CREATE TABLE t(a); INSERT INTO t VALUES (1);"
                                "CREATE INDEX i ON t(a) WHERE a > 1;"
                                "ANALYZE") &&
        sqlite3_prepare_v2(database,
                           "SELECT 1 FROM sqlite_stat1 WHERE idx = 'i'", -1,
                           &row, NULL) == SQLITE_OK &&
        sqlite3_step(row) == SQLITE_ROW;
    sqlite3_finalize(row);
    sqlite3_close(database);
    return told;
}

static void add_statement(struct buffer *statements, char *sql)
{
    buffer_add_text(statements, sql);
    sqlite3_free(sql);
}

/* How many rows have the same values in the first columns, on average and
 * rounded up; nearly one is one for ANALYZE. */
static uint64_t rows_alike(uint64_t rows, uint64_t distinct)
{
    uint64_t average = distinct ? (rows + distinct - 1) / distinct : 0;
    return average == 2 && rows * 10 <= distinct * 11 ? 1 : average;
}

/* As ANALYZE writes it: the rows, then for each column from the left how many
 * share its value. */
static void page_statistics_add_index(struct buffer *statements,
                                      const char *table,
                                      const struct index_writer *index)
{
    struct buffer stat = {0};
    buffer_printf(&stat, "%llu", (unsigned long long)index->entries);
    for (size_t i = 0; i < index->layout->n_columns; i++)
        buffer_printf(
            &stat, " %llu",
            (unsigned long long)rows_alike(index->entries, index->distinct[i]));
    add_statement(statements,
                  statement_printf("INSERT INTO sqlite_stat1 VALUES(%Q,%Q,%Q);",
                                   table, index->layout->name,
                                   buffer_text(&stat)));
    buffer_release(&stat);
}

/* A table has a row of its own only if no index has all of its rows. */
void statistics_add(struct buffer *statements, const struct table_writer *table,
                    bool tells_empty)
{
    const char *name = table->layout->table->name;
    add_statement(statements,
                  statement_printf(
                      "INSERT INTO sqlite_stat1 SELECT %Q, NULL, '%llu' "
                      "WHERE NOT EXISTS (SELECT 1 FROM pragma_index_list(%Q) "
                      "WHERE NOT partial);",
                      name, (unsigned long long)table->rows, name));
    for (size_t i = 0; i < table->n_indexes; i++)
        if (table->indexes[i].entries || tells_empty)
            page_statistics_add_index(statements, name, &table->indexes[i]);
}

/* ---- what SQLite made ---- */

static bool has_index(const struct table_layout *table, const char *name)
{
    for (struct index_layout *i = table->indexes; i; i = i->next)
        if (!sqlite3_stricmp(i->name, name))
            return true;
    return false;
}

/* Of what pages have written the numbers are known; the rest is ANALYZE's. */
static bool page_statistics_is_ours(const struct layout *layout, bool is_index,
                                    const char *name, const char *table)
{
    const struct table_layout *found = layout_find(layout, table);
    if (!found)
        return false;
    /* that of a table sees to its indexes */
    if (is_index && !found->is_plain)
        return true;
    return found->is_plain && (!is_index || has_index(found, name));
}

static const char OBJECTS[] =
    "SELECT type = 'index', name, tbl_name FROM sqlite_master "
    "WHERE type IN ('table', 'index') AND rootpage > 0";

/* Usually few: tables and indexes that SQLite made itself, such as those with
 * stored generated columns. */
static bool add_analyze(struct buffer *statements, sqlite3 *database,
                        const struct layout *layout)
{
    sqlite3_stmt *object = NULL;
    bool done =
        sqlite3_prepare_v2(database, OBJECTS, -1, &object, NULL) == SQLITE_OK;
    while (done && sqlite3_step(object) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(object, 1);
        if (!page_statistics_is_ours(
                layout, sqlite3_column_int(object, 0) != 0, name,
                (const char *)sqlite3_column_text(object, 2)))
            add_statement(statements,
                          statement_printf("ANALYZE main.\"%w\";", name));
    }
    return sqlite3_finalize(object) == SQLITE_OK && done;
}

/* ANALYZE of the schema's own table finds nothing, but makes sqlite_stat1. */
bool statistics_finish(sqlite3 *database, const struct layout *layout,
                       struct buffer *statements)
{
    return add_analyze(statements, database, layout) &&
           statement_run(database, "ANALYZE sqlite_schema") &&
           statement_run(database, buffer_text(statements));
}
