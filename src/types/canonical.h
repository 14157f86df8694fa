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

/* How PostgreSQL writes a type's numerics: so many digits behind the point (-1:
 * as many as there are), and at most so many before it. */
struct numeric_form {
    long scale;
    size_t most;
};

/* However its values are stored. */
struct numeric_form numeric_form_of(const struct value_type *type);

/* Is the text of that form? */
bool numeric_is_canonical(struct numeric_form form, const char *text,
                          size_t length);

/* 1e3 is 1000, or 1000.00; a digit too many behind the point is rounded off.
 * NULL where it is no number, where too many digits are before the point, or
 * where the exponent is beyond reason. */
const char *numeric_canonical(struct arena *arena, struct numeric_form form,
                              const char *text);

/* ---- for grammar/codecs.def ---- */

/* Words for what is no number: nan, +Infinity, -inf. Digits stay. */
const char *canonical_number(struct arena *arena, const struct value_type *type,
                             const char *text);
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
