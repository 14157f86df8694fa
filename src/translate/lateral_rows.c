/* LATERAL that gives rows of tables, such as the last three orders of each
 * customer: in FROM stand all rows, and the join asks for those that the
 * subquery would give, by their rowids:
 *
 *     JOIN (SELECT o.id, o.total, o.rowid AS _row1 FROM orders AS o) AS t
 *         ON t._row1 IN (SELECT o.rowid FROM orders AS o
 *                        WHERE o.customer_id = c.id ORDER BY ... LIMIT 3)
 *
 * Of several tables it is (t._row1, t._row2) IN (SELECT a.rowid, b.rowid ...).
 */
#include "postgres/tree_names.h"
#include "translate/query_internal.h"

enum { MOST_TABLES = 8 };

static bool is_of_window(const struct pg_node *node, const void *context)
{
    (void)context;
    return node->call && node->call->window;
}

/* Their names, as columns say them. */
struct tables {
    const char *names[MOST_TABLES];
    uint32_t n;
};

/* Tables, and inner joins of such: a row of each is in every row. */
static bool take_tables(struct tables *tables, const struct pg_node *node)
{
    if (node->kind == NODE_JOIN && !node->text &&
        !(node->flags & (NODE_LEFT | NODE_RIGHT)))
        return take_tables(tables, node->left) &&
               take_tables(tables, node->right);
    if (node->kind != NODE_TABLE || tables->n == MOST_TABLES)
        return false;
    tables->names[tables->n++] = node->text ? node->text : node->name.name;
    return true;
}

/* Between commas only WHERE would say which rows belong together. */
static bool tables_of(struct tables *tables, const struct pg_query *query)
{
    *tables = (struct tables){.n = 0};
    return query->from.n == 1 && take_tables(tables, query->from.items[0]);
}

/* Is each of its rows one of the tables'? */
static bool is_of_rows(const struct pg_query *query)
{
    struct tables tables;
    return query->kind == QUERY_SELECT && tables_of(&tables, query) &&
           !query->is_distinct && !query->distinct_on.n && !query->group_by.n &&
           !query->having && !query->windows.n && !query->with_ties &&
           !select_has_aggregate(query);
}

static bool has_place(const struct pg_nodes *keys)
{
    for (uint32_t i = 0; i < keys->n; i++)
        if (keys->items[i]->left->kind == NODE_NUMBER)
            return true;
    return false;
}

bool lateral_rows_are_known(const struct pg_query *query)
{
    if (!is_of_rows(query))
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

/* The list, or with none of it the rowids alone. `names` are what they are
 * called; NULL: nothing. */
static struct pg_query with_rowids(struct translator *translator,
                                   const struct pg_query *query,
                                   const struct pg_nodes *list,
                                   const char *const *names)
{
    struct arena *arena = translator->context->arena;
    struct tables tables;
    struct pg_query copy = *query;
    struct pg_node *nodes;
    const struct pg_node **items;
    tables_of(&tables, query);
    nodes = arena_alloc(arena, 2 * (size_t)tables.n * sizeof *nodes);
    items = arena_alloc(arena, ((size_t)list->n + tables.n) * sizeof *items);
    for (uint32_t i = 0; i < list->n; i++)
        items[i] = list->items[i];
    for (uint32_t i = 0; i < tables.n; i++) {
        struct pg_node *column = &nodes[i], *target = &nodes[tables.n + i];
        *column = (struct pg_node){.kind = NODE_COLUMN,
                                   .flags = NODE_ROWID,
                                   .name = {tables.names[i], "rowid"}};
        *target = (struct pg_node){.kind = NODE_TARGET,
                                   .left = column,
                                   .text = names ? names[i] : NULL};
        items[list->n + i] = target;
    }
    copy.targets = (struct pg_nodes){list->n + tables.n, items};
    return copy;
}

/* All rows there are: what stands beside the subquery is not seen. */
static bool lateral_add_all(struct translator *translator, struct buffer *out,
                            struct select *select, const struct pg_node *node,
                            const char *const *rowids, struct result *result)
{
    struct pg_query all =
        with_rowids(translator, node->query, &node->query->targets, rowids);
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
                                 const struct pg_node *node,
                                 const char *const *rowids, uint32_t n)
{
    static const struct pg_nodes nothing = {0};
    struct pg_query rows = with_rowids(translator, node->query, &nothing, NULL);
    const char *alias = query_quoted(translator, node->text), *condition;
    struct buffer sql = {0};
    rows.order_by = lateral_full_keys(translator, node->query);
    buffer_add_text(&sql, n > 1 ? "(" : "");
    for (uint32_t i = 0; i < n; i++)
        buffer_printf(&sql, "%s%s.%s", i ? ", " : "", alias, rowids[i]);
    buffer_add_text(&sql, n > 1 ? ") IN (" : " IN (");
    query_add(translator, &sql, &rows, translator->scope, NULL, false);
    condition =
        arena_printf(translator->context->arena, "%s)", buffer_text(&sql));
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
    const char *rowids[MOST_TABLES];
    struct tables tables;
    struct result result = {0};
    struct relation relation = {.name = node->text, .has_hidden_column = true};
    tables_of(&tables, node->query);
    for (uint32_t i = 0; i < tables.n; i++)
        rowids[i] = query_new_name(translator, "row");
    *condition = is_among_rows(translator, node, rowids, tables.n);
    if (translator->reason ||
        !lateral_add_all(translator, out, select, node, rowids, &result))
        return false;
    if (result.has_unknown_columns ||
        (node->names && node->names->n + tables.n > result.n))
        return translator_refuse(translator,
                                 "LATERAL of a table whose columns are not "
                                 "known (--types-from)")
            .sql;
    relation.sql = query_quoted(translator, node->text);
    relation.n = result.n - tables.n;
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
