#include "schema/flatten.h"

#include <string.h>

/* Inheritance and partitions deeper than this are loops. */
enum { MAX_LEVELS = 64 };

struct flattener {
    struct arena *arena;
    const struct pg_catalog *catalog;
    struct flat_table *flat;
    size_t level;
};

/* Inherited columns of one name are one column. */
static struct pg_column *find_column(struct flat_table *flat, const char *name)
{
    for (size_t i = 0; i < flat->n_columns; i++)
        if (!strcmp(flat->columns[i].name, name))
            return &flat->columns[i];
    return NULL;
}

/* The array may move, so pointers to its columns do not survive this. */
static void append_column(struct flattener *flattener, struct pg_column column)
{
    struct flat_table *flat = flattener->flat;
    arena_grow(flattener->arena, &flat->columns, &flat->columns_capacity,
               flat->n_columns + 1, sizeof *flat->columns);
    flat->columns[flat->n_columns++] = column;
}

/* A column that comes again says more of the same one. */
static void flatten_add_column(struct flattener *flattener,
                               struct pg_column column)
{
    struct pg_column *known = find_column(flattener->flat, column.name);
    if (!known) {
        append_column(flattener, column);
        return;
    }
    known->not_null |= column.not_null;
    known->seen |= column.seen;
    if (column.has_type && !known->has_type) {
        known->type = column.type;
        known->has_type = true;
    }
    if (column.default_value)
        known->default_value = column.default_value;
    if (column.generated) {
        known->generated = column.generated;
        known->is_stored = column.is_stored;
    }
    if (column.origin.comment)
        known->origin.comment = column.origin.comment;
}

static void flatten_add_constraint(struct flattener *flattener,
                                   const struct pg_constraint *constraint)
{
    struct flat_table *flat = flattener->flat;
    arena_grow(flattener->arena, &flat->constraints,
               &flat->constraints_capacity, flat->n_constraints + 1,
               sizeof(void *));
    flat->constraints[flat->n_constraints++] = constraint;
}

/* Children inherit checks, but no keys. */
static bool flatten_is_inherited(const struct pg_constraint *constraint)
{
    return !constraint->no_inherit && (constraint->kind == CONSTRAINT_CHECK ||
                                       constraint->kind == CONSTRAINT_NOT_NULL);
}

/* CREATE TABLE ... OF type */
static void add_attributes(struct flattener *flattener, struct pg_name name,
                           struct location location)
{
    const struct pg_type_definition *type =
        name.name ? catalog_type(flattener->catalog, name) : NULL;
    for (size_t i = 0; type && i < type->n_attributes; i++)
        flatten_add_column(
            flattener, (struct pg_column){.name = type->attributes[i].name,
                                          .type = type->attributes[i].type,
                                          .has_type = true,
                                          .origin = {.location = location}});
}

/* Most tables have columns of their own only. */
static void reserve(struct flattener *flattener, size_t n)
{
    struct flat_table *flat = flattener->flat;
    if (flat->columns || n == 0)
        return;
    flat->columns = arena_alloc(flattener->arena, n * sizeof *flat->columns);
    flat->columns_capacity = n;
}

static void flatten_add_table(struct flattener *flattener,
                              const struct pg_table *table)
{
    bool is_own = flattener->level == 0;
    /* PostgreSQL allows no loops, a script may have one. */
    if (flattener->level == MAX_LEVELS)
        return;
    reserve(flattener, table->n_columns);
    flattener->level++;
    /* Parents first: that is the order of columns in PostgreSQL. */
    for (size_t i = 0; i < table->n_parents; i++) {
        const struct pg_table *parent =
            catalog_table(flattener->catalog, table->parents[i]);
        if (parent)
            flatten_add_table(flattener, parent);
    }
    add_attributes(flattener, table->of_type, table->origin.location);
    for (size_t i = 0; i < table->n_columns; i++)
        flatten_add_column(flattener, table->columns[i]);
    for (size_t i = 0; i < table->n_constraints; i++)
        if (is_own || flatten_is_inherited(&table->constraints[i]))
            flatten_add_constraint(flattener, &table->constraints[i]);
    flattener->level--;
}

/* PostgreSQL 18 names NOT NULL as a constraint. */
static void apply_not_null(struct flat_table *flat)
{
    for (size_t i = 0; i < flat->n_constraints; i++) {
        const struct pg_constraint *constraint = flat->constraints[i];
        struct pg_column *column;
        if (constraint->kind != CONSTRAINT_NOT_NULL || constraint->not_valid)
            continue;
        column = find_column(flat, constraint->columns.items[0]);
        if (column)
            column->not_null = true;
    }
}

struct flat_table *flatten(struct arena *arena,
                           const struct pg_catalog *catalog,
                           const struct pg_table *table)
{
    struct flat_table *flat = arena_alloc(arena, sizeof *flat);
    struct flattener flattener = {arena, catalog, flat, 0};
    *flat = (struct flat_table){.source = table};
    if (table->is_partition && table->n_columns == 0) {
        /* CREATE TABLE ... PARTITION OF without a list */
        const struct pg_table *root = partition_root(catalog, table);
        if (root && root != table)
            flatten_add_table(&flattener, root);
    }
    flattener.level = 0;
    flatten_add_table(&flattener, table);
    apply_not_null(flat);
    return flat;
}

/* NULL where the chain leads out of the dump. */
const struct pg_table *partition_root(const struct pg_catalog *catalog,
                                      const struct pg_table *table)
{
    for (size_t level = 0; table && table->is_partition; level++) {
        if (level == MAX_LEVELS)
            return NULL;
        table = catalog_table(catalog, table->partition_of);
    }
    return table;
}
