/* Constants: literals of PostgreSQL's types as SQLite's, and patterns. */
#ifndef TYPES_CONSTANT_H
#define TYPES_CONSTANT_H

#include <stdbool.h>

#include "base/memory.h"
#include "types/types.h"

/* What 'text'::type is in SQL; NULL where SQLite has nothing for it. */
const char *constant_to_sql(struct arena *arena, const struct value_type *type,
                            const char *text);

/* An interval as modifiers of SQLite's date functions: ", '+7 days'"; turned
 * round if it is taken away. NULL if it is more than that. */
const char *constant_interval(struct arena *arena, const char *text, bool back);

/* The pattern of a LIKE as "GLOB '...'", which minds the case; and that of an
 * ILIKE as "LIKE '...' ESCAPE '\'". NULL where the pattern has no such form.
 * `escape` is 0 where there is none. */
const char *constant_glob(struct arena *arena, const char *pattern,
                          char escape);
const char *constant_like(struct arena *arena, const char *pattern,
                          char escape);

#endif
