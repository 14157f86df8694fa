/* Mapping: --map=FILE, other names for tables and columns, columns that are
 * left out, and columns that get a constant.
 *
 *   # a comment
 *   table crm.users -> app_users
 *   column crm.users.full_name -> name
 *   skip table audit_*
 *   skip column users.legacy_id
 *   set column users.plan = 'free'
 *
 * Names are written as in SQL: in lower case, or in quotes. A table without a
 * schema is one of any. The names on the left are the dump's, but for the
 * column of `set`, which is the database's. */
#ifndef SCHEMA_MAPPING_H
#define SCHEMA_MAPPING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"
#include "base/memory.h"
#include "schema/selection.h"
#include "sqlite/row.h"

struct mapping;

/* A column that gets the same value in every row. */
struct map_constant {
    const char *column, *place; /* FILE:LINE, for messages */
    struct lite_value value;    /* an SQL literal, or a double */
};

/* What it skips of tables goes into the selection. NULL after a failure. */
/* The file that it was read from. */
const char *mapping_path(const struct mapping *mapping);

struct mapping *mapping_read(const char *path, struct selection *selection,
                             struct failure *failure);
void mapping_release(struct mapping *mapping); /* may be NULL */

/* The mapping may be NULL in all of these, which changes nothing. What is asked
 * for by its name counts as known. */

/* The name that a line gives it, or NULL. */
const char *mapping_table(struct mapping *mapping, const char *schema,
                          const char *table);
const char *mapping_column(struct mapping *mapping, const char *schema,
                           const char *table, const char *column);
bool mapping_skips(struct mapping *mapping, const char *schema,
                   const char *table, const char *column);

/* What the table is called in SQLite, with a line or without; the name without
 * one is in the arena. */
const char *mapping_name_table(struct mapping *mapping, struct arena *arena,
                               const char *schema, const char *table);

/* Does the column get a constant? */
bool mapping_sets(struct mapping *mapping, const char *schema,
                  const char *table, const char *column);

/* The constants of a table one by one, from *at = 0; NULL after the last. */
const struct map_constant *mapping_next(const struct mapping *mapping,
                                        const char *schema, const char *table,
                                        size_t *at);

/* Is there a line about columns of the table? */
bool mapping_touches(const struct mapping *mapping, const char *schema,
                     const char *table);

/* Rows of a table have been changed so. */
void mapping_count(struct mapping *mapping, const char *schema,
                   const char *table, uint64_t rows);

/* A line whose names nobody has asked for is a mistake. */
bool mapping_check(const struct mapping *mapping, struct failure *failure);
/* The same for lines that rename tables alone: other messages come of them. */
bool mapping_check_tables(const struct mapping *mapping,
                          struct failure *failure);

/* The lines one by one, from *at = 0, as text and with their rows; NULL after
 * the last. */
const char *mapping_line(const struct mapping *mapping, size_t *at,
                         uint64_t *rows);

#endif
