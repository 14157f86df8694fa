#include "types/names.h"

#include <string.h>

const char *name_table(struct arena *arena, const char *schema,
                       const char *table)
{
    if (!*schema || !strcmp(schema, "public"))
        return arena_copy(arena, table, strlen(table));
    return arena_printf(arena, "%s_%s", schema, table);
}
