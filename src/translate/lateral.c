/* LATERAL: SQLite's subqueries in FROM do not see what stands beside them, but
 * those of one value do. So a subquery that gives one row at most becomes a
 * scalar subquery for each column, wherever the column is named; in FROM there
 * is a row that says nothing in its place. VALUES of more rows is their numbers
 * in FROM, by which each column chooses. More rows of a table: lateral_rows.c
 */
#include <stdlib.h>
#include <string.h>

#include "translate/query_internal.h"
#include "translate/signature.h"

/* ---- which ---- */

/* All rows together are one, and so is none. */
static bool always_has_row(const struct pg_query *query)
{
    return !query->group_by.n && !query->having && !query->offset &&
           (select_has_aggregate(query) || (!query->from.n && !query->where));
}

static bool is_limit_one(const struct pg_node *node)
{
    return node && node->kind == NODE_NUMBER && !strcmp(node->text, "1");
}

/* VALUES (a, b), (c, d): a few, since each column has all of them. */
static bool is_few_values(const struct pg_query *query)
{
    static const uint32_t most_rows = 100;
    if (query->kind != QUERY_VALUES || query->order_by.n || query->limit ||
        query->offset || query->rows.n > most_rows)
        return false;
    for (uint32_t i = 1; i < query->rows.n; i++)
        if (query->rows.items[i]->n_items != query->rows.items[0]->n_items)
            return false;
    return true;
}

/* One row at most needs none in FROM. */
static bool is_several_rows(const struct pg_query *query)
{
    return !is_limit_one(query->limit) && lateral_rows_are_known(query);
}

bool lateral_is_known(const struct pg_node *node)
{
    const struct pg_query *query = node->query;
    if (node->kind != NODE_SUBQUERY || !(node->flags & NODE_LATERAL) ||
        query->with.n || !node->text)
        return false;
    if (is_few_values(query) || is_several_rows(query))
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

/* VALUES is a SELECT without FROM, of its first row. */
static const struct pg_query *lateral_select(struct translator *translator,
                                             const struct pg_query *query)
{
    struct arena *arena = translator->context->arena;
    const struct pg_node *row;
    struct pg_query *select;
    struct pg_node *targets;
    const struct pg_node **items;
    if (query->kind != QUERY_VALUES)
        return query;
    row = query->rows.items[0];
    select = arena_alloc(arena, sizeof *select);
    targets = arena_alloc(arena, (row->n_items + 1) * sizeof *targets);
    items = arena_alloc(arena, (row->n_items + 1) * sizeof *items);
    for (uint32_t i = 0; i < row->n_items; i++) {
        targets[i] =
            (struct pg_node){.kind = NODE_TARGET,
                             .at = row->items[i]->at,
                             .left = row->items[i],
                             .text = arena_printf(arena, "column%u", i + 1)};
        items[i] = &targets[i];
    }
    *select = *query;
    select->kind = QUERY_SELECT;
    select->targets = (struct pg_nodes){row->n_items, items};
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

struct pg_nodes lateral_full_keys(struct translator *translator,
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
    struct fragment fragment;
    target.text = NULL;
    one.targets = (struct pg_nodes){1, targets};
    one.order_by = lateral_full_keys(translator, query);
    translator->picked =
        always_has_row(query) || query->targets.n == 1 ? NULL : &one;
    fragment = translate_node(translator, &node);
    if (translator->picked)
        translator_note(translator,
                        "LATERAL's columns are of one row only where its ORDER "
                        "BY leaves no choice");
    translator->picked = NULL;
    return fragment;
}

/* The rows' number, by a name that no query has. */
static void add_row_number(struct translator *translator, struct scope *scope,
                           const char *alias)
{
    struct expression_column *column =
        arena_alloc(translator->context->arena, sizeof *column);
    struct relation *relation = scope_add(translator, scope);
    *column = (struct expression_column){
        .name = "number of the row",
        .sql = "column1",
        .type = translator_type(translator, "integer"),
        .is_not_null = true};
    *relation = (struct relation){.name = alias,
                                  .sql = query_quoted(translator, alias),
                                  .columns = column,
                                  .n = 1};
}

/* CASE number WHEN 1 THEN a WHEN 2 THEN c END: its type is that of all. */
static struct fragment values_column(struct translator *translator,
                                     const struct pg_node *node, uint32_t at)
{
    struct arena *arena = translator->context->arena;
    const struct pg_nodes *rows = &node->query->rows;
    const struct scope *before = translator->scope;
    struct scope scope = {.outer = before, .qualifies = true};
    struct pg_node number = {.kind = NODE_COLUMN, .at = node->at};
    struct pg_node *numbers = arena_alloc(arena, rows->n * sizeof *numbers);
    const struct pg_node **parts =
        arena_alloc(arena, 2 * (size_t)rows->n * sizeof *parts);
    struct pg_node choice = {
        .kind = NODE_CASE, .at = node->at, .left = &number, .items = parts};
    struct fragment fragment;
    uint32_t n = 0;
    number.name = (struct pg_name){node->text, "number of the row"};
    for (uint32_t i = 0; i < rows->n; i++) {
        numbers[i] = (struct pg_node){.kind = NODE_NUMBER,
                                      .at = node->at,
                                      .text = arena_printf(arena, "%u", i + 1)};
        parts[n++] = &numbers[i];
        parts[n++] = rows->items[i]->items[at];
    }
    choice.n_items = n;
    add_row_number(translator, &scope, node->text);
    translator->scope = &scope;
    fragment = translate_node(translator, &choice);
    translator->scope = before;
    return fragment;
}

static void lateral_add_rows(struct buffer *out, const struct pg_query *query)
{
    uint32_t n = query->kind == QUERY_VALUES ? query->rows.n : 1;
    buffer_add_text(out, n > 1 ? "(VALUES (1)" : "(SELECT 1");
    for (uint32_t i = 2; i <= n; i++)
        buffer_printf(out, ", (%u)", i);
    buffer_add_text(out, ")");
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

/* One row at most, or VALUES. */
static bool add_row(struct translator *translator, struct buffer *out,
                    struct select *select, const struct pg_node *node,
                    const char **condition)
{
    const struct pg_query *query = lateral_select(translator, node->query);
    const struct pg_nodes *targets = &query->targets;
    bool is_choice =
        node->query->kind == QUERY_VALUES && node->query->rows.n > 1;
    struct relation relation = {.name = node->text,
                                .sql = query_quoted(translator, node->text)};
    struct expression_column *columns = arena_alloc(
        translator->context->arena, (targets->n + 1) * sizeof *columns);
    if (node->names && node->names->n > targets->n)
        return translator_refuse(translator, "more names than columns").sql;
    select->scope.qualifies = true;
    for (uint32_t i = 0; i < targets->n; i++) {
        struct fragment value = is_choice
                                    ? values_column(translator, node, i)
                                    : lateral_column(translator, query, i);
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
    if (!(node->flags & NODE_LEFT) && !always_has_row(query))
        *condition = there_is_one(translator, query);
    relation.columns = columns;
    lateral_add_rows(out, node->query);
    buffer_printf(out, " AS %s", relation.sql);
    *scope_add(translator, &select->scope) = relation;
    return !translator->reason;
}

/* The subquery is translated more than once: one in it would multiply. */
bool lateral_add(struct translator *translator, struct buffer *out,
                 struct select *select, const struct pg_node *node,
                 const char **condition)
{
    const struct pg_query *query = node->query;
    bool is_rows = is_several_rows(query);
    bool done;
    *condition = NULL;
    if (translator->is_lateral)
        return translator_refuse(translator, "LATERAL inside of LATERAL").sql;
    translator->is_lateral = true;
    translator->is_random = false;
    done = (is_rows ? lateral_rows_add : add_row)(translator, out, select, node,
                                                  condition);
    translator->is_lateral = false;
    if (translator->is_random)
        return translator_refuse(translator,
                                 "random values in LATERAL: they would be "
                                 "others wherever its columns are named")
            .sql;
    return done;
}
