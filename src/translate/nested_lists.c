/* Lists in order, in two steps: the inner SELECT collects keys and values as
 * JSON, the outer one sorts what was collected. */
#include <string.h>

#include "postgres/tree_same.h"
#include "translate/nested_select.h"
#include "translate/signature.h"

/* ---- which ---- */

static bool is_list(const struct pg_node *node)
{
    static const char *const names[] = {"array_agg", "string_agg", "json_agg",
                                        "jsonb_agg"};
    if (node->kind != NODE_CALL || (node->call && node->call->window))
        return false;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (!strcmp(names[i], node->name.name))
            return true;
    return false;
}

/* PostgreSQL sorts what it has to tell apart. */
static bool is_distinct_list(const struct pg_node *node)
{
    return is_list(node) && node->flags & NODE_DISTINCT;
}

/* Those that take a second step. */
static bool is_sorted_list(struct translator *translator,
                           const struct pg_node *node)
{
    return is_distinct_list(node) ||
           (is_list(node) && node->call && node->call->order_by.n &&
            !translator_has_version(translator, 344));
}

bool nested_holds_list(struct translator *translator,
                       const struct pg_node *node)
{
    return node_holds(translator, node, is_sorted_list);
}

static bool gives_rows(struct translator *translator,
                       const struct pg_node *node)
{
    (void)translator;
    return row_function_is_known(node);
}

bool nested_holds_rows(const struct pg_node *node)
{
    return node_holds(NULL, node, gives_rows);
}

/* ---- collecting and sorting ---- */

/* A value of the list as an array or JSON has it. */
static const char *nested_element(struct translator *translator,
                                  const struct pg_node *call,
                                  const struct fragment *value)
{
    return strstr(call->name.name, "json")
               ? fragment_as_json(translator, value)
               : fragment_as_element(translator, value);
}

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
                  value.sql ? nested_element(translator, call, &value) : "");
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

/* ORDER BY of DISTINCT values is by themselves, or PostgreSQL refuses it. */
static bool check_distinct(struct translator *translator,
                           const struct pg_node *call,
                           const struct fragment *value)
{
    const struct pg_nodes *keys = call->call ? &call->call->order_by : NULL;
    if (keys && keys->n &&
        (keys->n > 1 || !tree_is_same(keys->items[0]->left, call->items[0])))
        translator_refuse(translator,
                          "DISTINCT and ORDER BY of something else in one "
                          "%s()",
                          call->name.name);
    if (value->is_exact)
        translator_refuse(translator,
                          "%s(DISTINCT) of numbers that are kept as texts",
                          call->name.name);
    return !translator->reason;
}

/* From what was collected, each value once and in order. */
static const char *distinct_sorted(struct nesting *nesting,
                                   const struct pg_node *call,
                                   const char *inner,
                                   const struct fragment *value)
{
    struct translator *translator = nesting->translator;
    bool is_text = !strcmp(call->name.name, "string_agg");
    struct fragment one = *value, key, separator = {.sql = "''"};
    struct buffer order = {0};
    const char *list, *sql;
    one.sql = "value";
    one.precedence = PRECEDENCE_PRIMARY;
    one.as_stored = NULL;
    key = fragment_sort_key(translator, one);
    if (is_text && call->n_items > 1)
        separator = translate_node(translator, call->items[1]);
    if (!key.sql || !separator.sql)
        return "";
    buffer_add_text(&order, key.sql);
    query_add_direction(translator, &order,
                        call->call && call->call->order_by.n
                            ? call->call->order_by.items[0]
                            : &(struct pg_node){.kind = NODE_SORT},
                        is_text);
    list = is_text ? arena_printf(translator->context->arena,
                                  "group_concat(value, %s)", separator.sql)
                   : arena_printf(translator->context->arena,
                                  "nullif(json_group_array(%s), '[]')",
                                  nested_element(translator, call, &one));
    sql = arena_printf(translator->context->arena,
                       "(SELECT %s FROM (SELECT DISTINCT value FROM "
                       "json_each(%s)%s ORDER BY %s))",
                       list, inner, is_text ? " WHERE value IS NOT NULL" : "",
                       buffer_text(&order));
    buffer_release(&order);
    return sql;
}

/* The values as the table has them, in any order. */
static const char *collected_values(struct translator *translator,
                                    const struct pg_node *call,
                                    const struct fragment *value)
{
    struct fragment condition;
    const char *filter = "";
    if (call->call && call->call->filter) {
        condition = translate_node(translator, call->call->filter);
        filter = arena_printf(translator->context->arena, " FILTER (WHERE %s)",
                              condition.sql ? condition.sql : "");
    }
    return arena_printf(translator->context->arena, "json_group_array(%s)%s",
                        fragment_as_element(translator, value), filter);
}

/* The list: the inner SELECT collects it, and what comes out is for the outer
 * one. */
static struct fragment nested_list(struct nesting *nesting,
                                   const struct pg_node *call)
{
    struct translator *translator = nesting->translator;
    const char *inner = query_new_name(translator, "list"), *sql;
    bool is_text = !strcmp(call->name.name, "string_agg"), is_json;
    struct fragment value;
    if (is_distinct_list(call)) {
        value = call->n_items ? translate_node(translator, call->items[0])
                              : NO_FRAGMENT;
        if (!value.sql || !check_distinct(translator, call, &value))
            return NO_FRAGMENT;
        nested_add_inner(nesting, collected_values(translator, call, &value),
                         inner);
        sql = distinct_sorted(nesting, call, inner, &value);
    } else {
        value = collected(nesting, call);
        is_json = value.class == CLASS_BOOLEAN || value.is_exact ||
                  value.class == CLASS_JSON || value.class == CLASS_ARRAY;
        nested_add_inner(nesting, value.sql, inner);
        sql = nested_sorted(nesting, call, inner, is_json);
    }
    if (translator->reason)
        return NO_FRAGMENT;
    return fragment_make_typed(
        translator,
        signature_result_type(translator,
                              is_text                           ? "text"
                              : strstr(call->name.name, "json") ? "jsonb"
                                                                : "array",
                              &value, 1),
        PRECEDENCE_PRIMARY, "%s", sql);
}

/* ---- expressions around lists ---- */

static bool is_inner_part(const struct pg_node *node)
{
    return node->kind == NODE_COLUMN || node->kind == NODE_QUERY ||
           node->kind == NODE_EXISTS || node->kind == NODE_ARRAY_OF ||
           (node->kind == NODE_CALL && (aggregate_is_known(node->name.name) ||
                                        (node->call && node->call->window)));
}

/* coalesce(array_agg(x ORDER BY y), '{}'): what is around the list stands in
 * the outer SELECT, and whatever it needs of the rows is a column of the inner
 * one. */
static bool lift(struct translator *translator, const struct pg_node *node,
                 struct fragment *fragment)
{
    struct nesting *nesting = translator->nesting;
    bool is_list_node = is_sorted_list(translator, node);
    bool is_rows = row_function_is_known(node);
    const char *name;
    if (!is_list_node && !is_rows && !is_inner_part(node))
        return false;
    translator->lift = NULL;
    *fragment = is_list_node ? nested_list(nesting, node)
                : is_rows    ? nested_rows(nesting, node)
                             : translate_node(translator, node);
    translator->lift = lift;
    if (is_list_node || is_rows || !fragment->sql)
        return true;
    name = query_new_name(translator, "c");
    nested_add_inner(nesting, fragment->sql, name);
    fragment->sql = name;
    fragment->precedence = PRECEDENCE_PRIMARY;
    fragment->as_stored = fragment->column = NULL;
    return true;
}

struct fragment nested_around_lists(struct nesting *nesting,
                                    const struct pg_node *node)
{
    struct translator *translator = nesting->translator;
    struct fragment fragment;
    translator->nesting = nesting;
    translator->lift = lift;
    fragment = translate_node(translator, node);
    translator->lift = NULL;
    return fragment;
}
