/* Queries: how the grammar's actions build them, and what they read from.
 *
 * As in tree.h everything is made in the parser's arena, and every function
 * takes NULL for a part that failed before. */
#ifndef POSTGRES_QUERY_H
#define POSTGRES_QUERY_H

#include "postgres/tree.h"

/* ---- what the grammar passes around ---- */

struct pg_with {
    struct node_list *ctes;
    bool is_recursive;
};

struct pg_alias {
    const char *name; /* NULL: none */
    struct pg_names *columns;
    struct pg_definitions *definitions;
};
#define ALIAS_NONE ((struct pg_alias){.name = NULL})

struct pg_relation {
    struct pg_name name;
    unsigned flags;
};

struct pg_edge {
    enum pg_frame_edge edge;
    const struct pg_node *offset;
};

/* ---- windows ---- */

struct pg_window *window_named(struct pg_parser *parser, struct pg_word name);
/* Only with a frame; `unit` is none without one. */
struct pg_window *window_make(struct pg_parser *parser, struct pg_word unit,
                              struct pg_edge from, struct pg_edge to,
                              const char *exclude);

/* ---- parts of queries ---- */

const struct pg_node *tree_target(struct pg_parser *parser,
                                  const struct pg_node *value,
                                  struct pg_word name);
/* `nulls`: 0, 1 first, 2 last; `operator` may be none. */
const struct pg_node *tree_sort(struct pg_parser *parser,
                                const struct pg_node *value, bool descending,
                                int nulls, struct pg_word operator);
const struct pg_node *tree_grouping(struct pg_parser *parser,
                                    struct pg_word kind,
                                    struct node_list *items);
const struct pg_node *tree_window(struct pg_parser *parser, struct pg_word name,
                                  struct pg_window *window);
const struct pg_node *tree_assign(struct pg_parser *parser,
                                  struct node_list *columns,
                                  const struct pg_node *value);
const struct pg_node *tree_current(struct pg_parser *parser,
                                   struct pg_word cursor);
const struct pg_node *query_cte(struct pg_parser *parser, struct pg_word name,
                                struct pg_names *columns, unsigned flags,
                                struct pg_query *query);

/* ---- FROM ---- */

struct pg_definitions *definitions_add(struct pg_parser *parser,
                                       struct pg_definitions *definitions,
                                       struct pg_word name,
                                       struct pg_type type);
const struct pg_node *tree_table(struct pg_parser *parser,
                                 struct pg_relation relation,
                                 struct pg_alias alias, unsigned flags);
const struct pg_node *tree_subquery(struct pg_parser *parser,
                                    struct pg_query *query,
                                    struct pg_alias alias, unsigned flags);
const struct pg_node *tree_function_rows(struct pg_parser *parser,
                                         struct node_list *calls,
                                         struct pg_alias alias, unsigned flags);
const struct pg_node *tree_join(struct pg_parser *parser,
                                const struct pg_node *left,
                                const struct pg_node *right, unsigned flags,
                                const struct pg_node *on,
                                struct pg_names *columns);
const struct pg_node *tree_join_alias(struct pg_parser *parser,
                                      const struct pg_node *join,
                                      struct pg_alias alias);

/* ---- queries ---- */

/* These take the parts the grammar has put into a struct, and make of it a
 * query that begins at the word. */
struct pg_query *query_select(struct pg_parser *parser, struct pg_word word,
                              struct pg_query parts);
struct pg_query *query_values(struct pg_parser *parser, struct pg_word word,
                              struct node_list *rows);
/* TABLE name */
struct pg_query *query_table(struct pg_parser *parser, struct pg_word word,
                             struct pg_name name);
struct pg_query *query_set(struct pg_parser *parser, struct pg_query *left,
                           struct pg_word operator, bool all,
                           struct pg_query *right);
struct pg_query *query_insert(struct pg_parser *parser, struct pg_word word,
                              const struct pg_node *table,
                              struct pg_query conflict, struct pg_query parts);
struct pg_query *query_update(struct pg_parser *parser, struct pg_word word,
                              const struct pg_node *table,
                              struct pg_query parts);
struct pg_query *query_delete(struct pg_parser *parser, struct pg_word word,
                              const struct pg_node *table,
                              struct pg_query parts);

/* A query in parentheses inside of another's set operation or before its own
 * ORDER BY keeps its ORDER BY and LIMIT: it becomes SELECT * FROM (query)
 * where it has any. */
struct pg_query *query_nested(struct pg_parser *parser, struct pg_query *query);

/* WITH, ORDER BY, LIMIT and locks around a query. */
struct pg_query *query_with(struct pg_parser *parser, struct pg_query *query,
                            struct pg_with with);
struct pg_query *query_tail(struct pg_parser *parser, struct pg_query *query,
                            struct pg_with with, struct node_list *order_by,
                            struct pg_query tail);
void query_limit(struct pg_parser *parser, struct pg_query *tail,
                 const struct pg_node *limit);
void query_offset(struct pg_parser *parser, struct pg_query *tail,
                  const struct pg_node *offset);
void query_lock(struct pg_parser *parser, struct pg_query *tail,
                struct pg_word word);

#endif
