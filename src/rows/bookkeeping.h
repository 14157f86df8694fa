/* Bookkeeping: rows in which a tool says which migrations it has made, by
 * grammar/bookkeeping.def. A database that is loaded into has its own. */
#ifndef ROWS_BOOKKEEPING_H
#define ROWS_BOOKKEEPING_H

#include "rows/plan.h"

/* Is the plan's table one of a tool? Told by its columns in the database, or,
 * where it is not there, by those that the rows name. */
bool bookkeeping_is(const struct plan *plan);

#endif
