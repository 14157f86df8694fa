/* Names: what a table of PostgreSQL is called in SQLite. */
#ifndef TYPES_NAMES_H
#define TYPES_NAMES_H

#include "base/memory.h"

/* public.t is t, other.t is other_t. */
const char *name_table(struct arena *arena, const char *schema,
                       const char *table);

#endif
