/* Pieces of CREATE TABLE that keys and indexes use, too. */
#ifndef SCHEMA_TABLE_H
#define SCHEMA_TABLE_H

#include "schema/schema.h"
#include "translate/expression.h"

/* Where expressions of a table are translated: its columns are known. */
struct expression_place table_place(struct schema *schema,
                                    struct table_map *map);

/* Is it a numeric that is kept as text? */
bool table_is_exact_text(const struct pg_column *column,
                         const struct value_type *type);

/* Does the collation do what SQLite does without one? */
bool table_sorts_by_bytes(struct pg_name collation);

#endif
