/* Values as SQL: what stands between the parentheses of an INSERT. */
#ifndef SQLITE_SQL_VALUES_H
#define SQLITE_SQL_VALUES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "base/output.h"
#include "sqlite/row.h"

/* What a row is, by a look at each of its values. */
struct sql_measure {
    size_t bytes; /* of texts, blobs and literals */
    size_t room;  /* for the row as SQL, but for what printf makes */
    bool has_defaults;
};
struct sql_measure sql_values_measure(const struct lite_row *row);

/* Adds the measured row in its parentheses, without the values that are
 * DEFAULT. With `hides` no text has the words BEGIN TRANSACTION in it. */
void sql_values_add(struct buffer *out, const struct lite_row *row,
                    struct sql_measure measure, bool hides);

/* The same of a row that is long: a text of it is not copied first, where that
 * can be avoided. The buffer is for what has to be made. */
void sql_values_write(struct output *output, struct buffer *made,
                      const struct lite_row *row, bool hides);

/* Where the words begin, or NULL. */
const char *sql_values_find_transaction(const char *text, size_t length);

#endif
