#include "postgres/tree_names.h"

#include <string.h>

/* A tree's depth is bounded by whoever built it. */
static bool tree_node_names(const struct pg_node *node, const char *name);

static bool any_names(const struct pg_nodes *nodes, const char *name)
{
    for (uint32_t i = 0; i < nodes->n; i++)
        if (tree_node_names(nodes->items[i], name))
            return true;
    return false;
}

static bool window_names(const struct pg_window *window, const char *name)
{
    return window && (any_names(&window->partition_by, name) ||
                      any_names(&window->order_by, name) ||
                      tree_node_names(window->from_offset, name) ||
                      tree_node_names(window->to_offset, name));
}

static bool call_names(const struct pg_call *call, const char *name)
{
    return call && (any_names(&call->order_by, name) ||
                    any_names(&call->within_group, name) ||
                    tree_node_names(call->filter, name) ||
                    window_names(call->window, name));
}

static bool tree_node_names(const struct pg_node *node, const char *name)
{
    const struct pg_nodes items = {node ? node->n_items : 0,
                                   node ? node->items : NULL};
    if (!node)
        return false;
    if (node->kind == NODE_TABLE && !strcmp(node->name.name, name))
        return true;
    return tree_node_names(node->left, name) ||
           tree_node_names(node->right, name) || any_names(&items, name) ||
           (node->query && tree_names_table(node->query, name)) ||
           call_names(node->call, name) || window_names(node->window, name);
}

bool tree_names_table(const struct pg_query *query, const char *name)
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
        if (any_names(lists[i], name))
            return true;
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++)
        if (tree_node_names(nodes[i], name))
            return true;
    return (query->left && tree_names_table(query->left, name)) ||
           (query->right && tree_names_table(query->right, name)) ||
           (query->source && tree_names_table(query->source, name));
}
