/* Declared types: a SQLite database's tables as PostgreSQL's, the other way
 * round than grammar/types.def is read elsewhere. For queries over a database
 * of which there is no dump. */
#ifndef TYPES_DECLARED_H
#define TYPES_DECLARED_H

#include "postgres/catalog.h"
#include "sqlite/schema.h"

/* Adds the tables to the catalog, in schema public. */
void declared_to_catalog(struct pg_catalog *catalog,
                         const struct lite_schema *schema);

#endif
