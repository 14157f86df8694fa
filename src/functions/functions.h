/* PostgreSQL's functions for SQLite: what grammar/functions.def calls where
 * --extension=yes.
 *
 * The same files make the loadable library pgdecant_functions.so, which any
 * program that uses SQLite can load, and are linked into pgdecant itself.
 * Values are as pgdecant stores them: timestamps as UTC text, arrays and JSON
 * as JSON text, intervals as PostgreSQL's text, booleans as 1 and 0. */
#ifndef FUNCTIONS_FUNCTIONS_H
#define FUNCTIONS_FUNCTIONS_H

#include <sqlite3.h>

/* Registers all of them with a connection; an SQLite result code. */
int functions_register(sqlite3 *database);

#endif
