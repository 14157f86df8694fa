#include "schema/inheritance.h"
#include "schema/schema_internal.h"

#include <ctype.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "schema/mapping.h"
#include "types/number.h"

/* ---- maps ---- */

/* Names that differ in case only are one in SQLite. */
static bool is_taken(const struct table_map *map, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (!sqlite3_stricmp(map->columns[i], name))
            return true;
    return false;
}

/* Lines of --map are about the whole table. */
static struct pg_name mapped_name(const struct schema *schema,
                                  const struct pg_table *table)
{
    const struct pg_table *root = selection_mapping(schema->selection)
                                      ? partition_root(schema->catalog, table)
                                      : NULL;
    return root ? root->name : table->name;
}

/* Without the columns that --map skips. */
static void skip_columns(struct schema *schema, struct flat_table *flat,
                         struct pg_name table)
{
    size_t n = 0;
    for (size_t i = 0; i < flat->n_columns; i++)
        if (!mapping_skips(selection_mapping(schema->selection), table.schema,
                           table.name, flat->columns[i].name))
            flat->columns[n++] = flat->columns[i];
    flat->n_columns = n;
}

/* The first keeps its name, others get a number. */
static void name_column(struct schema *schema, struct table_map *map, size_t at)
{
    const struct pg_column *column = &map->flat->columns[at];
    struct pg_name table = mapped_name(schema, map->source);
    const char *mapped = mapping_column(selection_mapping(schema->selection),
                                        table.schema, table.name, column->name);
    const char *name = mapped ? mapped : column->name;
    for (unsigned i = 2; is_taken(map, at, name); i++)
        name = arena_printf(&schema->arena, "%s_%u",
                            mapped ? mapped : column->name, i);
    map->columns[at] = name;
    mapping_sets(selection_mapping(schema->selection), table.schema, table.name,
                 name);
    if (name != column->name && name != mapped)
        report_add(schema->report, REPORT_CHANGED, column->origin.location,
                   "column", schema_label(schema, map->name, column->name),
                   "is %s in SQLite, where case does not matter", name);
}

static void schema_map_columns(struct schema *schema, struct table_map *map)
{
    size_t n = map->flat->n_columns;
    map->types = arena_alloc(&schema->arena, n * sizeof *map->types);
    map->columns = arena_alloc(&schema->arena, n * sizeof *map->columns);
    for (size_t i = 0; i < n; i++) {
        map->types[i] =
            type_resolve(&schema->arena, schema->catalog, map->name.schema,
                         schema->policies, &map->flat->columns[i].type);
        name_column(schema, map, i);
    }
}

/* A partition goes with the whole table, as its rows do. */
static bool is_selected(const struct schema *schema,
                        const struct pg_table *table)
{
    const struct pg_table *root = partition_root(schema->catalog, table);
    if (!schema->selection)
        return true;
    if (root && root != table &&
        selection_wants(schema->selection, root->name.schema, root->name.name))
        return true;
    return selection_wants(schema->selection, table->name.schema,
                           table->name.name);
}

/* Reasons that no option can change. */
static const char *why_left_out(const struct pg_table *table)
{
    if (table->is_broken)
        return "its definition was not understood";
    if (table->kind == TABLE_FOREIGN)
        return "a foreign table has no rows of its own";
    return NULL;
}

/* `root` is itself until the partitions are known. */
static void init_map(struct schema *schema, struct table_map *map,
                     const struct pg_table *table)
{
    struct flat_table *flat;
    *map = (struct table_map){.name = table->name,
                              .source = table,
                              .root = map,
                              .is_selected = is_selected(schema, table),
                              .reason = why_left_out(table)};
    flat = flatten(&schema->arena, schema->catalog, table);
    skip_columns(schema, flat, mapped_name(schema, table));
    map->flat = flat;
    schema_map_columns(schema, map);
    if (!tsearch(map, &schema->by_name, catalog_compare_names))
        fatal("out of memory");
}

/* Wanted, and possible. */
static bool comes_along(const struct table_map *map)
{
    return map->is_selected && !map->reason;
}

/* A partition whose partitioned table is missing or not selected becomes a
 * table of its own. */
static void find_root(struct schema *schema, struct table_map *map)
{
    const struct pg_table *root = partition_root(schema->catalog, map->source);
    if (root)
        map->root = schema_find(schema, root->name);
    if (root && map->root && map->root->is_selected) {
        if (map->root != map && map->source->n_parents && comes_along(map))
            report_add(schema->report, REPORT_CHANGED,
                       map->source->origin.location, "inheriting table",
                       schema_label(schema, map->name, NULL),
                       "its rows are in %s.%s, as a partition's are",
                       root->name.schema, root->name.name);
        return;
    }
    map->root = map;
    if (comes_along(map))
        report_add(schema->report, REPORT_CHANGED, map->source->origin.location,
                   "partition", schema_label(schema, map->name, NULL),
                   "the partitioned table is not there; it is a table of its "
                   "own");
}

/* schema.table becomes schema_table, which may be taken. */
static void name_table_of(struct schema *schema, struct table_map *map)
{
    const char *wanted =
        mapping_name_table(selection_mapping(schema->selection), &schema->arena,
                           map->name.schema, map->name.name);
    struct lite_table *table = arena_alloc(&schema->arena, sizeof *table);
    *table = (struct lite_table){.name = schema_name(schema, wanted),
                                 .is_table = true};
    map->table = table;
    if (strcmp(table->name, wanted) != 0)
        report_add(schema->report, REPORT_CHANGED, map->source->origin.location,
                   "table", schema_label(schema, map->name, NULL),
                   "is called %s in SQLite", table->name);
    for (size_t i = 0; i < map->source->n_parents; i++)
        report_add(schema->report, REPORT_CHANGED, map->source->origin.location,
                   "inheriting table", schema_label(schema, map->name, NULL),
                   "%s.%s does not show its rows in SQLite",
                   map->source->parents[i].schema,
                   map->source->parents[i].name);
}

/* Tables of public have the right to their names. */
static void name_tables(struct schema *schema, bool of_public)
{
    for (size_t i = 0; i < schema->n_maps; i++) {
        struct table_map *map = &schema->maps[i];
        bool is_public = !strcmp(map->name.schema, "public");
        if (map->root == map && comes_along(map) && is_public == of_public)
            name_table_of(schema, map);
    }
}

static void report_left_out(struct schema *schema, const struct table_map *map)
{
    if (map->is_selected)
        report_add(schema->report, REPORT_DROPPED, map->source->origin.location,
                   "table", schema_label(schema, map->name, NULL), "%s",
                   map->reason);
}

/* A default shows of the column what a row would. */
static void look_at_default(struct pg_column *column,
                            const struct value_type *type)
{
    const struct pg_node *node = column->default_value;
    while (node && node->kind == NODE_CAST)
        node = node->left;
    if (!node || (node->kind != NODE_STRING && node->kind != NODE_NUMBER))
        return;
    if (type->class == CLASS_JSON &&
        number_looks_like(node->text, strlen(node->text)))
        column->seen |= SEEN_BARE_NUMBER;
    if (type->class == CLASS_NUMERIC &&
        number_is_plain(node->text, strlen(node->text)) &&
        !number_fits_double(node->text, strlen(node->text)))
        column->seen |= SEEN_MANY_DIGITS;
}

static void look_at_defaults(struct schema *schema)
{
    for (size_t i = 0; i < schema->n_maps; i++)
        for (size_t j = 0; j < schema->maps[i].flat->n_columns; j++)
            look_at_default(&schema->maps[i].flat->columns[j],
                            schema->maps[i].types[j]);
}

/* Partitions take the name of the partitioned table, so all names are made
 * before this last loop. */
static void make_maps(struct schema *schema)
{
    const struct pg_catalog *catalog = schema->catalog;
    schema->maps =
        arena_alloc(&schema->arena, catalog->n_tables * sizeof *schema->maps);
    for (size_t i = 0; i < catalog->n_tables; i++)
        init_map(schema, &schema->maps[schema->n_maps++], catalog->tables[i]);
    for (size_t i = 0; i < schema->n_maps; i++)
        find_root(schema, &schema->maps[i]);
    name_tables(schema, true);
    name_tables(schema, false);
    for (size_t i = 0; i < schema->n_maps; i++) {
        struct table_map *map = &schema->maps[i];
        if (map->root != map && comes_along(map)) {
            map->reason = map->root->reason;
            map->table = map->root->table;
        }
        if (map->reason)
            report_left_out(schema, map);
    }
}

/* ---- the order of creation: parents of foreign keys first ---- */

/* The way down from child to parent is a list of its own: chains of foreign
 * keys may be long, and circles are cut where they close. */
struct order {
    struct schema *schema;
    bool *seen;               /* of each map */
    struct table_map **stack; /* the way down */
    size_t *next;             /* constraint to look at, of each on the way */
    size_t depth;
};

/* Seen when it is entered, so that a circle of keys ends. */
static void go_down(struct order *order, struct table_map *map)
{
    order->seen[map - order->schema->maps] = true;
    order->stack[order->depth] = map;
    order->next[order->depth++] = 0;
}

/* The next table referenced that nobody has been at, or NULL. */
static struct table_map *next_parent(struct order *order)
{
    const struct flat_table *flat = order->stack[order->depth - 1]->flat;
    size_t *next = &order->next[order->depth - 1];
    while (*next < flat->n_constraints) {
        const struct pg_constraint *key = flat->constraints[(*next)++];
        struct table_map *parent = key->kind == CONSTRAINT_FOREIGN_KEY
                                       ? schema_find(order->schema, key->parent)
                                       : NULL;
        if (parent && !order->seen[parent - order->schema->maps])
            return parent;
    }
    return NULL;
}

/* Children after parents: what SQLite makes first may be referenced. */
static void make_from(struct order *order, struct table_map *first)
{
    go_down(order, first);
    while (order->depth) {
        struct table_map *map = order->stack[order->depth - 1];
        struct table_map *parent = next_parent(order);
        if (parent) {
            go_down(order, parent);
            continue;
        }
        if (map->root == map && map->table)
            table_make(order->schema, map);
        order->depth--;
    }
}

/* A stack of its own, so that a long chain of foreign keys does not recurse. */
static void make_in_order(struct schema *schema)
{
    struct order order = {
        .schema = schema,
        .seen = xreallocarray(NULL, schema->n_maps + 1, sizeof(bool)),
        .stack = xreallocarray(NULL, schema->n_maps + 1, sizeof(void *)),
        .next = xreallocarray(NULL, schema->n_maps + 1, sizeof(size_t))};
    memset(order.seen, false, schema->n_maps + 1);
    for (size_t i = 0; i < schema->n_maps; i++)
        if (!order.seen[i])
            make_from(&order, &schema->maps[i]);
    free(order.seen);
    free(order.stack);
    free(order.next);
}

/* ---- what is not in SQLite ---- */

/* Those that count for an INTEGER PRIMARY KEY live on in sqlite_sequence. */
static void report_sequences(struct schema *schema)
{
    for (size_t i = 0; i < schema->catalog->n_sequences; i++) {
        const struct pg_sequence_definition *sequence =
            schema->catalog->sequences[i];
        if (schema_serial(schema, sequence->name.schema, sequence->name.name)) {
            if (sequence->increment != 1)
                report_add(schema->report, REPORT_CHANGED,
                           sequence->origin.location, "sequence",
                           schema_label(schema, sequence->name, NULL),
                           "SQLite counts by 1, not by %lld",
                           (long long)sequence->increment);
            continue;
        }
        if (!schema_wants(schema, sequence->name))
            continue;
        report_add(schema->report, REPORT_DROPPED, sequence->origin.location,
                   "sequence", schema_label(schema, sequence->name, NULL),
                   "SQLite has none; only an INTEGER PRIMARY KEY counts");
    }
}

/* By the kind of the statement, if it brought no reason of its own. */
static const char *reason_for(const struct pg_other *other)
{
    static const struct {
        const char *statement, *reason;
    } reasons[] = {
#define REASON(statement, reason) {statement, reason},
#include "reasons.def"
#undef REASON
    };
    if (other->reason)
        return other->reason;
    for (size_t i = 0; i < COUNT_OF(reasons); i++)
        if (!strcmp(reasons[i].statement, other->kind))
            return reasons[i].reason;
    return "SQLite has nothing like it";
}

/* "CREATE TEXT SEARCH PARSER" is a text search parser. */
static const char *object_of(struct schema *schema, const char *statement)
{
    bool creates = !strncmp(statement, "CREATE ", 7);
    char *object = arena_copy(&schema->arena, statement + (creates ? 7 : 0),
                              strlen(statement) - (creates ? 7 : 0));
    for (char *at = object; creates && *at; at++)
        *at = (char)tolower((unsigned char)*at);
    return object;
}

/* With any pattern for tables or schemas nobody has asked for functions and
 * other objects. */
static void report_others(struct schema *schema)
{
    if (schema->selection && schema->selection->n_patterns)
        return;
    for (size_t i = 0; i < schema->catalog->n_others; i++) {
        const struct pg_other *other = &schema->catalog->others[i];
        report_add(schema->report, REPORT_DROPPED, other->location,
                   object_of(schema, other->kind), other->name, "%s",
                   reason_for(other));
    }
}

/* What SQLite has to take before it is kept. */
static void make_tried(struct schema *schema)
{
    struct trial trial = {.database = NULL};
    bool is_needed = schema->catalog->n_views || schema->catalog->n_triggers;
    for (size_t i = 0; is_needed && i < schema->before.n; i++)
        trial_run(&trial, schema->before.items[i].sql);
    views_make(schema, &trial);
    triggers_make(schema, &trial);
    trial_close(&trial);
}

/* In this order: names, then types that depend on rows and on each other,
 * tables, and what needs the tables. */
void schema_make(struct schema *schema, const struct pg_catalog *catalog,
                 const struct policies *policies, struct selection *selection,
                 struct report *report)
{
    *schema = (struct schema){.catalog = catalog,
                              .policies = policies,
                              .selection = selection,
                              .report = report};
    make_maps(schema);
    look_at_defaults(schema);
    constraints_agree(schema);
    make_in_order(schema);
    indexes_make(schema);
    make_tried(schema);
    inheritance_add_views(schema);
    report_sequences(schema);
    report_others(schema);
}

void schema_release(struct schema *schema)
{
    tree_release(&schema->by_name);
    tree_release(&schema->names);
    free(schema->before.items);
    free(schema->indexes.items);
    free(schema->after.items);
    free(schema->serials);
    arena_release(&schema->arena);
    *schema = (struct schema){0};
}
