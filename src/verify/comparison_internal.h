/* A comparison, for the files of its two sides: comparison_database.c and
 * comparison_dump.c. */
#ifndef VERIFY_COMPARISON_INTERNAL_H
#define VERIFY_COMPARISON_INTERNAL_H

#include "verify/comparison.h"

/* A row of one side in the round at hand: a value for each of the table's
 * columns, as stored, and where it stands in the dump, or NULL. What stands for
 * columns that are not compared is ignored. */
void comparison_take_row(struct comparison *comparison,
                         struct compared_table *table, enum side side,
                         const struct lite_value *values, const char *text);

/* What the side has counted of the table counts as taken away. */
void comparison_negate(struct compared_table *table, enum side side);

/* For a row of the widest table; used again for each row. */
struct lite_value *comparison_room(struct comparison *comparison,
                                   enum side side, size_t n);

#endif
