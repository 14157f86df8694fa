/* Constants: literals of PostgreSQL's types as SQLite's. A constant is what its
 * type's codec makes of the text, written as SQL. */
#ifndef TYPES_CONSTANT_H
#define TYPES_CONSTANT_H

#include <stdbool.h>

#include "base/memory.h"
#include "types/types.h"

/* What 'text'::type is in SQL; NULL where SQLite has nothing for it. */
const char *constant_to_sql(struct arena *arena, const struct value_type *type,
                            const char *text);

/* Is it 'now' or a similar word, which is read when the constant is used? */
bool constant_is_now(const struct value_type *type, const char *text);

#endif
