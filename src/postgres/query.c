#include "postgres/query.h"

#include <string.h>

/* ---- windows ---- */

/* OVER w, without parentheses. */
struct pg_window *window_named(struct pg_parser *parser, struct pg_word name)
{
    struct pg_window *window = arena_alloc(parser->arena, sizeof *window);
    *window = (struct pg_window){.base = name.text, .is_name = true};
    return window;
}

struct pg_window *window_make(struct pg_parser *parser, struct pg_word unit,
                              struct pg_edge from, struct pg_edge to,
                              const char *exclude)
{
    struct pg_window *window = arena_alloc(parser->arena, sizeof *window);
    *window = (struct pg_window){.unit = unit.text,
                                 .from = from.edge,
                                 .from_offset = from.offset,
                                 .to = to.edge,
                                 .to_offset = to.offset,
                                 .exclude = exclude};
    return window;
}

/* ---- parts of queries ---- */

static uint32_t query_tree_place_of(const struct pg_node *node)
{
    return node ? node->at : 0;
}

const struct pg_node *tree_target(struct pg_parser *parser,
                                  const struct pg_node *value,
                                  struct pg_word name)
{
    return tree_make(parser, (struct pg_node){.kind = NODE_TARGET,
                                              .at = query_tree_place_of(value),
                                              .left = value,
                                              .text = name.text});
}

const struct pg_node *tree_sort(struct pg_parser *parser,
                                const struct pg_node *value, bool descending,
                                int nulls, struct pg_word operator)
{
    unsigned flags = descending ? NODE_DESCENDING : 0;
    flags |= nulls == 1 ? NODE_NULLS_FIRST : nulls == 2 ? NODE_NULLS_LAST : 0;
    return tree_make(parser, (struct pg_node){.kind = NODE_SORT,
                                              .at = query_tree_place_of(value),
                                              .left = value,
                                              .name = {NULL, operator.text},
                                              .flags = flags});
}

const struct pg_node *tree_grouping(struct pg_parser *parser,
                                    struct pg_word kind,
                                    struct node_list *items)
{
    struct pg_node node = {
        .kind = NODE_GROUPING, .at = kind.at, .text = kind.text};
    return tree_make(parser, tree_with_items(node, items));
}

const struct pg_node *tree_window(struct pg_parser *parser, struct pg_word name,
                                  struct pg_window *window)
{
    return tree_make(parser, (struct pg_node){.kind = NODE_WINDOW,
                                              .at = name.at,
                                              .text = name.text,
                                              .window = window});
}

const struct pg_node *tree_assign(struct pg_parser *parser,
                                  struct node_list *columns,
                                  const struct pg_node *value)
{
    struct pg_node node = {.kind = NODE_ASSIGN,
                           .at = query_tree_place_of(columns->items[0]),
                           .right = value};
    return tree_make(parser, tree_with_items(node, columns));
}

/* WHERE CURRENT OF is no column, but stands where an expression does. */
const struct pg_node *tree_current(struct pg_parser *parser,
                                   struct pg_word cursor)
{
    return tree_make(parser, (struct pg_node){.kind = NODE_COLUMN,
                                              .at = cursor.at,
                                              .name = {NULL, cursor.text},
                                              .flags = NODE_CURRENT});
}

const struct pg_node *query_cte(struct pg_parser *parser, struct pg_word name,
                                struct pg_names *columns, unsigned flags,
                                struct pg_query *query)
{
    return tree_make(parser, (struct pg_node){.kind = NODE_CTE,
                                              .at = name.at,
                                              .text = name.text,
                                              .names = columns,
                                              .flags = flags,
                                              .query = query});
}

/* ---- FROM ---- */

struct pg_definitions *definitions_add(struct pg_parser *parser,
                                       struct pg_definitions *definitions,
                                       struct pg_word name, struct pg_type type)
{
    if (!definitions) {
        definitions = arena_alloc(parser->arena, sizeof *definitions);
        *definitions = (struct pg_definitions){0};
    }
    arena_grow(parser->arena, &definitions->items, &definitions->capacity,
               definitions->n + 1, sizeof *definitions->items);
    definitions->items[definitions->n++] =
        (struct pg_attribute){name.text, type};
    return definitions;
}

const struct pg_node *tree_table(struct pg_parser *parser,
                                 struct pg_relation relation,
                                 struct pg_alias alias, unsigned flags)
{
    return tree_make(parser, (struct pg_node){.kind = NODE_TABLE,
                                              .at = parser->fed_at,
                                              .name = relation.name,
                                              .text = alias.name,
                                              .names = alias.columns,
                                              .flags = relation.flags | flags});
}

/* NULL came of a query that was too deep; the problem is noted. */
const struct pg_node *tree_subquery(struct pg_parser *parser,
                                    struct pg_query *query,
                                    struct pg_alias alias, unsigned flags)
{
    if (!query)
        return NULL;
    return tree_make(parser, (struct pg_node){.kind = NODE_SUBQUERY,
                                              .at = query->at,
                                              .query = query,
                                              .text = alias.name,
                                              .names = alias.columns,
                                              .flags = flags});
}

const struct pg_node *tree_function_rows(struct pg_parser *parser,
                                         struct node_list *calls,
                                         struct pg_alias alias, unsigned flags)
{
    struct pg_node node = {.kind = NODE_FUNCTION_ROWS,
                           .at = query_tree_place_of(calls->items[0]),
                           .text = alias.name,
                           .names = alias.columns,
                           .definitions = alias.definitions,
                           .flags = flags};
    return tree_make(parser, tree_with_items(node, calls));
}

const struct pg_node *tree_join(struct pg_parser *parser,
                                const struct pg_node *left,
                                const struct pg_node *right, unsigned flags,
                                const struct pg_node *on,
                                struct pg_names *columns)
{
    struct pg_node node = {.kind = NODE_JOIN,
                           .at = query_tree_place_of(left),
                           .left = left,
                           .right = right,
                           .names = columns,
                           .flags = flags};
    return tree_make(
        parser, tree_with_items(node, on ? list_add(parser, NULL, on) : NULL));
}

/* (a JOIN b) AS x */
const struct pg_node *tree_join_alias(struct pg_parser *parser,
                                      const struct pg_node *join,
                                      struct pg_alias alias)
{
    struct pg_node copy;
    if (!join)
        return NULL;
    copy = *join;
    copy.flags |= NODE_GROUPED;
    copy.text = alias.name;
    if (alias.columns)
        parser_fail(parser, join->at, "columns renamed behind a join");
    return tree_make(parser, copy);
}

/* ---- queries ---- */

/* As deep as the deepest part, and one more. */
static void query_tree_hold(struct pg_query *query, const struct pg_node *node)
{
    if (node && node->depth >= query->depth)
        query->depth = (uint16_t)(node->depth + 1);
}

static void query_tree_hold_all(struct pg_query *query,
                                const struct pg_nodes *nodes)
{
    for (uint32_t i = 0; i < nodes->n; i++)
        query_tree_hold(query, nodes->items[i]);
}

static void hold_query(struct pg_query *query, const struct pg_query *inner)
{
    if (inner && inner->depth >= query->depth)
        query->depth = (uint16_t)(inner->depth + 1);
}

/* Sets how deep it is; SYNTAX_MAX_DEPTH holds for all of it. */
static struct pg_query *measure(struct pg_parser *parser,
                                struct pg_query *query)
{
    const struct pg_nodes *const lists[] = {
        &query->with,          &query->distinct_on,
        &query->targets,       &query->from,
        &query->group_by,      &query->windows,
        &query->rows,          &query->order_by,
        &query->columns,       &query->assignments,
        &query->conflict_keys, &query->conflict_assignments};
    const struct pg_node *const nodes[] = {
        query->where,         query->having, query->limit,
        query->offset,        query->table,  query->conflict_predicate,
        query->conflict_where};
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        query_tree_hold_all(query, lists[i]);
    for (size_t i = 0; i < COUNT_OF(nodes); i++)
        query_tree_hold(query, nodes[i]);
    hold_query(query, query->left);
    hold_query(query, query->right);
    hold_query(query, query->source);
    if (query->depth > SYNTAX_MAX_DEPTH)
        parser_fail(parser, query->at, "a query nested too deeply");
    return query;
}

static struct pg_query *query_tree_make(struct pg_parser *parser,
                                        enum pg_query_kind kind,
                                        struct pg_word word,
                                        struct pg_query parts)
{
    struct pg_query *query = arena_alloc(parser->arena, sizeof *query);
    *query = parts;
    query->kind = kind;
    query->at = word.at;
    query->depth = 1;
    return measure(parser, query);
}

struct pg_query *query_select(struct pg_parser *parser, struct pg_word word,
                              struct pg_query parts)
{
    return query_tree_make(parser, QUERY_SELECT, word, parts);
}

struct pg_query *query_values(struct pg_parser *parser, struct pg_word word,
                              struct node_list *rows)
{
    return query_tree_make(parser, QUERY_VALUES, word,
                           (struct pg_query){.rows = nodes_of(rows)});
}

/* SELECT * FROM one */
static struct pg_query *all_of(struct pg_parser *parser, uint32_t at,
                               const struct pg_node *from)
{
    struct pg_word star = {"*", at};
    const struct pg_node *target = tree_target(
        parser, tree_leaf(parser, NODE_STAR, star), (struct pg_word){NULL, at});
    return query_select(
        parser, star,
        (struct pg_query){.targets = nodes_of(list_add(parser, NULL, target)),
                          .from = nodes_of(list_add(parser, NULL, from))});
}

/* TABLE t is SELECT * FROM t. */
struct pg_query *query_table(struct pg_parser *parser, struct pg_word word,
                             struct pg_name name)
{
    return all_of(
        parser, word.at,
        tree_table(parser, (struct pg_relation){name, 0}, ALIAS_NONE, 0));
}

struct pg_query *query_set(struct pg_parser *parser, struct pg_query *left,
                           struct pg_word operator, bool all,
                           struct pg_query *right)
{
    if (!left || !right)
        return NULL;
    return query_tree_make(parser, QUERY_SET, operator,(struct pg_query){
                                                  .set_operator = operator.text,
                                                  .is_all = all,
                                                  .left = left,
                                                  .right = right});
}

/* ON CONFLICT is read as a query of its own, for the grammar's sake. */
struct pg_query *query_insert(struct pg_parser *parser, struct pg_word word,
                              const struct pg_node *table,
                              struct pg_query conflict, struct pg_query parts)
{
    parts.has_conflict = conflict.has_conflict;
    parts.conflict_keys = conflict.conflict_keys;
    parts.conflict_predicate = conflict.conflict_predicate;
    parts.conflict_constraint = conflict.conflict_constraint;
    parts.conflict_updates = conflict.conflict_updates;
    parts.conflict_assignments = conflict.conflict_assignments;
    parts.conflict_where = conflict.conflict_where;
    parts.table = table;
    return query_tree_make(parser, QUERY_INSERT, word, parts);
}

struct pg_query *query_update(struct pg_parser *parser, struct pg_word word,
                              const struct pg_node *table,
                              struct pg_query parts)
{
    parts.table = table;
    return query_tree_make(parser, QUERY_UPDATE, word, parts);
}

struct pg_query *query_delete(struct pg_parser *parser, struct pg_word word,
                              const struct pg_node *table,
                              struct pg_query parts)
{
    parts.table = table;
    return query_tree_make(parser, QUERY_DELETE, word, parts);
}

/* A part of a UNION with its own ORDER BY becomes a subquery, since SQLite has
 * no parentheses there. */
struct pg_query *query_nested(struct pg_parser *parser, struct pg_query *query)
{
    if (!query || !(query->with.n || query->order_by.n || query->limit ||
                    query->offset || query->locks.n))
        return query;
    return all_of(parser, query->at,
                  tree_subquery(parser, query, ALIAS_NONE, 0));
}

/* ---- around queries ---- */

/* Measured again: the parts came later. */
struct pg_query *query_with(struct pg_parser *parser, struct pg_query *query,
                            struct pg_with with)
{
    if (!query || !with.ctes)
        return query;
    query->with = nodes_of(with.ctes);
    query->is_recursive = with.is_recursive;
    return measure(parser, query);
}

struct pg_query *query_tail(struct pg_parser *parser, struct pg_query *query,
                            struct pg_with with, struct node_list *order_by,
                            struct pg_query tail)
{
    if (!query)
        return NULL;
    query->order_by = nodes_of(order_by);
    query->limit = tail.limit;
    query->offset = tail.offset;
    query->with_ties = tail.with_ties;
    query->locks = tail.locks;
    query_with(parser, query, with);
    return measure(parser, query);
}

/* PostgreSQL takes LIMIT and OFFSET in either order, but once. */
void query_limit(struct pg_parser *parser, struct pg_query *tail,
                 const struct pg_node *limit)
{
    if (tail->limit)
        parser_fail(parser, query_tree_place_of(limit), "a second LIMIT");
    tail->limit = limit;
}

void query_offset(struct pg_parser *parser, struct pg_query *tail,
                  const struct pg_node *offset)
{
    if (tail->offset)
        parser_fail(parser, query_tree_place_of(offset), "a second OFFSET");
    tail->offset = offset;
}

void query_lock(struct pg_parser *parser, struct pg_query *tail,
                struct pg_word word)
{
    struct node_list *list = NULL;
    for (uint32_t i = 0; i < tail->locks.n; i++)
        list = list_add(parser, list, tail->locks.items[i]);
    tail->locks =
        nodes_of(list_add(parser, list, tree_leaf(parser, NODE_LOCK, word)));
}
