/* What the files of this room share: each makes one kind of statement. */
#ifndef SCHEMA_SCHEMA_INTERNAL_H
#define SCHEMA_SCHEMA_INTERNAL_H

#include "schema/schema.h"
#include "sqlite/trial.h"

/* ---- table_map.c ---- */

/* A name that no table or index has yet; the wanted one if it is free. */
const char *schema_name(struct schema *schema, const char *wanted);

/* "schema.table.column", for the report; the parts may be NULL. */
const char *schema_label(struct schema *schema, struct pg_name table,
                         const char *part);

void schema_add(struct ddl_list *list, const char *sql, const char *name);

/* Does the user want it? */
bool schema_wants(const struct schema *schema, struct pg_name name);

/* Are there some, and does the table have all of them? */
bool table_has_columns(const struct table_map *map,
                       const struct pg_names *columns);

/* Is the table's primary key SQLite's rowid? */
bool table_key_is_rowid(const struct table_map *map,
                        const struct pg_constraint *key);

/* Where expressions of a table are translated: its columns are known. */
struct expression_context table_context(struct schema *schema,
                                        struct table_map *map);

/* Is it a numeric that is kept as text? */
bool table_is_exact_text(const struct pg_column *column,
                         const struct value_type *type);

/* Does the collation do what SQLite does without one? */
bool table_sorts_by_bytes(struct pg_name collation);

/* ---- statements, in the order in which they are made ---- */

/* table.c: CREATE TABLE. */
void table_make(struct schema *schema, struct table_map *map);

/* constraints.c: adds a line for each to the body of CREATE TABLE. */
void constraints_add(struct schema *schema, struct table_map *map,
                     struct buffer *body);

/* Makes a numeric of a foreign key text if the one it references is, and the
 * other way round: SQLite finds 1 and '1' different. Before any table. */
void constraints_agree(struct schema *schema);

/* indexes.c */
void indexes_make(struct schema *schema);

/* views.c and triggers.c, after the rest; the trial has the tables. */
void views_make(struct schema *schema, struct trial *trial);
void triggers_make(struct schema *schema, struct trial *trial);

#endif
