/* Types: what a type of PostgreSQL becomes in SQLite.
 *
 * A value_type tells how a column is declared and how its values are read;
 * arrays and composite types hold those of their parts. They live in the arena
 * of the types. */
#ifndef TRANSLATE_TYPES_H
#define TRANSLATE_TYPES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "postgres/catalog.h"

/* How values are read; see grammar/types.def and grammar/columns.def. */
enum conversion {
    AS_ANY, /* nothing is known, or the column has no type */
    AS_TEXT,
    AS_INTEGER,
    AS_REAL,
    AS_NUMERIC,
    AS_BOOLEAN,
    AS_TIMESTAMP,
    AS_JSON, /* PostgreSQL's arrays of an unknown type */
    AS_BYTES,
    AS_DATE,
    AS_OTHER,    /* text that only PostgreSQL can compare */
    AS_DOCUMENT, /* JSON already */
    AS_HSTORE,
    AS_ARRAY,
    AS_COMPOSITE,
    AS_ENUM
};

struct value_type {
    enum conversion conversion;
    const char *declared;
    const struct pg_type *source;
    const struct pg_type_definition *definition; /* enum, composite */
    const struct value_type *element;            /* of an array */
    const struct value_type **attributes;        /* of a composite type */

    /* domains on the way, the outermost first */
    const struct pg_type_definition **domains;
    size_t n_domains, domains_capacity;
};

/* `schema` is where names without one are looked for first. Never NULL. */
const struct value_type *type_resolve(struct arena *arena,
                                      const struct pg_catalog *catalog,
                                      const char *schema,
                                      const struct pg_type *type);

#endif
