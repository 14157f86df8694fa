#include "types/names.h"

#include <string.h>

/* SQLite has one namespace: public is left out, others are a prefix. */
const char *name_table(struct arena *arena, const char *schema,
                       const char *table)
{
    if (!*schema || !strcmp(schema, "public"))
        return arena_copy(arena, table, strlen(table));
    return arena_printf(arena, "%s_%s", schema, table);
}
