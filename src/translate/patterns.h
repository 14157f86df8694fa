/* Patterns: those of LIKE and ILIKE as SQLite's. */
#ifndef TRANSLATE_PATTERNS_H
#define TRANSLATE_PATTERNS_H

#include <stdbool.h>

#include "base/memory.h"

/* The pattern of a LIKE as "GLOB '...'", which minds the case; and that of an
 * ILIKE as "LIKE '...' ESCAPE '\'". NULL where the pattern has no such form.
 * `escape` is 0 where there is none. */
const char *pattern_to_glob(struct arena *arena, const char *pattern,
                            char escape);
const char *pattern_to_like(struct arena *arena, const char *pattern,
                            char escape);

#endif
