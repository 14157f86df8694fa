/* Flattening: a table with everything that it has from elsewhere: columns and
 * checks of the tables it inherits from, columns of the type it is made of. */
#ifndef SCHEMA_FLATTEN_H
#define SCHEMA_FLATTEN_H

#include "postgres/catalog.h"

struct flat_table {
    const struct pg_table *source;
    struct pg_column *columns; /* copies, in the table's order */
    size_t n_columns, columns_capacity;
    const struct pg_constraint **constraints;
    size_t n_constraints, constraints_capacity;
};

/* Everything is in the arena, or the catalog's. */
struct flat_table *flatten(struct arena *arena,
                           const struct pg_catalog *catalog,
                           const struct pg_table *table);

/* The table at the root of the partitions; the table itself if it is none.
 * NULL if the root is not in the catalog. */
const struct pg_table *partition_root(const struct pg_catalog *catalog,
                                      const struct pg_table *table);

#endif
