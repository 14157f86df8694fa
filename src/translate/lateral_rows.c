/* LATERAL that gives rows of one table, such as the last three orders of each
 * customer: in FROM stands all of the table, and the join asks for the rows
 * that the subquery would give, by their rowids:
 *
 *     JOIN (SELECT o.id, o.total, o.rowid AS _row1 FROM orders AS o) AS t
 *         ON t._row1 IN (SELECT o.rowid FROM orders AS o
 *                        WHERE o.customer_id = c.id ORDER BY ... LIMIT 3) */
#include <string.h>

#include "postgres/tree_names.h"
#include "translate/query_internal.h"

static bool is_of_window(const struct pg_node *node, const void *context)
{
    (void)context;
    return node->call && node->call->window;
}

/* Is each of its rows one of the table? */
static bool is_of_rows(const struct pg_query *query)
{
    return query->kind == QUERY_SELECT && query->from.n == 1 &&
           query->from.items[0]->kind == NODE_TABLE && !query->is_distinct &&
           !query->distinct_on.n && !query->group_by.n && !query->having &&
           !query->windows.n && !query->with_ties &&
           !select_has_aggregate(query);
}

static bool has_place(const struct pg_nodes *keys)
{
    for (uint32_t i = 0; i < keys->n; i++)
        if (keys->items[i]->left->kind == NODE_NUMBER)
            return true;
    return false;
}

/* One row at most is not of this kind: its columns need no row in FROM. */
bool lateral_rows_are_known(const struct pg_query *query)
{
    const struct pg_node *limit = query->limit;
    if (!is_of_rows(query) ||
        (limit && limit->kind == NODE_NUMBER && !strcmp(limit->text, "1")))
        return false;
    for (uint32_t i = 0; i < query->targets.n; i++) {
        const struct pg_node *target = query->targets.items[i];
        if (tree_has(target, is_of_window, NULL) ||
            row_function_is_known(target->left) ||
            (select_is_star(target->left) && has_place(&query->order_by)))
            return false;
    }
    return true;
}

/* The list, or with none of it the rowid alone. */
static struct pg_query with_rowid(struct translator *translator,
                                  const struct pg_query *query,
                                  const struct pg_nodes *list, const char *name)
{
    struct arena *arena = translator->context->arena;
    struct pg_node *nodes = arena_alloc(arena, 2 * sizeof *nodes);
    const struct pg_node **items =
        arena_alloc(arena, (list->n + 1) * sizeof *items);
    struct pg_query copy = *query;
    for (uint32_t i = 0; i < list->n; i++)
        items[i] = list->items[i];
    nodes[0] = (struct pg_node){
        .kind = NODE_COLUMN, .flags = NODE_ROWID, .name = {NULL, "rowid"}};
    nodes[1] =
        (struct pg_node){.kind = NODE_TARGET, .left = &nodes[0], .text = name};
    items[list->n] = &nodes[1];
    copy.targets = (struct pg_nodes){list->n + 1, items};
    return copy;
}

/* All rows of the table: what stands beside the subquery is not seen. */
static bool lateral_add_all(struct translator *translator, struct buffer *out,
                            struct select *select, const struct pg_node *node,
                            const char *rowid, struct result *result)
{
    struct pg_query all =
        with_rowid(translator, node->query, &node->query->targets, rowid);
    bool done;
    all.where = all.limit = all.offset = NULL;
    all.order_by.n = 0;
    scope_hide(&select->scope, true);
    buffer_add_text(out, "(");
    done = query_add(translator, out, &all, &select->scope, result, true);
    buffer_printf(out, ") AS %s", query_quoted(translator, node->text));
    scope_hide(&select->scope, false);
    return done;
}

/* Those that belong to the row beside it. */
static const char *is_among_rows(struct translator *translator,
                                 const struct pg_node *node, const char *rowid)
{
    static const struct pg_nodes nothing = {0};
    struct pg_query rows = with_rowid(translator, node->query, &nothing, NULL);
    const struct scope *scope = translator->scope;
    struct buffer sql = {0};
    const char *condition;
    rows.order_by = lateral_full_keys(translator, node->query);
    query_add(translator, &sql, &rows, scope, NULL, false);
    condition = arena_printf(translator->context->arena, "%s.%s IN (%s)",
                             query_quoted(translator, node->text), rowid,
                             buffer_text(&sql));
    buffer_release(&sql);
    return condition;
}

static void rename_column(struct translator *translator,
                          struct expression_column *column, const char *table,
                          const char *name)
{
    column->sql =
        arena_printf(translator->context->arena, "%s.%s", table, column->sql);
    column->is_expression = true;
    column->name = name;
}

bool lateral_rows_add(struct translator *translator, struct buffer *out,
                      struct select *select, const struct pg_node *node,
                      const char **condition)
{
    const char *rowid = query_new_name(translator, "row");
    struct result result = {0};
    struct relation relation = {.name = node->text, .has_hidden_column = true};
    *condition = is_among_rows(translator, node, rowid);
    if (translator->reason ||
        !lateral_add_all(translator, out, select, node, rowid, &result))
        return false;
    if (result.has_unknown_columns ||
        (node->names && node->names->n >= result.n))
        return translator_refuse(translator,
                                 "LATERAL of a table whose columns are not "
                                 "known (--types-from)")
            .sql;
    relation.sql = query_quoted(translator, node->text);
    relation.n = result.n - 1;
    for (size_t i = 0; i < relation.n; i++) {
        result.columns[i].is_not_null = false;
        if (node->names && i < node->names->n)
            rename_column(translator, &result.columns[i], relation.sql,
                          node->names->items[i]);
    }
    relation.columns = result.columns;
    *scope_add(translator, &select->scope) = relation;
    return !translator->reason;
}
