/* The walk over a query: what its files share. See query.h. */
#ifndef TRANSLATE_QUERY_WALK_H
#define TRANSLATE_QUERY_WALK_H

#include "translate/expression_walk.h"
#include "translate/query.h"

/* The columns that a query gives. */
struct result {
    struct expression_column *columns;
    size_t n, capacity;
    bool is_open;
};

/* A SELECT at work. */
struct select {
    const struct pg_query *query;
    struct scope scope;
    struct piece *targets; /* of the query's targets, not of stars */
    const char **names;    /* theirs in SQL, quoted; NULL: none */
    bool are_named;        /* the names of the result matter */
    struct buffer from;
    const struct pg_names *merged; /* columns of USING */
};

/* What an INSERT ... SELECT fills: the columns in order. */
struct filled {
    const struct pg_query *query; /* the SELECT */
    const struct expression_column **columns;
    size_t n;
};

/* change.c: a value as the column holds it. */
struct piece change_fit(struct walk *walk, struct piece piece,
                        const struct pg_node *node,
                        const struct expression_column *column);

/* ORDER BY of columns of the result only. */
bool query_add_set_order(struct walk *walk, struct buffer *out,
                         const struct pg_query *query,
                         const struct scope *outer,
                         const struct result *result);

/* query.c: any query, without parentheses around it. `names` as in query.h;
 * `are_named`: somebody asks for the columns by name. */
bool query_add(struct walk *walk, struct buffer *out,
               const struct pg_query *query, const struct scope *outer,
               struct result *result, bool are_named);
/* order.c */
void query_add_sort_keys(struct walk *walk, struct buffer *out,
                         const struct pg_nodes *keys,
                         const struct select *select);
/* DESC, and where NULLs go if SQLite would put them elsewhere. */
void query_add_direction(struct walk *walk, struct buffer *out,
                         const struct pg_node *key, bool is_not_null);
void query_add_window(struct walk *walk, struct buffer *out,
                      const struct pg_window *window);
const char *query_quoted(struct walk *walk, const char *name);
void result_add(struct walk *walk, struct result *result, const char *name,
                const struct piece *piece);
/* A made-up name that no query would use. */
const char *query_new_name(struct walk *walk, const char *what);
/* LIMIT and OFFSET */
void query_add_limits(struct walk *walk, struct buffer *out,
                      const struct pg_query *query);
/* Adds what is asked for with other names: a(b, c) AS ... */
void query_add_renamed(struct buffer *out, const char *alias,
                       const struct pg_names *names, const char *sql);

/* select.c */
bool select_add(struct walk *walk, struct buffer *out,
                const struct pg_query *query, const struct scope *outer,
                struct result *result, bool are_named);
/* The targets and their names, as " a, b AS c". */
void select_add_targets(struct walk *walk, struct buffer *out,
                        struct select *select, struct result *result);
/* FROM, WHERE, GROUP BY, HAVING and WINDOW. */
void select_add_rest(struct walk *walk, struct buffer *out,
                     struct select *select);
/* * or t.* */
bool select_is_star(const struct pg_node *node);
const char *select_target_name(const struct pg_node *target);
/* Column names that PostgreSQL takes from the expression; NULL: ?column? */
const char *select_implied_name(const struct pg_node *node);

/* layers.c: DISTINCT ON, aggregates with ORDER BY, grouping sets: a SELECT
 * around a SELECT. */
bool layers_are_needed(struct walk *walk, const struct pg_query *query);
bool layers_add(struct walk *walk, struct buffer *out, struct select *select,
                struct result *result);

/* grouping.c: ROLLUP, CUBE and GROUPING SETS. The ORDER BY is the caller's: it
 * is that of a UNION. */
bool grouping_is_needed(const struct pg_query *query);
bool grouping_add(struct walk *walk, struct buffer *out, struct select *select,
                  struct result *result);

/* from.c */
bool from_add(struct walk *walk, struct buffer *out, struct select *select,
              const struct pg_node *node);
/* A call in the SELECT list that gives rows, as one of FROM. */
bool from_is_rows(const struct pg_node *call);
struct relation *from_add_rows(struct walk *walk, struct buffer *out,
                               struct select *select,
                               const struct pg_node *call, const char *alias);
/* The table of an INSERT, UPDATE or DELETE. */
struct relation *from_table(struct walk *walk, struct scope *scope,
                            const struct pg_node *table, const char **name);

/* change.c */
bool change_add(struct walk *walk, struct buffer *out,
                const struct pg_query *query, struct result *result);

#endif
