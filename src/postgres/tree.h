/* Trees: how the grammar's actions build expressions.
 *
 * Everything is made in the parser's arena. Trees that grow too deep fail the
 * parser and come back as NULL; every function takes NULL for a tree that
 * failed before. */
#ifndef POSTGRES_TREE_H
#define POSTGRES_TREE_H

#include "postgres/parser.h"
#include "postgres/syntax.h"

struct node_list {
    uint32_t n, capacity;
    const struct pg_node **items;
};

/* Adds after a list, which is NULL at first. */
struct node_list *list_add(struct pg_parser *parser, struct node_list *list,
                           const struct pg_node *node);
struct node_list *list_before(struct pg_parser *parser,
                              const struct pg_node *node,
                              struct node_list *list);

/* The list is empty where there is none. */
static inline struct pg_nodes nodes_of(const struct node_list *list)
{
    return list ? (struct pg_nodes){list->n, list->items}
                : (struct pg_nodes){0, NULL};
}

/* Any node: a copy in the arena, whose depth is set. */
const struct pg_node *tree_make(struct pg_parser *parser, struct pg_node node);
struct pg_node tree_with_items(struct pg_node node, struct node_list *list);

const struct pg_node *tree_leaf(struct pg_parser *parser,
                                enum pg_node_kind kind, struct pg_word word);
const struct pg_node *tree_column(struct pg_parser *parser, const char *table,
                                  struct pg_word word);
const struct pg_node *tree_cast(struct pg_parser *parser,
                                const struct pg_node *left,
                                struct pg_type type);
const struct pg_node *tree_typed(struct pg_parser *parser, struct pg_word type,
                                 struct pg_word text);
const struct pg_node *tree_collate(struct pg_parser *parser,
                                   const struct pg_node *left,
                                   struct pg_name collation);
const struct pg_node *tree_operator(struct pg_parser *parser,
                                    const struct pg_node *left,
                                    struct pg_word name,
                                    const struct pg_node *right);
const struct pg_node *tree_prefix(struct pg_parser *parser, struct pg_word name,
                                  const struct pg_node *right);

/* AND and OR chains come as one node. */
const struct pg_node *tree_chain(struct pg_parser *parser,
                                 enum pg_node_kind kind,
                                 const struct pg_node *left,
                                 const struct pg_node *right);
const struct pg_node *tree_not(struct pg_parser *parser,
                               const struct pg_node *left, struct pg_word word);
const struct pg_node *tree_is(struct pg_parser *parser,
                              const struct pg_node *left, const char *what,
                              const struct pg_node *right);
const struct pg_node *tree_is_not(struct pg_parser *parser,
                                  const struct pg_node *left, const char *what);
const struct pg_node *tree_between(struct pg_parser *parser,
                                   const struct pg_node *left,
                                   const struct pg_node *low,
                                   const struct pg_node *high, unsigned flags);
const struct pg_node *tree_in(struct pg_parser *parser,
                              const struct pg_node *left,
                              struct node_list *list, bool negated);
const struct pg_node *tree_similar(struct pg_parser *parser,
                                   const struct pg_node *left,
                                   const struct pg_node *right, bool negated);
const struct pg_node *tree_quantified(struct pg_parser *parser,
                                      enum pg_node_kind kind,
                                      const struct pg_node *left,
                                      struct pg_word name,
                                      const struct pg_node *right);
const struct pg_node *tree_query(struct pg_parser *parser,
                                 enum pg_node_kind kind,
                                 const struct pg_query *query);
const struct pg_node *tree_in_query(struct pg_parser *parser,
                                    const struct pg_node *left,
                                    const struct pg_query *query, bool negated);
const struct pg_node *tree_case(struct pg_parser *parser,
                                const struct pg_node *left,
                                struct node_list *whens,
                                const struct pg_node *otherwise);
const struct pg_node *tree_items(struct pg_parser *parser,
                                 enum pg_node_kind kind,
                                 struct node_list *list);
const struct pg_node *tree_grouped(struct pg_parser *parser,
                                   const struct pg_node *node);
const struct pg_node *tree_subscript(struct pg_parser *parser,
                                     const struct pg_node *left,
                                     const struct pg_node *index);
const struct pg_node *tree_slice(struct pg_parser *parser,
                                 const struct pg_node *left,
                                 const struct pg_node *from,
                                 const struct pg_node *to);
const struct pg_node *tree_field(struct pg_parser *parser,
                                 const struct pg_node *left,
                                 struct pg_word name);

/* Calls. */
const struct pg_node *tree_call(struct pg_parser *parser, struct pg_name name,
                                struct node_list *arguments, unsigned flags);
const struct pg_node *tree_call1(struct pg_parser *parser, const char *name,
                                 const struct pg_node *a);
const struct pg_node *tree_call2(struct pg_parser *parser, const char *name,
                                 const struct pg_node *a,
                                 const struct pg_node *b);
const struct pg_node *tree_call3(struct pg_parser *parser, const char *name,
                                 const struct pg_node *a,
                                 const struct pg_node *b,
                                 const struct pg_node *c);
const struct pg_node *tree_over(struct pg_parser *parser,
                                const struct pg_node *node,
                                struct pg_call call);
const struct pg_node *tree_ordered(struct pg_parser *parser,
                                   const struct pg_node *node,
                                   struct node_list *keys);
const struct pg_node *tree_extract(struct pg_parser *parser,
                                   struct pg_word part,
                                   const struct pg_node *from);
const struct pg_node *tree_value(struct pg_parser *parser, struct pg_word word,
                                 const char *precision);
const struct pg_node *tree_named(struct pg_parser *parser, struct pg_word name,
                                 const struct pg_node *argument);

#endif
