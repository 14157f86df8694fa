#include "rows/bookkeeping.h"

#include <sqlite3.h>
#include <string.h>

static const struct bookkeeping_table {
    const char *name, *columns;
} bookkeeping_tables[] = {
#define BOOKKEEPING(name, columns) {name, columns},
#include "bookkeeping.def"
#undef BOOKKEEPING
};

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

/* All of them, and no others: an application may have migrations of its own. */
bool bookkeeping_is_table(const struct lite_table *table, const char *name,
                          const char *columns)
{
    if (sqlite3_stricmp(table->name, name) != 0)
        return false;
    if (columns && table->n_columns != count_listed(columns))
        return false;
    for (size_t i = 0; i < table->n_columns && columns; i++)
        if (!is_listed(columns, table->columns[i].name))
            return false;
    return true;
}

/* What the database does not have shows by what the rows name. */
static bool is_source(const struct pg_target *source, const char *name,
                      const char *columns)
{
    if (sqlite3_stricmp(source->table, name) != 0)
        return false;
    if (columns && source->n_columns != count_listed(columns))
        return false;
    for (size_t i = 0; i < source->n_columns && columns; i++)
        if (!is_listed(columns, source->columns[i]))
            return false;
    return true;
}

bool bookkeeping_is(const struct plan *plan)
{
    const struct lite_table *known = plan->target.known;
    for (size_t i = 0; i < COUNT_OF(bookkeeping_tables); i++) {
        const char *name = bookkeeping_tables[i].name;
        const char *columns = bookkeeping_tables[i].columns;
        if (known ? bookkeeping_is_table(known, name, columns)
                  : is_source(plan->source, name, columns))
            return true;
    }
    return false;
}
