/* Scopes: what names mean in a query.
 *
 * Each SELECT has a scope with the relations of its FROM; a subquery's scope
 * has the query's around it. Everything lives in the translator's arena. */
#ifndef TRANSLATE_SCOPE_H
#define TRANSLATE_SCOPE_H

#include "translate/expression.h"

/* What stands in a FROM. */
struct relation {
    const char *name; /* in PostgreSQL; NULL: it has none */
    const char *sql;  /* quoted for SQLite; NULL: it has none */
    const struct expression_column *columns;
    size_t n;
    bool has_unknown_columns; /* it may have other columns: nobody said which */
    bool has_hidden_column;   /* behind `columns`, which * is not to give */
    bool is_table;            /* it has a rowid */
    bool is_nullable;         /* an outer join makes up rows of NULLs */
    bool is_trigger_row; /* NEW and OLD: their columns are named with them only
                          */
    bool is_hidden_sibling; /* a subquery beside it is translated */
    bool is_returned;       /* by RETURNING, where SQLite gives it a name in
                             * subqueries only */
};

/* A query of a WITH. */
struct named_query {
    const char *name;
    const char *sql; /* the table that has its rows; NULL: it has the name */
    const struct expression_column *columns;
    size_t n;
    bool has_unknown_columns;
    const struct named_query *next;
};

/* The queries of a WITH that are not there yet for the one at hand: SQLite sees
 * them already, and itself. */
struct later_queries {
    const struct pg_node *const *items;
    size_t n;
    const struct later_queries *outer;
};

struct scope {
    const struct scope *outer;
    struct relation *relations;
    size_t n, capacity;
    const struct named_query *queries;
    bool qualifies; /* every column says its table: SQLite's own table-valued
                     * functions have columns of common names */
};

struct translator;
struct fragment;

struct relation *scope_add(struct translator *translator, struct scope *scope);

/* While a subquery beside the relations is translated: what it names of them
 * would be LATERAL. */
void scope_hide(struct scope *scope, bool is_hidden);

/* Says so where a column has lost its values. */
void scope_note_empty(struct translator *translator,
                      const struct expression_column *column);

/* A column as the query names it. */
struct fragment scope_column(struct translator *translator,
                             const struct pg_node *node);

/* The relation of that name; NULL if there is none. */
const struct relation *scope_relation(const struct scope *scope,
                                      const char *name);
/* What stands before the columns of a relation in SQL; NULL: nothing can. */
const char *scope_name_of(const struct translator *translator,
                          const struct relation *relation);
/* The column of that name in PostgreSQL; NULL if none is known. */
const struct expression_column *scope_column_of(const struct relation *relation,
                                                const char *name);
/* What SQLite calls the rowid where no column has that name; a reason to refuse
 * if all three names are columns'. */
const char *scope_rowid(struct translator *translator,
                        const struct relation *relation);
/* Is it a column that is known to be there? */
bool scope_has_column(const struct scope *scope, const char *name);
const struct named_query *scope_query(const struct scope *scope,
                                      const char *name);

#endif
