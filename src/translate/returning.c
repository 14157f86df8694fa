/* RETURNING. SQLite's names the changed table by its own name, and that in
 * subqueries only; it knows nothing of the tables of FROM or USING, so what
 * names one of those asks for its row once more. */
#include <string.h>

#include "postgres/tree_names.h"
#include "translate/query_internal.h"

/* A change at its end. */
struct returning {
    struct translator *translator;
    struct select *select;
    size_t n_joined;
};

/* * is of the tables of FROM, too; t.* is not. */
bool returning_is_of_all_tables(const struct pg_query *change)
{
    for (uint32_t i = 0; change->from.n && i < change->targets.n; i++) {
        const struct pg_node *target = change->targets.items[i]->left;
        if (target->kind == NODE_STAR && !target->name.schema)
            return true;
    }
    return false;
}

/* Is it a column of a table of FROM? */
static bool is_joined_column(const struct pg_node *node, const void *context)
{
    const struct returning *returning = context;
    struct relation *relations = returning->select->scope.relations;
    const struct scope joined = {.relations = relations + 1,
                                 .n = returning->n_joined};
    if (node->kind != NODE_COLUMN)
        return false;
    return node->name.schema
               ? scope_relation(&joined, node->name.schema) != NULL
               : !scope_column_of(relations, node->name.name) &&
                     scope_has_column(&joined, node->name.name);
}

/* Is it a column that may be the changed one of the table? */
static bool is_changed_column(const struct pg_node *node, const void *context)
{
    const struct returning *returning = context;
    const struct select *select = returning->select;
    const char *table = node->name.schema;
    return node->kind == NODE_COLUMN &&
           (!table || !strcmp(table, select->scope.relations[0].name)) &&
           query_sets(&select->query->assignments, node->name.name);
}

static bool from_has(const struct pg_query *change, tree_predicate *is_it,
                     const void *context)
{
    for (uint32_t i = 0; i < change->from.n; i++)
        if (tree_has(change->from.items[i], is_it, context))
            return true;
    return tree_has(change->where, is_it, context);
}

/* The subquery sees all rows as the change has left them: it may ask for
 * nothing that is changed. */
static void check_condition(const struct returning *returning)
{
    const struct pg_query *change = returning->select->query;
    if (from_has(change, is_changed_column, returning))
        translator_refuse(returning->translator,
                          "RETURNING columns of another table, where the "
                          "condition asks for what is SET");
    if (change->kind == QUERY_UPDATE)
        translator_note(returning->translator,
                        "where several rows of FROM fit one, RETURNING may "
                        "give another of them than SET has taken");
}

/* (SELECT target FROM ... WHERE ... LIMIT 1) */
static const struct pg_node *joined_target(const struct returning *returning,
                                           const struct pg_node *target)
{
    static const struct pg_node one = {.kind = NODE_NUMBER, .text = "1"};
    struct arena *arena = returning->translator->context->arena;
    const struct pg_query *change = returning->select->query;
    const struct pg_node **targets = arena_alloc(arena, sizeof *targets);
    struct pg_query *query = arena_alloc(arena, sizeof *query);
    struct pg_node *value = arena_alloc(arena, sizeof *value);
    struct pg_node *copy = arena_alloc(arena, sizeof *copy);
    check_condition(returning);
    targets[0] = target;
    *query = (struct pg_query){.kind = QUERY_SELECT,
                               .at = target->at,
                               .targets = {1, targets},
                               .from = change->from,
                               .where = change->where,
                               .limit = &one};
    *value =
        (struct pg_node){.kind = NODE_QUERY, .at = target->at, .query = query};
    *copy = *target;
    copy->left = value;
    copy->text = select_target_name(target);
    return copy;
}

/* The change with targets that need no table of FROM. */
static struct pg_query *own_targets(const struct returning *returning)
{
    struct arena *arena = returning->translator->context->arena;
    const struct pg_nodes *targets = &returning->select->query->targets;
    const struct pg_node **items =
        arena_alloc(arena, targets->n * sizeof *items);
    struct pg_query *own = arena_alloc(arena, sizeof *own);
    for (uint32_t i = 0; i < targets->n; i++)
        items[i] = tree_has(targets->items[i], is_joined_column, returning)
                       ? joined_target(returning, targets->items[i])
                       : targets->items[i];
    *own = *returning->select->query;
    own->targets.items = items;
    return own;
}

/* SQLite's own BEFORE triggers cannot change the row, so those that do are
 * AFTER triggers. */
static void note_triggers(struct translator *translator,
                          const struct pg_query *change)
{
    unsigned event = change->kind == QUERY_INSERT ? EVENT_INSERT : EVENT_UPDATE;
    const struct pg_catalog *catalog = translator_catalog(translator);
    if (change->kind == QUERY_DELETE)
        return;
    for (size_t i = 0; i < catalog->n_triggers; i++) {
        const struct pg_trigger *trigger = catalog->triggers[i];
        if (trigger->timing == TRIGGER_BEFORE && trigger->for_each_row &&
            trigger->events & event &&
            !strcmp(trigger->table.name, change->table->name.name))
            translator_note(translator,
                            "RETURNING gives the row as it is before the "
                            "table's triggers change it");
    }
}

/* A subquery over the changed table would see rows that are changed already. */
void returning_add(struct translator *translator, struct buffer *out,
                   struct select *select, const char *name, size_t n_joined,
                   struct result *result)
{
    const struct pg_query *change = select->query;
    const struct returning returning = {translator, select, n_joined};
    struct relation *table = &select->scope.relations[0];
    struct changing changing = {.change = change};
    if (!change->targets.n || translator->reason)
        return;
    if (!translator_has_version(translator, 335))
        translator_refuse(translator, "RETURNING needs SQLite 3.35");
    if (returning_is_of_all_tables(change))
        translator_refuse(translator,
                          "RETURNING * beside FROM or USING; name the columns "
                          "of the table");
    note_triggers(translator, change);
    buffer_add_text(out, " RETURNING");
    table->is_returned = true;
    table->sql = from_bare_name(name);
    translator->changing = &changing;
    select->query = own_targets(&returning);
    select_add_targets(translator, out, select, result);
    select->query = change;
    translator->changing = NULL;
}
