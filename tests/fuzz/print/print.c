#include "print/print_parts.h"

#include <string.h>

/* ---- names and literals ---- */

static void add_quoted(struct buffer *out, const char *text, char quote)
{
    if (quote == '\'' && strchr(text, '\\'))
        buffer_add_byte(out, 'E');
    buffer_add_byte(out, quote);
    for (; *text; text++) {
        if (*text == quote || (quote == '\'' && *text == '\\'))
            buffer_add_byte(out, *text);
        buffer_add_byte(out, *text);
    }
    buffer_add_byte(out, quote);
}

void print_name(struct buffer *out, const char *name)
{
    add_quoted(out, name, '"');
}

static void add_qualified(struct buffer *out, struct pg_name name)
{
    if (name.schema) {
        print_name(out, name.schema);
        buffer_add_byte(out, '.');
    }
    if (!strcmp(name.name, "*"))
        buffer_add_byte(out, '*');
    else
        print_name(out, name.name);
}

static void add_names(struct buffer *out, const struct pg_names *names)
{
    for (size_t i = 0; names && i < names->n; i++) {
        buffer_add_text(out, i ? ", " : "(");
        print_name(out, names->items[i]);
    }
    buffer_add_text(out, names && names->n ? ")" : "");
}

/* " day to second" */
static void add_interval_fields(struct buffer *out, unsigned fields)
{
    static const char *const names[] = {"year", "month",  "day",
                                        "hour", "minute", "second"};
    const char *separator = " ";
    for (unsigned i = 0; i < COUNT_OF(names); i++) {
        bool is_first = !(fields & ((1u << i) - 1));
        bool is_last = !(fields >> (i + 1));
        if (!(fields >> i & 1) || (!is_first && !is_last))
            continue;
        buffer_printf(out, "%s%s", separator, names[i]);
        separator = " to ";
    }
}

static void add_type(struct buffer *out, const struct pg_type *type)
{
    static const char *const phrases[] = {"double precision",
                                          "character varying",
                                          "bit varying",
                                          "character",
                                          "bit",
                                          "interval"};
    const char *name = type->name.name, *rest = "";
    bool is_phrase = false;
    for (size_t i = 0; i < COUNT_OF(phrases); i++)
        is_phrase |= !strcmp(name, phrases[i]);
    if (!strncmp(name, "timestamp with", 14) ||
        !strncmp(name, "time with", 9)) {
        rest = strchr(name, ' ');
        buffer_add(out, name, (size_t)(rest - name));
    } else if (is_phrase && !type->name.schema) {
        buffer_add_text(out, name);
    } else {
        add_qualified(out, type->name);
    }
    add_interval_fields(out, type->fields);
    for (uint32_t i = 0; i < type->n_modifiers; i++)
        buffer_printf(out, "%s%ld%s", i ? ", " : "(", type->modifiers[i],
                      i + 1 == type->n_modifiers ? ")" : "");
    buffer_add_text(out, rest);
    for (uint32_t i = 0; i < type->dimensions; i++)
        buffer_add_text(out, "[]");
}

/* ---- expressions ---- */

static bool is_simple(enum pg_node_kind kind)
{
    switch (kind) {
    case NODE_NULL:
    case NODE_TRUE:
    case NODE_FALSE:
    case NODE_NUMBER:
    case NODE_STRING:
    case NODE_BITS:
    case NODE_PARAMETER:
    case NODE_COLUMN:
    case NODE_CAST:
    case NODE_CASE:
    case NODE_CALL:
    case NODE_VALUE:
    case NODE_QUERY:
    case NODE_EXISTS: return true;
    default: return false;
    }
}

void print_operand(struct buffer *out, const struct pg_node *node)
{
    bool simple = is_simple(node->kind);
    buffer_add_text(out, simple ? "" : "(");
    print_expression(out, node);
    buffer_add_text(out, simple ? "" : ")");
}

void print_list(struct buffer *out, const struct pg_nodes *nodes)
{
    for (uint32_t i = 0; i < nodes->n; i++) {
        buffer_add_text(out, i ? ", " : "");
        print_expression(out, nodes->items[i]);
    }
}

static struct pg_nodes items_of(const struct pg_node *node)
{
    return (struct pg_nodes){node->n_items, node->items};
}

void print_items(struct buffer *out, const struct pg_node *node)
{
    struct pg_nodes items = items_of(node);
    print_list(out, &items);
}

/* ~~ is LIKE; the pattern may have its escape beside it. */
static bool add_like(struct buffer *out, const struct pg_node *node)
{
    static const struct {
        const char *name, *word;
    } words[] = {{"~~", "LIKE"},
                 {"~~*", "ILIKE"},
                 {"!~~", "NOT LIKE"},
                 {"!~~*", "NOT ILIKE"}};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (!strcmp(words[i].name, node->name.name)) {
            print_operand(out, node->left);
            buffer_printf(out, " %s ", words[i].word);
            print_operand(out, node->right);
            return true;
        }
    return false;
}

static void add_operator(struct buffer *out, const struct pg_node *node)
{
    if (node->left && add_like(out, node))
        return;
    if (node->left)
        print_operand(out, node->left);
    buffer_printf(out, " %s ", node->name.name);
    print_operand(out, node->right);
}

static void add_chain(struct buffer *out, const struct pg_node *node)
{
    for (uint32_t i = 0; i < node->n_items; i++) {
        if (i)
            buffer_add_text(out, node->kind == NODE_AND ? " AND " : " OR ");
        print_operand(out, node->items[i]);
    }
}

static void add_is(struct buffer *out, const struct pg_node *node)
{
    print_operand(out, node->left);
    buffer_printf(out, " IS %s", node->text);
    if (node->right) {
        buffer_add_byte(out, ' ');
        print_operand(out, node->right);
    }
}

static void add_in(struct buffer *out, const struct pg_node *node)
{
    print_operand(out, node->left);
    buffer_add_text(out, node->flags & NODE_NEGATED ? " NOT IN " : " IN ");
    if (node->right) {
        print_expression(out, node->right);
        return;
    }
    buffer_add_byte(out, '(');
    print_items(out, node);
    buffer_add_byte(out, ')');
}

static void add_quantified(struct buffer *out, const struct pg_node *node)
{
    bool is_query = node->right->kind == NODE_QUERY;
    print_operand(out, node->left);
    buffer_printf(out, " %s %s ", node->name.name,
                  node->kind == NODE_ANY ? "ANY" : "ALL");
    buffer_add_text(out, is_query ? "" : "(");
    print_expression(out, node->right);
    buffer_add_text(out, is_query ? "" : ")");
}

static void add_between(struct buffer *out, const struct pg_node *node)
{
    print_operand(out, node->left);
    buffer_printf(out, "%s BETWEEN %s",
                  node->flags & NODE_NEGATED ? " NOT" : "",
                  node->flags & NODE_SYMMETRIC ? "SYMMETRIC " : "");
    print_operand(out, node->items[0]);
    buffer_add_text(out, " AND ");
    print_operand(out, node->items[1]);
}

static void add_case(struct buffer *out, const struct pg_node *node)
{
    buffer_add_text(out, "CASE ");
    if (node->left)
        print_operand(out, node->left);
    for (uint32_t i = 0; i < node->n_items; i++) {
        buffer_add_text(out, i % 2 ? " THEN " : " WHEN ");
        print_expression(out, node->items[i]);
    }
    if (node->right) {
        buffer_add_text(out, " ELSE ");
        print_expression(out, node->right);
    }
    buffer_add_text(out, " END");
}

/* ---- windows and calls ---- */

static void add_edge(struct buffer *out, enum pg_frame_edge edge,
                     const struct pg_node *offset)
{
    static const char *const words[] = {
        [EDGE_UNBOUNDED_PRECEDING] = "UNBOUNDED PRECEDING",
        [EDGE_PRECEDING] = " PRECEDING",
        [EDGE_CURRENT] = "CURRENT ROW",
        [EDGE_FOLLOWING] = " FOLLOWING",
        [EDGE_UNBOUNDED_FOLLOWING] = "UNBOUNDED FOLLOWING"};
    if (offset)
        print_operand(out, offset);
    buffer_add_text(out, words[edge]);
}

static void add_window(struct buffer *out, const struct pg_window *window)
{
    if (window->is_name) {
        print_name(out, window->base);
        return;
    }
    buffer_add_byte(out, '(');
    if (window->base)
        print_name(out, window->base);
    if (window->partition_by.n) {
        buffer_add_text(out, " PARTITION BY ");
        print_list(out, &window->partition_by);
    }
    if (window->order_by.n) {
        buffer_add_text(out, " ORDER BY ");
        print_list(out, &window->order_by);
    }
    if (window->unit) {
        buffer_printf(out, " %s BETWEEN ", window->unit);
        add_edge(out, window->from, window->from_offset);
        buffer_add_text(out, " AND ");
        add_edge(out, window->to, window->to_offset);
        buffer_printf(out, "%s%s", window->exclude ? " EXCLUDE " : "",
                      window->exclude ? window->exclude : "");
    }
    buffer_add_byte(out, ')');
}

static void add_more(struct buffer *out, const struct pg_call *call)
{
    if (call->within_group.n) {
        buffer_add_text(out, " WITHIN GROUP (ORDER BY ");
        print_list(out, &call->within_group);
        buffer_add_byte(out, ')');
    }
    if (call->filter) {
        buffer_add_text(out, " FILTER (WHERE ");
        print_expression(out, call->filter);
        buffer_add_byte(out, ')');
    }
    if (call->window) {
        buffer_add_text(out, " OVER ");
        add_window(out, call->window);
    }
}

/* Those that no plain call is for. */
static bool add_special_call(struct buffer *out, const struct pg_node *node)
{
    static const char *const words[] = {"coalesce", "greatest", "least",
                                        "nullif",   "grouping", "substring",
                                        "overlay"};
    const char *name = node->name.name;
    if (node->name.schema)
        return false;
    if (!strcmp(name, "extract") || !strcmp(name, "position")) {
        buffer_printf(out, "%s(", name);
        print_operand(out, node->items[0]);
        buffer_add_text(out, *name == 'e' ? " FROM " : " IN ");
        print_operand(out, node->items[1]);
        buffer_add_byte(out, ')');
        return true;
    }
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (!strcmp(name, words[i])) {
            buffer_printf(out, "%s(", name);
            print_items(out, node);
            buffer_add_byte(out, ')');
            return true;
        }
    return false;
}

static void add_call(struct buffer *out, const struct pg_node *node)
{
    if (add_special_call(out, node)) {
        if (node->call)
            add_more(out, node->call);
        return;
    }
    add_qualified(out, node->name);
    buffer_add_text(out, node->flags & NODE_DISTINCT ? "(DISTINCT " : "(");
    for (uint32_t i = 0; i < node->n_items; i++) {
        bool is_last = i + 1 == node->n_items;
        buffer_printf(out, "%s%s", i ? ", " : "",
                      is_last && node->flags & NODE_VARIADIC ? "VARIADIC "
                                                             : "");
        print_expression(out, node->items[i]);
    }
    if (node->call && node->call->order_by.n) {
        buffer_add_text(out, " ORDER BY ");
        print_list(out, &node->call->order_by);
    }
    buffer_add_byte(out, ')');
    if (node->call)
        add_more(out, node->call);
}

static void add_subscript(struct buffer *out, const struct pg_node *node)
{
    print_operand(out, node->left);
    buffer_add_byte(out, '[');
    for (uint32_t i = 0; i < node->n_items; i++) {
        buffer_add_text(out, i ? " : " : "");
        if (node->items[i])
            print_operand(out, node->items[i]);
    }
    buffer_add_byte(out, ']');
}

/* ---- parts of queries ---- */

static void add_sort(struct buffer *out, const struct pg_node *node)
{
    print_expression(out, node->left);
    if (node->name.name)
        buffer_printf(out, " USING %s", node->name.name);
    buffer_add_text(out, node->flags & NODE_DESCENDING ? " DESC" : "");
    buffer_add_text(out, node->flags & NODE_NULLS_FIRST  ? " NULLS FIRST"
                         : node->flags & NODE_NULLS_LAST ? " NULLS LAST"
                                                         : "");
}

static void add_alias(struct buffer *out, const struct pg_node *node)
{
    if (node->text) {
        buffer_add_text(out, " AS ");
        print_name(out, node->text);
    }
    add_names(out, node->names);
    for (size_t i = 0; node->definitions && i < node->definitions->n; i++) {
        buffer_add_text(out, i ? ", " : node->text ? "(" : " AS (");
        print_name(out, node->definitions->items[i].name);
        buffer_add_byte(out, ' ');
        add_type(out, &node->definitions->items[i].type);
    }
    buffer_add_text(out, node->definitions ? ")" : "");
}

static void add_join(struct buffer *out, const struct pg_node *node)
{
    buffer_add_byte(out, '(');
    print_expression(out, node->left);
    buffer_printf(
        out, "%s%s%s JOIN ", node->flags & NODE_NATURAL ? " NATURAL" : "",
        node->flags & NODE_CROSS ? " CROSS" : "",
        node->flags & NODE_LEFT ? (node->flags & NODE_RIGHT ? " FULL" : " LEFT")
        : node->flags & NODE_RIGHT ? " RIGHT"
                                   : "");
    print_expression(out, node->right);
    if (node->n_items) {
        buffer_add_text(out, " ON ");
        print_expression(out, node->items[0]);
    } else if (node->names) {
        buffer_add_text(out, " USING ");
        add_names(out, node->names);
    }
    buffer_add_byte(out, ')');
    if (node->text) {
        buffer_add_text(out, " AS ");
        print_name(out, node->text);
    }
}

static void add_rows(struct buffer *out, const struct pg_node *node)
{
    buffer_add_text(out, node->flags & NODE_LATERAL ? "LATERAL " : "");
    buffer_add_text(out, node->n_items > 1 ? "ROWS FROM (" : "");
    print_items(out, node);
    buffer_add_text(out, node->n_items > 1 ? ")" : "");
    buffer_add_text(out,
                    node->flags & NODE_ORDINALITY ? " WITH ORDINALITY" : "");
    add_alias(out, node);
}

static void add_table(struct buffer *out, const struct pg_node *node)
{
    buffer_add_text(out, node->flags & NODE_ONLY ? "ONLY " : "");
    add_qualified(out, node->name);
    add_alias(out, node);
    /* how much of it is not kept */
    buffer_add_text(out, node->flags & NODE_SAMPLED ? " TABLESAMPLE x(1)" : "");
}

static void add_grouping(struct buffer *out, const struct pg_node *node)
{
    buffer_printf(out, "%s(",
                  !strcmp(node->text, "empty")  ? ""
                  : !strcmp(node->text, "sets") ? "GROUPING SETS "
                                                : node->text);
    print_items(out, node);
    buffer_add_byte(out, ')');
}

static void add_assign(struct buffer *out, const struct pg_node *node)
{
    buffer_add_text(out, node->n_items > 1 ? "(" : "");
    for (uint32_t i = 0; i < node->n_items; i++) {
        const struct pg_node *item = node->items[i];
        const struct pg_node *column =
            item->kind == NODE_COLUMN ? item : item->left;
        buffer_add_text(out, i ? ", " : "");
        print_name(out, column->name.name);
        if (item->kind == NODE_FIELD) {
            buffer_add_byte(out, '.');
            print_name(out, item->text);
        } else if (item->kind == NODE_SUBSCRIPT) {
            buffer_add_byte(out, '[');
            print_expression(out, item->items[0]);
            buffer_add_byte(out, ']');
        }
    }
    buffer_add_text(out, node->n_items > 1 ? ") = " : " = ");
    print_expression(out, node->right);
}

static void add_cte(struct buffer *out, const struct pg_node *node)
{
    print_name(out, node->text);
    add_names(out, node->names);
    buffer_printf(out, " AS %s(",
                  node->flags & NODE_MATERIALIZED       ? "MATERIALIZED "
                  : node->flags & NODE_NOT_MATERIALIZED ? "NOT MATERIALIZED "
                                                        : "");
    print_query(out, node->query);
    buffer_add_byte(out, ')');
}

static void add_query(struct buffer *out, const char *before,
                      const struct pg_node *node)
{
    buffer_printf(out, "%s(", before);
    print_query(out, node->query);
    buffer_add_byte(out, ')');
}

static void add_part(struct buffer *out, const struct pg_node *node)
{
    switch (node->kind) {
    case NODE_TARGET:
        print_expression(out, node->left);
        if (node->text) {
            buffer_add_text(out, " AS ");
            print_name(out, node->text);
        }
        break;
    case NODE_SORT: add_sort(out, node); break;
    case NODE_GROUPING: add_grouping(out, node); break;
    case NODE_ASSIGN: add_assign(out, node); break;
    case NODE_WINDOW:
        print_name(out, node->text);
        buffer_add_text(out, " AS ");
        add_window(out, node->window);
        break;
    case NODE_LOCK: buffer_add_text(out, " FOR UPDATE"); break;
    case NODE_CTE: add_cte(out, node); break;
    case NODE_TABLE: add_table(out, node); break;
    case NODE_SUBQUERY:
        add_query(out, node->flags & NODE_LATERAL ? "LATERAL " : "", node);
        add_alias(out, node);
        break;
    case NODE_FUNCTION_ROWS: add_rows(out, node); break;
    default: add_join(out, node); break;
    }
}

void print_expression(struct buffer *out, const struct pg_node *node)
{
    switch (node->kind) {
    case NODE_NULL: buffer_add_text(out, "NULL"); break;
    case NODE_TRUE: buffer_add_text(out, "TRUE"); break;
    case NODE_FALSE: buffer_add_text(out, "FALSE"); break;
    case NODE_DEFAULT: buffer_add_text(out, "DEFAULT"); break;
    case NODE_STAR: buffer_add_byte(out, '*'); break;
    case NODE_NUMBER:
    case NODE_PARAMETER: buffer_add_text(out, node->text); break;
    case NODE_STRING: add_quoted(out, node->text, '\''); break;
    case NODE_BITS: buffer_printf(out, "B'%s'", node->text); break;
    case NODE_COLUMN:
        buffer_add_text(out, node->flags & NODE_CURRENT ? "CURRENT OF " : "");
        add_qualified(out, node->name);
        break;
    case NODE_CAST:
        buffer_add_text(out, "CAST(");
        print_expression(out, node->left);
        buffer_add_text(out, " AS ");
        add_type(out, node->type);
        buffer_add_byte(out, ')');
        break;
    case NODE_OPERATOR: add_operator(out, node); break;
    case NODE_AND:
    case NODE_OR: add_chain(out, node); break;
    case NODE_NOT:
        buffer_add_text(out, "NOT ");
        print_operand(out, node->left);
        break;
    case NODE_IS: add_is(out, node); break;
    case NODE_ANY:
    case NODE_ALL: add_quantified(out, node); break;
    case NODE_IN: add_in(out, node); break;
    case NODE_CASE: add_case(out, node); break;
    case NODE_CALL: add_call(out, node); break;
    case NODE_VALUE:
        buffer_add_text(out, node->text);
        if (node->n_items)
            buffer_printf(out, "(%s)", node->items[0]->text);
        if (node->call)
            add_more(out, node->call);
        break;
    case NODE_ARRAY:
        buffer_add_text(out, "ARRAY[");
        print_items(out, node);
        buffer_add_byte(out, ']');
        break;
    case NODE_ROW:
        buffer_add_text(out, "ROW(");
        print_items(out, node);
        buffer_add_byte(out, ')');
        break;
    case NODE_SUBSCRIPT: add_subscript(out, node); break;
    case NODE_FIELD:
        buffer_add_byte(out, '(');
        print_expression(out, node->left);
        buffer_add_text(out, ").");
        add_qualified(out, (struct pg_name){NULL, node->text});
        break;
    case NODE_COLLATE:
        print_operand(out, node->left);
        buffer_add_text(out, " COLLATE ");
        add_qualified(out, node->name);
        break;
    case NODE_NAMED:
        print_name(out, node->text);
        buffer_add_text(out, " => ");
        print_expression(out, node->left);
        break;
    case NODE_BETWEEN: add_between(out, node); break;
    case NODE_QUERY: add_query(out, "", node); break;
    case NODE_EXISTS: add_query(out, "EXISTS ", node); break;
    case NODE_ARRAY_OF: add_query(out, "ARRAY ", node); break;
    default: add_part(out, node); break;
    }
}
