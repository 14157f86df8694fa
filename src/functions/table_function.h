/* Table-valued functions: what those that give rows have in common
 * (https://sqlite.org/vtab.html#tabfunc2). */
#ifndef FUNCTIONS_TABLE_FUNCTION_H
#define FUNCTIONS_TABLE_FUNCTION_H

#include "functions/function.h"

/* Registers a module whose xConnect and xDisconnect are those below; the
 * declaration is the CREATE TABLE of its columns, and stays. */
int table_function_register(sqlite3 *database, const char *name,
                            const sqlite3_module *module,
                            const char *declaration);

int table_function_connect(sqlite3 *database, void *declaration, int n,
                           const char *const *arguments, sqlite3_vtab **table,
                           char **message);
int table_function_disconnect(sqlite3_vtab *table);

/* For xOpen: a cursor of so many bytes, all zero. */
int table_function_open(size_t size, sqlite3_vtab_cursor **cursor);

#endif
