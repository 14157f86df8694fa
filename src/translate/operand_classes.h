/* Classes of operands: what the rows of grammar/functions.def, operators.def
 * and casts.def ask of their arguments. The classes themselves are rows of
 * grammar/operand_classes.def. */
#ifndef TRANSLATE_OPERAND_CLASSES_H
#define TRANSLATE_OPERAND_CLASSES_H

#include "translate/translator.h"

/* Is it one of the class whose name has `length` bytes? A literal without a
 * type becomes what the class wants, and a numeric that is kept as text a
 * number: `fragment` is changed then. */
bool operand_matches(struct translator *translator, const char *name,
                     size_t length, struct fragment *fragment);

/* What it costs to take a value of which nothing is known for one. */
unsigned operand_cost(const char *name, size_t length,
                      const struct fragment *fragment);

/* Classes that look at both operands. */
enum pair_match { NO_PAIR, PAIR_FITS, PAIR_FITS_NOT };
enum pair_match operand_match_pair(const char *name,
                                   const struct fragment *operands, uint32_t n);

/* Does = mean the same in SQLite for the two? */
bool operands_are_equal_classes(const struct fragment *a,
                                const struct fragment *b);

/* The type of arithmetic on unknown types. */
const struct value_type *operand_computed_type(void);
bool operand_is_computed(const struct fragment *fragment);

#endif
