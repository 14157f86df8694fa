/* Tables as queries ask for them: translate/query.h's table_lookup. */
#include "schema/schema_internal.h"

/* A name without a schema is one of public's, or the only one there is. */
static struct table_map *table_lookup_find_map(const struct schema *schema,
                                               struct pg_name name)
{
    struct pg_target target = {.schema = name.schema ? name.schema : "public",
                               .table = name.name,
                               .is_qualified = name.schema != NULL};
    const struct pg_table *table = catalog_target(schema->catalog, &target);
    return table ? schema_find(schema, table->name) : NULL;
}

/* A query of the parent shows its children's rows in PostgreSQL, and not in
 * SQLite. */
static bool table_lookup_is_inherited(const struct pg_catalog *catalog,
                                      struct pg_name name)
{
    for (size_t i = 0; i < catalog->n_tables; i++) {
        const struct pg_table *table = catalog->tables[i];
        for (size_t j = 0; !table->is_partition && j < table->n_parents; j++)
            if (catalog_is_same(table->parents[j], name))
                return true;
    }
    return false;
}

static bool table_lookup_find_table(void *context, struct pg_name name,
                                    struct table_relation *table)
{
    struct schema *schema = context;
    struct table_map *map = table_lookup_find_map(schema, name);
    struct expression_context known;
    if (!map)
        return false;
    *table = (struct table_relation){
        .is_inherited = table_lookup_is_inherited(schema->catalog, map->name)};
    /* It exists, and is not in SQLite: the query says so. */
    if (!map->table)
        return true;
    known = table_context(schema, map);
    table->name = map->table->name;
    table->is_partition = map->root != map;
    table->columns = known.columns;
    table->n = known.n_columns;
    return true;
}

struct table_lookup schema_lookup(struct schema *schema)
{
    return (struct table_lookup){schema->catalog, table_lookup_find_table,
                                 schema};
}
