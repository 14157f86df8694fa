/* The translator of a query: what its files share. See query.h.
 *
 * Whatever is called ..._add adds SQL to a buffer; with a refusal in
 * translator->reason what it has added is of no use. */
#ifndef TRANSLATE_QUERY_INTERNAL_H
#define TRANSLATE_QUERY_INTERNAL_H

#include "translate/query.h"
#include "translate/translator.h"

/* The columns that a query gives. */
struct result {
    struct expression_column *columns;
    size_t n, capacity;
    bool has_unknown_columns;
};

/* A SELECT at work. */
struct select {
    const struct pg_query *query;
    struct scope scope;
    struct fragment *targets; /* of the query's targets, not of stars */
    const char **names;       /* theirs in SQL, quoted; NULL: none */
    bool are_named;           /* the names of the result matter */
    struct buffer from;
    const struct pg_names *merged; /* columns of USING, as * has them */
    bool is_merged_inside;         /* * has them somewhere else */
};

/* What an INSERT ... SELECT fills: the columns in order. */
struct filled {
    const struct pg_query *query; /* the SELECT */
    const struct expression_column **columns;
    size_t n;
};

/* ---- query.c: any query, and what all of them share ---- */

/* Without parentheses around it. `are_named`: somebody asks for the columns by
 * name. `result` may be NULL. */
bool query_add(struct translator *translator, struct buffer *out,
               const struct pg_query *query, const struct scope *outer,
               struct result *result, bool are_named);
bool query_names_have(const struct pg_names *names, const char *name);
/* Does a LIMIT or OFFSET say anything? */
bool query_limits(const struct pg_node *node);

/* LIMIT and OFFSET */
void query_add_limits(struct translator *translator, struct buffer *out,
                      const struct pg_query *query);
/* A query whose columns get other names. */
void query_add_renamed(struct buffer *out, const char *alias,
                       const struct pg_names *names, const char *sql);
const char *query_quoted(struct translator *translator, const char *name);
/* A made-up name that no query would use. */
const char *query_new_name(struct translator *translator, const char *what);
void result_add(struct translator *translator, struct result *result,
                const char *name, const struct fragment *fragment);

/* ---- set_query.c ---- */

/* UNION and the like without their ORDER BY. */
bool query_add_set(struct translator *translator, struct buffer *out,
                   const struct pg_query *query, const struct scope *scope,
                   struct result *result, bool are_named);
/* ORDER BY of a UNION, which begins at the byte `start` of the buffer: of
 * columns of the result only. */
bool query_add_set_order(struct translator *translator, struct buffer *out,
                         const struct pg_query *query,
                         const struct scope *outer, const struct result *result,
                         size_t start);

/* ---- order.c: ORDER BY and windows ---- */

/* The place, from 0, of the target that a key names by its own place or by the
 * name that it has in the result; -1 if it names none. */
ptrdiff_t query_target_of(const struct select *select,
                          const struct pg_node *key);

/* A key that is a number has to be a place of the list. */
void query_check_place(struct translator *translator,
                       const struct select *select, const struct pg_node *key);

/* `select` is that whose columns' names and places keys may be; or NULL. */
struct fragment query_sort_key(struct translator *translator,
                               const struct pg_node *key,
                               const struct select *select);
void query_add_sort_keys(struct translator *translator, struct buffer *out,
                         const struct pg_nodes *keys,
                         const struct select *select);
/* Behind the keys: the tables' rowids, so that nothing is left to choose. Then
 * the query is no longer the translator's `picked`. */
void query_break_ties(struct translator *translator, struct buffer *out,
                      const struct select *select);
/* DESC, and where NULLs go if SQLite would put them elsewhere. */
void query_add_direction(struct translator *translator, struct buffer *out,
                         const struct pg_node *key, bool is_not_null);
void query_add_window(struct translator *translator, struct buffer *out,
                      const struct pg_window *window);

/* ---- time_spans.c ---- */

/* A window whose frame is a RANGE by intervals, as one by seconds; any other as
 * it is. */
const struct pg_window *window_in_seconds(struct translator *translator,
                                          const struct pg_window *window);

/* ---- select.c ---- */

bool select_add(struct translator *translator, struct buffer *out,
                const struct pg_query *query, const struct scope *outer,
                struct result *result, bool are_named);
/* The targets and their names, as " a, b AS c". */
void select_add_targets(struct translator *translator, struct buffer *out,
                        struct select *select, struct result *result);
/* FROM, WHERE, GROUP BY, HAVING and WINDOW. */
void select_add_rest(struct translator *translator, struct buffer *out,
                     struct select *select);
/* Is one in its list? */
bool select_has_aggregate(const struct pg_query *query);
/* * or t.* */
bool select_is_star(const struct pg_node *node);
const char *select_target_name(const struct pg_node *target);
/* What PostgreSQL calls a column without an AS; NULL: ?column? */
const char *select_implied_name(const struct pg_node *node);

/* ---- nested_select.c: a SELECT around a SELECT ---- */

bool nested_select_is_needed(struct translator *translator,
                             const struct pg_query *query);
bool nested_select_add(struct translator *translator, struct buffer *out,
                       struct select *select, struct result *result);

/* ---- grouping.c: ROLLUP, CUBE and GROUPING SETS ---- */

bool grouping_is_needed(const struct pg_query *query);
/* ORDER BY is the caller's: it is that of a UNION. */
bool grouping_add(struct translator *translator, struct buffer *out,
                  struct select *select, struct result *result);

/* ---- from.c ---- */

/* All that stands between commas, without FROM. */
bool from_add_items(struct translator *translator, struct buffer *out,
                    struct select *select, const struct pg_nodes *items);
/* ---- relations.c ---- */

/* A table of FROM; NULL if it is refused. `name` is what SQLite calls it. */
struct relation *from_table(struct translator *translator, struct scope *scope,
                            const struct pg_node *table, const char **name);
/* Does a change in a WITH have its rows, under a name that nobody wrote? */
bool from_is_temporary(const char *name);
/* A table's name without the schema that a name of a WITH makes necessary. */
const char *from_bare_name(const char *name);
/* The table of an INSERT, UPDATE or DELETE. */
struct relation *from_changed_table(struct translator *translator,
                                    struct scope *scope,
                                    const struct pg_query *change,
                                    const char **name);

/* ---- row_functions.c ---- */

/* Is it a function that gives rows? */
bool row_function_is_known(const struct pg_node *call);
/* Its rows as a table; in the SELECT list, too. NULL if it is refused. */
struct relation *row_function_add_rows(struct translator *translator,
                                       struct buffer *out,
                                       struct select *select,
                                       const struct pg_node *call,
                                       const char *alias);
/* The same as an item of FROM. */
bool row_function_add(struct translator *translator, struct buffer *out,
                      struct select *select, const struct pg_node *node);

/* ---- zipped_rows.c ---- */

/* The elements of n arrays side by side, as a table. NULL if it is refused. */
struct relation *zipped_rows_add(struct translator *translator,
                                 struct buffer *out, struct select *select,
                                 const struct pg_node *const *nodes, uint32_t n,
                                 const char *alias);

/* ---- record_rows.c ---- */

/* Is it a call such as jsonb_to_recordset(x)? */
bool record_rows_are(const struct pg_node *call);
/* An item of FROM with such a call and its columns; NULL if it is refused. */
struct relation *record_rows_add(struct translator *translator,
                                 struct buffer *out, struct select *select,
                                 const struct pg_node *node, const char *alias);

/* ---- with_changes.c ---- */

/* The change that the query comes to if its WITH is one, and it reads nothing
 * but what that returns; else NULL. */
const struct pg_query *with_change_of(struct translator *translator,
                                      const struct pg_query *query);

/* ---- changed_tables.c ---- */

/* What changes reach: their own tables, and those whose rows follow by foreign
 * keys. All zero: nothing. */
struct changed_tables {
    struct pg_names names;
    bool anything; /* a trigger may have changed other tables */
};

void changed_tables_add(struct translator *translator,
                        struct changed_tables *changed,
                        const struct pg_query *change);
/* Is it perhaps changed? */
bool changed_tables_have(const struct changed_tables *changed,
                         const char *name);
/* Is the column one of those that are SET? */
bool query_sets(const struct pg_nodes *assignments, const char *name);

/* A change at work: what reads its tables meanwhile would see in SQLite what is
 * changed already. The translator has it while SET or RETURNING are. */
struct changing {
    const struct pg_query *change;
    struct changed_tables tables; /* once they are asked for */
};

/* Does anything in the tree read one of its tables, by itself, a view or a
 * query of the WITH? What triggers do is not looked at. */
bool changing_is_read(struct translator *translator, struct changing *changing,
                      const struct pg_node *node);
/* Refuses a table that must not be read now, or that hides the changed one. */
void changing_check(struct translator *translator, const struct pg_node *table);

/* ---- change_script.c ---- */

/* INSERT, UPDATE or DELETE? */
bool query_is_change(const struct pg_query *query);
/* Is one in its WITH? */
bool change_script_is_needed(const struct pg_query *query);
/* Statements one after another, for a query at the top level. */
bool change_script_add(struct translator *translator, struct buffer *out,
                       const struct pg_query *query, struct result *result);
/* Is it the table whose changed rows are read back? */
bool change_script_reads_own(const struct translator *translator,
                             const struct pg_node *table);
/* Is the table as it was before the script's changes? Refuses if it is not. */
bool change_script_may_read(struct translator *translator,
                            const struct pg_node *table, bool is_view);

/* ---- lateral.c ---- */

/* Is it LATERAL (SELECT ...) with one row at most, of VALUES, or of rows of one
 * table? */
bool lateral_is_known(const struct pg_node *node);
/* Such an item of FROM, or of a LEFT JOIN if it has that flag. `*condition` is
 * what the join has to ask, or NULL: nothing. */
bool lateral_add(struct translator *translator, struct buffer *out,
                 struct select *select, const struct pg_node *node,
                 const char **condition);

/* ORDER BY for a copy of the query with another list. */
struct pg_nodes lateral_full_keys(struct translator *translator,
                                  const struct pg_query *query);

/* ---- lateral_rows.c ---- */

/* Is it a SELECT of rows of one table? */
bool lateral_rows_are_known(const struct pg_query *query);
/* As lateral_add. */
bool lateral_rows_add(struct translator *translator, struct buffer *out,
                      struct select *select, const struct pg_node *node,
                      const char **condition);

/* ---- dml.c: INSERT, UPDATE, DELETE ---- */

bool dml_add(struct translator *translator, struct buffer *out,
             const struct pg_query *query, struct result *result);

/* ---- returning.c ---- */

/* Does RETURNING give columns of other tables by a *? */
bool returning_is_of_all_tables(const struct pg_query *change);
/* RETURNING of `select`, a change. Its scope has the changed table, which is
 * `name` in SQLite, and behind its end those `n_joined` of the FROM. */
void returning_add(struct translator *translator, struct buffer *out,
                   struct select *select, const char *name, size_t n_joined,
                   struct result *result);

/* ---- dml_values.c ---- */

/* What DEFAULT is for the column; NULL: one that nobody knows. */
struct fragment dml_default(struct translator *translator,
                            const struct expression_column *column);

/* A value as the column holds it: rounded, filled up, cast. */
struct fragment dml_fit(struct translator *translator, struct fragment fragment,
                        const struct pg_node *node,
                        const struct expression_column *column);

#endif
