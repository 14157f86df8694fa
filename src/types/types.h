/* Types: what a type of PostgreSQL becomes in SQLite.
 *
 * A value_type tells how a column is declared and how its values are read;
 * arrays and composite types hold those of their parts. They live in the arena
 * of the types. */
#ifndef TYPES_TYPES_H
#define TYPES_TYPES_H

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
    AS_ENUM,
    AS_CSV,      /* an array as a,b */
    AS_OFFSET,   /* a timestamp as UTC, with +00:00 behind it */
    AS_UNIX,     /* a timestamp as seconds since 1970 */
    AS_WORD,     /* a boolean as one of the type's words */
    AS_GEOMETRY, /* PostGIS's extended well-known binary, in hex */
    AS_EWKB      /* the same, as bytes */
};

/* What the texts of a type are; see fit.h. */
enum fit {
    FIT_ANY, /* nothing is asked */
    FIT_SMALLINT,
    FIT_INTEGER,
    FIT_BIGINT,
    FIT_OID,
    FIT_NUMBER, /* also NaN and the infinities */
    FIT_BOOLEAN,
    FIT_DATE,
    FIT_TIMESTAMP,
    FIT_MOMENT, /* a date or a timestamp */
    FIT_UUID,
    FIT_CONVERTED /* nothing fits but what a conversion takes */
};

/* What the user may choose for all of a dump. */
enum array_policy { ARRAYS_JSON, ARRAYS_CSV, ARRAYS_PG };
enum timestamp_policy {
    TIMESTAMPS_UTC,
    TIMESTAMPS_OFFSET,
    TIMESTAMPS_KEEP,
    TIMESTAMPS_UNIX
};
enum numeric_policy { NUMERIC_AUTO, NUMERIC_TEXT, NUMERIC_REAL };
enum boolean_policy { BOOLEANS_INTEGER, BOOLEANS_TEXT, BOOLEANS_PG };
enum geometry_policy { GEOMETRY_TEXT, GEOMETRY_BLOB };
enum matview_policy { MATVIEWS_TABLE, MATVIEWS_VIEW };

/* The SQLite that reads what comes out. */
enum { DIALECT_VERSION = 340 }; /* by default */
struct dialect {
    int version;   /* 340 is 3.40 */
    int extension; /* pgdecant_functions is loaded */
    int numbered;  /* parameters are ?1, not $1 */
};

struct policies {
    int arrays;     /* enum array_policy */
    int timestamps; /* enum timestamp_policy */
    int numeric;    /* enum numeric_policy */
    int booleans;   /* enum boolean_policy */
    int geometry;   /* enum geometry_policy */
    int matviews;   /* enum matview_policy */
    bool strict_tables;
    struct dialect dialect; /* of queries and views */
};

struct value_type {
    enum conversion conversion;
    enum fit fit;
    const char *declared;
    const struct pg_type *source;
    const struct pg_type_definition *definition; /* enum, composite */
    const struct value_type *element;            /* of an array */
    const struct value_type **attributes;        /* of a composite type */
    const char *const *words; /* of AS_WORD: for false and true */

    /* domains on the way, the outermost first */
    const struct pg_type_definition **domains;
    size_t n_domains, domains_capacity;
};

/* Never NULL. `schema` is where names without one are looked for first;
 * `policies` may be NULL, which leaves all as it is by default. */
const struct value_type *type_resolve(struct arena *arena,
                                      const struct pg_catalog *catalog,
                                      const char *schema,
                                      const struct policies *policies,
                                      const struct pg_type *type);

/* How the type is declared in a STRICT table. */
const char *type_strict(const char *declared);

#endif
