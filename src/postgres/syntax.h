/* Syntax: PostgreSQL's expressions as trees.
 *
 * Trees are built by grammar/postgres.y and live in the arena they were made
 * in; they are never changed afterwards. Special forms come as what PostgreSQL
 * itself makes of them: x LIKE y is the operator ~~, SUBSTRING(x FROM y) a call
 * of substring, BETWEEN two comparisons. So whoever walks a tree meets few
 * kinds. A tree is at most SYNTAX_MAX_DEPTH deep, so walking may recurse. */
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
    bool is_set;       /* SETOF */
};

enum pg_node_kind {
    NODE_NULL,
    NODE_TRUE,
    NODE_FALSE,
    NODE_NUMBER,    /* `text`, as written */
    NODE_STRING,    /* `text`, without quotes */
    NODE_BITS,      /* `text`, zeros and ones */
    NODE_PARAMETER, /* `text`: $1 */
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
    NODE_QUERY      /* a SELECT in parentheses; not looked into */
};

enum pg_node_flag {
    NODE_DISTINCT = 1, /* call: of DISTINCT arguments */
    NODE_VARIADIC = 2, /* call: the last argument is an array */
    NODE_OVER = 4,     /* call: has FILTER, OVER or WITHIN GROUP */
    NODE_NEGATED = 8,  /* IN: NOT IN */
    NODE_GROUPED = 16  /* stands in parentheses */
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
};

#endif
