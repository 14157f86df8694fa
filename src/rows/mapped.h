/* Mapped rows: what --map says of the columns of a plan. Values are left out,
 * have other names, and constants come behind them; tables have other names,
 * too. Without a mapping nothing changes. */
#ifndef ROWS_MAPPED_H
#define ROWS_MAPPED_H

#include "rows/plan.h"

/* What the table is called in SQLite. */
const char *mapped_table(struct plans *plans, const char *schema,
                         const char *table);

/* What a column of the dump's table is called in SQLite; NULL: no value of it
 * is wanted. */
const char *mapped_column(struct plans *plans, struct pg_name table,
                          const char *column);

/* Fails for rows that name no columns, if --map has lines about those. */
bool mapped_check_names(const struct plans *plans, const struct plan *plan,
                        struct failure *failure);

/* Settles the target's columns: `names` has the name in SQLite for each value,
 * NULL for those that are left out; it is kept. */
bool mapped_settle(struct plans *plans, struct pg_name table, struct plan *plan,
                   const char **names, struct failure *failure);

/* The values that are wanted of the row's translated ones (NULL: each is
 * DEFAULT), in an array of `target.n_columns`. */
struct lite_value *mapped_values(const struct plan *plan, struct arena *arena,
                                 const struct lite_value *values);

/* The catalog's names are known. */
void mapped_know(const struct plans *plans, const struct pg_catalog *catalog);

/* Adds the rows of all plans to the lines, once. */
void mapped_count(const struct plans *plans);

/* A plan's columns in the dump and in SQLite. */
struct mapped_columns {
    struct pg_name table;
    const char **sources;
    const char **names; /* NULL: left out */
};

/* Adds what is to be said of columns that only one side has, if there are any.
 * The plan is settled. */
void mapped_compare(struct buffer *out, const struct mapped_columns *both,
                    const struct plan *plan);

#endif
