#include "schema/inheritance.h"

#include <stdlib.h>
#include <string.h>

#include "schema/flatten.h"
#include "schema/schema_internal.h"
#include "sqlite/quote.h"
#include "types/types.h"

/* ---- which are merged ---- */

static bool is_child_of(const struct pg_table *table,
                        const struct pg_table *parent)
{
    return table->n_parents == 1 && !table->is_partition &&
           catalog_is_same(table->parents[0], parent->name);
}

static bool adds_columns(struct arena *scratch,
                         const struct pg_catalog *catalog,
                         const struct pg_table *child,
                         const struct pg_table *parent)
{
    return flatten(scratch, catalog, child)->n_columns !=
           flatten(scratch, catalog, parent)->n_columns;
}

/* Which rows it has, as partitions say by their bounds. */
static bool has_own_check(const struct pg_table *table)
{
    for (size_t i = 0; i < table->n_constraints; i++)
        if (table->constraints[i].kind == CONSTRAINT_CHECK)
            return true;
    return false;
}

static bool may_merge(struct arena *scratch, const struct pg_catalog *catalog,
                      const struct pg_table *child,
                      const struct pg_table *parent, int policy)
{
    return child->kind != TABLE_FOREIGN && !child->is_broken &&
           !adds_columns(scratch, catalog, child, parent) &&
           (policy == INHERITANCE_MERGE || has_own_check(child));
}

/* Of none or of all: half a table is nobody's. */
static bool all_may_merge(struct arena *scratch,
                          const struct pg_catalog *catalog,
                          const struct pg_table *parent, int policy)
{
    for (size_t i = 0; i < catalog->n_tables; i++) {
        const struct pg_table *child = catalog->tables[i];
        for (size_t j = 0; j < child->n_parents; j++)
            if (catalog_is_same(child->parents[j], parent->name) &&
                (!is_child_of(child, parent) ||
                 !may_merge(scratch, catalog, child, parent, policy)))
                return false;
    }
    return true;
}

static void merge_children(struct arena *scratch, struct pg_catalog *catalog,
                           struct pg_table *parent, int policy)
{
    bool is_settled = false, may = false;
    for (size_t i = 0; i < catalog->n_tables; i++) {
        struct pg_table *child = catalog->tables[i];
        if (!is_child_of(child, parent))
            continue;
        if (!is_settled)
            may = all_may_merge(scratch, catalog, parent, policy);
        is_settled = true;
        if (!may)
            return;
        child->is_partition = true;
        child->partition_of = parent->name;
        parent->is_partitioned = true;
    }
}

/* By tables that have parents: most dumps have none, and are not searched. */
void inheritance_merge(struct pg_catalog *catalog, int policy)
{
    struct arena scratch = {0};
    for (size_t i = 0; i < catalog->n_tables; i++) {
        const struct pg_table *child = catalog->tables[i];
        struct pg_table *parent =
            policy != INHERITANCE_SEPARATE && child->n_parents == 1 &&
                    !child->is_partition
                ? catalog_table(catalog, child->parents[0])
                : NULL;
        if (parent)
            merge_children(&scratch, catalog, parent, policy);
        arena_reset(&scratch);
    }
    arena_release(&scratch);
}

/* ---- views of all ---- */

/* The parent's columns, which every child has under the same names in
 * PostgreSQL. */
static void add_all_rows(struct buffer *sql, const struct table_map *parent,
                         const struct table_map *map)
{
    buffer_add_text(sql, "SELECT ");
    for (size_t i = 0; i < parent->flat->n_columns; i++) {
        ptrdiff_t at = table_column(map, parent->flat->columns[i].name);
        buffer_add_text(sql, i ? ", " : "");
        if (at < 0)
            buffer_add_text(sql, "NULL");
        else
            quote_identifier(sql, map->columns[at]);
    }
    /* SQLite has no tables without columns: theirs is called _. */
    buffer_add_text(sql,
                    parent->flat->n_columns ? " FROM " : "NULL AS _ FROM ");
    quote_identifier(sql, map->table->name);
}

static bool is_own_table(const struct table_map *map)
{
    return map->table && map->root == map;
}

/* Children of children, too: they are after their parents in a dump. */
static bool is_below(const struct schema *schema, const struct table_map *map,
                     const struct table_map *parent, int depth)
{
    if (depth == 0)
        return false;
    for (size_t i = 0; i < map->source->n_parents; i++) {
        const struct table_map *next =
            schema_find(schema, map->source->parents[i]);
        if (next == parent ||
            (next && is_below(schema, next, parent, depth - 1)))
            return true;
    }
    return false;
}

static void tell_all(struct schema *schema, const struct table_map *parent,
                     const char *text)
{
    report_add(schema->report, REPORT_CHANGED, parent->source->origin.location,
               "table", schema_label(schema, parent->name, NULL), "%s", text);
}

/* SQLITE_MAX_COMPOUND_SELECT */
enum { MOST_SELECTS = 500 };

static void add_view(struct schema *schema, const struct table_map *parent)
{
    enum { DEPTH = 16 };
    size_t n = 1;
    const char *name = schema_name(
        schema, arena_printf(&schema->arena, "%s_all", parent->table->name));
    struct buffer sql = {0};
    buffer_add_text(&sql, "CREATE VIEW ");
    quote_identifier(&sql, name);
    buffer_add_text(&sql, " AS ");
    add_all_rows(&sql, parent, parent);
    for (size_t i = 0; i < schema->n_maps; i++)
        if (is_own_table(&schema->maps[i]) &&
            is_below(schema, &schema->maps[i], parent, DEPTH)) {
            buffer_add_text(&sql, " UNION ALL ");
            add_all_rows(&sql, parent, &schema->maps[i]);
            n++;
        }
    if (n <= MOST_SELECTS)
        schema_add(&schema->after,
                   arena_copy(&schema->arena, sql.bytes, sql.size), name);
    tell_all(schema, parent,
             n <= MOST_SELECTS
                 ? arena_printf(&schema->arena,
                                "has the rows of its own; the view %s has "
                                "those of tables that inherit from it as well",
                                name)
                 : "has the rows of its own; more tables inherit from it than "
                   "SQLite joins in a view (500); --inheritance=merge puts "
                   "their rows into it");
    buffer_release(&sql);
}

/* Of its parents: by their place among the maps. */
static void mark_parents(const struct schema *schema,
                         const struct table_map *child, bool *is_parent)
{
    for (size_t i = 0; i < child->source->n_parents; i++) {
        const struct table_map *parent =
            schema_find(schema, child->source->parents[i]);
        if (parent)
            is_parent[parent - schema->maps] = true;
    }
}

void inheritance_add_views(struct schema *schema)
{
    bool *is_parent = xreallocarray(NULL, schema->n_maps + 1, sizeof(bool));
    memset(is_parent, 0, schema->n_maps * sizeof *is_parent);
    for (size_t i = 0; i < schema->n_maps; i++)
        if (is_own_table(&schema->maps[i]))
            mark_parents(schema, &schema->maps[i], is_parent);
    for (size_t i = 0; i < schema->n_maps; i++)
        if (is_parent[i] && is_own_table(&schema->maps[i]))
            add_view(schema, &schema->maps[i]);
    free(is_parent);
}
