#include "postgres/tree.h"

#include <string.h>

#include "postgres/define.h"
#include "postgres/interval.h"

/* ---- lists ---- */

/* Doubled in the arena: what is left behind is as much again at most. */
struct node_list *list_add(struct pg_parser *parser, struct node_list *list,
                           const struct pg_node *node)
{
    if (!list) {
        list = arena_alloc(parser->arena, sizeof *list);
        *list = (struct node_list){0};
    }
    if (list->n == list->capacity) {
        const struct pg_node **items;
        list->capacity = list->capacity ? list->capacity * 2 : 4;
        items = arena_alloc(parser->arena, list->capacity * sizeof *items);
        for (uint32_t i = 0; i < list->n; i++)
            items[i] = list->items[i];
        list->items = items;
    }
    list->items[list->n++] = node;
    return list;
}

/* Lists grow at their end; where the first item was read before the list, it is
 * put in front here. */
struct node_list *list_before(struct pg_parser *parser,
                              const struct pg_node *node,
                              struct node_list *list)
{
    struct node_list *all = list_add(parser, NULL, node);
    for (uint32_t i = 0; i < list->n; i++)
        all = list_add(parser, all, list->items[i]);
    return all;
}

/* ---- nodes ---- */

/* Depth is kept in each node, so that the limit costs no walk. */
static void tree_hold(uint16_t *depth, const struct pg_node *child)
{
    if (child && child->depth >= *depth)
        *depth = (uint16_t)(child->depth + 1);
}

static void tree_hold_all(uint16_t *depth, const struct pg_nodes *nodes)
{
    for (uint32_t i = 0; i < nodes->n; i++)
        tree_hold(depth, nodes->items[i]);
}

static void hold_window(uint16_t *depth, const struct pg_window *window)
{
    if (!window)
        return;
    tree_hold_all(depth, &window->partition_by);
    tree_hold_all(depth, &window->order_by);
    tree_hold(depth, window->from_offset);
    tree_hold(depth, window->to_offset);
}

static void hold_call(uint16_t *depth, const struct pg_call *call)
{
    if (!call)
        return;
    tree_hold_all(depth, &call->order_by);
    tree_hold_all(depth, &call->within_group);
    tree_hold(depth, call->filter);
    hold_window(depth, call->window);
}

/* Its depth is known. */
static const struct pg_node *tree_keep(struct pg_parser *parser,
                                       const struct pg_node *node)
{
    struct pg_node *copy;
    if (node->depth > SYNTAX_MAX_DEPTH) {
        parser_fail(parser, node->at, "an expression nested too deeply");
        return NULL;
    }
    copy = arena_alloc(parser->arena, sizeof *copy);
    *copy = *node;
    return copy;
}

/* A copy in the arena, once its children are known. */
const struct pg_node *tree_make(struct pg_parser *parser, struct pg_node node)
{
    node.depth = 1;
    tree_hold(&node.depth, node.left);
    tree_hold(&node.depth, node.right);
    tree_hold_all(&node.depth, &(struct pg_nodes){node.n_items, node.items});
    hold_window(&node.depth, node.window);
    hold_call(&node.depth, node.call);
    if (node.query && node.query->depth >= node.depth)
        node.depth = (uint16_t)(node.query->depth + 1);
    return tree_keep(parser, &node);
}

static uint32_t tree_place_of(const struct pg_node *node)
{
    return node ? node->at : 0;
}

struct pg_node tree_with_items(struct pg_node node, struct node_list *list)
{
    node.n_items = list ? list->n : 0;
    node.items = list ? list->items : NULL;
    return node;
}

const struct pg_node *tree_leaf(struct pg_parser *parser,
                                enum pg_node_kind kind, struct pg_word word)
{
    return tree_make(
        parser,
        (struct pg_node){.kind = kind, .at = word.at, .text = word.text});
}

const struct pg_node *tree_column(struct pg_parser *parser, const char *table,
                                  struct pg_word word)
{
    return tree_make(parser, (struct pg_node){.kind = NODE_COLUMN,
                                              .at = word.at,
                                              .name = {table, word.text}});
}

/* INTERVAL '3' MONTH is '3 mons'::interval: what the type says of its fields
 * and digits is said by the text then. */
static const struct pg_node *interval_of(struct pg_parser *parser,
                                         const struct pg_node *text,
                                         struct pg_type *type)
{
    struct pg_interval interval;
    struct pg_word word = {NULL, text->at};
    char written[INTERVAL_ROOM];
    if (!interval_read_as(&interval, text->text, type->fields,
                          type->n_modifiers ? type->modifiers[0] : -1))
        return text;
    interval_write(written, &interval);
    word.text = arena_copy(parser->arena, written, strlen(written));
    *type = type_plain("interval");
    return tree_leaf(parser, NODE_STRING, word);
}

/* Types are copied: the grammar's own are on its stack. */
const struct pg_node *tree_cast(struct pg_parser *parser,
                                const struct pg_node *left, struct pg_type type)
{
    struct pg_type *copy = arena_alloc(parser->arena, sizeof *copy);
    if (left->kind == NODE_STRING && !type.dimensions &&
        !strcmp(type.name.name, "interval") &&
        (type.fields || type.n_modifiers))
        left = interval_of(parser, left, &type);
    *copy = type;
    return tree_make(parser, (struct pg_node){.kind = NODE_CAST,
                                              .at = tree_place_of(left),
                                              .left = left,
                                              .type = copy});
}

const struct pg_node *tree_typed(struct pg_parser *parser, struct pg_word type,
                                 struct pg_word text)
{
    const char *name = !strcmp(type.text, "timestamp")
                           ? "timestamp without time zone"
                       : !strcmp(type.text, "time") ? "time without time zone"
                                                    : type.text;
    return tree_cast(parser, tree_leaf(parser, NODE_STRING, text),
                     type_named(parser, NULL, name, type_plain("")));
}

const struct pg_node *tree_collate(struct pg_parser *parser,
                                   const struct pg_node *left,
                                   struct pg_name collation)
{
    return tree_make(parser, (struct pg_node){.kind = NODE_COLLATE,
                                              .at = tree_place_of(left),
                                              .left = left,
                                              .name = collation});
}

const struct pg_node *tree_operator(struct pg_parser *parser,
                                    const struct pg_node *left,
                                    struct pg_word name,
                                    const struct pg_node *right)
{
    /* One operator, one name: tables of operators have it once. */
    const char *text = strcmp(name.text, "!=") != 0 ? name.text : "<>";
    return tree_make(parser, (struct pg_node){.kind = NODE_OPERATOR,
                                              .at = name.at,
                                              .name = {NULL, text},
                                              .left = left,
                                              .right = right});
}

/* jsonb's ? has two sides: what has one is a parameter out of place. */
const struct pg_node *tree_prefix(struct pg_parser *parser, struct pg_word name,
                                  const struct pg_node *right)
{
    if (!strcmp(name.text, "?"))
        parser_fail(parser, name.at,
                    "a ? here is no parameter and has no left side");
    return tree_operator(parser, NULL, name, right);
}

/* ---- logic ---- */

/* a AND b AND c is one node of three, so a long chain is not deep. */
static struct node_list *add_flat(struct pg_parser *parser,
                                  struct node_list *list,
                                  enum pg_node_kind kind,
                                  const struct pg_node *node)
{
    if (!node || node->kind != kind)
        return list_add(parser, list, node);
    for (uint32_t i = 0; i < node->n_items; i++)
        list = list_add(parser, list, node->items[i]);
    return list;
}

const struct pg_node *tree_chain(struct pg_parser *parser,
                                 enum pg_node_kind kind,
                                 const struct pg_node *left,
                                 const struct pg_node *right)
{
    /* The list of the chain that is being read grows in place; copying it each
     * time would be quadratic. */
    bool goes_on = left && left == parser->chain.node && left->kind == kind;
    struct pg_node longer;
    struct node_list *list =
        goes_on ? parser->chain.list : add_flat(parser, NULL, kind, left);
    list = add_flat(parser, list, kind, right);
    parser->chain.list = list;
    if (!goes_on || !right) {
        parser->chain.node = tree_items(parser, kind, list);
        return parser->chain.node;
    }
    /* Nor are those before looked at again. */
    longer = tree_with_items(*left, list);
    tree_hold(&longer.depth, right);
    parser->chain.node = tree_keep(parser, &longer);
    return parser->chain.node;
}

const struct pg_node *tree_not(struct pg_parser *parser,
                               const struct pg_node *left, struct pg_word word)
{
    return tree_make(
        parser,
        (struct pg_node){.kind = NODE_NOT, .at = word.at, .left = left});
}

const struct pg_node *tree_is(struct pg_parser *parser,
                              const struct pg_node *left, const char *what,
                              const struct pg_node *right)
{
    return tree_make(parser, (struct pg_node){.kind = NODE_IS,
                                              .at = tree_place_of(left),
                                              .left = left,
                                              .text = what,
                                              .right = right});
}

const struct pg_node *tree_is_not(struct pg_parser *parser,
                                  const struct pg_node *left, const char *what)
{
    return tree_is(parser, left, arena_printf(parser->arena, "not %s", what),
                   NULL);
}

const struct pg_node *tree_between(struct pg_parser *parser,
                                   const struct pg_node *left,
                                   const struct pg_node *low,
                                   const struct pg_node *high, unsigned flags)
{
    struct pg_node node = {.kind = NODE_BETWEEN,
                           .at = tree_place_of(left),
                           .left = left,
                           .flags = flags};
    struct node_list *list = list_add(parser, NULL, low);
    return tree_make(parser,
                     tree_with_items(node, list_add(parser, list, high)));
}

const struct pg_node *tree_in(struct pg_parser *parser,
                              const struct pg_node *left,
                              struct node_list *list, bool negated)
{
    struct pg_node node = {.kind = NODE_IN,
                           .at = tree_place_of(left),
                           .left = left,
                           .flags = negated ? NODE_NEGATED : 0};
    return tree_make(parser, tree_with_items(node, list));
}

/* PostgreSQL itself makes a regular expression of it. */
const struct pg_node *tree_similar(struct pg_parser *parser,
                                   const struct pg_node *left,
                                   const struct pg_node *right, bool negated)
{
    struct pg_word name = {negated ? "!~" : "~", tree_place_of(left)};
    return tree_operator(parser, left, name,
                         tree_call1(parser, "similar_to_escape", right));
}

const struct pg_node *tree_quantified(struct pg_parser *parser,
                                      enum pg_node_kind kind,
                                      const struct pg_node *left,
                                      struct pg_word name,
                                      const struct pg_node *right)
{
    return tree_make(parser, (struct pg_node){.kind = kind,
                                              .at = name.at,
                                              .name = {NULL, name.text},
                                              .left = left,
                                              .right = right});
}

const struct pg_node *tree_query(struct pg_parser *parser,
                                 enum pg_node_kind kind,
                                 const struct pg_query *query)
{
    if (!query)
        return NULL;
    return tree_make(
        parser,
        (struct pg_node){.kind = kind, .at = query->at, .query = query});
}

const struct pg_node *tree_in_query(struct pg_parser *parser,
                                    const struct pg_node *left,
                                    const struct pg_query *query, bool negated)
{
    return tree_make(
        parser, (struct pg_node){.kind = NODE_IN,
                                 .at = tree_place_of(left),
                                 .left = left,
                                 .right = tree_query(parser, NODE_QUERY, query),
                                 .flags = negated ? NODE_NEGATED : 0});
}

const struct pg_node *tree_case(struct pg_parser *parser,
                                const struct pg_node *left,
                                struct node_list *whens,
                                const struct pg_node *otherwise)
{
    struct pg_node node = {.kind = NODE_CASE,
                           .at = tree_place_of(whens->items[0]),
                           .left = left,
                           .right = otherwise};
    return tree_make(parser, tree_with_items(node, whens));
}

/* ---- compounds ---- */

const struct pg_node *tree_items(struct pg_parser *parser,
                                 enum pg_node_kind kind, struct node_list *list)
{
    struct pg_node node = {.kind = kind,
                           .at = list ? tree_place_of(list->items[0]) : 0};
    return tree_make(parser, tree_with_items(node, list));
}

/* Parentheses are kept as a flag, to print a query as it was written. */
const struct pg_node *tree_grouped(struct pg_parser *parser,
                                   const struct pg_node *node)
{
    struct pg_node *copy;
    if (!node)
        return NULL;
    copy = arena_alloc(parser->arena, sizeof *copy);
    *copy = *node;
    copy->flags |= NODE_GROUPED;
    return copy;
}

const struct pg_node *tree_subscript(struct pg_parser *parser,
                                     const struct pg_node *left,
                                     const struct pg_node *index)
{
    struct pg_node node = {
        .kind = NODE_SUBSCRIPT, .at = tree_place_of(left), .left = left};
    return tree_make(parser,
                     tree_with_items(node, list_add(parser, NULL, index)));
}

const struct pg_node *tree_slice(struct pg_parser *parser,
                                 const struct pg_node *left,
                                 const struct pg_node *from,
                                 const struct pg_node *to)
{
    struct pg_node node = {
        .kind = NODE_SUBSCRIPT, .at = tree_place_of(left), .left = left};
    struct node_list *list = list_add(parser, NULL, from);
    return tree_make(parser, tree_with_items(node, list_add(parser, list, to)));
}

const struct pg_node *tree_field(struct pg_parser *parser,
                                 const struct pg_node *left,
                                 struct pg_word name)
{
    return tree_make(parser, (struct pg_node){.kind = NODE_FIELD,
                                              .at = tree_place_of(left),
                                              .left = left,
                                              .text = name.text});
}

/* ---- calls ---- */

/* PostgreSQL's own functions are the same with and without their schema. */
static const char *foreign_schema(const char *schema)
{
    return schema && strcmp(schema, "pg_catalog") != 0 ? schema : NULL;
}

/* A pg_name has no place, so a call gets that of its first argument. */
const struct pg_node *tree_call(struct pg_parser *parser, struct pg_name name,
                                struct node_list *arguments, unsigned flags)
{
    struct pg_node node = {.kind = NODE_CALL,
                           .name = {foreign_schema(name.schema), name.name},
                           .flags = flags,
                           .at = arguments ? tree_place_of(arguments->items[0])
                                           : 0};
    return tree_make(parser, tree_with_items(node, arguments));
}

const struct pg_node *tree_call1(struct pg_parser *parser, const char *name,
                                 const struct pg_node *a)
{
    return tree_call(parser, (struct pg_name){NULL, name},
                     list_add(parser, NULL, a), 0);
}

const struct pg_node *tree_call2(struct pg_parser *parser, const char *name,
                                 const struct pg_node *a,
                                 const struct pg_node *b)
{
    struct node_list *list = list_add(parser, NULL, a);
    return tree_call(parser, (struct pg_name){NULL, name},
                     list_add(parser, list, b), 0);
}

const struct pg_node *tree_call3(struct pg_parser *parser, const char *name,
                                 const struct pg_node *a,
                                 const struct pg_node *b,
                                 const struct pg_node *c)
{
    struct node_list *list = list_add(parser, list_add(parser, NULL, a), b);
    return tree_call(parser, (struct pg_name){NULL, name},
                     list_add(parser, list, c), 0);
}

/* FILTER and OVER are read after the arguments; the ORDER BY within the
 * arguments is kept. */
const struct pg_node *tree_over(struct pg_parser *parser,
                                const struct pg_node *node, struct pg_call call)
{
    struct pg_node copy;
    struct pg_call *more;
    if (!node || (!call.filter && !call.window && !call.within_group.n))
        return node;
    more = arena_alloc(parser->arena, sizeof *more);
    *more = call;
    if (node->call)
        more->order_by = node->call->order_by;
    copy = *node;
    copy.call = more;
    return tree_make(parser, copy);
}

const struct pg_node *tree_ordered(struct pg_parser *parser,
                                   const struct pg_node *node,
                                   struct node_list *keys)
{
    struct pg_node copy;
    struct pg_call *more = arena_alloc(parser->arena, sizeof *more);
    if (!node)
        return NULL;
    *more = (struct pg_call){.order_by = nodes_of(keys)};
    copy = *node;
    copy.call = more;
    return tree_make(parser, copy);
}

/* extract(year FROM x) is kept as extract('year', x). */
const struct pg_node *tree_extract(struct pg_parser *parser,
                                   struct pg_word part,
                                   const struct pg_node *from)
{
    return tree_call2(parser, "extract", tree_leaf(parser, NODE_STRING, part),
                      from);
}

const struct pg_node *tree_value(struct pg_parser *parser, struct pg_word word,
                                 const char *precision)
{
    struct pg_node node = {
        .kind = NODE_VALUE, .at = word.at, .text = word.text};
    struct pg_word number = {precision, word.at};
    if (precision)
        node = tree_with_items(
            node,
            list_add(parser, NULL, tree_leaf(parser, NODE_NUMBER, number)));
    return tree_make(parser, node);
}

const struct pg_node *tree_named(struct pg_parser *parser, struct pg_word name,
                                 const struct pg_node *argument)
{
    return tree_make(parser, (struct pg_node){.kind = NODE_NAMED,
                                              .at = name.at,
                                              .text = name.text,
                                              .left = argument});
}
