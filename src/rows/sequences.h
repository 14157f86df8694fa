/* Sequences: which table's next id a sequence of the dump stands for. */
#ifndef ROWS_SEQUENCES_H
#define ROWS_SEQUENCES_H

#include <stddef.h>

#include "base/memory.h"
#include "dump/reader.h"
#include "rows/plan.h"

/* The name of the table in SQLite, or NULL if there is none, or none that
 * counts its ids in sqlite_sequence. PostgreSQL calls the sequence of t.c
 * t_c_seq; where the tables are known, that name has to fit one of them with
 * AUTOINCREMENT, else a table that had rows, or the name's beginning. */
const char *sequence_table(struct plans *plans,
                           const struct pg_sequence *sequence);

#endif
