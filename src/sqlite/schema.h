/* Schema: the tables of an existing SQLite database. */
#ifndef SQLITE_SCHEMA_H
#define SQLITE_SCHEMA_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"
#include "base/memory.h"

/* How SQLite converts values of a column (https://sqlite.org/datatype3.html).
 */
enum lite_affinity {
    AFFINITY_BLOB, /* none */
    AFFINITY_TEXT,
    AFFINITY_INTEGER,
    AFFINITY_REAL,
    AFFINITY_NUMERIC
};

struct lite_column {
    const char *name;
    const char *type; /* as declared; "" if it is not */
    enum lite_affinity affinity;
    bool not_null;
    bool generated;
    bool is_stored;          /* generated, and kept in the row */
    const char *default_sql; /* NULL: none */
    bool is_rowid;           /* INTEGER PRIMARY KEY */
    bool is_key;             /* part of the primary key */
    bool is_json;            /* a CHECK says so */
};

struct lite_table {
    const char *name;
    bool is_table;      /* not a view or a virtual table */
    bool autoincrement; /* its rowid column is AUTOINCREMENT */
    bool is_strict;
    bool has_rowid;
    uint32_t root_page; /* 0 for what has none */
    size_t n_columns;
    struct lite_column *columns; /* in the table's order, generated included */
};

struct lite_schema {
    size_t n_tables, capacity;
    struct lite_table *tables;
    bool has_sequences; /* sqlite_sequence exists */
    struct arena arena; /* owns the names */
};

/* Opens an existing database file; it is not made if it does not exist. One
 * that is locked is waited for, `timeout` seconds at every statement. */
sqlite3 *lite_open(const char *path, bool for_writing, long timeout,
                   struct failure *failure);

/* The same for proving: SQLite knows the CHECKs of a database that it could
 * write, so it may, but nothing is written. A file that is read-only is opened
 * without them. */
sqlite3 *lite_open_to_prove(const char *path, long timeout,
                            struct failure *failure);

bool lite_schema_read(struct lite_schema *schema, sqlite3 *database,
                      struct failure *failure);
void lite_schema_release(struct lite_schema *schema);

/* By name, as SQLite compares names: ASCII case does not matter. */
const struct lite_table *lite_find_table(const struct lite_schema *schema,
                                         const char *name);
const struct lite_column *lite_find_column(const struct lite_table *table,
                                           const char *name);

enum lite_affinity lite_affinity_of(const char *declared_type);

#endif
