/* Queries: PostgreSQL's SELECT, INSERT, UPDATE and DELETE in SQLite's words.
 *
 * What cannot be said is refused with a reason; what is different for some
 * values all the same comes with notes. Names mean what the schema says, where
 * there is one: tables, columns and types; without one every column may be
 * anything. */
#ifndef TRANSLATE_QUERY_H
#define TRANSLATE_QUERY_H

#include "postgres/catalog.h"
#include "translate/expression.h"

/* A view that queries may name. */
struct view_relation {
    struct pg_name name;
    const char *sql; /* its name in SQLite, quoted */
    const struct expression_column *columns;
    size_t n;
    bool has_unknown_columns;
    size_t level; /* 1 if it is of tables only, 2 if of such a view ... */
    const struct view_relation *next;
};

/* A table that queries may name. */
struct table_relation {
    const char *name; /* in SQLite; NULL: it is not in the database */
    const struct expression_column *columns;
    size_t n;
    bool is_partition; /* its rows are in the table `name` with others */
    bool is_inherited; /* tables that inherit from it have rows of it */
};

/* Whoever knows the tables: schema/ does. */
struct table_lookup {
    const struct pg_catalog *catalog;
    /* False: there is no such table. */
    bool (*find)(void *context, struct pg_name name,
                 struct table_relation *table);
    void *context;
};

/* What there is besides the query. */
struct query_context {
    const struct table_lookup *tables; /* NULL: nothing is known */
    const struct view_relation *views; /* the last one first */
    int arrays;                        /* enum array_policy */
    const struct scope *outer;         /* of a trigger: NEW and OLD */
    bool has_no_subqueries;            /* of a trigger */
    bool keeps_parentheses;            /* those that people wrote */
    bool tells_uses;                   /* of grammar's rows, as notes */
    bool takes_scripts;                /* several statements may come of one */
    struct dialect dialect;
};

struct query_note {
    uint32_t at; /* byte of the statement */
    const char *text;
    bool is_use; /* no difference: a row of grammar/ that was used */
};

struct query_translation {
    const char *sql;    /* NULL: refused, */
    bool is_script;     /* several statements */
    const char *reason; /* for this reason, */
    uint32_t at;        /* at this byte of the statement */
    struct query_note *notes;
    size_t n_notes;
    const struct expression_column *columns; /* what a SELECT gives */
    size_t n_columns;
    bool has_unknown_columns; /* there are more, of an unknown table */
    size_t view_level;        /* of the views that it names, the highest */
};

/* Everything that comes out lives in the arena. `names` are those of the
 * result's columns, where a view gives it some; NULL otherwise. */
struct query_translation
query_translate(struct arena *arena, const struct query_context *query_context,
                const struct pg_query *query, const struct pg_names *names);

/* An expression that stands for itself, such as the WHEN of a trigger. */
struct query_translation
query_translate_expression(struct arena *arena,
                           const struct query_context *query_context,
                           const struct pg_node *node);

#endif
