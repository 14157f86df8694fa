/* Definitions: what the grammar's actions do to the catalog.
 *
 * Each function works on what the parser holds at the moment: the table, the
 * column, the constraint. What cannot be (a table that is not there) fails the
 * parser; then the functions work on things nobody sees. */
#ifndef POSTGRES_DEFINE_H
#define POSTGRES_DEFINE_H

#include "postgres/catalog.h"
#include "postgres/parser.h"
#include "postgres/tree.h"

/* ---- names and types ---- */

struct pg_name name_resolve(struct pg_parser *parser, const char *schema,
                            const char *name);
struct pg_names *names_add(struct pg_parser *parser, struct pg_names *names,
                           const char *name);
struct pg_word word_none(void);
struct pg_word word_as(struct pg_word word, const char *text);
struct pg_word word_negative(struct pg_parser *parser, struct pg_word word);

struct pg_type type_plain(const char *name);
struct pg_type type_with(const char *name, struct pg_type modifiers);
/* interval's fields (enum interval_field), from the first to the last. */
unsigned type_fields(struct pg_parser *parser, unsigned first, unsigned last);
struct pg_type type_interval(unsigned fields, struct pg_type modifiers);
struct pg_type type_named(struct pg_parser *parser, const char *schema,
                          const char *name, struct pg_type modifiers);
/* PostgreSQL's own name for one of its types by another (int8); NULL for what
 * is no such name. */
const char *type_usual_name(const char *name);
/* The type of a serial column (smallserial, bigserial); NULL for others. */
const char *type_of_serial(struct pg_type type);
struct pg_type type_array(struct pg_type type, int dimensions);
struct pg_type type_set(struct pg_type type);
struct pg_type type_modifiers(struct pg_parser *parser, struct node_list *list);

/* ---- tables ---- */

void define_table(struct pg_parser *parser, struct pg_name name,
                  enum pg_table_kind kind);
void define_of_type(struct pg_parser *parser, struct pg_name type);
void define_partition(struct pg_parser *parser, struct pg_name parent);
void define_partitioned(struct pg_parser *parser);
void define_parent(struct pg_parser *parser, struct pg_name parent);
void alter_table(struct pg_parser *parser, struct pg_name name);
/* What takes a column or a name away is not followed: the table is marked. */
void alter_shape(struct pg_parser *parser);
void alter_rename(struct pg_parser *parser, const char *name);
void alter_attach(struct pg_parser *parser, struct pg_name partition);

void define_column(struct pg_parser *parser, struct pg_word name,
                   struct pg_type type, bool has_type);
void alter_column(struct pg_parser *parser, struct pg_word name);
void alter_type(struct pg_parser *parser, struct pg_type type);
void alter_nullable(struct pg_parser *parser);
void define_not_null(struct pg_parser *parser);
void define_default(struct pg_parser *parser, const struct pg_node *value);
void define_generated(struct pg_parser *parser, const struct pg_node *value,
                      bool is_stored);
void define_identity(struct pg_parser *parser, enum pg_identity identity);
void define_collation(struct pg_parser *parser, struct pg_name collation);

/* ---- constraints ---- */

void alter_drop_constraint(struct pg_parser *parser, struct pg_word name);
void define_constraint_name(struct pg_parser *parser, const char *name);
void define_check(struct pg_parser *parser, const struct pg_node *expression);
void define_key(struct pg_parser *parser, enum pg_constraint_kind kind,
                struct pg_names *columns, struct pg_names *included);
void define_key_from_index(struct pg_parser *parser,
                           enum pg_constraint_kind kind, struct pg_word index);
void define_foreign_key(struct pg_parser *parser, struct pg_names *columns,
                        struct pg_constraint *reference);
void define_exclude(struct pg_parser *parser);
void define_not_null_of(struct pg_parser *parser, struct pg_word column);

/* Constraints written after a column. */
void define_column_check(struct pg_parser *parser,
                         const struct pg_node *expression);
void define_column_key(struct pg_parser *parser, enum pg_constraint_kind kind);
void define_column_reference(struct pg_parser *parser,
                             struct pg_constraint *reference);

/* A REFERENCES clause, to be used by one of the above. */
struct pg_constraint *define_reference(struct pg_parser *parser,
                                       struct pg_name parent,
                                       struct pg_names *columns);
void define_on_delete(struct pg_constraint *reference, enum pg_action action,
                      struct pg_names *columns);

/* What stands after the last constraint. */
void define_nulls_distinct(struct pg_parser *parser, bool distinct);
void define_temporal(struct pg_parser *parser);
void define_deferrable(struct pg_parser *parser, bool deferrable);
void define_deferred(struct pg_parser *parser);
void define_not_valid(struct pg_parser *parser);
void define_not_enforced(struct pg_parser *parser);
void define_no_inherit(struct pg_parser *parser);

/* ---- indexes ---- */

void define_index(struct pg_parser *parser, struct pg_word name,
                  struct pg_name table, const char *method, bool unique,
                  bool only);
void define_index_key(struct pg_parser *parser, const struct pg_node *key,
                      struct pg_name collation, struct pg_name operator_class,
                      bool descending, int nulls);
void define_index_included(struct pg_parser *parser, struct pg_names *columns);
void define_index_nulls(struct pg_parser *parser, bool not_distinct);
void define_index_predicate(struct pg_parser *parser,
                            const struct pg_node *predicate);
void define_index_attached(struct pg_parser *parser, struct pg_name parent,
                           struct pg_name child);

/* ---- types, domains, sequences (define_types.c) ---- */

struct pg_type_definition *define_type(struct pg_parser *parser,
                                       struct pg_name name);
void define_label(struct pg_parser *parser, struct pg_word label);
/* ALTER TYPE ADD VALUE: at the end, or before or after the anchor. */
void define_label_beside(struct pg_parser *parser, struct pg_name name,
                         struct pg_word label, const char *anchor,
                         bool is_after);
void define_attribute(struct pg_parser *parser, struct pg_word name,
                      struct pg_type type);
void define_domain(struct pg_parser *parser, struct pg_name name,
                   struct pg_type base);
void alter_domain(struct pg_parser *parser, struct pg_name name);
void define_domain_not_null(struct pg_parser *parser);
void define_domain_default(struct pg_parser *parser,
                           const struct pg_node *value);
void define_domain_check(struct pg_parser *parser,
                         const struct pg_node *expression, bool not_valid);
void define_domain_collation(struct pg_parser *parser,
                             struct pg_name collation);

void define_sequence(struct pg_parser *parser, struct pg_name name);
void alter_sequence(struct pg_parser *parser, struct pg_name name);
void define_identity_sequence(struct pg_parser *parser, struct pg_name name);
void define_sequence_start(struct pg_parser *parser, struct pg_word number);
void define_sequence_increment(struct pg_parser *parser, struct pg_word number);
void define_owner(struct pg_parser *parser, struct pg_word schema,
                  struct pg_word table, struct pg_word column);

void comment_on_table(struct pg_parser *parser, struct pg_name name,
                      struct pg_word text);
void comment_on_column(struct pg_parser *parser, struct pg_word schema,
                       struct pg_word table, struct pg_word column,
                       struct pg_word text);
void comment_on_index(struct pg_parser *parser, struct pg_name name,
                      struct pg_word text);
void comment_on_constraint(struct pg_parser *parser, struct pg_word name,
                           struct pg_name table, struct pg_word text);
void comment_on_type(struct pg_parser *parser, struct pg_name name,
                     struct pg_word text);

/* ---- views: define_views.c ---- */

/* CREATE OR REPLACE gives another query to a view that is there: pg_dump
 * breaks circles of views with one that has NULLs only. */
void define_view(struct pg_parser *parser, struct pg_name name,
                 struct pg_names *columns, const struct pg_query *query,
                 enum pg_view_kind kind);
void define_refresh(struct pg_parser *parser, struct pg_name name);
void comment_on_view(struct pg_parser *parser, struct pg_name name,
                     struct pg_word text);

/* ---- triggers: define_triggers.c ---- */

void define_trigger(struct pg_parser *parser, struct pg_word name,
                    enum pg_timing timing);
void define_trigger_call(struct pg_parser *parser, struct pg_name table,
                         struct pg_name function, bool has_arguments);
void define_function(struct pg_parser *parser, struct pg_name name);
void define_disabled(struct pg_parser *parser, struct pg_word trigger);

#endif
