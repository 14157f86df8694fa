/* What one reading of the rows has shown, and the next one knows.
 *
 * Where nobody says what the type of a JSON column's values is, {} may be an
 * array or an object, and {1} an array of numbers or of texts: another row
 * tells, perhaps a later one. Zero-initialise; columns are a database's, and
 * have to outlive this. */
#ifndef ROWS_LEARNED_H
#define ROWS_LEARNED_H

#include <stdbool.h>
#include <stddef.h>

struct lite_column;
struct plans;

struct learned_column {
    const struct lite_column *column;
    bool has_texts; /* its arrays are of texts; else of what they look like */
};

struct learned {
    struct learned_column *columns; /* those that hold arrays */
    size_t n_columns, capacity;
};

/* The column, or NULL. */
const struct learned_column *learned_find(const struct learned *learned,
                                          const struct lite_column *column);

/* Has a row shown how an earlier one should have been read? */
bool learned_contradicts(const struct plans *plans);

/* Adds what the plans have seen. */
void learned_add(struct learned *learned, const struct plans *plans);

void learned_release(struct learned *learned);

#endif
