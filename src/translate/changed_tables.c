/* Which tables a change reaches: its own, those whose foreign keys follow it,
 * and, where it fires a trigger, any. */
#include <string.h>
#include <strings.h>

#include "postgres/tree_names.h"
#include "translate/query_internal.h"

bool changed_tables_have(const struct changed_tables *changed, const char *name)
{
    return changed->anything || query_names_have(&changed->names, name);
}

bool query_sets(const struct pg_nodes *assignments, const char *name)
{
    for (uint32_t i = 0; i < assignments->n; i++)
        for (uint32_t j = 0; j < assignments->items[i]->n_items; j++)
            if (!strcmp(assignments->items[i]->items[j]->name.name, name))
                return true;
    return false;
}

/* Is one of the columns SET? */
static bool sets_one_of(const struct pg_nodes *assignments,
                        const struct pg_names *columns)
{
    for (size_t i = 0; i < columns->n; i++)
        if (query_sets(assignments, columns->items[i]))
            return true;
    return false;
}

static bool does_something(enum pg_action action)
{
    return action != ACTION_NONE && action != ACTION_RESTRICT;
}

/* Do rows with that foreign key go or change with those of their parent? */
static bool follows(const struct pg_constraint *key,
                    const struct pg_query *change)
{
    const struct pg_nodes *assignments = change->kind == QUERY_INSERT
                                             ? &change->conflict_assignments
                                             : &change->assignments;
    if (change->kind == QUERY_DELETE)
        return does_something(key->on_delete);
    return does_something(key->on_update) &&
           (!key->parent_columns.n ||
            sets_one_of(assignments, &key->parent_columns));
}

static void add_reached(struct translator *translator,
                        struct changed_tables *changed,
                        const struct pg_catalog *catalog, const char *name,
                        const struct pg_query *change)
{
    struct pg_names *names = &changed->names;
    if (query_names_have(names, name))
        return;
    arena_grow(translator->context->arena, &names->items, &names->capacity,
               names->n + 1, sizeof *names->items);
    names->items[names->n++] = name;
    for (size_t i = 0; i < catalog->n_tables; i++) {
        const struct pg_table *table = catalog->tables[i];
        for (size_t j = 0; j < table->n_constraints; j++)
            if (table->constraints[j].kind == CONSTRAINT_FOREIGN_KEY &&
                !strcmp(table->constraints[j].parent.name, name) &&
                follows(&table->constraints[j], change))
                add_reached(translator, changed, catalog, table->name.name,
                            change);
    }
}

void changed_tables_add(struct translator *translator,
                        struct changed_tables *changed,
                        const struct pg_query *change)
{
    const struct pg_catalog *catalog = translator_catalog(translator);
    const char *name = change->table->name.name;
    add_reached(translator, changed, catalog, name, change);
    for (size_t i = 0; i < catalog->n_triggers; i++)
        changed->anything |= !strcmp(catalog->triggers[i]->table.name, name);
}

/* ---- who reads them ---- */

/* Views upon views may name one another so often that nobody waits for it. */
enum { MOST_LEVELS = 32, MOST_LOOKS = 2000 };

/* What is looked at, from the outside in. */
struct reading {
    const struct translator *translator;
    const struct pg_names *changed;
    const struct pg_nodes *with;
    int level;
    unsigned *looks; /* into queries, of all levels */
};

static bool is_reading(const struct pg_node *node, const void *context);

static bool query_reads(const struct reading *reading,
                        const struct pg_query *query)
{
    struct reading inner = *reading;
    struct pg_node node = {.kind = NODE_QUERY, .query = query};
    if (++*inner.looks > MOST_LOOKS)
        return true; /* it may */
    inner.level++;
    return inner.level < MOST_LEVELS && query &&
           tree_has(&node, is_reading, &inner);
}

static bool view_reads(const struct reading *reading, const char *name)
{
    const struct pg_catalog *catalog = translator_catalog(reading->translator);
    for (size_t i = 0; i < catalog->n_views; i++)
        if (!strcmp(catalog->views[i]->name.name, name) &&
            catalog->views[i]->kind != VIEW_MATERIALIZED)
            return query_reads(reading, catalog->views[i]->query);
    return false;
}

/* A name of the WITH goes before those of tables and views. */
static bool is_reading(const struct pg_node *node, const void *context)
{
    const struct reading *reading = context;
    if (node->kind != NODE_TABLE)
        return false;
    for (uint32_t i = 0; !node->name.schema && i < reading->with->n; i++)
        if (!strcmp(reading->with->items[i]->text, node->name.name))
            return query_reads(reading, reading->with->items[i]->query);
    return query_names_have(reading->changed, node->name.name) ||
           view_reads(reading, node->name.name);
}

static bool is_table(const struct pg_node *node, const void *context)
{
    (void)context;
    return node->kind == NODE_TABLE;
}

/* Most changes have no subquery, and ask for nothing. */
bool changing_is_read(struct translator *translator, struct changing *changing,
                      const struct pg_node *node)
{
    unsigned looks = 0;
    const struct reading reading = {translator, &changing->tables.names,
                                    &changing->change->with, 0, &looks};
    if (!tree_has(node, is_table, NULL))
        return false;
    if (!changing->tables.names.n)
        changed_tables_add(translator, &changing->tables, changing->change);
    return tree_has(node, is_reading, &reading);
}

/* ---- SET and RETURNING ---- */

void changing_check(struct translator *translator, const struct pg_node *table)
{
    struct changing *changing = translator->changing;
    if (!changing)
        return;
    if (changing_is_read(translator, changing, table))
        translator_refuse(translator,
                          "a subquery over the table that is changed, in SET "
                          "or RETURNING: SQLite sees the rows that are changed "
                          "already; use UPDATE ... FROM (SELECT ...)");
    if (table->text &&
        !strcasecmp(table->text, changing->change->table->name.name))
        translator_refuse(translator,
                          "a table that is called as the changed one, in SET "
                          "or RETURNING");
}
