/* Decimals: numbers as text, of any length, exactly. */
#ifndef FUNCTIONS_DECIMAL_H
#define FUNCTIONS_DECIMAL_H

#include "functions/function.h"

/* A number's digits where they stand in its text. */
struct decimal {
    bool is_negative;
    const char *whole, *fraction;
    size_t n_whole, n_fraction;
    long exponent;
};

/* Digits, and powers of ten: beyond that a few bytes would make a number of
 * gigabytes. */
enum { DECIMAL_LONGEST = 20000 };

/* False where the text is no finite number, or too long. */
bool decimal_read(struct decimal *decimal, struct slice text);

/* As PostgreSQL orders numerics: NaN is after everything; what is no number
 * is ordered as text after that. */
int decimal_compare(struct slice a, struct slice b);

#endif
