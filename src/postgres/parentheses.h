/* Parentheses that stand before a query.
 *
 * (SELECT ...) and ((SELECT ...) UNION ...) begin with one, but
 * ((SELECT ...) + 1) is an expression, and so are the arguments of f((SELECT
 * ...)). Telling them apart needs the token after the closing one. */
#ifndef POSTGRES_PARENTHESES_H
#define POSTGRES_PARENTHESES_H

#include "postgres/parser.h"

/* For each of the n tokens: is it a parenthesis before a query? The caller
 * frees the array. */
bool *parentheses_of_queries(const struct pg_token_text *tokens, size_t n);

#endif
