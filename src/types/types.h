/* Types: what a type of PostgreSQL becomes in SQLite.
 *
 * A value_type tells how a column is declared and how its values are stored;
 * arrays and composite types hold those of their parts. They live in the arena
 * of the types. */
#ifndef TYPES_TYPES_H
#define TYPES_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/memory.h"
#include "postgres/catalog.h"
#include "types/codecs.h"

/* What the user may choose for all of a dump. */
enum array_policy { ARRAYS_JSON, ARRAYS_CSV, ARRAYS_PG };
enum timestamp_policy {
    TIMESTAMPS_UTC,
    TIMESTAMPS_OFFSET,
    TIMESTAMPS_KEEP,
    TIMESTAMPS_UNIX,
    TIMESTAMPS_UNIX_MS
};
enum numeric_policy { NUMERIC_AUTO, NUMERIC_TEXT, NUMERIC_REAL };
enum boolean_policy { BOOLEANS_INTEGER, BOOLEANS_TEXT, BOOLEANS_PG };
enum geometry_policy { GEOMETRY_TEXT, GEOMETRY_BLOB };
enum matview_policy { MATVIEWS_TABLE, MATVIEWS_VIEW };
enum inheritance_policy {
    INHERITANCE_AUTO,
    INHERITANCE_MERGE,
    INHERITANCE_SEPARATE
};

/* The SQLite that reads what comes out. */
enum { DIALECT_VERSION = 340 }; /* by default */
struct dialect {
    int version;       /* 340 is 3.40 */
    int extension;     /* pgdecant_functions is loaded */
    int numbered;      /* parameters are ?1, not $1 */
    int ignores_locks; /* one writer is lock enough */
};

struct client;

struct policies {
    const struct client *client; /* who will read it; or NULL */
    int arrays;                  /* enum array_policy */
    int timestamps;              /* enum timestamp_policy */
    int numeric;                 /* enum numeric_policy */
    int booleans;                /* enum boolean_policy */
    int geometry;                /* enum geometry_policy */
    int matviews;                /* enum matview_policy */
    int inheritance;             /* enum inheritance_policy */
    bool strict_tables;
    struct dialect dialect; /* of queries and views */
};

struct value_type {
    const struct codec *codec; /* how its values are stored */
    enum type_class class;     /* what expressions of it are: the codec's */
    enum fit fit;
    const char *declared;
    const struct pg_type *source;
    const struct pg_type_definition *definition; /* enum, composite */
    const struct value_type *element;            /* of an array */
    const struct value_type **attributes;        /* of a composite type */
    const char *const *words; /* of BOOLEAN_TEXT: for false and true */

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

/* Has it a number of digits behind the point? numeric(5) has none there, which
 * is one. Both of a numeric; the source may be NULL. */
static inline bool type_has_scale(const struct pg_type *source)
{
    return source && !source->dimensions && source->n_modifiers;
}

static inline long type_scale(const struct pg_type *source)
{
    return source->n_modifiers == 2 ? source->modifiers[1] : 0;
}

/* Is it PostgreSQL's type of that name, and no array? */
static inline bool type_is_named(const struct value_type *type,
                                 const char *name)
{
    return type->source && !type->source->dimensions &&
           !strcmp(type->source->name.name, name);
}

/* How the type is declared in a STRICT table. */
const char *type_strict(const char *declared);

#endif
