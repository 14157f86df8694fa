#include "rows/match.h"

#include <sqlite3.h>
#include <string.h>

#include "rows/mapped.h"
#include "rows/pair.h"
#include "schema/flatten.h"

/* ---- which column a value goes to ---- */

/* Generated columns take no values. */
static size_t count_ordinary(const struct lite_table *table)
{
    size_t count = 0;
    for (size_t i = 0; i < table->n_columns; i++)
        count += !table->columns[i].generated;
    return count;
}

void match_put(struct plan *plan, const char **names, size_t at,
               const struct lite_column *column)
{
    plan->columns[at].column = column;
    plan->columns[at].is_numeric =
        column->affinity != AFFINITY_TEXT && column->affinity != AFFINITY_BLOB;
    names[at] = column->name;
}

/* ---- what the dump says of the table ---- */

/* The dump's own columns of a table. */
struct definition {
    const struct flat_table *flat; /* NULL: it defines none */
    const char *schema;
};

/* Without definitions in the dump there are only names, or positions. */
static struct definition find_definition(struct plans *plans,
                                         const struct plan *plan)
{
    const struct pg_table *table =
        plans->catalog ? catalog_target(plans->catalog, plan->source) : NULL;
    if (!table)
        return (struct definition){NULL, NULL};
    return (struct definition){flatten(&plans->arena, plans->catalog, table),
                               table->name.schema};
}

static const struct pg_column *
match_column_of(const struct definition *definition, const struct plan *plan,
                size_t at)
{
    const struct flat_table *flat = definition->flat;
    if (!flat)
        return NULL;
    if (!plan->source->n_columns)
        return &flat->columns[at];
    for (size_t i = 0; i < flat->n_columns; i++)
        if (!strcmp(flat->columns[i].name, plan->source->columns[at]))
            return &flat->columns[i];
    return NULL;
}

static bool fail_pair(const struct plan *plan, const struct pg_type *type,
                      const struct lite_column *column, struct failure *failure)
{
    return fail(failure,
                "%s.%s is %s%s in the dump and %s in the database, which holds "
                "bytes: declare it TEXT there, or leave it out (--map: skip "
                "column %s.%s)",
                plan->target.table, column->name, type->name.name,
                type->dimensions ? "[]" : "", column->type, plan->source->table,
                column->name);
}

static bool put(struct plans *plans, struct plan *plan, const char **names,
                size_t at, const struct definition *definition,
                const struct lite_column *column, struct failure *failure)
{
    struct column_plan *put = &plan->columns[at];
    const struct pg_column *source = match_column_of(definition, plan, at);
    const struct value_type *type = NULL, *chosen = NULL;
    struct pair pair;
    if (source) {
        type = type_resolve(&plans->arena, plans->catalog, definition->schema,
                            NULL, &source->type);
        chosen = type_resolve(&plans->arena, plans->catalog, definition->schema,
                              plans->policies, &source->type);
    }
    pair = pair_find(column, type, chosen, plans->client);
    if (pair.is_missing)
        return fail_pair(plan, &source->type, column, failure);
    match_put(plan, names, at, column);
    plan_set_codec(put, pair.codec);
    put->fit = pair.fit;
    put->type = pair.type;
    /* By position a value may be another column's. */
    put->interval = plan->source->n_columns ? pair.interval : NULL;
    put->moment = plan->source->n_columns ? pair.moment : NULL;
    return true;
}

/* ---- by name, by position ---- */

static const char *name_of_value(const struct plan *plan, size_t at,
                                 const struct definition *definition)
{
    return plan->source->n_columns ? plan->source->columns[at]
                                   : definition->flat->columns[at].name;
}

/* All of them are named at once, when the rows have been read. */
static bool match_refuse(struct plans *plans, struct plan *plan,
                         const struct mapped_columns *both)
{
    struct buffer mismatch = {0};
    mapped_compare(&mismatch, both, plan);
    if (mismatch.size) {
        plan->kind = PLAN_MISMATCHED;
        plan->mismatch =
            arena_copy(&plans->arena, mismatch.bytes, mismatch.size);
    }
    buffer_release(&mismatch);
    return plan->kind == PLAN_MISMATCHED;
}

/* Names are compared as SQLite does, without regard to case. */
static bool match_by_name(struct plans *plans, struct plan *plan,
                          const char **names,
                          const struct definition *definition,
                          struct failure *failure)
{
    struct pg_name table = {plan->source->schema, plan->source->table};
    const char **sources =
        arena_alloc(&plans->arena, plan->n_columns * sizeof *sources);
    struct mapped_columns both = {table, sources, names};
    for (size_t i = 0; i < plan->n_columns; i++) {
        sources[i] = name_of_value(plan, i, definition);
        names[i] = mapped_column(plans, table, sources[i]);
    }
    if (!mapped_settle(plans, table, plan, names, failure))
        return false;
    if (plans->must_exist && match_refuse(plans, plan, &both))
        return true;
    for (size_t i = 0; i < plan->n_columns; i++) {
        const struct lite_column *column =
            names[i] ? lite_find_column(plan->target.known, names[i]) : NULL;
        if (names[i] && !column)
            return fail(failure, "the table %s has no column '%s'",
                        plan->target.table, names[i]);
        if (column && !put(plans, plan, names, i, definition, column, failure))
            return false;
    }
    return true;
}

/* pg_dump gives generated columns as DEFAULT, so a row may count them; a
 * table that was made without them has only the others. */
static bool match_by_position(struct plans *plans, struct plan *plan,
                              const char **names, struct failure *failure)
{
    const struct definition unknown = {NULL, NULL};
    const struct lite_table *table = plan->target.known;
    size_t ordinary = count_ordinary(table), at = 0;
    bool all = plan->n_columns == table->n_columns;
    if (!mapped_check_names(plans, plan, failure))
        return false;
    if (!all && plan->n_columns != ordinary)
        return fail(failure,
                    "rows of %zu values for the %zu columns of %s; to go by "
                    "name, dump with --column-inserts, or let the definitions "
                    "stand before the rows (pgdecant SCHEMA.sql ROWS.sql "
                    "--into DATABASE)",
                    plan->n_columns, ordinary, table->name);
    for (size_t i = 0; i < table->n_columns; i++)
        /* Values for generated columns are DEFAULT, and are checked to be. */
        if ((all || !table->columns[i].generated) &&
            !put(plans, plan, names, at++, &unknown, &table->columns[i],
                 failure))
            return false;
    plan->by_position = true;
    plan->target.columns = names;
    plan->target.n_columns = plan->n_columns;
    return true;
}

/* A definition that has another number of columns is not the one of these rows.
 */
static bool check_definition(const struct plan *plan,
                             const struct definition *definition,
                             struct failure *failure)
{
    return plan->n_columns == definition->flat->n_columns ||
           fail(failure, "rows of %zu values for the %zu columns of %s.%s",
                plan->n_columns, definition->flat->n_columns,
                plan->source->schema, plan->source->table);
}

/* Best first: the row's own names, those of the dump's definition, the
 * position. */
/* What an earlier reading has shown of the columns. */
static void recall(const struct plans *plans, struct plan *plan)
{
    for (size_t i = 0; i < plan->n_columns; i++) {
        struct column_plan *column = &plan->columns[i];
        const struct learned_column *learned =
            learned_find(&plans->learned, column->column);
        column->seen_array |= learned != NULL;
        column->has_text_arrays |= learned && learned->has_texts;
    }
}

bool match_database(struct plans *plans, struct plan *plan,
                    struct failure *failure)
{
    const char **names =
        arena_alloc(&plans->arena, plan->n_columns * sizeof *names);
    struct definition definition = find_definition(plans, plan);
    bool brings_names = plan->source->n_columns > 0, matched;
    if (definition.flat && !brings_names &&
        (!check_definition(plan, &definition, failure) ||
         !match_check_order(plans->catalog, plan, failure)))
        return false;
    matched = brings_names || definition.flat
                  ? match_by_name(plans, plan, names, &definition, failure)
                  : match_by_position(plans, plan, names, failure);
    plan->target.name_columns = !plan->by_position;
    recall(plans, plan);
    return matched;
}

/* ---- in which order? ---- */

static bool is_in_order_of(const struct flat_table *one,
                           const struct flat_table *other)
{
    if (one->n_columns != other->n_columns)
        return false;
    for (size_t i = 0; i < one->n_columns; i++)
        if (strcmp(one->columns[i].name, other->columns[i].name) != 0)
            return false;
    return true;
}

/* A partition of the table whose columns have another order, or NULL. */
static const struct pg_table *odd_partition(struct arena *scratch,
                                            const struct pg_catalog *catalog,
                                            const struct pg_table *whole)
{
    const struct flat_table *flat = flatten(scratch, catalog, whole);
    for (size_t i = 0; i < catalog->n_tables; i++) {
        const struct pg_table *table = catalog->tables[i];
        if (table != whole && table->is_partition &&
            partition_root(catalog, table) == whole &&
            !is_in_order_of(flatten(scratch, catalog, table), flat))
            return table;
    }
    return NULL;
}

/* pg_dump --inserts may put a partition's rows into the whole table (by hash
 * of an enum it always does) with the columns in the partition's order, and
 * does not say so. */
static bool check_partitions(const struct pg_catalog *catalog,
                             const struct pg_table *whole,
                             struct failure *failure)
{
    const struct pg_table *odd;
    struct arena scratch = {0};
    odd = odd_partition(&scratch, catalog, whole);
    arena_release(&scratch);
    return !odd ||
           fail(failure,
                "rows for %s.%s without the names of columns, and its "
                "partition %s has them in another order: whose order is it? "
                "Dump again with --column-inserts",
                whole->name.schema, whole->name.name, odd->name.name);
}

bool match_check_order(const struct pg_catalog *catalog,
                       const struct plan *plan, struct failure *failure)
{
    const struct pg_table *table = catalog_target(catalog, plan->source);
    if (plan->source->n_columns || !table)
        return true;
    if (table->is_reshaped)
        return fail(failure,
                    "rows for %s.%s without the names of columns, and the "
                    "script defines it twice, renames it or takes a column "
                    "away: which columns are meant? Name them in the rows",
                    table->name.schema, table->name.name);
    return !table->is_partitioned || check_partitions(catalog, table, failure);
}
