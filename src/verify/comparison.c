#include "verify/comparison.h"

#include <stdlib.h>
#include <string.h>

#include "sqlite/quote.h"
#include "verify/row_diff.h"

/* Counting only sums both sides; rows are kept in a later round, and only of
 * tables that differ. */
void comparison_init(struct comparison *comparison, sqlite3 *database,
                     const struct lite_schema *schema)
{
    *comparison = (struct comparison){.database = database, .schema = schema};
    digest_draw_key();
}

void comparison_release(struct comparison *comparison)
{
    for (size_t i = 0; i < comparison->n_tables; i++)
        row_diff_free(comparison->tables[i]->row_diff);
    free(comparison->tables);
    for (int side = 0; side < SIDES; side++)
        free(comparison->values[side]);
    stored_release(&comparison->stored);
    arena_release(&comparison->row);
    arena_release(&comparison->arena);
}

/* ---- tables ---- */

static bool comparison_has_key(const struct lite_table *table)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (table->columns[i].is_key)
            return true;
    return false;
}

/* The dump's key, else the database's; without one, all columns are. */
static bool comparison_is_key(const struct compared_table *table,
                              const struct lite_column *wanted,
                              const struct lite_column *found)
{
    if (comparison_has_key(table->wanted))
        return wanted->is_key;
    if (table->found && comparison_has_key(table->found))
        return found && found->is_key;
    return true;
}

/* Generated columns, stored or not, follow from the others, so they prove
 * nothing. */
static const struct lite_column *find_ordinary(const struct lite_table *table,
                                               const char *name)
{
    const struct lite_column *column =
        table ? lite_find_column(table, name) : NULL;
    return column && !column->generated ? column : NULL;
}

/* `wanted` decides what is compared: it is the dump's table. */
static void comparison_add_column(struct compared_table *table,
                                  const struct lite_column *wanted)
{
    const struct lite_column *found = find_ordinary(table->found, wanted->name);
    table->columns[table->n_columns++] = (struct compared_column){
        .column = wanted,
        .affinity = stored_affinity(table->wanted, wanted),
        .is_key = comparison_is_key(table, wanted, found),
        .as = found || !table->found ? COMPARED : NOT_IN_DATABASE};
}

/* Columns that the dump does not have are told of, not compared. */
static size_t count_unknown(const struct compared_table *table)
{
    size_t count = 0;
    for (size_t i = 0; table->found && i < table->found->n_columns; i++)
        count += !table->found->columns[i].generated &&
                 !find_ordinary(table->wanted, table->found->columns[i].name);
    return count;
}

static struct compared_table *make_table(struct comparison *comparison,
                                         const struct lite_table *wanted)
{
    struct compared_table *table =
        arena_alloc(&comparison->arena, sizeof *table);
    *table = (struct compared_table){
        .wanted = wanted,
        .found = lite_find_table(comparison->schema, wanted->name)};
    table->columns = arena_alloc(&comparison->arena,
                                 wanted->n_columns * sizeof *table->columns);
    for (size_t i = 0; i < wanted->n_columns; i++)
        if (!wanted->columns[i].generated)
            comparison_add_column(table, &wanted->columns[i]);
    table->n_unknown = count_unknown(table);
    return table;
}

/* Tables are few, and rows come in runs, so a search is rare. */
struct compared_table *comparison_table(struct comparison *comparison,
                                        const struct lite_table *wanted)
{
    for (size_t i = 0; i < comparison->n_tables; i++)
        if (comparison->tables[i]->wanted == wanted)
            return comparison->tables[i];
    grow_array(&comparison->tables, &comparison->capacity,
               comparison->n_tables + 1, sizeof *comparison->tables);
    return comparison->tables[comparison->n_tables++] =
               make_table(comparison, wanted);
}

static bool lacks_columns(const struct compared_table *table)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (table->columns[i].as == NOT_IN_DATABASE)
            return true;
    return false;
}

/* Equal sums of 128 bits: rows in any order, each as often as on the other
 * side. */
bool comparison_is_same(const struct compared_table *table)
{
    return table->found && !lacks_columns(table) &&
           table->rows[IN_DUMP] == table->rows[IN_DATABASE] &&
           digest_is_same(table->digests[IN_DUMP], table->digests[IN_DATABASE]);
}

size_t comparison_count_differing(const struct comparison *comparison)
{
    size_t count = 0;
    for (size_t i = 0; i < comparison->n_tables; i++)
        count += !comparison_is_same(comparison->tables[i]);
    return count;
}

size_t comparison_count_unproven(const struct comparison *comparison)
{
    size_t count = 0;
    for (size_t i = 0; i < comparison->n_tables; i++)
        for (size_t j = 0; j < comparison->tables[i]->n_columns; j++)
            count += comparison->tables[i]->columns[j].as == NOT_IN_DUMP;
    return count;
}

/* Tables of the database that no dump has named. */
size_t comparison_others(struct comparison *comparison,
                         const struct lite_table ***others)
{
    const struct lite_schema *schema = comparison->schema;
    size_t n = schema->n_tables, count = 0;
    bool *compared = arena_alloc(&comparison->arena, n + 1);
    memset(compared, 0, n + 1);
    for (size_t i = 0; i < comparison->n_tables; i++)
        if (comparison->tables[i]->found)
            compared[comparison->tables[i]->found - schema->tables] = true;
    *others = arena_alloc(&comparison->arena, (n + 1) * sizeof **others);
    for (size_t i = 0; i < n; i++)
        if (!compared[i] && schema->tables[i].is_table &&
            sqlite3_strnicmp(schema->tables[i].name, "sqlite_", 7) != 0)
            (*others)[count++] = &schema->tables[i];
    return count;
}

/* ---- rounds ---- */

/* Rows that left a column to its default prove nothing of it. */
static void forget_unnamed(struct compared_table *table)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (table->columns[i].is_unnamed && table->columns[i].as == COMPARED)
            table->columns[i].as = NOT_IN_DUMP;
}

/* Only tables that differ are read again, and only so many. */
static void begin_table(struct compared_table *table, enum round round,
                        size_t *diffs)
{
    enum { MAX_DIFFS = 20 };
    bool differs =
        !digest_is_same(table->digests[IN_DUMP], table->digests[IN_DATABASE]);
    forget_unnamed(table);
    if (round == COUNTING) {
        memset(table->rows, 0, sizeof table->rows);
        memset(table->digests, 0, sizeof table->digests);
    } else if (round == BUCKETING && table->found && differs &&
               ++*diffs <= MAX_DIFFS) {
        table->row_diff = row_diff_new();
    } else if (round == COLLECTING && table->row_diff) {
        row_diff_collect(table->row_diff, table);
    }
}

void comparison_begin(struct comparison *comparison, enum round round)
{
    size_t diffs = 0;
    comparison->round = round;
    comparison->is_void = false;
    for (size_t i = 0; i < comparison->n_tables; i++)
        begin_table(comparison->tables[i], round, &diffs);
}

/* The position goes into each value's hash, so columns cannot be exchanged. */
static struct digest sum_values(const struct compared_table *table,
                                const struct lite_value *values, bool only_keys)
{
    struct digest sum = {0, 0};
    for (size_t i = 0; i < table->n_columns; i++)
        if (table->columns[i].as == COMPARED &&
            (table->columns[i].is_key || !only_keys))
            digest_add(&sum, digest_value(&values[i], i));
    return digest_row(sum);
}

/* A row of one side: a value for each of the table's columns, as stored; what
 * stands for columns that are not compared is ignored. */
static void take_row(struct comparison *comparison,
                     struct compared_table *table, enum side side,
                     const struct lite_value *values, const char *text)
{
    struct diff_row row = {.table = table, .values = values, .side = side};
    row.digest = sum_values(table, values, false);
    if (comparison->round == COUNTING) {
        table->rows[side]++;
        digest_add(&table->digests[side], row.digest);
        return;
    }
    if (!table->row_diff)
        return;
    row.key = sum_values(table, values, true);
    if (comparison->round == BUCKETING)
        row_diff_count(table->row_diff, &row);
    else if (row_diff_wants(table->row_diff, &row))
        row_diff_retain(table->row_diff, &row,
                        text ? comparison->locate(comparison->user, text)
                             : (struct location){0});
}

/* ---- the database's side ---- */

/* Columns by name: SQLite's order is not the dump's. */
static sqlite3_stmt *select_rows(const struct comparison *comparison,
                                 const struct compared_table *table)
{
    struct buffer sql = {0};
    sqlite3_stmt *query = NULL;
    buffer_add_text(&sql, "SELECT ");
    for (size_t i = 0; i < table->n_columns; i++) {
        buffer_add_text(&sql, i ? ", " : "");
        if (table->columns[i].as == COMPARED)
            quote_identifier(&sql, table->columns[i].column->name);
        else
            buffer_add_text(&sql, "NULL");
    }
    buffer_add_text(&sql, table->n_columns ? " FROM " : "NULL FROM ");
    quote_identifier(&sql, table->found->name);
    sqlite3_prepare_v2(comparison->database, buffer_text(&sql), -1, &query,
                       NULL);
    buffer_release(&sql);
    return query;
}

/* Grows to the widest table, and is used again for each row. */
static struct lite_value *comparison_room(struct comparison *comparison,
                                          enum side side, size_t n)
{
    grow_array(&comparison->values[side], &comparison->capacities[side], n + 1,
               sizeof *comparison->values[side]);
    return comparison->values[side];
}

static void comparison_read_row(struct comparison *comparison,
                                struct compared_table *table,
                                sqlite3_stmt *query)
{
    struct lite_value *values = comparison->values[IN_DATABASE];
    for (size_t i = 0; i < table->n_columns; i++)
        values[i] = stored_read(query, (int)i);
    take_row(comparison, table, IN_DATABASE, values, NULL);
}

static bool read_table(struct comparison *comparison,
                       struct compared_table *table, struct failure *failure)
{
    sqlite3_stmt *query = select_rows(comparison, table);
    comparison_room(comparison, IN_DATABASE, table->n_columns);
    while (query && sqlite3_step(query) == SQLITE_ROW)
        comparison_read_row(comparison, table, query);
    if (query && sqlite3_finalize(query) == SQLITE_OK)
        return true;
    return fail(failure, "cannot read the table %s of the database: %s",
                table->found->name, sqlite3_errmsg(comparison->database));
}

/* The database's side, in the same round as the dump's. */
bool comparison_read(struct comparison *comparison, struct failure *failure)
{
    for (size_t i = 0; i < comparison->n_tables; i++) {
        struct compared_table *table = comparison->tables[i];
        bool takes_part = comparison->round == COUNTING || table->row_diff;
        if (table->found && takes_part &&
            !read_table(comparison, table, failure))
            return false;
    }
    return true;
}

static void negate(struct compared_table *table, enum side side)
{
    table->rows[side] = 0 - table->rows[side];
    table->digests[side] = digest_negative(table->digests[side]);
}

/* Rows that were there before the load are subtracted, not remembered: sums are
 * enough. */
void comparison_forget(struct comparison *comparison)
{
    for (size_t i = 0; i < comparison->n_tables; i++)
        negate(comparison->tables[i], IN_DATABASE);
}

/* ---- the dump's side ---- */

/* Which of the table's columns the values of a target's rows belong to. */
struct value_map {
    const struct lite_target *target;
    struct compared_table *table;
    ptrdiff_t *positions; /* -1: a generated column */
    bool is_partial;      /* rows do not name all columns */
};

struct comparison_writer {
    struct row_writer base;
    struct comparison *comparison;
    struct value_map *maps;
    size_t n_maps, capacity;
    struct value_map *last;
    bool takes_off;
};

/* Names as SQLite compares them. */
static ptrdiff_t find_position(const struct compared_table *table,
                               const char *name)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (!sqlite3_stricmp(table->columns[i].column->name, name))
            return (ptrdiff_t)i;
    return -1;
}

/* The round has to be done again, without the column. */
static void leave_out(struct comparison *comparison,
                      struct compared_column *column)
{
    if (column->as != COMPARED)
        return;
    column->is_unnamed = true;
    comparison->is_void = true;
}

static bool comparison_is_named(const struct value_map *map, size_t column)
{
    for (size_t i = 0; i < map->target->n_columns; i++)
        if (map->positions[i] == (ptrdiff_t)column)
            return true;
    return false;
}

static void comparison_map_columns(struct comparison *comparison,
                                   struct value_map *map)
{
    const struct lite_target *target = map->target;
    map->positions = arena_alloc(&comparison->arena,
                                 target->n_columns * sizeof *map->positions);
    for (size_t i = 0; i < target->n_columns; i++)
        map->positions[i] = find_position(map->table, target->columns[i]);
    for (size_t i = 0; i < map->table->n_columns; i++)
        if (!comparison_is_named(map, i)) {
            map->is_partial = true;
            leave_out(comparison, &map->table->columns[i]);
        }
}

/* All rows of a target name the same columns, so each target has one map. */
static struct value_map *comparison_find_map(struct comparison_writer *writer,
                                             const struct lite_target *target)
{
    for (size_t i = 0; i < writer->n_maps; i++)
        if (writer->maps[i].target == target)
            return &writer->maps[i];
    grow_array(&writer->maps, &writer->capacity, writer->n_maps + 1,
               sizeof *writer->maps);
    writer->last = &writer->maps[writer->n_maps++];
    *writer->last = (struct value_map){
        .target = target,
        .table = comparison_table(writer->comparison, target->known)};
    comparison_map_columns(writer->comparison, writer->last);
    return writer->last;
}

/* As the file keeps it: affinity applied, by SQLite's own rules. */
static void comparison_take_value(struct comparison *comparison,
                                  struct compared_column *column,
                                  const struct lite_value *value,
                                  struct lite_value *out)
{
    if (value->kind == LITE_DEFAULT)
        leave_out(comparison, column);
    *out = stored_value(&comparison->stored, &comparison->row, column->affinity,
                        lite_decoded(&comparison->row, value));
}

/* A writer like the others, so verification reads what a conversion reads. */
static bool comparison_write_row(struct row_writer *base,
                                 const struct lite_row *row)
{
    struct comparison_writer *writer = (struct comparison_writer *)base;
    struct comparison *comparison = writer->comparison;
    struct compared_table *table;
    struct lite_value *values;
    if (!row->target->known) {
        base->failed_row = row->text;
        return fail(&base->failure, "the columns of the table %s are not known",
                    row->target->table);
    }
    if (!writer->last || writer->last->target != row->target)
        writer->last = comparison_find_map(writer, row->target);
    table = writer->last->table;
    values = comparison_room(comparison, IN_DUMP, table->n_columns);
    if (writer->last->is_partial || !row->n_values)
        memset(values, 0, table->n_columns * sizeof *values); /* NULLs */
    for (size_t i = 0; i < table->n_columns && !row->n_values; i++)
        leave_out(comparison, &table->columns[i]);
    for (size_t i = 0; i < row->n_values; i++) {
        ptrdiff_t at = writer->last->positions[i];
        if (at >= 0)
            comparison_take_value(comparison, &table->columns[at],
                                  &row->values[i], &values[at]);
    }
    /* a - b is -(-a + b) */
    if (writer->takes_off)
        negate(table, IN_DUMP);
    take_row(comparison, table, IN_DUMP, values, row->text);
    if (writer->takes_off)
        negate(table, IN_DUMP);
    return true;
}

static bool comparison_flush(struct row_writer *base)
{
    arena_reset(&((struct comparison_writer *)base)->comparison->row);
    return true;
}

/* Tables are compared, not made. */
static bool comparison_define(struct row_writer *base, const char *sql)
{
    (void)base;
    (void)sql;
    return true;
}

/* For the schema's comparison: AUTOINCREMENT goes on from there. */
static bool comparison_set_sequence(struct row_writer *base, const char *table,
                                    int64_t last)
{
    struct comparison *comparison =
        ((struct comparison_writer *)base)->comparison;
    for (size_t i = 0; i < comparison->n_tables; i++)
        if (!strcmp(comparison->tables[i]->wanted->name, table))
            comparison->tables[i]->last_id =
                last > comparison->tables[i]->last_id
                    ? last
                    : comparison->tables[i]->last_id;
    return true;
}

static void comparison_release_writer(struct row_writer *base)
{
    free(((struct comparison_writer *)base)->maps);
    free(base);
}

struct row_writer *comparison_writer(struct comparison *comparison,
                                     bool takes_off)
{
    struct comparison_writer *writer = xmalloc(sizeof *writer);
    *writer = (struct comparison_writer){
        .base = {.define = comparison_define,
                 .write = comparison_write_row,
                 .flush = comparison_flush,
                 .set_sequence = comparison_set_sequence,
                 .finish = comparison_flush,
                 .release = comparison_release_writer},
        .comparison = comparison,
        .takes_off = takes_off};
    return &writer->base;
}
