/* Values as SQL: what stands between the parentheses of an INSERT. */
#ifndef SQLITE_SQL_VALUES_H
#define SQLITE_SQL_VALUES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "base/output.h"
#include "sqlite/row.h"

/* Adds the row in its parentheses, without the values that are DEFAULT. With
 * `hides` no text has the words BEGIN TRANSACTION in it. */
void sql_values_add(struct buffer *out, const struct lite_row *row, bool hides);

/* The same of a row that is long: a text of it is not copied first, where that
 * can be avoided. The buffer is for what has to be made. */
void sql_values_write(struct output *output, struct buffer *made,
                      const struct lite_row *row, bool hides);

/* Where the words begin, or NULL. */
const char *sql_values_find_transaction(const char *text, size_t length);

#endif
