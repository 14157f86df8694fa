/* Rows of COPY: lines, cut at their tabs.
 *
 * The reader only finds where the lines end, since that is quick; cutting them
 * is for whoever has the batch, on any thread. */
#ifndef DUMP_COPY_ROWS_H
#define DUMP_COPY_ROWS_H

#include <stdbool.h>

#include "base/failure.h"
#include "postgres/row.h"

/* Makes rows of the batch's lines. False at a line with another number of
 * values than there are columns: the rows before it are there, `failed_at` is
 * where it begins, and the failure says why, without the place. */
bool copy_rows_split(struct pg_batch *batch, struct failure *failure,
                     const char **failed_at);

/* The same for a caller who wants the place in the failure. */
bool copy_rows_split_at_once(struct pg_batch *batch, struct failure *failure);

#endif
