/* Quick ways for what most values of COPY are: text that stays text, digits, t
 * and f, a moment in UTC.
 *
 * They say what value.c would say of the value, or nothing; what is lost, what
 * does not fit, and whatever is unusual is for value.c. */
#ifndef ROWS_QUICK_H
#define ROWS_QUICK_H

#include <stdbool.h>
#include <stddef.h>

#include "rows/plan.h"
#include "sqlite/row.h"

/* The way for a column's values, once all else is known of it. */
enum quick quick_of(const struct column_plan *column);

/* False if it has to be looked at. The text is a field without escapes. */
bool quick_value(const struct column_plan *column, bool as_text,
                 const char *text, size_t length, struct lite_value *out);

#endif
