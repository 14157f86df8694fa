/* Splitting: rows of lines and statements.
 *
 * The reader only finds where those end, since that is quick; their values are
 * for whoever has the batch, on any thread. */
#ifndef DUMP_SPLIT_H
#define DUMP_SPLIT_H

#include <stdbool.h>

#include "base/failure.h"
#include "postgres/row.h"

/* Makes rows of the batch's lines. False at what is no row: the rows before it
 * are there, and the failure says why; where, says `failed_at`, or the failure
 * itself, if that is NULL. */
bool rows_split(struct pg_batch *batch, struct failure *failure,
                const char **failed_at);

/* The same for a caller who wants the place in the failure. */
bool rows_split_at_once(struct pg_batch *batch, struct failure *failure);

#endif
