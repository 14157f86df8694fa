/* What a query's tree names. */
#ifndef POSTGRES_TREE_NAMES_H
#define POSTGRES_TREE_NAMES_H

#include "postgres/syntax.h"

/* Does a table of that name stand anywhere in it, subqueries included? It may
 * be another's: of a WITH inside, or of another schema. */
bool tree_names_table(const struct pg_query *query, const char *name);

#endif
