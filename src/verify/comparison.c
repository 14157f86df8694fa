#include "verify/comparison_internal.h"

#include <stdlib.h>
#include <string.h>

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

void comparison_take_row(struct comparison *comparison,
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

/* Grows to the widest table, and is used again for each row. */
struct lite_value *comparison_room(struct comparison *comparison,
                                   enum side side, size_t n)
{
    grow_array(&comparison->values[side], &comparison->capacities[side], n + 1,
               sizeof *comparison->values[side]);
    return comparison->values[side];
}

void comparison_negate(struct compared_table *table, enum side side)
{
    table->rows[side] = 0 - table->rows[side];
    table->digests[side] = digest_negative(table->digests[side]);
}

/* Rows that were there before the load are subtracted, not remembered: sums are
 * enough. */
void comparison_forget(struct comparison *comparison)
{
    for (size_t i = 0; i < comparison->n_tables; i++)
        comparison_negate(comparison->tables[i], IN_DATABASE);
}
