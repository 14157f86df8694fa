/* A schema comparison: does a database define what a conversion of the dump
 * would make?
 *
 * Both sides are lists of definitions (sqlite/definition.h). Tables that only
 * the database has are not compared, nor what belongs to them: they may have
 * come from elsewhere. */
#ifndef VERIFY_SCHEMA_COMPARISON_H
#define VERIFY_SCHEMA_COMPARISON_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

#include "sqlite/definition.h"
#include "verify/comparison.h"

struct schema_difference {
    const struct lite_definition *sides[SIDES]; /* NULL: it has none */
};

struct schema_comparison {
    bool is_made;     /* false: there was nothing to compare with */
    unsigned ignored; /* a bit for each kind that is not compared */
    bool is_partial;  /* of a selection: other views may be there */
    size_t n_same;    /* definitions */
    struct schema_difference *differences; /* by table */
    size_t n_differences;

    /* private */
    size_t capacity;
    struct lite_definitions sides[SIDES];
};

/* A statement of the conversion. */
void schema_comparison_add(struct schema_comparison *comparison,
                           const char *sql);

/* After all of them, and the rows: reads the database, and compares. */
bool schema_comparison_run(struct schema_comparison *comparison,
                           const struct comparison *rows,
                           struct failure *failure);
void schema_comparison_release(struct schema_comparison *comparison);

#endif
