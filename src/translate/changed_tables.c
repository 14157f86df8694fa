/* Which tables a change reaches: its own, those whose foreign keys follow it,
 * and, where it fires a trigger, any. */
#include <string.h>

#include "translate/query_internal.h"

static bool names_have(const struct pg_names *names, const char *name)
{
    for (size_t i = 0; i < names->n; i++)
        if (!strcmp(names->items[i], name))
            return true;
    return false;
}

bool changed_tables_have(const struct changed_tables *changed, const char *name)
{
    return changed->anything || names_have(&changed->names, name);
}

/* `follows`: the tables whose rows go or change with those of this one, too. */
static void add_reached(struct translator *translator,
                        struct changed_tables *changed,
                        const struct pg_catalog *catalog, const char *name,
                        bool follows)
{
    struct pg_names *names = &changed->names;
    if (names_have(names, name))
        return;
    arena_grow(translator->context->arena, &names->items, &names->capacity,
               names->n + 1, sizeof *names->items);
    names->items[names->n++] = name;
    for (size_t i = 0; follows && i < catalog->n_tables; i++) {
        const struct pg_table *table = catalog->tables[i];
        for (size_t j = 0; j < table->n_constraints; j++)
            if (table->constraints[j].kind == CONSTRAINT_FOREIGN_KEY &&
                !strcmp(table->constraints[j].parent.name, name))
                add_reached(translator, changed, catalog, table->name.name,
                            true);
    }
}

void changed_tables_add(struct translator *translator,
                        struct changed_tables *changed,
                        const struct pg_query *change)
{
    static const struct pg_catalog nothing;
    const struct table_lookup *tables = translator->query_context->tables;
    const struct pg_catalog *catalog = tables ? tables->catalog : &nothing;
    const char *name = change->table->name.name;
    add_reached(translator, changed, catalog, name,
                change->kind != QUERY_INSERT || change->conflict_updates);
    for (size_t i = 0; i < catalog->n_triggers; i++)
        changed->anything |= !strcmp(catalog->triggers[i]->table.name, name);
}
