#include "postgres/catalog.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

enum tree { TABLES, INDEXES, SEQUENCES, TYPES, VIEWS };

/* A name is the first member of every object, so objects compare as names. */
int catalog_compare_names(const void *one, const void *other)
{
    const struct pg_name *a = one, *b = other;
    int order = strcmp(a->name, b->name);
    return order ? order : strcmp(a->schema, b->schema);
}

/* The trees are for finding; the arrays keep the dump's order. */
static void catalog_enter(struct pg_catalog *catalog, enum tree tree,
                          void *object)
{
    if (!tsearch(object, &catalog->trees[tree], catalog_compare_names))
        fatal("out of memory");
}

static void *catalog_find(const struct pg_catalog *catalog, enum tree tree,
                          struct pg_name name)
{
    void *const *found =
        tfind(&name, &catalog->trees[tree], catalog_compare_names);
    return found ? *found : NULL;
}

/* Defined twice, the tree keeps the first: it is the one that rows went to. */
struct pg_table *catalog_add_table(struct pg_catalog *catalog,
                                   struct pg_name name)
{
    struct pg_table *table = arena_alloc(&catalog->arena, sizeof *table);
    *table = (struct pg_table){.name = name};
    grow_array(&catalog->tables, &catalog->tables_capacity,
               catalog->n_tables + 1, sizeof(void *));
    catalog->tables[catalog->n_tables++] = table;
    catalog_enter(catalog, TABLES, table);
    return table;
}

struct pg_index *catalog_add_index(struct pg_catalog *catalog,
                                   struct pg_name name)
{
    struct pg_index *index = arena_alloc(&catalog->arena, sizeof *index);
    *index = (struct pg_index){.name = name};
    grow_array(&catalog->indexes, &catalog->indexes_capacity,
               catalog->n_indexes + 1, sizeof(void *));
    catalog->indexes[catalog->n_indexes++] = index;
    catalog_enter(catalog, INDEXES, index);
    return index;
}

struct pg_sequence_definition *catalog_add_sequence(struct pg_catalog *catalog,
                                                    struct pg_name name)
{
    struct pg_sequence_definition *sequence =
        arena_alloc(&catalog->arena, sizeof *sequence);
    /* PostgreSQL's default, for CREATE SEQUENCE without INCREMENT. */
    *sequence = (struct pg_sequence_definition){.name = name, .increment = 1};
    grow_array(&catalog->sequences, &catalog->sequences_capacity,
               catalog->n_sequences + 1, sizeof(void *));
    catalog->sequences[catalog->n_sequences++] = sequence;
    catalog_enter(catalog, SEQUENCES, sequence);
    return sequence;
}

struct pg_type_definition *catalog_add_type(struct pg_catalog *catalog,
                                            struct pg_name name)
{
    struct pg_type_definition *type =
        arena_alloc(&catalog->arena, sizeof *type);
    *type = (struct pg_type_definition){.name = name, .kind = TYPE_BASE};
    grow_array(&catalog->types, &catalog->types_capacity, catalog->n_types + 1,
               sizeof(void *));
    catalog->types[catalog->n_types++] = type;
    catalog_enter(catalog, TYPES, type);
    return type;
}

struct pg_view *catalog_add_view(struct pg_catalog *catalog,
                                 struct pg_name name)
{
    struct pg_view *view = arena_alloc(&catalog->arena, sizeof *view);
    *view = (struct pg_view){.name = name};
    grow_array(&catalog->views, &catalog->views_capacity, catalog->n_views + 1,
               sizeof(void *));
    catalog->views[catalog->n_views++] = view;
    catalog_enter(catalog, VIEWS, view);
    return view;
}

struct pg_trigger *catalog_add_trigger(struct pg_catalog *catalog)
{
    struct pg_trigger *trigger = arena_alloc(&catalog->arena, sizeof *trigger);
    *trigger = (struct pg_trigger){.name = NULL};
    grow_array(&catalog->triggers, &catalog->triggers_capacity,
               catalog->n_triggers + 1, sizeof(void *));
    catalog->triggers[catalog->n_triggers++] = trigger;
    return trigger;
}

struct pg_function *catalog_add_function(struct pg_catalog *catalog,
                                         struct pg_name name)
{
    struct pg_function *function =
        arena_alloc(&catalog->arena, sizeof *function);
    *function = (struct pg_function){.name = name};
    grow_array(&catalog->functions, &catalog->functions_capacity,
               catalog->n_functions + 1, sizeof(void *));
    catalog->functions[catalog->n_functions++] = function;
    return function;
}

/* The last one counts: CREATE OR REPLACE. */
struct pg_function *catalog_function(const struct pg_catalog *catalog,
                                     struct pg_name name)
{
    for (size_t i = catalog->n_functions; i-- > 0;)
        if (catalog_is_same(catalog->functions[i]->name, name))
            return catalog->functions[i];
    return NULL;
}

/* Callers' texts live as long as a statement. */
static const char *catalog_copy_text(struct pg_catalog *catalog,
                                     const char *text)
{
    return text ? arena_copy(&catalog->arena, text, strlen(text)) : NULL;
}

void catalog_add_other(struct pg_catalog *catalog, const char *kind,
                       const char *name, struct location location,
                       const char *reason)
{
    grow_array(&catalog->others, &catalog->others_capacity,
               catalog->n_others + 1, sizeof *catalog->others);
    catalog->others[catalog->n_others++] =
        (struct pg_other){kind, catalog_copy_text(catalog, name), location,
                          catalog_copy_text(catalog, reason)};
}

struct pg_table *catalog_table(const struct pg_catalog *catalog,
                               struct pg_name name)
{
    return catalog_find(catalog, TABLES, name);
}

/* A name without a schema may be any table's that the search path reaches; with
 * only one of that name there is no doubt. */
struct pg_table *catalog_target(const struct pg_catalog *catalog,
                                const struct pg_target *target)
{
    struct pg_name name = {target->schema, target->table};
    struct pg_table *table = catalog_table(catalog, name);
    size_t count = 0;
    if (table || target->is_qualified)
        return table;
    for (size_t i = 0; i < catalog->n_tables; i++)
        if (!strcmp(catalog->tables[i]->name.name, target->table)) {
            table = catalog->tables[i];
            count++;
        }
    return count == 1 ? table : NULL;
}

struct pg_index *catalog_index(const struct pg_catalog *catalog,
                               struct pg_name name)
{
    return catalog_find(catalog, INDEXES, name);
}

struct pg_sequence_definition *
catalog_sequence(const struct pg_catalog *catalog, struct pg_name name)
{
    return catalog_find(catalog, SEQUENCES, name);
}

struct pg_type_definition *catalog_type(const struct pg_catalog *catalog,
                                        struct pg_name name)
{
    return catalog_find(catalog, TYPES, name);
}

struct pg_view *catalog_view(const struct pg_catalog *catalog,
                             struct pg_name name)
{
    return catalog_find(catalog, VIEWS, name);
}

struct pg_column *catalog_column(const struct pg_table *table, const char *name)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (!strcmp(table->columns[i].name, name))
            return &table->columns[i];
    return NULL;
}

/* What the objects point to is in the arena. */
void catalog_release(struct pg_catalog *catalog)
{
    for (size_t i = 0; i < COUNT_OF(catalog->trees); i++)
        tree_release(&catalog->trees[i]);
    free(catalog->tables);
    free(catalog->indexes);
    free(catalog->sequences);
    free(catalog->types);
    free(catalog->views);
    free(catalog->triggers);
    free(catalog->functions);
    free(catalog->others);
    arena_release(&catalog->arena);
    *catalog = (struct pg_catalog){0};
}

/* pg_dump adds these after the data. */
static bool is_behind_rows(const struct pg_constraint *constraint)
{
    return constraint->kind != CONSTRAINT_CHECK &&
           constraint->kind != CONSTRAINT_NOT_NULL;
}

bool catalog_has_keys(const struct pg_catalog *catalog)
{
    for (size_t i = 0; i < catalog->n_tables; i++)
        for (size_t j = 0; j < catalog->tables[i]->n_constraints; j++)
            if (is_behind_rows(&catalog->tables[i]->constraints[j]))
                return true;
    return catalog->n_indexes > 0;
}
