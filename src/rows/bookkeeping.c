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
static bool has_only_columns(const struct plan *plan, const char *columns)
{
    const struct lite_table *known = plan->target.known;
    size_t n = known ? known->n_columns : plan->source->n_columns;
    if (n != count_listed(columns))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!is_listed(columns, known ? known->columns[i].name
                                      : plan->source->columns[i]))
            return false;
    return true;
}

bool bookkeeping_is(const struct plan *plan)
{
    for (size_t i = 0; i < COUNT_OF(bookkeeping_tables); i++) {
        const struct bookkeeping_table *table = &bookkeeping_tables[i];
        if (!sqlite3_stricmp(table->name, plan->source->table) &&
            (!table->columns || has_only_columns(plan, table->columns)))
            return true;
    }
    return false;
}
