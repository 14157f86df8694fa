/* A SELECT around a SELECT: what its files share. nested_select.c has the two
 * lists, nested_lists.c the lists in order among them. */
#ifndef TRANSLATE_NESTED_SELECT_H
#define TRANSLATE_NESTED_SELECT_H

#include "translate/query_internal.h"

struct nesting {
    struct translator *translator;
    struct select *select;
    struct result inner, *result;
    const struct expression_column *zipped; /* of arrays in its list */
    struct buffer list;                     /* of the inner SELECT */
    struct buffer outer;                    /* of the outer one */
    struct buffer order;
};

/* A column of the inner SELECT, under a name that query_new_name has made. */
void nested_add_inner(struct nesting *nesting, const char *sql,
                      const char *name);

/* The rows of a function, such as unnest(x), joined to the inner SELECT: what
 * it is for the outer one. */
struct fragment nested_rows(struct nesting *nesting,
                            const struct pg_node *call);

/* ---- nested_lists.c ---- */

/* Is a function that gives rows in it? */
bool nested_holds_rows(const struct pg_node *node);

/* Is a list in it that takes a second step? In the expression itself, not in
 * its subqueries. */
bool nested_holds_list(struct translator *translator,
                       const struct pg_node *node);

/* Such an expression: what it needs of the rows goes to the inner SELECT, and
 * what comes out is for the outer one. */
struct fragment nested_around_lists(struct nesting *nesting,
                                    const struct pg_node *node);

#endif
