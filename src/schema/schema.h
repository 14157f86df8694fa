/* The schema: a catalog's tables, keys and indexes as SQLite's.
 *
 * A table_map tells for each of PostgreSQL's tables where its rows go: into a
 * table of their own, into that of the partitions' root, or nowhere. The
 * statements that make everything come in three lists: before the rows, the
 * tables' indexes, and what wants both to be there. What does not come along
 * is in the report. */
#ifndef SCHEMA_SCHEMA_H
#define SCHEMA_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "base/report.h"
#include "postgres/catalog.h"
#include "schema/flatten.h"
#include "schema/selection.h"
#include "sqlite/schema.h"
#include "translate/query.h"
#include "types/types.h"

struct table_map {
    struct pg_name name; /* of the source; the tree is sorted by it */
    const struct pg_table *source;
    const struct flat_table *flat;
    const struct value_type **types; /* of flat's columns */
    const char **columns;            /* their names in SQLite */
    struct table_map *root;          /* of partitions; itself otherwise */
    struct lite_table *table;        /* the root's; NULL: it is left out */
    bool is_selected;                /* by the user */
    const char *reason;              /* why it is left out all the same */
    const struct pg_constraint *rowid_key;        /* INTEGER PRIMARY KEY */
    struct expression_column *expression_columns; /* NULL: not yet */
};

struct ddl {
    const char *sql;
    const char *name; /* for messages */
};

struct ddl_list {
    struct ddl *items;
    size_t n, capacity;
};

/* A sequence that has become a table's AUTOINCREMENT. */
struct serial {
    struct pg_name sequence;
    const struct lite_table *table;
};

struct schema {
    struct arena arena;
    const struct pg_catalog *catalog;
    const struct policies *policies;
    struct selection *selection; /* may be NULL */
    struct report *report;
    struct table_map *maps;
    size_t n_maps;
    void *by_name; /* tsearch trees: maps by PostgreSQL's name, */
    void *names;   /* and the names taken in SQLite */
    struct ddl_list before, indexes, after;
    const struct view_relation *views; /* query.h; the last one first */
    struct serial *serials;
    size_t n_serials, serials_capacity;
};

/* Translates the catalog, which must stay as long as the schema, and so must
 * the rest. */
void schema_make(struct schema *schema, const struct pg_catalog *catalog,
                 const struct policies *policies, struct selection *selection,
                 struct report *report);
void schema_release(struct schema *schema);

/* NULL if the dump does not define the table. */
struct table_map *schema_find(const struct schema *schema, struct pg_name name);

/* The position of a column in map->flat, or -1. */
ptrdiff_t table_column(const struct table_map *map, const char *name);

/* The table's own primary key, or NULL. */
const struct pg_constraint *table_primary_key(const struct table_map *map);

/* Where the ids are counted that the sequence counted; NULL if nowhere. */
const struct lite_table *schema_serial(const struct schema *schema,
                                       const char *sequence_schema,
                                       const char *sequence);

/* What queries ask for the tables; it stays valid as long as the schema. */
struct table_lookup schema_lookup(struct schema *schema);

#endif
