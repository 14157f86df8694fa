/* LATERAL: SQLite's subqueries in FROM do not see what stands beside them, but
 * those of one value do. So a subquery that gives one row at most becomes a
 * scalar subquery for each column, wherever the column is named; in FROM there
 * is a row that says nothing in its place. */
#include <stdlib.h>
#include <string.h>

#include "translate/query_internal.h"
#include "translate/signature.h"

/* ---- which ---- */

/* All rows together are one, and so is none. */
static bool always_has_row(const struct pg_query *query)
{
    bool aggregates = false;
    for (uint32_t i = 0; i < query->targets.n; i++)
        aggregates |= aggregate_is_in(query->targets.items[i]->left);
    return !query->group_by.n && !query->having && !query->offset &&
           (aggregates || (!query->from.n && !query->where));
}

static bool is_limit_one(const struct pg_node *node)
{
    return node && node->kind == NODE_NUMBER && !strcmp(node->text, "1");
}

/* VALUES (a, b) */
static bool is_values_row(const struct pg_query *query)
{
    return query->kind == QUERY_VALUES && query->rows.n == 1 &&
           !query->order_by.n && !query->limit && !query->offset;
}

bool lateral_is_one_row(const struct pg_node *node)
{
    const struct pg_query *query = node->query;
    if (node->kind != NODE_SUBQUERY || !(node->flags & NODE_LATERAL) ||
        query->with.n || !node->text)
        return false;
    if (is_values_row(query))
        return true;
    if (query->kind != QUERY_SELECT)
        return false;
    for (uint32_t i = 0; i < query->targets.n; i++)
        if (select_is_star(query->targets.items[i]->left) ||
            row_function_is_known(query->targets.items[i]->left))
            return false;
    return always_has_row(query) || is_limit_one(query->limit);
}

/* ---- its columns ---- */

/* VALUES is a SELECT without FROM. */
static const struct pg_query *lateral_select(struct translator *translator,
                                             const struct pg_query *query)
{
    struct arena *arena = translator->context->arena;
    const struct pg_nodes *row;
    struct pg_query *select;
    struct pg_node *targets;
    const struct pg_node **items;
    if (query->kind != QUERY_VALUES)
        return query;
    row = &(struct pg_nodes){query->rows.items[0]->n_items,
                             query->rows.items[0]->items};
    select = arena_alloc(arena, sizeof *select);
    targets = arena_alloc(arena, (row->n + 1) * sizeof *targets);
    items = arena_alloc(arena, (row->n + 1) * sizeof *items);
    for (uint32_t i = 0; i < row->n; i++) {
        targets[i] =
            (struct pg_node){.kind = NODE_TARGET,
                             .at = row->items[i]->at,
                             .left = row->items[i],
                             .text = arena_printf(arena, "column%u", i + 1)};
        items[i] = &targets[i];
    }
    *select = *query;
    select->kind = QUERY_SELECT;
    select->targets = (struct pg_nodes){row->n, items};
    return select;
}

static const char *lateral_name(const struct pg_node *node,
                                const struct pg_node *target, uint32_t at)
{
    const char *name = node->names && at < node->names->n
                           ? node->names->items[at]
                           : select_target_name(target);
    return name ? name : "?column?";
}

/* A key may be the place or the name of a column that the copy has not. */
static const struct pg_node *full_key(const struct pg_query *query,
                                      const struct pg_node *key)
{
    const struct pg_nodes *targets = &query->targets;
    size_t at = key->kind == NODE_NUMBER ? strtoul(key->text, NULL, 10) : 0;
    if (at && at <= targets->n)
        return targets->items[at - 1]->left;
    for (uint32_t i = 0; i < targets->n; i++)
        if (key->kind == NODE_COLUMN && !key->name.schema &&
            targets->items[i]->text &&
            !strcmp(targets->items[i]->text, key->name.name))
            return targets->items[i]->left;
    return key;
}

static struct pg_nodes full_keys(struct translator *translator,
                                 const struct pg_query *query)
{
    struct arena *arena = translator->context->arena;
    uint32_t n = query->order_by.n;
    struct pg_node *keys = arena_alloc(arena, (n + 1) * sizeof *keys);
    const struct pg_node **items = arena_alloc(arena, (n + 1) * sizeof *items);
    for (uint32_t i = 0; i < n; i++) {
        keys[i] = *query->order_by.items[i];
        keys[i].left = full_key(query, keys[i].left);
        items[i] = &keys[i];
    }
    return (struct pg_nodes){n, items};
}

static struct fragment lateral_column(struct translator *translator,
                                      const struct pg_query *query, uint32_t at)
{
    struct pg_query one = *query;
    struct pg_node target = *query->targets.items[at];
    const struct pg_node *targets[] = {&target};
    struct pg_node node = {.kind = NODE_QUERY, .query = &one};
    target.text = NULL;
    one.targets = (struct pg_nodes){1, targets};
    one.order_by = full_keys(translator, query);
    return translate_node(translator, &node);
}

/* Rows that have no partner in an inner join are gone. */
static const char *there_is_one(struct translator *translator,
                                const struct pg_query *query)
{
    static const struct pg_node number = {.kind = NODE_NUMBER, .text = "1"};
    static const struct pg_node target = {.kind = NODE_TARGET, .left = &number};
    const struct pg_node *targets[] = {&target};
    struct pg_query any = *query;
    struct pg_node node = {.kind = NODE_EXISTS, .query = &any};
    any.targets = (struct pg_nodes){1, targets};
    any.order_by.n = any.distinct_on.n = 0;
    any.is_distinct = false;
    any.limit = NULL;
    return translate_node(translator, &node).sql;
}

bool lateral_add(struct translator *translator, struct buffer *out,
                 struct select *select, const struct pg_node *node,
                 const char **condition)
{
    const struct pg_query *query = lateral_select(translator, node->query);
    const struct pg_nodes *targets = &query->targets;
    struct relation relation = {.name = node->text,
                                .sql = query_quoted(translator, node->text)};
    struct expression_column *columns = arena_alloc(
        translator->context->arena, (targets->n + 1) * sizeof *columns);
    /* The subquery is translated for each column: one in it would multiply. */
    if (translator->is_lateral)
        return translator_refuse(translator, "LATERAL inside of LATERAL").sql;
    if (node->names && node->names->n > targets->n)
        return translator_refuse(translator, "more names than columns").sql;
    translator->is_lateral = true;
    for (uint32_t i = 0; i < targets->n; i++) {
        struct fragment value = lateral_column(translator, query, i);
        if (!value.sql)
            return false;
        columns[relation.n++] = (struct expression_column){
            .name = lateral_name(node, targets->items[i], i),
            .sql = value.sql,
            .type = value.type
                        ? value.type
                        : signature_result_type(translator, "any", NULL, 0),
            .is_exact_text = value.is_exact,
            .is_expression = true};
    }
    *condition = always_has_row(query) ? NULL : there_is_one(translator, query);
    translator->is_lateral = false;
    relation.columns = columns;
    buffer_printf(out, "(SELECT 1) AS %s", relation.sql);
    *scope_add(translator, &select->scope) = relation;
    select->scope.qualifies = true;
    return !translator->reason;
}
