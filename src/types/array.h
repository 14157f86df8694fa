/* Arrays: PostgreSQL's array literals as JSON. */
#ifndef TYPES_ARRAY_H
#define TYPES_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "types/types.h"

/* Adds the JSON array that stands for '{1,NULL,{...}}' to `out`. Returns false,
 * and adds nothing, if the text is no array literal; JSON text never is one,
 * "{}" excepted.
 *
 * Where the element type is not known (NULL), unquoted elements become numbers
 * if all elements of the array can be, else strings. `*lost` gets what JSON has
 * no place for. */
bool array_to_json(struct buffer *out, const char *text, size_t length,
                   const struct value_type *element, struct json_loss *lost);

/* Adds the elements with commas between them, booleans and timestamps as a
 * column of their own has them. Returns false, and adds nothing, if that would
 * not be the array: nested ones, NULL, commas in elements. */
bool array_to_csv(struct buffer *out, const char *text, size_t length,
                  const struct value_type *element);

#endif
