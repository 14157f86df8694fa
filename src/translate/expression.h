/* Expressions: PostgreSQL's in SQLite's words, in definitions and queries.
 *
 * Only what means the same in both is translated; everything else is refused
 * with a reason, which goes into the report. */
#ifndef TRANSLATE_EXPRESSION_H
#define TRANSLATE_EXPRESSION_H

#include <stdbool.h>

#include "base/memory.h"
#include "postgres/syntax.h"
#include "types/types.h"

/* A column that expressions may name. */
struct expression_column {
    const char *name; /* in PostgreSQL */
    const char *sql;  /* quoted for SQLite */
    const struct value_type *type;
    bool is_exact_text; /* a numeric that is kept as text */
    bool is_not_null;
    bool is_expression;      /* `sql` takes no table before it */
    const char *default_sql; /* what DEFAULT stands for; NULL: not known */
    bool counts;             /* NULL becomes the next number */
    bool lost_default;       /* it has one that the new table has not */
    bool is_left_empty;      /* its generation could not be translated */
};

/* Where an expression stands says what it may call. */
enum expression_use {
    USE_STORED,  /* a CHECK, an index, a generated column: no subqueries, and
                  * the same result each time */
    USE_DEFAULT, /* what changes with time is all right */
    USE_QUERY
};

struct scope;
struct expression_context {
    struct arena *arena; /* what comes out lives there */
    const struct pg_catalog *catalog;
    const char *schema; /* of types without one */
    const struct expression_column *columns;
    size_t n_columns;
    enum expression_use use;
    struct dialect dialect;
};

/* Returns the SQL, or NULL with the reason, which says what of PostgreSQL
 * SQLite does not have. With SQL, the reason is what is different all the same
 * for some values, or NULL. */
const char *expression_translate(const struct expression_context *context,
                                 const struct pg_node *node,
                                 const char **reason);

/* The same as a column of the type stores it. */
const char *expression_generated(const struct expression_context *context,
                                 const struct pg_node *node,
                                 const struct value_type *type,
                                 const char **reason);

/* A column's DEFAULT: a literal, or an expression in parentheses that names no
 * columns. */
struct expression_default {
    const char *sql;    /* NULL: refused, */
    const char *reason; /* for this reason */
    const char *number; /* the SQL, if it is a number that is written out */
};

/* `type` is the column's. */
struct expression_default
expression_default(const struct expression_context *context,
                   const struct pg_node *node, const struct value_type *type);

#endif
