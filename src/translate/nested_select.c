/* Layers: a SELECT around a SELECT, for what SQLite says in two steps.
 *
 *   DISTINCT ON        number the rows of each group, keep the first
 *   array_agg(x ORDER BY y), before SQLite 3.44
 *                      collect pairs as JSON, then sort what was collected
 *   grouping sets      a SELECT for each set, with NULL for what it leaves out
 *
 * The inner SELECT gives every column a name; the outer one picks. */
#include <stdlib.h>
#include <string.h>

#include "postgres/tree_same.h"
#include "translate/query_internal.h"
#include "translate/signature.h"

/* ---- when ---- */

/* string_agg(DISTINCT x, ...): SQLite's takes DISTINCT with a comma only. */
static bool is_distinct_list(const struct pg_node *node)
{
    return node->kind == NODE_CALL && node->flags & NODE_DISTINCT &&
           !strcmp(node->name.name, "string_agg") && node->n_items == 2 &&
           !(node->call && node->call->window) &&
           (!node->call || !node->call->order_by.n ||
            (node->call->order_by.n == 1 &&
             tree_is_same(node->call->order_by.items[0]->left,
                          node->items[0])));
}

static bool is_sorted_list(const struct pg_node *node)
{
    const char *name = node->name.name;
    if (is_distinct_list(node))
        return true;
    return node->kind == NODE_CALL && node->call && node->call->order_by.n &&
           !node->call->window &&
           (!strcmp(name, "array_agg") || !strcmp(name, "string_agg") ||
            !strcmp(name, "json_agg") || !strcmp(name, "jsonb_agg"));
}

/* Only in the list itself; inside of an expression 3.44 is needed. */
static bool has_sorted_list(const struct pg_query *query)
{
    for (uint32_t i = 0; i < query->targets.n; i++)
        if (is_sorted_list(query->targets.items[i]->left))
            return true;
    return false;
}

static bool has_rows(const struct pg_query *query)
{
    for (uint32_t i = 0; i < query->targets.n; i++)
        if (row_function_is_known(query->targets.items[i]->left))
            return true;
    return false;
}

/* All that SQLite says in two steps. */
bool nested_select_is_needed(struct translator *translator,
                             const struct pg_query *query)
{
    return query->distinct_on.n ||
           (has_sorted_list(query) &&
            !translator_has_version(translator, 344)) ||
           has_rows(query);
}

/* ---- the inner SELECT's columns ---- */

struct nesting {
    struct translator *translator;
    struct select *select;
    struct result inner, *result;
    struct buffer list;  /* of the inner SELECT */
    struct buffer outer; /* of the outer one */
    struct buffer order;
};

/* New names, so that nothing collides. */
static void add_inner(struct nesting *nesting, const char *sql,
                      const char *name)
{
    buffer_printf(&nesting->list, "%s%s AS %s", nesting->list.size ? ", " : "",
                  sql, name);
}

/* What the reader of the result sees. */
static void add_outer(struct nesting *nesting, const char *sql,
                      const char *name)
{
    buffer_printf(&nesting->outer, "%s%s%s%s", nesting->outer.size ? ", " : "",
                  sql, name ? " AS " : "", name ? name : "");
}

/* The stars of a DISTINCT ON in words. */
static void add_relation(struct nesting *nesting,
                         const struct relation *relation)
{
    struct translator *translator = nesting->translator;
    if (relation->has_unknown_columns)
        translator_refuse(translator, "* of tables whose columns are not known "
                                      "(--types-from)");
    for (size_t i = 0; i < relation->n && !translator->reason; i++) {
        const struct expression_column *column = &relation->columns[i];
        const char *inner = query_new_name(translator, "c");
        struct fragment fragment = {.type = column->type,
                                    .class = column->type->class,
                                    .is_exact = column->is_exact_text,
                                    .is_not_null = column->is_not_null};
        add_inner(nesting,
                  column->is_expression || !relation->sql
                      ? column->sql
                      : arena_printf(translator->context->arena, "%s.%s",
                                     relation->sql, column->sql),
                  inner);
        add_outer(nesting, inner, query_quoted(translator, column->name));
        result_add(translator, nesting->result, column->name, &fragment);
    }
}

/* Column by column, since * would show the helper columns in the outer SELECT.
 * */
static void nested_add_star(struct nesting *nesting, const struct pg_node *node)
{
    const struct scope *scope = &nesting->select->scope;
    if (node->name.schema && !scope_relation(scope, node->name.schema))
        translator_refuse(nesting->translator, "there is no table %s in FROM",
                          node->name.schema);
    for (size_t i = 0; i < scope->n && !nesting->translator->reason; i++)
        if (!node->name.schema ||
            (scope->relations[i].name &&
             !strcmp(scope->relations[i].name, node->name.schema)))
            add_relation(nesting, &scope->relations[i]);
}

/* As PostgreSQL would call it. */
static const char *outer_name(struct nesting *nesting,
                              const struct pg_node *target)
{
    const char *name = target->text;
    if (!name && nesting->select->are_named)
        name = select_implied_name(target->left);
    return name ? query_quoted(nesting->translator, name) : NULL;
}

/* An ordinary target goes through under a new name. */
static void nested_add_value(struct nesting *nesting, uint32_t at)
{
    const struct pg_node *target = nesting->select->query->targets.items[at];
    struct fragment *fragment = &nesting->select->targets[at];
    const char *inner = query_new_name(nesting->translator, "c");
    *fragment = translate_node(nesting->translator, target->left);
    if (!fragment->sql)
        return;
    add_inner(nesting, fragment_as_stored(fragment), inner);
    add_outer(nesting, inner, outer_name(nesting, target));
    result_add(nesting->translator, nesting->result, select_target_name(target),
               fragment);
    nesting->select->names[at] = inner;
}

/* ---- lists in order ---- */

/* The keys and the value of a row as a JSON array. */
static struct fragment collected(struct nesting *nesting,
                                 const struct pg_node *call)
{
    struct translator *translator = nesting->translator;
    struct buffer sql = {0};
    struct fragment fragment,
        value = translate_node(translator, call->items[0]);
    buffer_add_text(&sql, "json_group_array(json_array(");
    for (uint32_t i = 0; i < call->call->order_by.n; i++) {
        fragment =
            translate_node(translator, call->call->order_by.items[i]->left);
        if (fragment.sql)
            fragment = fragment_sort_key(translator, fragment);
        buffer_printf(&sql, "%s, ", fragment.sql ? fragment.sql : "");
    }
    buffer_printf(&sql, "%s))",
                  value.sql ? fragment_as_json(translator, &value) : "");
    if (call->call->filter) {
        fragment = translate_node(translator, call->call->filter);
        buffer_printf(&sql, " FILTER (WHERE %s)",
                      fragment.sql ? fragment.sql : "");
    }
    value.sql =
        arena_printf(translator->context->arena, "%s", buffer_text(&sql));
    buffer_release(&sql);
    return value;
}

/* By the place in the collected array. */
static void add_order(struct buffer *out, const struct pg_nodes *keys)
{
    for (uint32_t i = 0; i < keys->n; i++) {
        unsigned flags = keys->items[i]->flags;
        bool descending = flags & NODE_DESCENDING;
        bool first = flags & NODE_NULLS_FIRST ||
                     (descending && !(flags & NODE_NULLS_LAST));
        buffer_printf(out, "%svalue ->> %u%s%s", i ? ", " : "", i,
                      descending ? " DESC" : "",
                      first == !descending ? ""
                      : first              ? " NULLS FIRST"
                                           : " NULLS LAST");
    }
}

/* What the outer SELECT makes of it: the values in order. */
static const char *nested_sorted(struct nesting *nesting,
                                 const struct pg_node *call, const char *inner,
                                 bool is_json)
{
    struct translator *translator = nesting->translator;
    bool is_text = !strcmp(call->name.name, "string_agg");
    uint32_t at = call->call->order_by.n;
    struct buffer out = {0};
    const char *copy;
    struct fragment separator = {.sql = "''"};
    if (is_text && call->n_items > 1)
        separator = translate_node(translator, call->items[1]);
    if (is_text && call->n_items > 1 && !separator.is_constant)
        translator_refuse(translator,
                          "string_agg() with a separator that is no literal");
    if (call->n_items < 1 || call->n_items > 2)
        translator_refuse(translator, "%s() of these arguments",
                          call->name.name);
    buffer_add_text(&out, "(SELECT ");
    if (is_text)
        buffer_printf(&out, "group_concat(value ->> %u, %s)", at,
                      separator.sql ? separator.sql : "");
    else
        buffer_printf(&out, "nullif(json_group_array(%s%u%s), '[]')",
                      is_json ? "json(value -> " : "value ->> ", at,
                      is_json ? ")" : "");
    buffer_printf(&out, " FROM (SELECT value FROM json_each(%s) ORDER BY ",
                  inner);
    add_order(&out, &call->call->order_by);
    buffer_add_text(&out, "))");
    copy = arena_printf(translator->context->arena, "%s", buffer_text(&out));
    buffer_release(&out);
    return copy;
}

/* Each text once, in order. */
static void add_distinct_list(struct nesting *nesting, uint32_t at)
{
    struct translator *translator = nesting->translator;
    const struct pg_node *target = nesting->select->query->targets.items[at];
    const struct pg_node *call = target->left;
    const char *inner = query_new_name(translator, "list"), *filter = "";
    bool descending = call->call && call->call->order_by.n &&
                      call->call->order_by.items[0]->flags & NODE_DESCENDING;
    struct fragment value = translate_node(translator, call->items[0]),
                    condition;
    struct fragment separator = translate_node(translator, call->items[1]);
    if (call->call && call->call->filter) {
        condition = translate_node(translator, call->call->filter);
        filter = arena_printf(translator->context->arena, " FILTER (WHERE %s)",
                              condition.sql ? condition.sql : "");
    }
    if (translator->reason)
        return;
    translator_note(translator, NOTE_COLLATION);
    add_inner(nesting,
              arena_printf(translator->context->arena, "json_group_array(%s)%s",
                           value.sql, filter),
              inner);
    add_outer(nesting,
              arena_printf(translator->context->arena,
                           "(SELECT group_concat(value, %s) FROM (SELECT "
                           "DISTINCT value FROM json_each(%s) WHERE value IS "
                           "NOT NULL ORDER BY value%s))",
                           separator.sql, inner, descending ? " DESC" : ""),
              outer_name(nesting, target));
    value = (struct fragment){.class = CLASS_TEXT,
                              .type = translator_type(translator, "text")};
    nesting->select->targets[at] = value;
    result_add(translator, nesting->result, select_target_name(target), &value);
}

/* One list a target; each has its own order. */
static void add_list(struct nesting *nesting, uint32_t at)
{
    struct translator *translator = nesting->translator;
    const struct pg_node *target = nesting->select->query->targets.items[at];
    const struct pg_node *call = target->left;
    const char *inner = query_new_name(translator, "list");
    struct fragment value;
    if (is_distinct_list(call)) {
        add_distinct_list(nesting, at);
        return;
    }
    if (call->flags & NODE_DISTINCT) {
        translator_refuse(translator, "DISTINCT and ORDER BY in one %s()",
                          call->name.name);
        return;
    }
    value = collected(nesting, call);
    add_inner(nesting, value.sql, inner);
    add_outer(nesting,
              nested_sorted(nesting, call, inner,
                            value.class == CLASS_BOOLEAN || value.is_exact ||
                                value.class == CLASS_JSON ||
                                value.class == CLASS_ARRAY),
              outer_name(nesting, target));
    value.type = signature_result_type(
        translator, strcmp(call->name.name, "string_agg") ? "array" : "text",
        &value, 1);
    value.class = value.type->class;
    value.is_exact = value.is_not_null = false;
    nesting->select->targets[at] = value;
    result_add(translator, nesting->result, select_target_name(target), &value);
}

/* ---- rows in the SELECT list ---- */

/* unnest(x) in the list: a join with its rows. */
static void nested_add_rows(struct nesting *nesting, uint32_t at)
{
    struct translator *translator = nesting->translator;
    const struct pg_node *target = nesting->select->query->targets.items[at];
    const char *alias = query_new_name(translator, "rows");
    struct relation *relation;
    struct pg_node column = {.kind = NODE_COLUMN};
    struct pg_node copy = *target;
    buffer_add_text(&nesting->select->from,
                    nesting->select->from.size ? ", " : " FROM ");
    relation = row_function_add_rows(translator, &nesting->select->from,
                                     nesting->select, target->left, alias);
    if (!relation)
        return;
    column.name.name = relation->columns[0].name;
    if (nesting->select->query->group_by.n)
        translator_refuse(translator, "%s() beside GROUP BY",
                          target->left->name.name);
    nesting->select->targets[at] = translate_node(translator, &column);
    add_inner(nesting, fragment_as_stored(&nesting->select->targets[at]),
              query_quoted(translator, alias));
    copy.text = select_target_name(target);
    add_outer(nesting, query_quoted(translator, alias),
              query_quoted(translator, copy.text));
    result_add(translator, nesting->result, copy.text,
               &nesting->select->targets[at]);
    nesting->select->names[at] = query_quoted(translator, alias);
}

static void nested_add_columns(struct nesting *nesting)
{
    const struct pg_nodes *targets = &nesting->select->query->targets;
    uint32_t n_rows = 0;
    for (uint32_t i = 0; i < targets->n && !nesting->translator->reason; i++) {
        const struct pg_node *node = targets->items[i]->left;
        if (select_is_star(node)) {
            nested_add_star(nesting, node);
        } else if (is_sorted_list(node)) {
            add_list(nesting, i);
        } else if (row_function_is_known(node)) {
            if (n_rows++)
                translator_refuse(nesting->translator,
                                  "two functions that give rows in one "
                                  "SELECT list");
            nested_add_rows(nesting, i);
        } else {
            nested_add_value(nesting, i);
        }
    }
}

/* ---- the order ---- */

/* Each key is a column of the inner SELECT, so that the outer one has it. */
static void nested_add_key(struct nesting *nesting, const struct pg_node *key)
{
    struct translator *translator = nesting->translator;
    const char *name = query_new_name(translator, "key");
    const struct pg_nodes *targets = &nesting->select->query->targets;
    const struct pg_node *node = key->left;
    struct pg_node replaced = *key;
    struct fragment fragment;
    size_t at =
        node->kind == NODE_NUMBER ? (size_t)strtoul(node->text, NULL, 10) : 0;
    for (uint32_t i = 0; i < targets->n && !at; i++)
        if (node->kind == NODE_COLUMN && !node->name.schema &&
            targets->items[i]->text &&
            !strcmp(targets->items[i]->text, node->name.name))
            at = i + 1;
    if (at && at <= targets->n)
        node = replaced.left = targets->items[at - 1]->left;
    if (row_function_is_known(node) &&
        at) { /* a column of the inner SELECT already */
        buffer_printf(&nesting->order, "%s%s%s",
                      nesting->order.size ? ", " : " ORDER BY ",
                      nesting->select->names[at - 1],
                      key->flags & NODE_DESCENDING ? " DESC NULLS FIRST"
                                                   : " NULLS LAST");
        return;
    }
    if (is_sorted_list(node) || row_function_is_known(node) ||
        select_is_star(node)) {
        translator_refuse(translator, "ORDER BY this column");
        return;
    }
    fragment = query_sort_key(translator, &replaced, NULL);
    if (!fragment.sql)
        return;
    add_inner(nesting, fragment.sql, name);
    buffer_printf(&nesting->order, "%s%s",
                  nesting->order.size ? ", " : " ORDER BY ", name);
    query_add_direction(translator, &nesting->order, key, fragment.is_not_null);
}

/* row_number() says which row of DISTINCT ON is the first. */
static void nested_add_number(struct nesting *nesting)
{
    struct translator *translator = nesting->translator;
    const struct pg_query *query = nesting->select->query;
    struct pg_window window = {.partition_by = query->distinct_on,
                               .order_by = query->order_by};
    struct buffer sql = {0};
    for (uint32_t i = 0; i < query->distinct_on.n; i++)
        if (query->distinct_on.items[i]->kind == NODE_NUMBER)
            translator_refuse(translator, "DISTINCT ON of a column's number");
    for (uint32_t i = 0; i < query->order_by.n; i++)
        if (query->order_by.items[i]->left->kind == NODE_NUMBER)
            translator_refuse(translator,
                              "DISTINCT ON with ORDER BY of a column's number");
    if (query->group_by.n)
        translator_refuse(translator,
                          "DISTINCT ON with GROUP BY; put one of them into a "
                          "subquery");
    query_add_window(translator, &sql, &window);
    add_inner(nesting,
              arena_printf(translator->context->arena, "row_number() OVER %s",
                           buffer_text(&sql)),
              "_number");
    buffer_release(&sql);
}

/* ---- both ---- */

/* The inner SELECT has all rows with their keys; the outer one sorts and
 * chooses. */
static void nested_write(struct nesting *nesting, struct buffer *out)
{
    const struct pg_query *query = nesting->select->query;
    bool is_plain_distinct = query->is_distinct && !query->distinct_on.n;
    if (is_plain_distinct && query->order_by.n)
        translator_refuse(nesting->translator,
                          "DISTINCT with ORDER BY here; put it into a "
                          "subquery");
    buffer_printf(out, "SELECT %s%s FROM (SELECT %s",
                  is_plain_distinct ? "DISTINCT " : "",
                  buffer_text(&nesting->outer), buffer_text(&nesting->list));
    select_add_rest(nesting->translator, out, nesting->select);
    buffer_add_byte(out, ')');
    if (query->distinct_on.n)
        buffer_add_text(out, " WHERE _number = 1");
    buffer_add(out, nesting->order.bytes, nesting->order.size);
    query_add_limits(nesting->translator, out, query);
}

/* Columns, then keys, then the numbers: each adds to the inner list. */
bool nested_select_add(struct translator *translator, struct buffer *out,
                       struct select *select, struct result *result)
{
    struct nesting nesting = {
        .translator = translator, .select = select, .result = result};
    select->scope.qualifies |= has_rows(select->query);
    nested_add_columns(&nesting);
    for (uint32_t i = 0; i < select->query->order_by.n && !translator->reason;
         i++)
        nested_add_key(&nesting, select->query->order_by.items[i]);
    if (select->query->distinct_on.n && !translator->reason)
        nested_add_number(&nesting);
    if (!translator->reason)
        nested_write(&nesting, out);
    buffer_release(&nesting.list);
    buffer_release(&nesting.outer);
    buffer_release(&nesting.order);
    return !translator->reason;
}
