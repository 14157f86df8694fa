/* UNION, EXCEPT and INTERSECT, and what sorts the result of them. */
#include <stdlib.h>
#include <string.h>

#include "postgres/tree_same.h"
#include "translate/query_internal.h"

/* ---- the sides ---- */

/* SQLite has no parentheses there, and takes all in turn from the left. */
static bool needs_select(const struct pg_query *query, bool is_left)
{
    return grouping_is_needed(query) || query->order_by.n || query->limit ||
           query->offset || query->with.n ||
           (query->kind == QUERY_SET && !is_left) ||
           (query->kind == QUERY_SELECT && query->is_distinct &&
            query->distinct_on.n);
}

/* (SELECT ... ORDER BY x) is SELECT * FROM it for the parser. The order of all
 * the rows of a side is lost in the whole. */
static const struct pg_query *unsorted(struct translator *translator,
                                       const struct pg_query *query)
{
    bool is_wrapped = query->kind == QUERY_SELECT && query->from.n == 1 &&
                      query->from.items[0]->kind == NODE_SUBQUERY &&
                      !query->from.items[0]->text;
    const struct pg_query *inner =
        is_wrapped ? query->from.items[0]->query : query;
    struct pg_query *copy;
    if (!inner->order_by.n || query_limits(inner->limit) ||
        query_limits(inner->offset) || inner->with.n || inner->distinct_on.n)
        return query;
    copy = arena_alloc(translator->context->arena, sizeof *copy);
    *copy = *inner;
    copy->order_by.n = 0;
    return copy;
}

/* Wrapped where SQLite's grammar has no place for it. */
static bool query_add_side(struct translator *translator, struct buffer *out,
                           const struct pg_query *query,
                           const struct scope *scope, struct result *result,
                           bool are_named, bool is_left)
{
    bool wrap, is_flat, done;
    query = unsorted(translator, query);
    wrap = needs_select(query, is_left) ||
           (query->kind == QUERY_SELECT &&
            nested_select_is_needed(translator, query));
    buffer_add_text(out, wrap ? "SELECT * FROM (" : "");
    /* a UNION b UNION c is flat in SQL. */
    is_flat = is_left && !wrap && translator->queries;
    translator->queries -= is_flat;
    done = query_add(translator, out, query, scope, result, are_named);
    translator->queries += is_flat;
    buffer_add_text(out, wrap ? ")" : "");
    return done;
}

/* Both sides have to be of one type, as PostgreSQL makes them. */
static void join_columns(struct translator *translator,
                         struct expression_column *column,
                         const struct expression_column *other)
{
    struct fragment all = {.class = column->type->class, .type = column->type};
    struct fragment one = {.class = other->type->class, .type = other->type};
    bool mixes_times =
        (all.class == CLASS_DATE && one.class == CLASS_TIMESTAMP) ||
        (all.class == CLASS_TIMESTAMP && one.class == CLASS_DATE);
    if (mixes_times || column->is_exact_text != other->is_exact_text)
        translator_refuse(translator,
                          "columns of several types one below the other; cast "
                          "them");
    if (column->is_exact_text &&
        (!type_has_scale(column->type->source) ||
         !type_has_scale(other->type->source) ||
         type_scale(column->type->source) != type_scale(other->type->source)))
        translator_note(translator, NOTE_ZEROS);
    fragment_join_types(&all, &one);
    column->type = all.type ? all.type : column->type;
    column->is_not_null &= other->is_not_null;
}

/* Names come from the left side. */
bool query_add_set(struct translator *translator, struct buffer *out,
                   const struct pg_query *query, const struct scope *scope,
                   struct result *result, bool are_named)
{
    struct result right = {0};
    const char *word = !strcmp(query->set_operator, "union")    ? "UNION"
                       : !strcmp(query->set_operator, "except") ? "EXCEPT"
                                                                : "INTERSECT";
    if (query->is_all && strcmp(word, "UNION") != 0)
        return translator_refuse(
                   translator,
                   "%s ALL; number equal rows by row_number() and "
                   "leave out ALL",
                   word)
            .sql;
    if (!query_add_side(translator, out, query->left, scope, result, are_named,
                        true))
        return false;
    buffer_printf(out, " %s%s ", word, query->is_all ? " ALL" : "");
    if (!query_add_side(translator, out, query->right, scope, &right, false,
                        false))
        return false;
    if (!result->has_unknown_columns && !right.has_unknown_columns &&
        result->n != right.n)
        return translator_refuse(translator,
                                 "%s of queries with %zu and %zu columns", word,
                                 result->n, right.n)
            .sql;
    for (size_t i = 0; i < result->n && i < right.n; i++) {
        join_columns(translator, &result->columns[i], &right.columns[i]);
    }
    return true;
}

/* ---- ORDER BY ---- */

/* t.a and a. */
static bool is_same_column(const struct pg_node *a, const struct pg_node *b)
{
    return a->kind == NODE_COLUMN && b->kind == NODE_COLUMN &&
           !strcmp(a->name.name, b->name.name) &&
           (!a->name.schema || !b->name.schema) &&
           (a->name.schema || b->name.schema);
}

/* Which column of the result a key is, from 1 on: by its place, or as the same
 * expression; 0: it is to be found by its name. */
static size_t key_place(const struct pg_query *query, const struct pg_node *key)
{
    if (key->left->kind == NODE_NUMBER)
        return (size_t)strtoul(key->left->text, NULL, 10);
    for (uint32_t i = 0; query->kind == QUERY_SELECT && i < query->targets.n;
         i++)
        if (tree_is_same(query->targets.items[i]->left, key->left) ||
            is_same_column(query->targets.items[i]->left, key->left))
            return i + 1;
    return 0;
}

/* Columns of the result as they are go behind a UNION, by their places; an
 * expression of one wants a SELECT around it, and a name. */
struct set_order {
    struct translator *translator;
    const struct pg_query *query;
    const struct result *result;
    bool has_expression;
};

static const char *behind(const struct set_order *order)
{
    return order->query->set_operator ? order->query->set_operator
                                      : "grouping sets";
}

static bool has_one_of_name(const struct result *result, const char *name)
{
    size_t n = 0;
    for (size_t i = 0; i < result->n; i++)
        n += !strcmp(result->columns[i].name, name);
    return n == 1;
}

static struct fragment placed_key(struct set_order *order, size_t at)
{
    struct translator *translator = order->translator;
    const struct expression_column *column = &order->result->columns[at - 1];
    struct fragment as_it_is = {.sql = column->sql,
                                .precedence = PRECEDENCE_PRIMARY,
                                .class = column->type->class,
                                .type = column->type,
                                .is_exact = column->is_exact_text,
                                .is_not_null = column->is_not_null};
    struct fragment key = fragment_sort_key(translator, as_it_is);
    if (!key.sql || !strcmp(key.sql, column->sql)) {
        key.sql = arena_printf(translator->context->arena, "%zu", at);
        return key;
    }
    if (!has_one_of_name(order->result, column->name))
        translator_refuse(translator, "ORDER BY this column behind %s",
                          behind(order));
    order->has_expression = true;
    return key;
}

static struct fragment set_key(struct set_order *order,
                               const struct pg_node *key)
{
    struct translator *translator = order->translator;
    size_t at = key_place(order->query, key);
    struct fragment fragment;
    if (at && at <= order->result->n)
        return placed_key(order, at);
    if (at && !order->result->has_unknown_columns)
        return translator_refuse(translator,
                                 "there is no column %zu in the list", at);
    if (at)
        return fragment_make(translator, CLASS_ANY, PRECEDENCE_PRIMARY, "%zu",
                             at);
    fragment = translate_node(translator, key->left);
    /* PostgreSQL takes no expressions there either. */
    if (fragment.sql && (!fragment.column || fragment.as_stored))
        translator_refuse(translator, "ORDER BY an expression behind %s",
                          behind(order));
    for (size_t i = 0; fragment.sql && i < order->result->n; i++)
        if (fragment.column &&
            !strcmp(order->result->columns[i].sql, fragment.column))
            return placed_key(order, i + 1);
    return fragment_sort_key(translator, fragment);
}

/* Only columns of the result can be sorted by. */
bool query_add_set_order(struct translator *translator, struct buffer *out,
                         const struct pg_query *query,
                         const struct scope *outer, const struct result *result,
                         size_t start)
{
    struct set_order order = {translator, query, result, false};
    struct buffer keys = {0};
    struct relation relation = {.columns = result->columns,
                                .n = result->n,
                                .has_unknown_columns =
                                    result->has_unknown_columns};
    struct scope scope = {.outer = outer, .relations = &relation, .n = 1};
    const struct scope *before = translator->scope;
    if (!query->order_by.n)
        return true;
    translator->scope = &scope;
    for (uint32_t i = 0; i < query->order_by.n && !translator->reason; i++) {
        const struct pg_node *key = query->order_by.items[i];
        struct fragment fragment = set_key(&order, key);
        buffer_printf(&keys, "%s%s", i ? ", " : " ORDER BY ",
                      fragment.sql ? fragment.sql : "");
        query_add_direction(translator, &keys, key, fragment.is_not_null);
    }
    translator->scope = before;
    if (order.has_expression && query->kind == QUERY_SET && out->bytes) {
        const char *sql = arena_copy(translator->context->arena,
                                     out->bytes + start, out->size - start);
        out->size = start;
        buffer_printf(out, "SELECT * FROM (%s)", sql);
    }
    buffer_add_text(out, buffer_text(&keys));
    buffer_release(&keys);
    return !translator->reason;
}
