/* Predicates: which rows a partial index has, where that is simple: columns
 * that are NULL or are not, joined by AND. Others are SQLite's to evaluate. */
#ifndef PAGES_PREDICATE_H
#define PAGES_PREDICATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"

struct predicate_term {
    const char *column; /* its name */
    bool is_null;       /* or is not */
};

struct predicate {
    size_t n, capacity;
    struct predicate_term *terms; /* none: every row is in the index */
};

/* Reads the WHERE of a CREATE INDEX that SQLite has taken. False if it is not
 * of the simple kind. Everything lives in the arena. */
bool predicate_read(struct predicate *predicate, struct arena *arena,
                    const char *create_index);

#endif
