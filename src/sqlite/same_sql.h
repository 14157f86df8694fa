/* Comparing SQL: is it the same but for blanks, comments, the case of words and
 * words that may be left out? */
#ifndef SQLITE_SAME_SQL_H
#define SQLITE_SAME_SQL_H

#include <stdbool.h>
#include <stddef.h>

bool sql_is_same(const char *one, size_t one_length, const char *other,
                 size_t other_length);

#endif
