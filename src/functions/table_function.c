#include "functions/table_function.h"

#include <string.h>

/* The declaration goes along as the module's own data. */
int table_function_register(sqlite3 *database, const char *name,
                            const sqlite3_module *module,
                            const char *declaration)
{
    return sqlite3_create_module(database, name, module, (void *)declaration);
}

/* All table functions are alike until they are filtered. */
int table_function_connect(sqlite3 *database, void *declaration, int n,
                           const char *const *arguments, sqlite3_vtab **table,
                           char **message)
{
    int result = sqlite3_declare_vtab(database, declaration);
    (void)n, (void)arguments, (void)message;
    if (result != SQLITE_OK)
        return result;
    *table = sqlite3_malloc(sizeof **table);
    if (!*table)
        return SQLITE_NOMEM;
    memset(*table, 0, sizeof **table);
    sqlite3_vtab_config(database, SQLITE_VTAB_INNOCUOUS);
    return SQLITE_OK;
}

int table_function_disconnect(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

/* Zeroed. Each module's xClose frees it with sqlite3_free. */
int table_function_open(size_t size, sqlite3_vtab_cursor **cursor)
{
    *cursor = sqlite3_malloc64(size);
    if (!*cursor)
        return SQLITE_NOMEM;
    memset(*cursor, 0, size);
    return SQLITE_OK;
}
