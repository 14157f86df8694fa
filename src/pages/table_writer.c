#include "pages/table_writer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "pages/merge.h"
#include "pages/payload.h"
#include "pages/record.h"
#include "pages/varint.h"
#include "sqlite/statement.h"

/* Integers of a REAL column are kept as such in six bytes at most. */
static const int64_t LARGEST_KEPT_INTEGER = 140737488355327;

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

/* ---- values as the file keeps them ---- */

/* By the rule of SQLite's affinities, which leaves the ends of the range out.
 */
static bool is_integral(double real)
{
    return real > -9223372036854775808.0 && real < 9223372036854775807.0 &&
           real == (double)(int64_t)real && (int64_t)real != INT64_MAX;
}

/* Whole numbers are kept as integers, also in REAL columns as long as that is
 * shorter. */
static struct lite_value kept_number(enum lite_affinity affinity,
                                     struct lite_value value)
{
    int64_t limit =
        affinity == AFFINITY_REAL ? LARGEST_KEPT_INTEGER : INT64_MAX;
    if (value.kind == LITE_REAL && is_integral(value.real)) {
        int64_t integer = (int64_t)value.real;
        if (integer <= limit && integer >= -limit - 1)
            return (struct lite_value){.kind = LITE_INTEGER,
                                       .integer = integer};
    }
    return value;
}

/* What SQLite's affinities would have made of it, by SQLite's own rules. */
static struct lite_value kept_value(struct table_space *space,
                                    enum lite_affinity affinity,
                                    struct lite_value value)
{
    value = stored_value(&space->stored, &space->arena, affinity, value);
    if (affinity == AFFINITY_TEXT || affinity == AFFINITY_BLOB)
        return value;
    return kept_number(affinity, value);
}

/* What most values are. */
static bool is_kept_as_it_is(enum lite_affinity affinity, uint8_t kind)
{
    return affinity == AFFINITY_TEXT ? kind == LITE_TEXT
           : affinity == AFFINITY_INTEGER || affinity == AFFINITY_NUMERIC
               ? kind == LITE_INTEGER
               : affinity == AFFINITY_BLOB;
}

/* What a STRICT table takes; the values' affinity has been applied. */
static bool is_strictly(const struct lite_column *column,
                        const struct lite_value *value)
{
    static const struct {
        const char *type;
        unsigned kinds;
    } rules[] = {{"INT", 1u << LITE_INTEGER},
                 {"INTEGER", 1u << LITE_INTEGER},
                 {"REAL", 1u << LITE_INTEGER | 1u << LITE_REAL},
                 {"TEXT", 1u << LITE_TEXT},
                 {"BLOB", 1u << LITE_BLOB}};
    for (size_t i = 0; i < COUNT_OF(rules); i++)
        if (!sqlite3_stricmp(column->type, rules[i].type))
            return value->kind == LITE_NULL ||
                   (rules[i].kinds >> value->kind & 1);
    return true;
}

/* What SQLite would refuse for this value alone. */
static bool check_value(struct table_writer *table, const struct lite_row *row,
                        size_t at)
{
    const struct lite_column *column = table->layout->stored[at];
    const struct lite_value *value = &table->values[at];
    if (value->kind == LITE_NULL && column->not_null &&
        (ptrdiff_t)at != table->layout->rowid)
        return table_writer_fail_row(
            table, row, "NOT NULL constraint failed:", column->name);
    if (table->layout->table->is_strict && !is_strictly(column, value))
        return table_writer_fail_row(
            table, row, "this type is not for the STRICT column", column->name);
    return true;
}

/* Three things in order: where it comes from, its affinity, what the column
 * asks for. */
static bool table_writer_take_value(struct table_writer *table,
                                    const struct lite_row *row, size_t at)
{
    const struct table_layout *layout = table->layout;
    const struct lite_column *column = layout->stored[at];
    ptrdiff_t source = table->sources[at];
    struct lite_value *value = &table->values[at];
    /* DEFAULT VALUES has none, whatever the columns of its target are. */
    bool is_said = source >= 0 && !(row->flags & LITE_ALL_DEFAULTS) &&
                   row->values[source].kind != LITE_DEFAULT;
    if (is_said)
        *value = lite_decoded(&table->space->arena, &row->values[source]);
    else if (!default_value(table, at, value))
        return table_writer_give_up(table, row, "there is no default for",
                                    column->name);
    if (value->kind != LITE_NULL &&
        !is_kept_as_it_is(layout->affinities[at], value->kind))
        *value = kept_value(table->space, layout->affinities[at], *value);
    return check_value(table, row, at);
}

/* ---- which value is which column's ---- */

/* Once for each target: rows of one INSERT or COPY have the same columns. */
static void find_sources(struct table_writer *table,
                         const struct lite_target *target)
{
    const struct table_layout *layout = table->layout;
    for (size_t i = 0; i < layout->n_stored; i++) {
        table->sources[i] = -1;
        for (size_t j = 0; j < target->n_columns; j++)
            if (!sqlite3_stricmp(target->columns[j], layout->stored[i]->name))
                table->sources[i] = (ptrdiff_t)j;
    }
    table->target = target;
}

static bool take_values(struct table_writer *table, const struct lite_row *row)
{
    if (table->target != row->target)
        find_sources(table, row->target);
    for (size_t i = 0; i < table->layout->n_stored; i++)
        if (!table_writer_take_value(table, row, i))
            return false;
    return true;
}

/* ---- rowids ---- */

/* The value of INTEGER PRIMARY KEY is the rowid, and NULL in the record. */
static bool take_rowid(struct table_writer *table, const struct lite_row *row,
                       int64_t *rowid)
{
    ptrdiff_t at = table->layout->rowid;
    struct lite_value *value = at == NO_COLUMN ? NULL : &table->values[at];
    if (!value || value->kind == LITE_NULL) {
        /* After INT64_MAX SQLite tries random rowids, and AUTOINCREMENT never
         * goes below 1: SQLite has to do these itself. */
        if (table->greatest_rowid == INT64_MAX || table->greatest_rowid < 0)
            return table_writer_give_up(table, row, "no rowid is known for",
                                        "rowid");
        *rowid = table->greatest_rowid + 1;
        return true;
    }
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

static void put_cell(struct table_writer *table, const struct record *record,
                     int64_t rowid)
{
    struct page_file *file = table->space->file;
    size_t local = payload_local(file->page_size, false, record->size);
    size_t head = varint_size(record->size) + varint_size((uint64_t)rowid);
    struct buffer *payload = &table->space->payload;
    uint32_t chain = 0;
    /* A record that fits goes right into its page; only what is longer is made
     * aside and cut. */
    unsigned char *cell;
    assert(local <= record->size && local <= file->page_size);
    if (local < record->size) {
        payload->size = 0;
        buffer_reserve(payload, record->size);
        record_put(record, (unsigned char *)payload->bytes);
        chain = page_file_append_chain(file,
                                       (unsigned char *)payload->bytes + local,
                                       record->size - local);
    }
    cell = place_cell(table, head + local + (chain ? 4 : 0), rowid);
    cell += varint_put(cell, record->size);
    cell += varint_put(cell, (uint64_t)rowid);
    if (!chain) {
        record_put(record, cell);
        return;
    }
    memcpy(cell, payload->bytes, local);
    big_endian_put(cell + local, 4, chain);
}

static bool fail_too_big(struct table_writer *table, const struct lite_row *row)
{
    return table_writer_fail_row(table, row, "string or blob too big", NULL);
}

/* take_rowid makes an INTEGER PRIMARY KEY's value NULL before the record is
 * measured, as SQLite does. */
bool table_writer_add(struct table_writer *table, const struct lite_row *row)
{
    struct record record = {.values = table->values,
                            .n_values = table->layout->n_stored,
                            .serial_types = table->serial_types};
    int64_t rowid = 0;
    if (!take_values(table, row) || !take_rowid(table, row, &rowid))
        return false;
    record_measure(&record);
    if (record.size > LITE_MAX_LENGTH)
        return fail_too_big(table, row);
    put_cell(table, &record, rowid);
    for (size_t i = 0; i < table->n_indexes; i++)
        if (!index_writer_add(&table->indexes[i], table->values, rowid))
            return fail_too_big(table, row);
    if (!is_out_of_order(table, rowid))
        table->last_rowid = rowid;
    if (table->rows == 0 || rowid > table->greatest_rowid)
        table->greatest_rowid = rowid;
    table->rows++;
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
