/* Parameters as applications write them: PostgreSQL's own are $1, $2; libraries
 * and code generators take @name, :name and ? beside them, and SQLite knows
 * all of these.
 *
 * So do %s and %(name)s of Python's drivers, which become ? and :name, and
 * sqlc's macros, which stay.
 *
 * A lone @ before a name is a parameter, never the operator that gives the
 * absolute value: nobody writes that without a blank. A ? is the operator of
 * jsonb where an operator can stand, and a colon between the bounds of a slice
 * is one of the slice. */
#ifndef POSTGRES_PARAMETERS_H
#define POSTGRES_PARAMETERS_H

#include "base/memory.h"
#include "postgres/parser.h"

/* Joins the statement's tokens where they are parameters by name or without
 * one; `text` is the statement. Returns the tokens, in the arena, and changes
 * `*n`. A ? becomes ?1, ?2 by its place; `*n_positional` is how many there
 * are, or 0 if some had numbers already. */
struct pg_token_text *parameters_join(struct arena *arena, const char *text,
                                      const struct pg_token_text *tokens,
                                      size_t *n, unsigned *n_positional);

/* The first parameter that is of another kind than those before it, or NULL:
 * SQLite counts a name as the next number, so ?1 could be one of them. */
const struct pg_token_text *
parameters_find_odd(const struct pg_token_text *tokens, size_t n);

#endif
