/* CREATE INDEX of tables. */
#include <string.h>

#include "schema/schema_internal.h"
#include "sqlite/quote.h"

struct index_builder {
    struct schema *schema;
    const struct pg_index *index; /* NULL: a constraint's */
    struct location location;
    struct table_map *map;
    struct expression_context context;
    struct buffer sql;
};

/* table.index: names of indexes alone say little. */
static const char *index_label(struct index_builder *builder)
{
    return schema_label(builder->schema, builder->index->table,
                        builder->index->name.name);
}

static void index_lose(struct index_builder *builder, enum report_kind kind,
                       const char *text)
{
    report_add(builder->schema->report, kind, builder->index->origin.location,
               "index", index_label(builder), "%s", text);
}

/* ---- keys ---- */

/* SQLite sorts NULL before everything, PostgreSQL after. */
static bool sorts_nulls_alike(const struct pg_index_key *key)
{
    return !key->nulls_given || key->nulls_first != key->descending;
}

static bool index_add_key(struct index_builder *builder,
                          const struct pg_index_key *key)
{
    const char *reason = NULL, *sql;
    ptrdiff_t at = key->column ? table_column(builder->map, key->column) : -1;
    if (key->column && at < 0) {
        index_lose(builder, REPORT_DROPPED,
                   "it names a column that is not there");
        return false;
    }
    if (at >= 0) {
        buffer_add_text(&builder->sql, builder->context.columns[at].sql);
    } else {
        sql = expression_translate(&builder->context, key->expression, &reason);
        if (!sql) {
            index_lose(builder, REPORT_DROPPED,
                       reason ? reason : "not understood");
            return false;
        }
        buffer_printf(&builder->sql,
                      key->expression->kind == NODE_CALL ? "%s" : "(%s)", sql);
        /* An expression that is slightly different matters only where it
         * decides what is equal. */
        if (reason && builder->index->unique)
            index_lose(builder, REPORT_CHANGED, reason);
    }
    if (key->descending)
        buffer_add_text(&builder->sql, " DESC");
    /* Only the order of NULLs in a scan differs, so the index is made anyway.
     * */
    if (!sorts_nulls_alike(key))
        index_lose(builder, REPORT_CHANGED,
                   "SQLite's indexes sort NULL before everything");
    if (!table_sorts_by_bytes(key->collation))
        index_lose(builder, REPORT_CHANGED,
                   "its collation is not in SQLite; it sorts by bytes");
    return true;
}

/* NULLS NOT DISTINCT: NULL becomes a value for the index. */
static void add_with_nulls(struct index_builder *builder, const char *column)
{
    buffer_printf(&builder->sql, "ifnull(%s, 0), %s IS NULL", column, column);
}

/* ---- the statement ---- */

static bool add_predicate(struct index_builder *builder)
{
    const char *reason = NULL, *sql;
    if (!builder->index->predicate)
        return true;
    sql = expression_translate(&builder->context, builder->index->predicate,
                               &reason);
    if (sql) {
        buffer_printf(&builder->sql, " WHERE %s", sql);
        return true;
    }
    report_add(builder->schema->report, REPORT_DROPPED,
               builder->index->origin.location, "index", index_label(builder),
               "its WHERE: %s", reason ? reason : "not understood");
    return false;
}

/* SQLite has one namespace for tables and indexes, so the name may be taken. */
static void index_begin(struct index_builder *builder, const char *wanted,
                        bool unique)
{
    struct schema *schema = builder->schema;
    const char *name = schema_name(schema, wanted);
    if (strcmp(name, wanted) != 0)
        report_add(schema->report, REPORT_CHANGED, builder->location, "index",
                   schema_label(schema, builder->map->name, wanted),
                   "is called %s in SQLite", name);
    buffer_add_text(&builder->sql,
                    unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
    quote_identifier(&builder->sql, name);
    buffer_add_text(&builder->sql, " ON ");
    quote_identifier(&builder->sql, builder->map->table->name);
    buffer_add_byte(&builder->sql, '(');
}

static void index_finish(struct index_builder *builder, const char *name)
{
    struct arena *arena = &builder->schema->arena;
    schema_add(&builder->schema->indexes,
               arena_copy(arena, builder->sql.bytes, builder->sql.size), name);
}

/* What PostgreSQL calls an index without a name: table_column_idx. */
static const char *index_usual_name(const struct index_builder *builder)
{
    const struct pg_index *index = builder->index;
    struct arena *arena = &builder->schema->arena;
    const char *name = builder->map->table->name;
    for (size_t i = 0; i < index->n_keys; i++)
        name = arena_printf(arena, "%s_%s", name,
                            index->keys[i].column ? index->keys[i].column
                                                  : "expr");
    return arena_printf(arena, "%s_idx", name);
}

/* The keys first: if one cannot be said there is no index, and its name stays
 * free. */
static void make_index(struct index_builder *builder)
{
    const struct pg_index *index = builder->index;
    const char *wanted =
        *index->name.name ? index->name.name : index_usual_name(builder);
    bool good = true;
    struct buffer head;
    for (size_t i = 0; good && i < index->n_keys; i++) {
        if (i)
            buffer_add_text(&builder->sql, ", ");
        if (index->nulls_not_distinct && index->keys[i].column &&
            table_column(builder->map, index->keys[i].column) >= 0)
            add_with_nulls(
                builder,
                builder->context
                    .columns[table_column(builder->map, index->keys[i].column)]
                    .sql);
        else
            good = index_add_key(builder, &index->keys[i]);
    }
    buffer_add_byte(&builder->sql, ')');
    if (!good || !add_predicate(builder))
        return;
    head = builder->sql;
    builder->sql = (struct buffer){0};
    index_begin(builder, wanted, index->unique);
    buffer_add(&builder->sql, head.bytes, head.size);
    buffer_release(&head);
    if (index->included.n)
        index_lose(builder, REPORT_CHANGED, "without the columns it INCLUDEs");
    index_finish(builder, wanted);
}

/* ---- which indexes ---- */

/* Arrays, JSON and trigrams are searched inside; a btree over their texts finds
 * nothing. */
static bool is_only_for_plain_values(const struct index_builder *builder)
{
    for (size_t i = 0; i < builder->index->n_keys; i++) {
        const struct pg_index_key *key = &builder->index->keys[i];
        ptrdiff_t at =
            key->column ? table_column(builder->map, key->column) : -1;
        enum type_class kind =
            at >= 0 ? builder->map->types[at]->class : CLASS_OPAQUE;
        if (kind == CLASS_ARRAY || kind == CLASS_CSV || kind == CLASS_JSON ||
            kind == CLASS_HSTORE || kind == CLASS_OPAQUE ||
            kind == CLASS_COMPOSITE ||
            strstr(key->operator_class.name ? key->operator_class.name : "",
                   "trgm"))
            return false;
    }
    return true;
}

/* Other methods answer questions that SQLite's indexes do not. */
static const char *index_why_no_index(const struct index_builder *builder)
{
    const char *method = builder->index->method;
    if (builder->index->is_broken)
        return "its definition was not understood";
    if (!strcmp(method, "btree") || !strcmp(method, "hash"))
        return NULL;
    if (!strcmp(method, "brin"))
        return is_only_for_plain_values(builder)
                   ? NULL
                   : "a brin index over values that SQLite cannot sort";
    return is_only_for_plain_values(builder) && !strcmp(method, "gin")
               ? NULL
               : "SQLite has btree indexes only, and this one would be of no "
                 "use";
}

/* A partition's index that is part of the whole table's. */
static bool is_part(const struct index_builder *builder)
{
    return builder->index->attached_to.name != NULL;
}

static void handle_index(struct schema *schema, const struct pg_index *index)
{
    struct table_map *map = schema_find(schema, index->table);
    struct index_builder builder = {.schema = schema,
                                    .index = index,
                                    .location = index->origin.location,
                                    .map = map};
    const char *reason;
    if (is_part(&builder))
        return;
    if (!map && catalog_view(schema->catalog, index->table))
        return; /* views.c sees to it */
    if (!map) {
        index_lose(&builder, REPORT_DROPPED,
                   "it is on a view, or on a table that is not in the dump");
        return;
    }
    if (!map->table)
        return;
    if (map->root != map) {
        index_lose(
            &builder, REPORT_DROPPED,
            "it is on one partition only, and the table has the rows of all");
        return;
    }
    reason = index_why_no_index(&builder);
    if (reason) {
        index_lose(&builder, REPORT_DROPPED, reason);
        return;
    }
    builder.context = table_context(schema, map);
    make_index(&builder);
    buffer_release(&builder.sql);
}

/* ---- UNIQUE NULLS NOT DISTINCT ---- */

/* As an index, since a UNIQUE constraint takes no expressions. */
static void make_unique(struct schema *schema, struct table_map *map,
                        const struct pg_constraint *key)
{
    struct index_builder builder = {.schema = schema,
                                    .location = key->origin.location,
                                    .map = map,
                                    .context = table_context(schema, map)};
    const char *wanted = key->name ? key->name : map->table->name;
    if (!table_has_columns(map, &key->columns)) {
        report_add(schema->report, REPORT_DROPPED, key->origin.location,
                   "unique constraint", schema_label(schema, map->name, wanted),
                   "it names columns that the table has not");
        return;
    }
    index_begin(&builder, wanted, true);
    for (size_t i = 0; i < key->columns.n; i++) {
        ptrdiff_t at = table_column(map, key->columns.items[i]);
        if (i)
            buffer_add_text(&builder.sql, ", ");
        add_with_nulls(&builder, builder.context.columns[at].sql);
    }
    buffer_add_byte(&builder.sql, ')');
    index_finish(&builder, wanted);
    buffer_release(&builder.sql);
}

static void make_uniques(struct schema *schema, struct table_map *map)
{
    for (size_t i = 0; i < map->flat->n_constraints; i++)
        if (map->flat->constraints[i]->nulls_not_distinct)
            make_unique(schema, map, map->flat->constraints[i]);
}

/* Constraints' own first: they came before the indexes in PostgreSQL. */
void indexes_make(struct schema *schema)
{
    for (size_t i = 0; i < schema->n_maps; i++)
        if (schema->maps[i].root == &schema->maps[i] && schema->maps[i].table)
            make_uniques(schema, &schema->maps[i]);
    for (size_t i = 0; i < schema->catalog->n_indexes; i++)
        handle_index(schema, schema->catalog->indexes[i]);
}
