/* Comparing trees. */
#ifndef POSTGRES_TREE_SAME_H
#define POSTGRES_TREE_SAME_H

#include "postgres/syntax.h"

/* Do they say the same? Parentheses do not count. Either may be NULL. */
bool tree_is_same(const struct pg_node *a, const struct pg_node *b);
bool query_is_same(const struct pg_query *a, const struct pg_query *b);

#endif
