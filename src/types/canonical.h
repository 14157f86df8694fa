/* Literals as people write them: 2024-1-5, 8:30, {red, blue}. What is compared
 * with stored values has to have their form. */
#ifndef TYPES_CANONICAL_H
#define TYPES_CANONICAL_H

#include "base/memory.h"
#include "types/types.h"

/* The text as PostgreSQL would write the value; NULL if that is not known.
 * Types whose texts are all alike come back as they are. */
const char *literal_canonical(struct arena *arena,
                              const struct value_type *type, const char *text);

/* ---- for grammar/codecs.def ---- */

const char *canonical_date(struct arena *arena, const struct value_type *type,
                           const char *text);
const char *canonical_timestamp(struct arena *arena,
                                const struct value_type *type,
                                const char *text);
const char *canonical_clock(struct arena *arena, const struct value_type *type,
                            const char *text);
const char *canonical_interval(struct arena *arena,
                               const struct value_type *type, const char *text);
const char *canonical_uuid(struct arena *arena, const struct value_type *type,
                           const char *text);
const char *canonical_array(struct arena *arena, const struct value_type *type,
                            const char *text);

#endif
