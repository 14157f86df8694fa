/* Numerics: numbers of any length and what PostgreSQL reckons with them, digit
 * by digit. A numeric is a whole number of GMP's and how many of its digits
 * stand behind the point; how many a result has is what PostgreSQL's numeric.c
 * says. */
#ifndef FUNCTIONS_NUMERIC_H
#define FUNCTIONS_NUMERIC_H

#include <gmp.h>

#include "functions/function.h"

struct numeric {
    mpz_t digits;
    unsigned long scale; /* digits behind the point */
};

void numeric_release(struct numeric *numeric);
/* A text whose bytes sort as the numbers do, but for what is not finite. */
void numeric_add_key(struct buffer *key, const struct numeric *numeric);

/* Into the first of two. NULL, or what is wrong. */
typedef const char *numeric_operation(struct numeric *a, struct numeric *b);
numeric_operation operation_add, operation_subtract, operation_multiply,
    operation_divide, operation_modulo, operation_div;

/* The digits behind the point become `scale`; less than 0: places before it
 * become zeros. Half a digit goes away from zero, or all are cut off. */
void numeric_shorten(struct numeric *numeric, long scale, bool rounds);
/* Of what is not negative. */
void numeric_root(struct numeric *numeric);

/* ---- for the functions over them ---- */

/* The result, or the error. */
void numeric_give(sqlite3_context *context, const struct numeric *numeric,
                  const char *problem);
/* False, with an error, if it is no finite number, or too long; else the
 * numeric is to be released. */
bool numeric_argument(sqlite3_context *context, sqlite3_value *value,
                      struct numeric *numeric);
/* What it is reckoned with becomes it, too. */
bool numeric_is_nan(sqlite3_value *value);

#endif
