#include "pages/table_writer.h"

#include <stdlib.h>
#include <string.h>

#include "pages/kept.h"
#include "pages/merge.h"
#include "pages/payload.h"
#include "pages/record.h"
#include "pages/varint.h"
#include "sqlite/statement.h"

/* Writes one table as pages: it has the table's b-tree, and a sorter for each
 * index. */
struct table_writer *table_writer_new(const struct table_layout *layout,
                                      struct table_space *space)
{
    struct table_writer *table = xmalloc(sizeof *table);
    size_t n = layout->n_stored + 1, at = 0;
    *table = (struct table_writer){
        .layout = layout,
        .space = space,
        .sources = xreallocarray(NULL, n, sizeof *table->sources),
        .defaults = xreallocarray(NULL, n, sizeof(sqlite3_stmt *)),
        .values = xreallocarray(NULL, n, sizeof *table->values),
        .serial_types = xreallocarray(NULL, n, sizeof *table->serial_types)};
    memset(table->defaults, 0, n * sizeof(sqlite3_stmt *));
    btree_begin(&table->btree, space->file, layout->table->root_page, false);
    for (struct index_layout *i = layout->indexes; i; i = i->next)
        table->n_indexes++;
    table->indexes =
        xreallocarray(NULL, table->n_indexes + 1, sizeof *table->indexes);
    for (struct index_layout *i = layout->indexes; i; i = i->next)
        index_writer_begin(&table->indexes[at++], i, space->sorting);
    return table;
}

/* The column may be NULL. */
static bool table_writer_fail_row(struct table_writer *table,
                                  const struct lite_row *row,
                                  const char *problem, const char *column)
{
    struct row_writer *writer = table->space->writer;
    const char *name = table->layout->table->name;
    writer->failed_row = row->text;
    if (!column)
        return fail(&writer->failure, "cannot load this row into %s: %s", name,
                    problem);
    return fail(&writer->failure, "cannot load this row into %s: %s %s.%s",
                name, problem, name, column);
}

/* SQLite itself would do something that pages cannot: it has to. */
static bool table_writer_give_up(struct table_writer *table,
                                 const struct lite_row *row,
                                 const char *problem, const char *column)
{
    table->space->writer->needs_fallback = true;
    return table_writer_fail_row(table, row, problem, column);
}

/* ---- defaults ---- */

/* A default is an expression of SQLite's; SQLite evaluates it, prepared once.
 */
static sqlite3_stmt *table_writer_default_of(struct table_writer *table,
                                             size_t at)
{
    const char *sql = table->layout->stored[at]->default_sql;
    if (sql && !table->defaults[at]) {
        char *select = statement_printf("SELECT %s", sql);
        sqlite3_prepare_v2(table->space->handle, select, -1,
                           &table->defaults[at], NULL);
        sqlite3_free(select);
    }
    return table->defaults[at];
}

static struct lite_value copied(struct arena *arena, struct lite_value value)
{
    if (value.kind == LITE_TEXT || value.kind == LITE_BLOB)
        value.bytes = arena_copy(arena, value.bytes, value.length);
    return value;
}

/* The value lies in the statement, which is reset: so it is copied. */
static bool default_value(struct table_writer *table, size_t at,
                          struct lite_value *value)
{
    sqlite3_stmt *statement = table_writer_default_of(table, at);
    *value = (struct lite_value){.kind = LITE_NULL};
    if (!statement)
        return !table->layout->stored[at]->default_sql;
    if (sqlite3_step(statement) == SQLITE_ROW)
        *value = copied(&table->space->arena, stored_read(statement, 0));
    return sqlite3_reset(statement) == SQLITE_OK;
}

/* ---- values ---- */

/* Three things in order: where it comes from, its affinity, what the column
 * asks for. */
static bool table_writer_take_value(struct table_writer *table,
                                    const struct lite_row *row, size_t at)
{
    const struct table_layout *layout = table->layout;
    struct table_space *space = table->space;
    const char *name = layout->stored[at]->name, *problem;
    const struct lite_value *said = kept_said(row, table->sources, at);
    struct lite_value *value = &table->values[at];
    if (said)
        *value = *said;
    else if (!default_value(table, at, value))
        return table_writer_give_up(table, row, "there is no default for",
                                    name);
    *value = kept_value(layout, at, &space->stored, &space->arena, value);
    problem = kept_problem(layout, at, value);
    return !problem || table_writer_fail_row(table, row, problem, name);
}

static bool take_values(struct table_writer *table, const struct lite_row *row)
{
    if (table->target != row->target)
        kept_find_sources(table->layout, row->target, table->sources);
    table->target = row->target;
    for (size_t i = 0; i < table->layout->n_stored; i++)
        if (!table_writer_take_value(table, row, i))
            return false;
    return true;
}

/* ---- rowids ---- */

/* After INT64_MAX SQLite tries random rowids, and AUTOINCREMENT never goes
 * below 1: SQLite has to do these itself. */
static bool next_rowid(struct table_writer *table, const struct lite_row *row,
                       int64_t *rowid)
{
    if (table->greatest_rowid == INT64_MAX || table->greatest_rowid < 0)
        return table_writer_give_up(table, row, "no rowid is known for",
                                    "rowid");
    *rowid = table->greatest_rowid + 1;
    return true;
}

/* The value of INTEGER PRIMARY KEY is the rowid, and NULL in the record. */
static bool take_rowid(struct table_writer *table, const struct lite_row *row,
                       int64_t *rowid)
{
    ptrdiff_t at = table->layout->rowid;
    struct lite_value *value = at == NO_COLUMN ? NULL : &table->values[at];
    if (!value || value->kind == LITE_NULL)
        return next_rowid(table, row, rowid);
    if (value->kind != LITE_INTEGER)
        return table_writer_fail_row(
            table, row, "datatype mismatch:", table->layout->stored[at]->name);
    *rowid = value->integer;
    value->kind = LITE_NULL;
    return true;
}

/* ---- cells ---- */

/* A tree is written from left to right, so what comes late has to wait. */
static bool is_out_of_order(const struct table_writer *table, int64_t rowid)
{
    return table->rows > 0 && rowid <= table->last_rowid;
}

/* Late rows wait as complete cells. */
static unsigned char *place_cell(struct table_writer *table, size_t size,
                                 int64_t rowid)
{
    unsigned char *place;
    if (!is_out_of_order(table, rowid))
        return btree_add_row(&table->btree, size, rowid);
    if (!table->out_of_order.space)
        sorter_begin(&table->out_of_order, table->space->sorting);
    place = sorter_add(&table->out_of_order, KEY_ROWID, size);
    key_put_rowid(place, rowid);
    return place + KEY_ROWID;
}

static void put_cell(struct table_writer *table, const unsigned char *record,
                     size_t size, int64_t rowid)
{
    struct payload payload =
        payload_begin(table->space->file, false, record, size);
    size_t head = varint_size(size) + varint_size((uint64_t)rowid);
    unsigned char *cell =
        place_cell(table, head + payload_size(&payload), rowid);
    cell += varint_put(cell, size);
    cell += varint_put(cell, (uint64_t)rowid);
    payload_put(&payload, cell);
}

static bool fail_too_big(struct table_writer *table, const struct lite_row *row)
{
    return table_writer_fail_row(table, row, "string or blob too big", NULL);
}

static void table_writer_count_row(struct table_writer *table, int64_t rowid)
{
    if (!is_out_of_order(table, rowid))
        table->last_rowid = rowid;
    if (table->rows == 0 || rowid > table->greatest_rowid)
        table->greatest_rowid = rowid;
    table->rows++;
}

/* ---- rows ---- */

/* take_rowid makes an INTEGER PRIMARY KEY's value NULL before the record is
 * measured, as SQLite does. */
bool table_writer_add(struct table_writer *table, const struct lite_row *row)
{
    struct record record = {.values = table->values,
                            .n_values = table->layout->n_stored,
                            .serial_types = table->serial_types};
    struct buffer *bytes = &table->space->record;
    int64_t rowid = 0;
    if (!take_values(table, row) || !take_rowid(table, row, &rowid))
        return false;
    record_measure(&record);
    if (record.size > LITE_MAX_LENGTH)
        return fail_too_big(table, row);
    bytes->size = 0;
    buffer_reserve(bytes, record.size);
    record_put(&record, (unsigned char *)bytes->bytes);
    put_cell(table, (unsigned char *)bytes->bytes, record.size, rowid);
    for (size_t i = 0; i < table->n_indexes; i++)
        if (!index_writer_add(&table->indexes[i], table->values, rowid))
            return fail_too_big(table, row);
    table_writer_count_row(table, rowid);
    return true;
}

bool table_writer_add_encoded(struct table_writer *table,
                              const struct encoded_row *encoded)
{
    const unsigned char *keys = encoded->keys;
    int64_t rowid = encoded->rowid;
    if (!encoded->has_rowid && !next_rowid(table, encoded->row, &rowid))
        return false;
    put_cell(table, encoded->record, encoded->record_size, rowid);
    for (size_t i = 0; i < table->n_indexes; i++)
        keys += index_writer_add_key(&table->indexes[i], keys, rowid);
    table_writer_count_row(table, rowid);
    return true;
}

/* ---- the end ---- */

/* Late rows go in once the tree stands: few usually, or all if the dump is
 * clustered by another key. */
bool table_writer_end(struct table_writer *table)
{
    bool done = true;
    btree_end(&table->btree);
    if (!sorter_is_empty(&table->out_of_order))
        done = merge_out_of_order_rows(table->space->file,
                                       table->layout->table->root_page,
                                       &table->out_of_order);
    return done;
}

/* They are prepared again when needed; many tables would otherwise keep many
 * statements. */
void table_writer_suspend(struct table_writer *table)
{
    for (size_t i = 0; i < table->layout->n_stored; i++) {
        sqlite3_finalize(table->defaults[i]);
        table->defaults[i] = NULL;
    }
}

void table_writer_release(struct table_writer *table)
{
    table_writer_suspend(table);
    btree_release(&table->btree);
    sorter_release(&table->out_of_order);
    for (size_t i = 0; i < table->n_indexes; i++)
        index_writer_release(&table->indexes[i]);
    free(table->indexes);
    free(table->sources);
    free(table->defaults);
    free(table->values);
    free(table->serial_types);
    free(table);
}
