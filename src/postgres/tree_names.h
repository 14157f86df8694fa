/* What a query's tree has in it, subqueries included. */
#ifndef POSTGRES_TREE_NAMES_H
#define POSTGRES_TREE_NAMES_H

#include "postgres/syntax.h"

/* Is it the node that is looked for? */
typedef bool tree_predicate(const struct pg_node *node, const void *context);

/* Is there such a node in it? `node` may be NULL: there is none. */
bool tree_has(const struct pg_node *node, tree_predicate *is_it,
              const void *context);

/* Does a table of that name stand anywhere in it? It may be another's: of a
 * WITH inside, or of another schema. */
bool tree_names_table(const struct pg_query *query, const char *name);

#endif
