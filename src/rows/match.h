/* Matching: which column of a database each value of a row goes to, and how it
 * wants it.
 *
 * Rows find their columns by name: by the names that they bring, or else by
 * those of the dump's own definition of the table. Where there are neither,
 * they go by position, and all that is left is that each value has to fit. */
#ifndef ROWS_MATCH_H
#define ROWS_MATCH_H

#include "rows/plan.h"

/* Matches the plan's values with the columns of its table in the database. */
bool match_database(struct plans *plans, struct plan *plan,
                    struct failure *failure);

/* The value `at` goes into the column; its codec is the caller's to choose. */
void match_put(struct plan *plan, const char **names, size_t at,
               const struct lite_column *column);

/* Fails where rows that bring no names may be in another order than the dump's
 * definition: in that of a partition, or of what the table was made later. */
bool match_check_order(const struct pg_catalog *catalog,
                       const struct plan *plan, struct failure *failure);

#endif
