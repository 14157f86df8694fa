/* WITH x AS (INSERT ... RETURNING a) SELECT a FROM x: the change itself, which
 * returns what the SELECT asks for. SQLite has no changes inside of WITH, so
 * what is more than that is refused. */
#include <string.h>

#include "translate/query_internal.h"

static bool is_plain_select(const struct pg_query *query)
{
    return query->kind == QUERY_SELECT && query->with.n == 1 &&
           query->from.n == 1 && !query->is_distinct && !query->where &&
           !query->having && !query->group_by.n && !query->order_by.n &&
           !query->limit && !query->offset && !query->windows.n;
}

/* The SELECT reads from the change and nothing else. */
static bool reads_change(const struct pg_query *query)
{
    const struct pg_node *cte = query->with.items[0];
    const struct pg_node *from = query->from.items[0];
    return cte->query->kind > QUERY_SET && !cte->names &&
           from->kind == NODE_TABLE && !from->name.schema && !from->names &&
           !strcmp(from->name.name, cte->text);
}

/* What the change returns under that name; NULL: nothing. */
static const struct pg_node *returned(const struct pg_query *change,
                                      const struct pg_node *column)
{
    const struct pg_node *star = NULL;
    for (uint32_t i = 0; i < change->targets.n; i++) {
        const struct pg_node *target = change->targets.items[i];
        const char *name = select_target_name(target);
        if (select_is_star(target->left))
            star = target;
        else if (name && !strcmp(name, column->name.name))
            return target->left;
    }
    return star && change->targets.n == 1 ? column : NULL;
}

/* A column of the SELECT as what the change returns for it. */
static const struct pg_node *returning(struct translator *translator,
                                       const struct pg_query *change,
                                       const struct pg_node *target)
{
    struct pg_node *copy =
        arena_alloc(translator->context->arena, sizeof *copy);
    struct pg_node *column =
        arena_alloc(translator->context->arena, sizeof *column);
    const char *implied;
    if (target->left->kind != NODE_COLUMN)
        return NULL;
    *column = *target->left;
    column->name.schema = NULL;
    *copy = *target;
    copy->left = returned(change, column);
    implied = copy->left ? select_implied_name(copy->left) : NULL;
    if (!copy->text &&
        (!implied || strcmp(implied, target->left->name.name) != 0))
        copy->text = target->left->name.name;
    return copy->left ? copy : NULL;
}

const struct pg_query *with_change_of(struct translator *translator,
                                      const struct pg_query *query)
{
    struct arena *arena = translator->context->arena;
    const struct pg_query *change;
    struct pg_query *copy;
    const struct pg_node **targets;
    uint32_t n = query->targets.n;
    if (!is_plain_select(query) || !reads_change(query))
        return NULL;
    change = query->with.items[0]->query;
    if (n == 1 && select_is_star(query->targets.items[0]->left))
        return change;
    targets = arena_alloc(arena, (n + 1) * sizeof *targets);
    for (uint32_t i = 0; i < n; i++) {
        targets[i] = returning(translator, change, query->targets.items[i]);
        if (!targets[i])
            return NULL;
    }
    copy = arena_alloc(arena, sizeof *copy);
    *copy = *change;
    copy->targets = (struct pg_nodes){n, targets};
    return copy;
}
