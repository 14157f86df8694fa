/* Printing: trees as PostgreSQL's own text, which parses to the same tree.
 * Parentheses stand around everything that is not simple. */
#ifndef PRINT_PRINT_H
#define PRINT_PRINT_H

#include "base/memory.h"
#include "postgres/syntax.h"

void print_query(struct buffer *out, const struct pg_query *query);
void print_expression(struct buffer *out, const struct pg_node *node);

#endif
