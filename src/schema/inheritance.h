/* Tables that inherit: PostgreSQL shows their rows in the parent, SQLite does
 * not. */
#ifndef SCHEMA_INHERITANCE_H
#define SCHEMA_INHERITANCE_H

#include "postgres/catalog.h"
#include "schema/schema.h"

/* Makes partitions of the children whose rows go into their parent: of all that
 * add no columns under INHERITANCE_MERGE; under INHERITANCE_AUTO where each
 * child of the parent adds none and has a CHECK of its own, as partitioning was
 * made before PostgreSQL 10 and by TimescaleDB. Before the schema is made. */
void inheritance_merge(struct pg_catalog *catalog, int policy);

/* For parents whose children stay tables of their own: a view of all rows, the
 * parent's name and _all. */
void inheritance_add_views(struct schema *schema);

#endif
