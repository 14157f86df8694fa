/* Decimals: numbers as text, of any length, exactly. */
#ifndef FUNCTIONS_DECIMAL_H
#define FUNCTIONS_DECIMAL_H

#include "functions/function.h"

/* As PostgreSQL orders numerics: NaN is after everything; what is no number
 * is ordered as text after that. */
int decimal_compare(struct slice a, struct slice b);

/* These add the result's text; false where one is no finite number, or too
 * long. */
bool decimal_add(struct buffer *out, struct slice a, struct slice b,
                 bool subtract);
/* The rest has the sign of `a`; `b` has 18 digits at most, and is not 0. */
bool decimal_modulo(struct buffer *out, struct slice a, struct slice b);
bool decimal_multiply(struct buffer *out, struct slice a, struct slice b);

#endif
