/* What is known of tables once their maps are made: names, keys, columns. */
#include <search.h>
#include <string.h>

#include "schema/schema_internal.h"
#include "sqlite/quote.h"

/* ---- names ---- */

/* A name of SQLite's that has been given. */
struct taken_name {
    const char *name;
    unsigned next; /* the number to try where it is wanted again */
};

/* SQLite's comparison of names. */
static int compare_taken(const void *one, const void *other)
{
    const struct taken_name *a = one, *b = other;
    return sqlite3_stricmp(a->name, b->name);
}

static struct taken_name *find_taken(const struct schema *schema,
                                     const char *name)
{
    struct taken_name wanted = {.name = name}, **found;
    found = tfind(&wanted, &schema->names, compare_taken);
    return found ? *found : NULL;
}

static const char *take_free(struct schema *schema, const char *name)
{
    struct taken_name *taken = arena_alloc(&schema->arena, sizeof *taken);
    *taken =
        (struct taken_name){arena_copy(&schema->arena, name, strlen(name)), 2};
    if (!tsearch(taken, &schema->names, compare_taken))
        fatal("out of memory");
    return taken->name;
}

/* Tables, views and indexes share one set of names in SQLite; triggers have
 * their own, but are named apart here, too. */
const char *schema_name(struct schema *schema, const char *wanted)
{
    bool is_reserved = !sqlite3_strnicmp(wanted, "sqlite_", 7);
    struct buffer name = {0};
    struct taken_name *first;
    const char *given;
    buffer_printf(&name, "%s%s", is_reserved ? "pg_" : "", wanted);
    first = find_taken(schema, buffer_text(&name));
    /* Numbers go on from the last one that was given. */
    for (struct taken_name *taken = first; taken;
         taken = find_taken(schema, buffer_text(&name))) {
        name.size = 0;
        buffer_printf(&name, "%s_%u", wanted, first->next++);
    }
    given = take_free(schema, buffer_text(&name));
    buffer_release(&name);
    return given;
}

const char *schema_label(struct schema *schema, struct pg_name table,
                         const char *part)
{
    return arena_printf(&schema->arena, "%s.%s%s%s", table.schema, table.name,
                        part ? "." : "", part ? part : "");
}

void schema_add(struct ddl_list *list, const char *sql, const char *name)
{
    grow_array(&list->items, &list->capacity, list->n + 1, sizeof *list->items);
    list->items[list->n++] = (struct ddl){sql, name};
}

/* ---- finding ---- */

struct table_map *schema_find(const struct schema *schema, struct pg_name name)
{
    struct table_map *const *found =
        tfind(&name, &schema->by_name, catalog_compare_names);
    return found ? *found : NULL;
}

ptrdiff_t table_column(const struct table_map *map, const char *name)
{
    for (size_t i = 0; i < map->flat->n_columns; i++)
        if (!strcmp(map->flat->columns[i].name, name))
            return (ptrdiff_t)i;
    return -1;
}

bool table_has_columns(const struct table_map *map,
                       const struct pg_names *columns)
{
    for (size_t i = 0; i < columns->n; i++)
        if (table_column(map, columns->items[i]) < 0)
            return false;
    return columns->n > 0;
}

const struct lite_table *schema_serial(const struct schema *schema,
                                       const char *sequence_schema,
                                       const char *sequence)
{
    for (size_t i = 0; i < schema->n_serials; i++)
        if (!strcmp(schema->serials[i].sequence.name, sequence) &&
            !strcmp(schema->serials[i].sequence.schema, sequence_schema))
            return schema->serials[i].table;
    return NULL;
}

bool schema_wants(const struct schema *schema, struct pg_name name)
{
    return !schema->selection ||
           selection_wants(schema->selection, name.schema, name.name);
}

/* ---- keys ---- */

/* Temporal keys have no counterpart, so they are none here. */
const struct pg_constraint *table_primary_key(const struct table_map *map)
{
    for (size_t i = 0; i < map->flat->n_constraints; i++)
        if (map->flat->constraints[i]->kind == CONSTRAINT_PRIMARY_KEY &&
            map->flat->constraints[i]->columns.n > 0 &&
            !map->flat->constraints[i]->is_temporal)
            return map->flat->constraints[i];
    return NULL;
}

bool table_key_is_rowid(const struct table_map *map,
                        const struct pg_constraint *key)
{
    ptrdiff_t at =
        key->columns.n == 1 ? table_column(map, key->columns.items[0]) : -1;
    /* A key of one integer column becomes the rowid, which is smaller and
     * faster than an index. */
    return at >= 0 && map->types[at]->class == CLASS_INTEGER &&
           !map->flat->columns[at].generated;
}

/* ---- columns ---- */

/* numeric(p, s) of at most 15 digits is exact as a double. */
bool table_is_exact_text(const struct pg_column *column,
                         const struct value_type *type)
{
    if (type->codec == &codecs[CODEC_DECIMAL_POINT])
        return true;
    return type->class == CLASS_NUMERIC && ((column->seen & SEEN_MANY_DIGITS) ||
                                            !strcmp(type->declared, "text"));
}

/* "C" sorts by bytes, as SQLite does; so does what PostgreSQL's default
 * collation becomes, which nobody chose. */
bool table_sorts_by_bytes(struct pg_name collation)
{
    const char *name = collation.name;
    return !name || !strcmp(name, "C") || !strcmp(name, "POSIX") ||
           !strcmp(name, "ucs_basic") || !strcmp(name, "default");
}

/* Times that do not compare as texts are nothing that expressions compare. */
static const struct value_type *comparable_type(struct schema *schema,
                                                const struct pg_column *column,
                                                const struct value_type *type)
{
    struct value_type *other;
    if (!(column->seen & SEEN_FAR_TIME) ||
        (type->class != CLASS_DATE && type->class != CLASS_TIMESTAMP &&
         type->class != CLASS_OFFSET))
        return type;
    other = arena_alloc(&schema->arena, sizeof *other);
    *other = *type;
    other->codec = &codecs[CODEC_OPAQUE];
    other->class = CLASS_OPAQUE;
    return other;
}

static struct expression_column *expression_columns(struct schema *schema,
                                                    const struct table_map *map)
{
    size_t n = map->flat->n_columns;
    struct expression_column *columns =
        arena_alloc(&schema->arena, n * sizeof *columns);
    for (size_t i = 0; i < n; i++) {
        struct buffer name = {0};
        quote_identifier(&name, map->columns[i]);
        columns[i] = (struct expression_column){
            .name = map->flat->columns[i].name,
            .sql = arena_copy(&schema->arena, name.bytes, name.size),
            .type =
                comparable_type(schema, &map->flat->columns[i], map->types[i]),
            .is_exact_text =
                table_is_exact_text(&map->flat->columns[i], map->types[i]),
            .is_not_null = map->flat->columns[i].not_null};
        buffer_release(&name);
    }
    return columns;
}

/* Made once a table: each of its expressions wants it. */
struct expression_context table_context(struct schema *schema,
                                        struct table_map *map)
{
    if (!map->expression_columns)
        map->expression_columns = expression_columns(schema, map);
    return (struct expression_context){.arena = &schema->arena,
                                       .catalog = schema->catalog,
                                       .schema = map->name.schema,
                                       .columns = map->expression_columns,
                                       .n_columns = map->flat->n_columns};
}
