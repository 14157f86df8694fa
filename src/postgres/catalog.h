/* The catalog: the objects that a dump defines.
 *
 * grammar/postgres.y fills it, statement by statement; whoever looks at it
 * finds everything in the order of the dump. All of it lives in the catalog's
 * arena, as long as the catalog. Names are as PostgreSQL holds them, and every
 * name has its schema. */
#ifndef POSTGRES_CATALOG_H
#define POSTGRES_CATALOG_H

#include "base/location.h"
#include "postgres/row.h"
#include "postgres/syntax.h"

/* Where an object comes from, and what COMMENT ON says of it. */
struct pg_origin {
    struct location location;
    const char *comment; /* NULL: none */
};

enum pg_type_kind {
    TYPE_ENUM,
    TYPE_COMPOSITE,
    TYPE_RANGE,
    TYPE_DOMAIN,
    TYPE_BASE
};

struct pg_check {
    const char *name;
    const struct pg_node *expression;
    bool not_valid;
    struct location location;
};

/* Every object below begins with its name: the catalog finds it by that. */
struct pg_type_definition {
    struct pg_name name;
    enum pg_type_kind kind;
    struct pg_origin origin;
    struct pg_names labels;          /* of an enum */
    struct pg_attribute *attributes; /* of a composite type */
    size_t n_attributes, attributes_capacity;
    struct pg_type base; /* of a domain */
    bool not_null;
    const struct pg_node *default_value;
    struct pg_name collation;
    struct pg_check *checks;
    size_t n_checks, checks_capacity;
};

enum pg_identity { IDENTITY_NONE, IDENTITY_ALWAYS, IDENTITY_BY_DEFAULT };

/* What the rows of a survey show of a column. */
enum pg_seen {
    SEEN_MANY_DIGITS = 1, /* a number that a double does not hold */
    SEEN_BARE_NUMBER = 2, /* a JSON value that is a number */
    SEEN_DEEP = 4,        /* JSON nested deeper than SQLite takes */
    SEEN_NAN = 8,         /* among doubles */
    SEEN_FAR_TIME = 16    /* before year 1, or after 9999 */
};

struct pg_column {
    const char *name;
    struct pg_type type;
    struct pg_origin origin;
    bool has_type; /* not in a table OF a type */
    bool not_null;
    bool is_stored; /* generated when a row is written */
    enum pg_identity identity;
    const struct pg_node *default_value; /* NULL: none */
    const struct pg_node *generated;     /* NULL: an ordinary column */
    struct pg_name collation;
    unsigned seen; /* enum pg_seen */
};

enum pg_constraint_kind {
    CONSTRAINT_PRIMARY_KEY,
    CONSTRAINT_UNIQUE,
    CONSTRAINT_FOREIGN_KEY,
    CONSTRAINT_CHECK,
    CONSTRAINT_EXCLUDE,
    CONSTRAINT_NOT_NULL
};

enum pg_action {
    ACTION_NONE,
    ACTION_RESTRICT,
    ACTION_CASCADE,
    ACTION_SET_NULL,
    ACTION_SET_DEFAULT
};

struct pg_constraint {
    enum pg_constraint_kind kind;
    const char *name; /* NULL: it has none */
    struct pg_origin origin;
    struct pg_names columns, included;
    const struct pg_node *expression; /* of a CHECK */
    struct pg_name parent;            /* of a foreign key ... */
    struct pg_names parent_columns;   /* ... none: its primary key */
    struct pg_names set_columns;      /* ON DELETE SET NULL (...) */
    enum pg_action on_delete, on_update;
    const char *using_index;
    bool match_full;
    bool deferrable, deferred;
    bool not_valid, not_enforced, no_inherit;
    bool nulls_not_distinct;
    bool is_temporal; /* WITHOUT OVERLAPS, PERIOD */
};

enum pg_table_kind {
    TABLE_ORDINARY,
    TABLE_UNLOGGED,
    TABLE_TEMPORARY,
    TABLE_FOREIGN
};

struct pg_table {
    struct pg_name name;
    bool is_broken;   /* its definition was not understood to the end */
    bool is_reshaped; /* defined again, renamed, or with a column less: rows
                         without names could be of either shape */
    bool has_rows;    /* some have been read, up to where reading is */
    enum pg_table_kind kind;
    struct pg_origin origin;
    struct pg_column *columns;
    size_t n_columns, columns_capacity;
    struct pg_constraint *constraints;
    size_t n_constraints, constraints_capacity;
    struct pg_name *parents; /* INHERITS */
    size_t n_parents, parents_capacity;
    bool is_partitioned;
    bool is_partition;
    struct pg_name partition_of;
    struct pg_name of_type; /* CREATE TABLE ... OF */
};

struct pg_index_key {
    const char *column; /* NULL: an expression */
    const struct pg_node *expression;
    struct pg_name collation;
    struct pg_name operator_class;
    bool descending;
    bool nulls_given, nulls_first;
};

struct pg_index {
    struct pg_name name;
    bool is_broken;
    struct pg_name table;
    struct pg_origin origin;
    const char *method;
    bool unique, only, nulls_not_distinct;
    struct pg_index_key *keys;
    size_t n_keys, keys_capacity;
    struct pg_names included;
    const struct pg_node *predicate;
    struct pg_name attached_to; /* the index of the partitioned table */
};

struct pg_sequence_definition {
    struct pg_name name;
    struct pg_origin origin;
    struct pg_name owner_table; /* OWNED BY */
    const char *owner_column;
    int64_t start, increment;
    bool has_start;
};

enum pg_view_kind { VIEW_PLAIN, VIEW_MATERIALIZED };

struct pg_view {
    struct pg_name name;
    enum pg_view_kind kind;
    struct pg_origin origin;
    const struct pg_names *columns; /* NULL: the query's own */
    const struct pg_query *query;
    bool is_populated; /* REFRESH MATERIALIZED VIEW */
};

enum pg_timing { TRIGGER_BEFORE, TRIGGER_AFTER, TRIGGER_INSTEAD };
enum pg_event {
    EVENT_INSERT = 1,
    EVENT_UPDATE = 2,
    EVENT_DELETE = 4,
    EVENT_TRUNCATE = 8
};

struct pg_trigger {
    const char *name;
    struct pg_name table;
    struct location location;
    enum pg_timing timing;
    unsigned events;                /* enum pg_event */
    const struct pg_names *columns; /* UPDATE OF; NULL: of any */
    bool for_each_row, has_tables, has_arguments, is_disabled;
    const struct pg_node *when;
    struct pg_name function;
};

/* A function that triggers call. */
struct pg_function {
    struct pg_name name;
    struct location location;
    const char *language, *body;
    bool is_used; /* by a trigger that has come along */
};

/* What a dump defines and pgdecant does not: its kind and what it is called. */
struct pg_other {
    const char *kind; /* "FUNCTION" */
    const char *name; /* for people */
    struct location location;
    const char *reason; /* NULL, or why the statement was not understood */
};

struct pg_catalog {
    struct arena arena; /* owns everything below but the arrays */
    struct pg_table **tables;
    size_t n_tables, tables_capacity;
    struct pg_index **indexes;
    size_t n_indexes, indexes_capacity;
    struct pg_sequence_definition **sequences;
    size_t n_sequences, sequences_capacity;
    struct pg_type_definition **types;
    size_t n_types, types_capacity;
    struct pg_view **views;
    size_t n_views, views_capacity;
    struct pg_trigger **triggers;
    size_t n_triggers, triggers_capacity;
    struct pg_function **functions;
    size_t n_functions, functions_capacity;
    struct pg_other *others;
    size_t n_others, others_capacity;

    bool is_declared;    /* types are as SQLite's tables declare them */
    bool has_extensions; /* tables of theirs are not defined in a dump */
    const char *server_version, *dump_version; /* NULL: not said */

    void *trees[5]; /* private: tsearch trees of the first five, by name */
};

/* Whole names, for tsearch: of objects that begin with theirs, too. */
int catalog_compare_names(const void *one, const void *other);

static inline bool catalog_is_same(struct pg_name one, struct pg_name other)
{
    return catalog_compare_names(&one, &other) == 0;
}

void catalog_release(struct pg_catalog *catalog);

/* New objects, empty but for the name; the name need not be new. A second
 * object of the same name stands in the list but is not found. */
struct pg_table *catalog_add_table(struct pg_catalog *catalog,
                                   struct pg_name name);
struct pg_index *catalog_add_index(struct pg_catalog *catalog,
                                   struct pg_name name);
struct pg_sequence_definition *catalog_add_sequence(struct pg_catalog *catalog,
                                                    struct pg_name name);
struct pg_type_definition *catalog_add_type(struct pg_catalog *catalog,
                                            struct pg_name name);
struct pg_view *catalog_add_view(struct pg_catalog *catalog,
                                 struct pg_name name);
struct pg_trigger *catalog_add_trigger(struct pg_catalog *catalog);
struct pg_function *catalog_add_function(struct pg_catalog *catalog,
                                         struct pg_name name);
struct pg_function *catalog_function(const struct pg_catalog *catalog,
                                     struct pg_name name);
void catalog_add_other(struct pg_catalog *catalog, const char *kind,
                       const char *name, struct location location,
                       const char *reason);

/* NULL where there is none. */
struct pg_table *catalog_table(const struct pg_catalog *catalog,
                               struct pg_name name);
/* The table that rows go into. A name without a schema may be in any schema of
 * the search path, so the only table of that name will do. */
struct pg_table *catalog_target(const struct pg_catalog *catalog,
                                const struct pg_target *target);
struct pg_index *catalog_index(const struct pg_catalog *catalog,
                               struct pg_name name);
struct pg_sequence_definition *
catalog_sequence(const struct pg_catalog *catalog, struct pg_name name);
struct pg_type_definition *catalog_type(const struct pg_catalog *catalog,
                                        struct pg_name name);
struct pg_view *catalog_view(const struct pg_catalog *catalog,
                             struct pg_name name);
struct pg_column *catalog_column(const struct pg_table *table,
                                 const char *name);

/* Has it something that pg_dump writes after the rows? */
bool catalog_has_keys(const struct pg_catalog *catalog);

#endif
