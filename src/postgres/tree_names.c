#include "postgres/tree_names.h"

#include <string.h>

/* A tree's depth is bounded by whoever built it. */
static bool query_has(const struct pg_query *query, tree_predicate *is_it,
                      const void *context);

static bool any_has(const struct pg_nodes *nodes, tree_predicate *is_it,
                    const void *context)
{
    for (uint32_t i = 0; i < nodes->n; i++)
        if (tree_has(nodes->items[i], is_it, context))
            return true;
    return false;
}

static bool window_has(const struct pg_window *window, tree_predicate *is_it,
                       const void *context)
{
    return window && (any_has(&window->partition_by, is_it, context) ||
                      any_has(&window->order_by, is_it, context) ||
                      tree_has(window->from_offset, is_it, context) ||
                      tree_has(window->to_offset, is_it, context));
}

static bool call_has(const struct pg_call *call, tree_predicate *is_it,
                     const void *context)
{
    return call && (any_has(&call->order_by, is_it, context) ||
                    any_has(&call->within_group, is_it, context) ||
                    tree_has(call->filter, is_it, context) ||
                    window_has(call->window, is_it, context));
}

bool tree_has(const struct pg_node *node, tree_predicate *is_it,
              const void *context)
{
    const struct pg_nodes items = {node ? node->n_items : 0,
                                   node ? node->items : NULL};
    if (!node)
        return false;
    return is_it(node, context) || tree_has(node->left, is_it, context) ||
           tree_has(node->right, is_it, context) ||
           any_has(&items, is_it, context) ||
           (node->query && query_has(node->query, is_it, context)) ||
           call_has(node->call, is_it, context) ||
           window_has(node->window, is_it, context);
}

static bool query_has(const struct pg_query *query, tree_predicate *is_it,
                      const void *context)
{
    const struct pg_nodes *lists[] = {
        &query->with,    &query->distinct_on,   &query->targets,
        &query->from,    &query->group_by,      &query->windows,
        &query->rows,    &query->order_by,      &query->assignments,
        &query->columns, &query->conflict_keys, &query->conflict_assignments,
    };
    const struct pg_node *nodes[] = {
        query->where,          query->having, query->limit,
        query->offset,         query->table,  query->conflict_predicate,
        query->conflict_where,
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (any_has(lists[i], is_it, context))
            return true;
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++)
        if (tree_has(nodes[i], is_it, context))
            return true;
    return (query->left && query_has(query->left, is_it, context)) ||
           (query->right && query_has(query->right, is_it, context)) ||
           (query->source && query_has(query->source, is_it, context));
}

static bool is_table_of_name(const struct pg_node *node, const void *name)
{
    return node->kind == NODE_TABLE && !strcmp(node->name.name, name);
}

bool tree_names_table(const struct pg_query *query, const char *name)
{
    return query_has(query, is_table_of_name, name);
}
