/* Syntax: PostgreSQL's expressions and queries as trees.
 *
 * Trees are built by grammar/postgres.y and live in the arena they were made
 * in; they are never changed afterwards. Special forms come as what PostgreSQL
 * itself makes of them: x LIKE y is the operator ~~, SUBSTRING(x FROM y) a call
 * of substring, TRIM one of btrim. So whoever walks a tree meets few kinds. A
 * tree is at most SYNTAX_MAX_DEPTH deep, so walking may recurse. */
#ifndef POSTGRES_SYNTAX_H
#define POSTGRES_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

enum { SYNTAX_MAX_DEPTH = 500 };

/* A name that may be qualified: schema.name; schema is NULL where the text
 * does not say. */
struct pg_name {
    const char *schema;
    const char *name;
};

/* A type as written, in PostgreSQL's own spelling: "character varying". */
struct pg_type {
    struct pg_name name;
    uint32_t dimensions; /* of an array; 0: none */
    uint32_t n_modifiers;
    long modifiers[2]; /* of numeric(12,3), varchar(20) */
    unsigned fields;   /* enum interval_field: interval day to second */
    bool is_set;       /* SETOF */
};

enum pg_node_kind {
    NODE_NULL,
    NODE_TRUE,
    NODE_FALSE,
    NODE_NUMBER,    /* `text`, as written */
    NODE_STRING,    /* `text`, without quotes */
    NODE_BITS,      /* `text`, zeros and ones */
    NODE_PARAMETER, /* `text`: $1, ?1, @name, :name */
    NODE_DEFAULT,
    NODE_STAR,     /* * or table.* */
    NODE_COLUMN,   /* `name`; schema is the table, if any */
    NODE_CAST,     /* left :: type */
    NODE_OPERATOR, /* left `name` right; left is NULL before its operand */
    NODE_AND,      /* of the items, two at least */
    NODE_OR,
    NODE_NOT, /* left */
    NODE_IS,  /* left IS `text`: "null", "not true", "distinct from" */
    NODE_ANY, /* left `name` ANY (right) */
    NODE_ALL,
    NODE_IN,        /* left IN (items) */
    NODE_CASE,      /* left, if any; items: when, then, ...; right: else */
    NODE_CALL,      /* `name`(items) */
    NODE_VALUE,     /* `text`: current_timestamp; items: the precision */
    NODE_ARRAY,     /* ARRAY[items] */
    NODE_ROW,       /* ROW(items) */
    NODE_SUBSCRIPT, /* left[items]; two items for a slice */
    NODE_FIELD,     /* (left).`text` */
    NODE_COLLATE,   /* left COLLATE `name` */
    NODE_NAMED,     /* an argument: `text` => left */
    NODE_BETWEEN,   /* left BETWEEN items[0] AND items[1] */
    NODE_QUERY,     /* (query): one value, or the rows of an IN or ANY */
    NODE_EXISTS,    /* EXISTS (query) */
    NODE_ARRAY_OF,  /* ARRAY(query) */

    /* parts of queries */
    NODE_TARGET,   /* left AS `text` */
    NODE_SORT,     /* left, as ORDER BY has it; `name`: USING an operator */
    NODE_GROUPING, /* `text`: rollup, cube, sets; items; none: () */
    NODE_ASSIGN,   /* SET: items = right; several items: a row */
    NODE_WINDOW,   /* WINDOW `text` AS (window) */
    NODE_LOCK,     /* FOR `text` */
    NODE_CTE,      /* `text`(names) AS (query) */

    /* what rows come from; `text` is the alias, `names` its columns */
    NODE_TABLE,         /* `name` */
    NODE_SUBQUERY,      /* (query) */
    NODE_FUNCTION_ROWS, /* items: calls, more than one for ROWS FROM */
    NODE_JOIN           /* left JOIN right; items[0]: ON; names: USING */
};

enum pg_node_flag {
    NODE_DISTINCT = 1, /* call: of DISTINCT arguments */
    NODE_VARIADIC = 2, /* call: the last argument is an array */
    NODE_NEGATED = 4,  /* NOT IN, NOT BETWEEN */
    NODE_GROUPED = 8,  /* stands in parentheses */
    NODE_SYMMETRIC = 16,
    NODE_DESCENDING = 32,
    NODE_NULLS_FIRST = 64,
    NODE_NULLS_LAST = 128,
    NODE_ONLY = 256, /* table: without what inherits from it */
    NODE_LATERAL = 512,
    NODE_ORDINALITY = 1024,
    NODE_SAMPLED = 2048, /* table: TABLESAMPLE */
    NODE_NATURAL = 4096,
    NODE_LEFT = 8192,   /* join: rows of the left side always stay; */
    NODE_RIGHT = 16384, /* of the right; both: FULL */
    NODE_CROSS = 32768,
    NODE_MATERIALIZED = 65536,
    NODE_NOT_MATERIALIZED = 131072,
    NODE_CURRENT = 262144, /* WHERE CURRENT OF `text` */
    NODE_ROWID = 524288    /* column: SQLite's rowid, nothing of the dump's */
};

struct pg_query;

struct pg_nodes {
    uint32_t n;
    const struct pg_node *const *items;
};

enum pg_frame_edge {
    EDGE_UNBOUNDED_PRECEDING,
    EDGE_PRECEDING,
    EDGE_CURRENT,
    EDGE_FOLLOWING,
    EDGE_UNBOUNDED_FOLLOWING
};

/* What stands after OVER. */
struct pg_window {
    const char *base; /* the name of another; NULL: none */
    bool is_name;     /* OVER name, nothing else */
    struct pg_nodes partition_by, order_by;
    const char *unit; /* "rows", "range", "groups"; NULL: no frame */
    enum pg_frame_edge from, to;
    const struct pg_node *from_offset, *to_offset;
    const char *exclude; /* "current row", "group", "ties"; NULL: none */
};

/* What a call may have besides its arguments. */
struct pg_call {
    struct pg_nodes order_by;
    struct pg_nodes within_group;
    const struct pg_node *filter;
    const struct pg_window *window;
};

/* Names of columns and the like. */
struct pg_names {
    size_t n, capacity;
    const char **items;
};

struct pg_attribute {
    const char *name;
    struct pg_type type;
};

/* AS f(a integer, b text) */
struct pg_definitions {
    size_t n, capacity;
    struct pg_attribute *items;
};

struct pg_node {
    enum pg_node_kind kind;
    unsigned flags;
    uint16_t depth;
    uint32_t at; /* byte of the statement where it begins */
    uint32_t n_items;
    struct pg_name name;
    const char *text;
    const struct pg_type *type;
    const struct pg_node *left, *right;
    const struct pg_node *const *items;
    const struct pg_query *query;
    const struct pg_call *call;
    const struct pg_names *names;
    const struct pg_window *window;
    const struct pg_definitions *definitions;
};

enum pg_query_kind {
    QUERY_SELECT,
    QUERY_VALUES,
    QUERY_SET, /* left UNION right, and the like */
    QUERY_INSERT,
    QUERY_UPDATE,
    QUERY_DELETE
};

struct pg_query {
    enum pg_query_kind kind;
    uint32_t at;
    uint16_t depth;
    bool is_recursive;
    bool is_distinct, group_distinct;
    bool is_all; /* UNION ALL */
    bool with_ties;
    bool has_conflict, conflict_updates; /* ON CONFLICT */
    struct pg_nodes with;                /* NODE_CTE */

    struct pg_nodes distinct_on; /* none: DISTINCT of all */
    struct pg_nodes targets;     /* NODE_TARGET; of a DML: RETURNING */
    struct pg_nodes from;        /* UPDATE's FROM and DELETE's USING, too */
    const struct pg_node *where, *having;
    struct pg_nodes group_by, windows;

    struct pg_nodes rows; /* VALUES: NODE_ROW each */

    const char *set_operator; /* "union", "intersect", "except" */
    const struct pg_query *left, *right;

    struct pg_nodes order_by;
    const struct pg_node *limit, *offset;
    struct pg_nodes locks;

    const struct pg_node *table; /* that a DML changes: NODE_TABLE */
    struct pg_nodes columns;     /* of INSERT: NODE_COLUMN */
    const char *overriding;
    const struct pg_query *source; /* of INSERT; NULL: DEFAULT VALUES */
    struct pg_nodes assignments;   /* of UPDATE: NODE_ASSIGN */
    struct pg_nodes conflict_keys; /* NODE_SORT */
    const struct pg_node *conflict_predicate;
    const char *conflict_constraint;
    struct pg_nodes conflict_assignments;
    const struct pg_node *conflict_where;
};

#endif
