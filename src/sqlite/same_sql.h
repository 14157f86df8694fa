/* Comparing SQL: is it the same but for blanks, comments, the case of words and
 * words that may be left out? And its parameters without numbers. */
#ifndef SQLITE_SAME_SQL_H
#define SQLITE_SAME_SQL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"

bool sql_is_same(const char *one, size_t one_length, const char *other,
                 size_t other_length);

/* The SQL with ? in place of ?1, ?2 ... ?n, where each stands in it once and in
 * this order, which is what they mean then; else as it is. */
const char *sql_with_positional(struct arena *arena, const char *sql,
                                unsigned n);

#endif
