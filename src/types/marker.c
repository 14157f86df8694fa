#include "types/marker.h"

#include <sqlite3.h>
#include <string.h>

/* Is `name` one of those with commas between them? */
static bool is_listed(const char *columns, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = columns; at; at = strchr(at, ',')) {
        at += *at == ',';
        if (strcspn(at, ",") == length &&
            !sqlite3_strnicmp(at, name, (int)length))
            return true;
    }
    return false;
}

static size_t count_listed(const char *columns)
{
    size_t count = 1;
    for (; *columns; columns++)
        count += *columns == ',';
    return count;
}

bool marker_fits(const struct marker *marker, const char *table,
                 const char *const *first, size_t stride, size_t n)
{
    if (sqlite3_stricmp(marker->table, table) != 0)
        return false;
    if (!marker->columns)
        return true;
    for (size_t i = 0; i < n; i++)
        if (!is_listed(
                marker->columns,
                *(const char *const *)((const char *)first + i * stride)))
            return false;
    return n == count_listed(marker->columns);
}

bool marker_fits_table(const struct marker *marker,
                       const struct lite_table *table)
{
    return marker_fits(marker, table->name,
                       table->n_columns ? &table->columns->name : NULL,
                       sizeof *table->columns, table->n_columns);
}
