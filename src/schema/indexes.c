/* CREATE INDEX of tables. */
#include <string.h>

#include "schema/schema_internal.h"
#include "sqlite/quote.h"

struct indexing {
    struct schema *schema;
    const struct pg_index *index; /* NULL: a constraint's */
    struct location location;
    struct table_map *map;
    struct expression_context context;
    struct buffer sql;
};

static const char *label(struct indexing *indexing)
{
    return schema_label(indexing->schema, indexing->index->table,
                        indexing->index->name.name);
}

static void lose(struct indexing *indexing, enum report_kind kind,
                 const char *text)
{
    report_add(indexing->schema->report, kind, indexing->index->origin.location,
               "index", label(indexing), "%s", text);
}

/* ---- keys ---- */

/* SQLite sorts NULL before everything, PostgreSQL behind. */
static bool sorts_nulls_alike(const struct pg_index_key *key)
{
    return !key->nulls_given || key->nulls_first != key->descending;
}

static bool add_key(struct indexing *indexing, const struct pg_index_key *key)
{
    const char *reason = NULL, *sql;
    ptrdiff_t at = key->column ? table_column(indexing->map, key->column) : -1;
    if (key->column && at < 0) {
        lose(indexing, REPORT_DROPPED, "it names a column that is not there");
        return false;
    }
    if (at >= 0) {
        buffer_add_text(&indexing->sql, indexing->context.columns[at].sql);
    } else {
        sql =
            expression_translate(&indexing->context, key->expression, &reason);
        if (!sql) {
            lose(indexing, REPORT_DROPPED, reason ? reason : "not understood");
            return false;
        }
        buffer_printf(&indexing->sql,
                      key->expression->kind == NODE_CALL ? "%s" : "(%s)", sql);
        if (reason && indexing->index->unique)
            lose(indexing, REPORT_CHANGED, reason);
    }
    if (key->descending)
        buffer_add_text(&indexing->sql, " DESC");
    if (!sorts_nulls_alike(key))
        lose(indexing, REPORT_CHANGED,
             "SQLite's indexes sort NULL before everything");
    if (!table_sorts_by_bytes(key->collation))
        lose(indexing, REPORT_CHANGED,
             "its collation is not in SQLite; it sorts by bytes");
    return true;
}

/* NULLS NOT DISTINCT: NULL becomes a value for the index. */
static void add_with_nulls(struct indexing *indexing, const char *column)
{
    buffer_printf(&indexing->sql, "ifnull(%s, 0), %s IS NULL", column, column);
}

/* ---- the statement ---- */

static bool add_predicate(struct indexing *indexing)
{
    const char *reason = NULL, *sql;
    if (!indexing->index->predicate)
        return true;
    sql = expression_translate(&indexing->context, indexing->index->predicate,
                               &reason);
    if (sql) {
        buffer_printf(&indexing->sql, " WHERE %s", sql);
        return true;
    }
    report_add(indexing->schema->report, REPORT_DROPPED,
               indexing->index->origin.location, "index", label(indexing),
               "its WHERE: %s", reason ? reason : "not understood");
    return false;
}

static void begin(struct indexing *indexing, const char *wanted, bool unique)
{
    struct schema *schema = indexing->schema;
    const char *name = schema_name(schema, wanted);
    if (strcmp(name, wanted) != 0)
        report_add(schema->report, REPORT_CHANGED, indexing->location, "index",
                   schema_label(schema, indexing->map->name, wanted),
                   "is called %s in SQLite", name);
    buffer_add_text(&indexing->sql,
                    unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
    quote_identifier(&indexing->sql, name);
    buffer_add_text(&indexing->sql, " ON ");
    quote_identifier(&indexing->sql, indexing->map->table->name);
    buffer_add_byte(&indexing->sql, '(');
}

static void finish(struct indexing *indexing, const char *name)
{
    struct arena *arena = &indexing->schema->arena;
    schema_add(&indexing->schema->indexes,
               arena_copy(arena, indexing->sql.bytes, indexing->sql.size),
               name);
}

/* What PostgreSQL calls an index without a name: table_column_idx. */
static const char *usual_name(const struct indexing *indexing)
{
    const struct pg_index *index = indexing->index;
    struct arena *arena = &indexing->schema->arena;
    const char *name = indexing->map->table->name;
    for (size_t i = 0; i < index->n_keys; i++)
        name = arena_printf(arena, "%s_%s", name,
                            index->keys[i].column ? index->keys[i].column
                                                  : "expr");
    return arena_printf(arena, "%s_idx", name);
}

static void make_index(struct indexing *indexing)
{
    const struct pg_index *index = indexing->index;
    const char *wanted =
        *index->name.name ? index->name.name : usual_name(indexing);
    bool good = true;
    struct buffer head;
    for (size_t i = 0; good && i < index->n_keys; i++) {
        if (i)
            buffer_add_text(&indexing->sql, ", ");
        if (index->nulls_not_distinct && index->keys[i].column &&
            table_column(indexing->map, index->keys[i].column) >= 0)
            add_with_nulls(
                indexing,
                indexing->context
                    .columns[table_column(indexing->map, index->keys[i].column)]
                    .sql);
        else
            good = add_key(indexing, &index->keys[i]);
    }
    buffer_add_byte(&indexing->sql, ')');
    if (!good || !add_predicate(indexing))
        return;
    head = indexing->sql;
    indexing->sql = (struct buffer){0};
    begin(indexing, wanted, index->unique);
    buffer_add(&indexing->sql, head.bytes, head.size);
    buffer_release(&head);
    if (index->included.n)
        lose(indexing, REPORT_CHANGED, "without the columns it INCLUDEs");
    finish(indexing, wanted);
}

/* ---- which indexes ---- */

static bool is_only_for_plain_values(const struct indexing *indexing)
{
    for (size_t i = 0; i < indexing->index->n_keys; i++) {
        const struct pg_index_key *key = &indexing->index->keys[i];
        ptrdiff_t at =
            key->column ? table_column(indexing->map, key->column) : -1;
        enum type_class kind =
            at >= 0 ? indexing->map->types[at]->class : CLASS_OPAQUE;
        if (kind == CLASS_ARRAY || kind == CLASS_CSV || kind == CLASS_JSON ||
            kind == CLASS_HSTORE || kind == CLASS_OPAQUE ||
            kind == CLASS_COMPOSITE ||
            strstr(key->operator_class.name ? key->operator_class.name : "",
                   "trgm"))
            return false;
    }
    return true;
}

static const char *why_no_index(const struct indexing *indexing)
{
    const char *method = indexing->index->method;
    if (indexing->index->is_broken)
        return "its definition was not understood";
    if (!strcmp(method, "btree") || !strcmp(method, "hash"))
        return NULL;
    if (!strcmp(method, "brin"))
        return is_only_for_plain_values(indexing)
                   ? NULL
                   : "a brin index over values that SQLite cannot sort";
    return is_only_for_plain_values(indexing) && !strcmp(method, "gin")
               ? NULL
               : "SQLite has btree indexes only, and this one would be of no "
                 "use";
}

/* A partition's index that is part of the whole table's. */
static bool is_part(const struct indexing *indexing)
{
    return indexing->index->attached_to.name != NULL;
}

static void handle_index(struct schema *schema, const struct pg_index *index)
{
    struct table_map *map = schema_find(schema, index->table);
    struct indexing indexing = {.schema = schema,
                                .index = index,
                                .location = index->origin.location,
                                .map = map};
    const char *reason;
    if (is_part(&indexing))
        return;
    if (!map && catalog_view(schema->catalog, index->table))
        return; /* views.c sees to it */
    if (!map) {
        lose(&indexing, REPORT_DROPPED,
             "it is on a view, or on a table that is not in the dump");
        return;
    }
    if (!map->table)
        return;
    if (map->root != map) {
        lose(&indexing, REPORT_DROPPED,
             "it is on one partition only, and the table has the rows of all");
        return;
    }
    reason = why_no_index(&indexing);
    if (reason) {
        lose(&indexing, REPORT_DROPPED, reason);
        return;
    }
    indexing.context = table_context(schema, map);
    make_index(&indexing);
    buffer_release(&indexing.sql);
}

/* ---- UNIQUE NULLS NOT DISTINCT ---- */

static void make_unique(struct schema *schema, struct table_map *map,
                        const struct pg_constraint *key)
{
    struct indexing indexing = {.schema = schema,
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
    begin(&indexing, wanted, true);
    for (size_t i = 0; i < key->columns.n; i++) {
        ptrdiff_t at = table_column(map, key->columns.items[i]);
        if (i)
            buffer_add_text(&indexing.sql, ", ");
        add_with_nulls(&indexing, indexing.context.columns[at].sql);
    }
    buffer_add_byte(&indexing.sql, ')');
    finish(&indexing, wanted);
    buffer_release(&indexing.sql);
}

static void make_uniques(struct schema *schema, struct table_map *map)
{
    for (size_t i = 0; i < map->flat->n_constraints; i++)
        if (map->flat->constraints[i]->nulls_not_distinct)
            make_unique(schema, map, map->flat->constraints[i]);
}

void indexes_make(struct schema *schema)
{
    for (size_t i = 0; i < schema->n_maps; i++)
        if (schema->maps[i].root == &schema->maps[i] && schema->maps[i].table)
            make_uniques(schema, &schema->maps[i]);
    for (size_t i = 0; i < schema->catalog->n_indexes; i++)
        handle_index(schema, schema->catalog->indexes[i]);
}
