#include "pages/layout.h"

#include "pages/predicate.h"
#include "sqlite/stored.h"

#include <stdlib.h>
#include <string.h>

/* Indexes, and whether the columns of one are plain. Only a column has hidden =
 * 2 that is generated and in no record. */
#define INDEXES                                                                \
    "SELECT i.tbl_name, i.name, i.rootpage, l.\"unique\", i.sql, NOT EXISTS "  \
    " (SELECT 1 FROM pragma_index_xinfo(i.name) AS x"                          \
    "  LEFT JOIN pragma_table_xinfo(i.tbl_name) AS c ON c.cid = x.cid"         \
    "  WHERE x.key AND (x.cid < -1 OR c.hidden = 2 OR"                         \
    "   upper(x.coll) NOT IN ('BINARY', 'NOCASE', 'RTRIM'))) AS plain "        \
    "FROM sqlite_master AS i, pragma_index_list(i.tbl_name) AS l "             \
    "WHERE i.type = 'index' AND l.name = i.name "

static const char ALL_INDEXES[] = INDEXES "ORDER BY i.rowid DESC";

static const char LAST_INDEX[] =
    "SELECT sql, plain AND NOT EXISTS"
    " (SELECT 1 FROM pragma_table_xinfo(tbl_name) WHERE hidden = 3) FROM "
    "(" INDEXES "AND i.rowid = (SELECT max(rowid) FROM sqlite_master))";

static const char INDEX_COLUMNS[] =
    "SELECT cid, upper(coll), \"desc\" FROM pragma_index_xinfo(?1) "
    "WHERE key ORDER BY seqno";

static const char *text_of(sqlite3_stmt *row, int column)
{
    return (const char *)sqlite3_column_text(row, column);
}

/* WHERE clauses beyond IS NULL would need SQLite to evaluate them. */
static bool has_simple_predicate(const char *sql)
{
    struct arena scratch = {0};
    struct predicate predicate;
    bool is_simple = predicate_read(&predicate, &scratch, sql);
    arena_release(&scratch);
    return is_simple;
}

/* Asked right after CREATE INDEX, so the index is the schema's last row. */
bool layout_last_is_plain(sqlite3 *database)
{
    sqlite3_stmt *query = NULL;
    bool is_plain = sqlite3_prepare_v2(database, LAST_INDEX, -1, &query,
                                       NULL) == SQLITE_OK &&
                    sqlite3_step(query) == SQLITE_ROW &&
                    sqlite3_column_int(query, 1) &&
                    has_simple_predicate(text_of(query, 0));
    sqlite3_finalize(query);
    return is_plain;
}

/* ---- tables ---- */

/* A virtual generated column is computed when it is read. */
static bool is_in_record(const struct lite_column *column)
{
    return !column->generated || column->is_stored;
}

static void fill_table(struct layout *layout, struct table_layout *out,
                       const struct lite_table *table)
{
    *out =
        (struct table_layout){.table = table,
                              .is_plain = table->is_table && table->has_rowid,
                              .rowid = NO_COLUMN};
    out->stored = arena_alloc(&layout->arena,
                              (table->n_columns + 1) * sizeof *out->stored);
    out->affinities = arena_alloc(&layout->arena, (table->n_columns + 1) *
                                                      sizeof *out->affinities);
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct lite_column *column = &table->columns[i];
        /* A stored generated column has a value that only SQLite can compute.
         */
        out->is_plain &= !column->is_stored;
        if (column->is_rowid)
            out->rowid = (ptrdiff_t)out->n_stored;
        out->affinities[out->n_stored] = stored_affinity(table, column);
        if (is_in_record(column))
            out->stored[out->n_stored++] = column;
    }
}

static void layout_read_tables(struct layout *layout)
{
    const struct lite_schema *schema = &layout->schema;
    layout->tables = arena_alloc(&layout->arena, (schema->n_tables + 1) *
                                                     sizeof *layout->tables);
    for (size_t i = 0; i < schema->n_tables; i++)
        fill_table(layout, &layout->tables[i], &schema->tables[i]);
}

struct table_layout *layout_find(const struct layout *layout, const char *table)
{
    const struct lite_table *found = lite_find_table(&layout->schema, table);
    return found ? &layout->tables[found - layout->schema.tables] : NULL;
}

/* ---- indexes ---- */

static enum collation collation_named(const char *name)
{
    return !strcmp(name, "NOCASE")  ? COLLATE_NOCASE
           : !strcmp(name, "RTRIM") ? COLLATE_RTRIM
                                    : COLLATE_BINARY;
}

/* The position in the record of the table's column; an INTEGER PRIMARY KEY is
 * not there. */
static ptrdiff_t position_of(const struct table_layout *table, int cid)
{
    for (size_t i = 0; cid >= 0 && i < table->n_stored; i++)
        if (table->stored[i] == &table->table->columns[cid] &&
            (ptrdiff_t)i != table->rowid)
            return (ptrdiff_t)i;
    return NO_COLUMN;
}

/* `position` is NO_COLUMN for the rowid, which an INTEGER PRIMARY KEY is as
 * well. */
static struct index_column read_column(const struct table_layout *table,
                                       sqlite3_stmt *row)
{
    return (struct index_column){
        .position = position_of(table, sqlite3_column_int(row, 0)),
        .key = {.collation = collation_named(text_of(row, 1)),
                .descending = sqlite3_column_int(row, 2) != 0}};
}

static int layout_read_columns(struct layout *layout,
                               struct index_layout *index,
                               const struct table_layout *table,
                               sqlite3_stmt *query)
{
    int status;
    sqlite3_bind_text(query, 1, index->name, -1, SQLITE_STATIC);
    while ((status = sqlite3_step(query)) == SQLITE_ROW) {
        arena_grow(&layout->arena, &index->columns, &index->capacity,
                   index->n_columns + 1, sizeof *index->columns);
        index->columns[index->n_columns++] = read_column(table, query);
    }
    sqlite3_reset(query);
    return status;
}

/* A column that is in no record cannot be looked at. */
static bool find_filter(const struct table_layout *table,
                        const struct predicate_term *term,
                        struct index_filter *filter)
{
    const struct lite_column *column =
        lite_find_column(table->table, term->column);
    if (!column || !is_in_record(column))
        return false;
    *filter = (struct index_filter){
        position_of(table, (int)(column - table->table->columns)),
        term->is_null};
    return true;
}

/* An automatic index has no SQL, and all rows. */
static bool read_filters(struct layout *layout, struct index_layout *index,
                         const struct table_layout *table, const char *sql)
{
    struct predicate predicate = {0};
    if (sql && !predicate_read(&predicate, &layout->arena, sql))
        return false;
    index->filters =
        arena_alloc(&layout->arena, (predicate.n + 1) * sizeof *index->filters);
    for (; index->n_filters < predicate.n; index->n_filters++)
        if (!find_filter(table, &predicate.terms[index->n_filters],
                         &index->filters[index->n_filters]))
            return false;
    return true;
}

/* Returns false if it is none for rows as they pass. */
static bool fill_index(struct layout *layout, struct index_layout *index,
                       const struct table_layout *table, sqlite3_stmt *row)
{
    const char *name = text_of(row, 1);
    *index = (struct index_layout){
        .name = arena_copy(&layout->arena, name, strlen(name)),
        .root_page = (uint32_t)sqlite3_column_int64(row, 2),
        .is_unique = sqlite3_column_int(row, 3) != 0,
        .next = table->indexes};
    return sqlite3_column_int(row, 5) &&
           read_filters(layout, index, table, text_of(row, 4));
}

static int layout_add_index(struct layout *layout, sqlite3_stmt *row,
                            sqlite3_stmt *columns)
{
    struct table_layout *table = layout_find(layout, text_of(row, 0));
    struct index_layout *index = arena_alloc(&layout->arena, sizeof *index);
    if (!table)
        return SQLITE_DONE;
    /* One index that SQLite has to keep up to date is enough: then SQLite
     * writes the table's rows, too. */
    if (!fill_index(layout, index, table, row)) {
        table->is_plain = false;
        return SQLITE_DONE;
    }
    table->indexes = index;
    return layout_read_columns(layout, index, table, columns);
}

/* From the last to the first, since each is put in front of its table's list.
 */
static int read_indexes(struct layout *layout, sqlite3 *database)
{
    sqlite3_stmt *query = NULL, *columns = NULL;
    int status = sqlite3_prepare_v2(database, ALL_INDEXES, -1, &query, NULL);
    if (status == SQLITE_OK)
        status =
            sqlite3_prepare_v2(database, INDEX_COLUMNS, -1, &columns, NULL);
    while (status == SQLITE_OK && sqlite3_step(query) == SQLITE_ROW)
        if (layout_add_index(layout, query, columns) != SQLITE_DONE)
            status = sqlite3_errcode(database);
    sqlite3_finalize(columns);
    if (sqlite3_finalize(query) != SQLITE_OK)
        status = sqlite3_errcode(database);
    return status;
}

bool layout_read(struct layout *layout, sqlite3 *database,
                 struct failure *failure)
{
    if (!lite_schema_read(&layout->schema, database, failure))
        return false;
    layout_read_tables(layout);
    return read_indexes(layout, database) == SQLITE_OK ||
           fail(failure, "cannot read the new database's indexes: %s",
                sqlite3_errmsg(database));
}

void layout_release(struct layout *layout)
{
    lite_schema_release(&layout->schema);
    arena_release(&layout->arena);
}
