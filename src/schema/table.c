/* CREATE TABLE: the columns; constraints are in constraints.c. */
#include <string.h>

#include "postgres/literal.h"
#include "schema/schema_internal.h"
#include "sqlite/comment.h"
#include "sqlite/quote.h"
#include "translate/expression.h"
#include "types/canonical.h"
#include "types/client.h"

struct table_builder {
    struct schema *schema;
    struct table_map *map;
    struct expression_context context;
    struct buffer body;
};

/* ---- types ---- */

/* What rows have shown decides before what the type says. */
static const char *declared_type(const struct schema *schema,
                                 const struct table_map *map, size_t at)
{
    const struct pg_column *column = &map->flat->columns[at];
    const struct value_type *type = map->types[at];
    if (table_is_exact_text(column, type))
        return "text";
    if (type->class == CLASS_JSON && (column->seen & SEEN_BARE_NUMBER) &&
        lite_affinity_of(type->declared) != AFFINITY_TEXT)
        return client_bare_json(schema->policies->client);
    return type->declared;
}

/* ---- defaults and serials ---- */

static const char *table_label(struct table_builder *builder,
                               const struct pg_column *column)
{
    return schema_label(builder->schema, builder->map->name, column->name);
}

/* nextval('public.t_id_seq'::regclass) */
static bool is_nextval(const struct pg_node *node)
{
    return node && node->kind == NODE_CALL &&
           !strcmp(node->name.name, "nextval") && node->n_items == 1;
}

/* serial and identity alike. */
static bool counts_by_itself(const struct pg_column *column,
                             const struct pg_node *default_value)
{
    return column->identity != IDENTITY_NONE || is_nextval(default_value);
}

static void add_serial(struct schema *schema, struct pg_name sequence,
                       const struct lite_table *table)
{
    grow_array(&schema->serials, &schema->serials_capacity,
               schema->n_serials + 1, sizeof *schema->serials);
    schema->serials[schema->n_serials++] = (struct serial){sequence, table};
}

/* The sequence that nextval names. */
static void add_sequence_of(struct table_builder *builder, const char *text)
{
    struct pg_name name = {builder->map->name.schema, NULL};
    name.name = qualified_split(&builder->schema->arena, text, &name.schema);
    add_serial(builder->schema, name, builder->map->table);
}

/* setval names the sequence, and SQLite's counter has the table's name: all
 * names that lead here are noted. */
static void note_serials(struct table_builder *builder,
                         const struct pg_column *column)
{
    const struct pg_catalog *catalog = builder->schema->catalog;
    const struct pg_node *text = NULL;
    struct pg_name usual = {builder->map->name.schema,
                            arena_printf(&builder->schema->arena, "%s_%s_seq",
                                         builder->map->name.name,
                                         column->name)};
    if (is_nextval(column->default_value)) {
        text = column->default_value->items[0];
        while (text->kind == NODE_CAST)
            text = text->left;
    }
    if (text && text->kind == NODE_STRING)
        add_sequence_of(builder, text->text);
    if (column->identity != IDENTITY_NONE) /* unless it was given a name */
        add_serial(builder->schema, usual, builder->map->table);
    for (size_t i = 0; i < catalog->n_sequences; i++) {
        const struct pg_sequence_definition *sequence = catalog->sequences[i];
        if (sequence->owner_column &&
            !strcmp(sequence->owner_column, column->name) &&
            catalog_is_same(sequence->owner_table, builder->map->name) &&
            (column->identity == IDENTITY_NONE ||
             !catalog_is_same(sequence->name, usual)))
            add_serial(builder->schema, sequence->name, builder->map->table);
    }
}

/* A domain's default holds where the column has none. */
static const struct pg_node *table_default_of(const struct pg_column *column,
                                              const struct value_type *type)
{
    const struct pg_node *value = column->default_value;
    for (size_t i = 0; !value && i < type->n_domains; i++)
        value = type->domains[i]->default_value;
    return value;
}

/* numeric(10,2) has 5.00 where it is kept as text. */
static const char *table_with_scale(struct arena *arena, const char *number,
                                    const struct value_type *type)
{
    const char *written =
        type_is_named(type, "numeric")
            ? numeric_canonical(arena, numeric_form_of(type), number)
            : NULL;
    return written ? written : number;
}

/* A default that cannot be said is dropped and told, so that an INSERT does not
 * fail for it. */
static void add_default(struct table_builder *builder, size_t at)
{
    const struct pg_column *column = &builder->map->flat->columns[at];
    const struct value_type *type = builder->map->types[at];
    const struct pg_node *node = table_default_of(column, type);
    struct expression_default value = {.sql = "NULL"};
    if (counts_by_itself(column, node)) {
        report_add(builder->schema->report, REPORT_DROPPED,
                   column->origin.location, "default",
                   table_label(builder, column),
                   "only an INTEGER PRIMARY KEY counts by itself in SQLite");
        builder->map->expression_columns[at].lost_default = true;
        return;
    }
    if (node)
        value = expression_default(&builder->context, node, type);
    if (value.reason)
        report_add(builder->schema->report, REPORT_DROPPED,
                   column->origin.location, "default",
                   table_label(builder, column), "%s", value.reason);
    /* In quotes in a TEXT column, or SQLite would store 1.50 as '1.5'. */
    if (value.number &&
        builder->map->table->columns[at].affinity == AFFINITY_TEXT)
        value.sql = arena_printf(
            &builder->schema->arena, "'%s'",
            table_with_scale(&builder->schema->arena, value.number, type));
    if (node && value.sql)
        buffer_printf(&builder->body, " DEFAULT %s", value.sql);
    builder->map->expression_columns[at].default_sql = value.sql;
    builder->map->expression_columns[at].lost_default = !value.sql;
}

/* ---- checks of types ---- */

/* An enum is a text that is one of these. */
static void add_labels(struct table_builder *builder, const char *column,
                       const struct pg_names *labels)
{
    struct buffer *body = &builder->body;
    buffer_printf(body, " CHECK (%s IN (", column);
    for (size_t i = 0; i < labels->n; i++) {
        if (i)
            buffer_add_text(body, ", ");
        quote_text(body, labels->items[i], strlen(labels->items[i]));
    }
    buffer_add_text(body, "))");
}

/* VALUE is the column, so the column answers to that name in the domain's
 * expression. */
static void add_domain_check(struct table_builder *builder, size_t at,
                             const struct pg_check *check)
{
    const struct pg_column *column = &builder->map->flat->columns[at];
    struct expression_column value = builder->context.columns[at];
    struct expression_context context = builder->context;
    const char *reason, *sql;
    value.name = "value";
    context.columns = &value;
    context.n_columns = 1;
    sql = check->not_valid
              ? (reason = "NOT VALID: rows may be there that fail it", NULL)
              : expression_translate(&context, check->expression, &reason);
    if (!sql || reason)
        report_add(builder->schema->report,
                   sql ? REPORT_CHANGED : REPORT_DROPPED, check->location,
                   "domain check", table_label(builder, column), "%s: %s",
                   check->name ? check->name : "CHECK",
                   reason ? reason : "not understood");
    if (!sql)
        return;
    buffer_printf(&builder->body, " CHECK (%s)", sql);
}

/* json_valid(NULL) is 0 in SQLite 3.40. In quotes: Django looks for the check
 * with them. */
static void add_json_check(struct table_builder *builder, size_t at,
                           const char *name)
{
    const char *quote = *name == '"' ? "" : "\"";
    bool not_null = builder->map->table->columns[at].not_null;
    buffer_add_text(&builder->body, " CHECK (");
    if (!not_null)
        buffer_printf(&builder->body, "%s IS NULL OR ", name);
    buffer_printf(&builder->body, "json_valid(%s%s%s))", quote, name, quote);
}

/* What the type promises besides its storage. */
static void add_type_checks(struct table_builder *builder, size_t at)
{
    const struct value_type *type = builder->map->types[at];
    const char *name = builder->context.columns[at].sql;
    if (type->class == CLASS_ENUM)
        add_labels(builder, name, &type->definition->labels);
    if (type->class == CLASS_JSON &&
        !(builder->map->flat->columns[at].seen & SEEN_DEEP))
        add_json_check(builder, at, name);
    for (size_t i = 0; i < type->n_domains; i++)
        for (size_t j = 0; j < type->domains[i]->n_checks; j++)
            add_domain_check(builder, at, &type->domains[i]->checks[j]);
}

/* ---- columns ---- */

/* Without an expression the column is an ordinary one, and empty. */
static bool add_generated(struct table_builder *builder, size_t at)
{
    const struct pg_column *column = &builder->map->flat->columns[at];
    const char *reason,
        *sql = expression_generated(&builder->context, column->generated,
                                    builder->map->types[at], &reason);
    if (sql) {
        buffer_printf(&builder->body, " GENERATED ALWAYS AS (%s) %s", sql,
                      column->is_stored ? "STORED" : "VIRTUAL");
        if (reason)
            report_add(builder->schema->report, REPORT_CHANGED,
                       column->origin.location, "generated column",
                       table_label(builder, column), "%s", reason);
        return true;
    }
    report_add(builder->schema->report, REPORT_DROPPED, column->origin.location,
               "generated column", table_label(builder, column),
               "%s; the column is there, and empty: dumps hold no values of "
               "such columns",
               reason ? reason : "not understood");
    builder->map->expression_columns[at].is_left_empty = true;
    return false;
}

/* SQLite lets NULL into a primary key, unless it is told. */
static bool is_in_primary_key(const struct table_map *map, const char *column)
{
    const struct pg_constraint *key = table_primary_key(map);
    for (size_t i = 0; key && i < key->columns.n; i++)
        if (!strcmp(key->columns.items[i], column))
            return true;
    return false;
}

/* The column's own, its domains', and that of the primary key. */
static bool is_not_null(const struct table_map *map,
                        const struct pg_column *column,
                        const struct value_type *type)
{
    if (is_in_primary_key(map, column->name))
        return true;
    for (size_t i = 0; i < type->n_domains; i++)
        if (type->domains[i]->not_null)
            return true;
    return column->not_null;
}

static bool is_rowid(const struct table_builder *builder,
                     const struct pg_column *column)
{
    const struct pg_constraint *key = builder->map->rowid_key;
    return key && !strcmp(key->columns.items[0], column->name);
}

/* SQLite knows the rowid by the words INTEGER and PRIMARY KEY. NOT NULL says
 * nothing to it, and to clients that the column is one they know. */
static void table_add_rowid(struct table_builder *builder,
                            const struct pg_column *column)
{
    const char *name = builder->map->rowid_key->name;
    bool autoincrement = counts_by_itself(column, column->default_value);
    buffer_add_text(&builder->body, " integer NOT NULL");
    if (name) {
        buffer_add_text(&builder->body, " CONSTRAINT ");
        quote_identifier(&builder->body, name);
    }
    buffer_add_text(&builder->body, " PRIMARY KEY");
    if (autoincrement) {
        buffer_add_text(&builder->body, " AUTOINCREMENT");
        note_serials(builder, column);
    }
    builder->map->table->autoincrement = autoincrement;
}

static void add_ordinary(struct table_builder *builder, size_t at,
                         struct lite_column *lite)
{
    const struct pg_column *column = &builder->map->flat->columns[at];
    const struct value_type *type = builder->map->types[at];
    buffer_printf(&builder->body, " %s", lite->type);
    if (column->generated)
        lite->generated = add_generated(builder, at);
    lite->not_null = is_not_null(builder->map, column, type) &&
                     (!column->generated || lite->generated);
    if (lite->not_null)
        buffer_add_text(&builder->body, " NOT NULL");
    if (!column->generated)
        add_default(builder, at);
}

/* Each with its column: a domain may have brought it. */
static void note_collation(struct table_builder *builder,
                           const struct pg_column *column,
                           const struct value_type *type)
{
    struct pg_name collation = column->collation;
    for (size_t i = 0; !collation.name && i < type->n_domains; i++)
        collation = type->domains[i]->collation;
    if (!table_sorts_by_bytes(collation))
        report_add(builder->schema->report, REPORT_CHANGED,
                   column->origin.location, "collation",
                   table_label(builder, column),
                   "%s is not in SQLite; texts are equal and sorted by their "
                   "bytes",
                   collation.name);
}

/* NaN is text. */
static const char *strict_type(const char *declared, unsigned seen)
{
    const char *type = type_strict(declared);
    return (seen & SEEN_NAN) && !strcmp(type, "real") ? "any" : type;
}

/* One line: type, generated, NOT NULL, default, checks. SQLite only wants the
 * type first. */
static void table_add_column(struct table_builder *builder, size_t at)
{
    const struct pg_column *column = &builder->map->flat->columns[at];
    struct lite_column *lite = &builder->map->table->columns[at];
    *lite = (struct lite_column){
        .name = builder->map->columns[at],
        .type = declared_type(builder->schema, builder->map, at),
        .is_rowid = is_rowid(builder, column),
    };
    buffer_printf(&builder->body, "%s\n    ", at ? "," : "");
    if (column->origin.comment) {
        comment_add_block(&builder->body, column->origin.comment);
        buffer_add_text(&builder->body, "\n    ");
    }
    buffer_add_text(&builder->body, builder->context.columns[at].sql);
    if (lite->is_rowid)
        lite->type = "integer";
    else if (builder->schema->policies->strict_tables)
        lite->type = strict_type(lite->type, column->seen);
    lite->affinity = lite_affinity_of(lite->type);
    if (lite->is_rowid) {
        table_add_rowid(builder, column);
        builder->map->expression_columns[at].counts =
            builder->map->table->autoincrement;
    } else {
        add_ordinary(builder, at, lite);
    }
    add_type_checks(builder, at);
    note_collation(builder, column, builder->map->types[at]);
}

static bool has_ordinary_column(const struct lite_table *table)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (!table->columns[i].generated)
            return true;
    return false;
}

/* SQLite has no table without columns, nor with generated ones only. */
static void add_filler(struct table_builder *builder)
{
    struct lite_table *table = builder->map->table;
    if (has_ordinary_column(table))
        return;
    buffer_printf(&builder->body, "%s\n    _%s", table->n_columns ? "," : "",
                  builder->schema->policies->strict_tables ? " ANY" : "");
    table->columns[table->n_columns++] =
        (struct lite_column){.name = "_", .type = ""};
    report_add(builder->schema->report, REPORT_CHANGED,
               builder->map->source->origin.location, "table",
               schema_label(builder->schema, builder->map->name, NULL),
               "has no ordinary columns; SQLite's has one, '_', always NULL");
}

static void table_add_columns(struct table_builder *builder)
{
    struct lite_table *table = builder->map->table;
    size_t n = builder->map->flat->n_columns;
    table->n_columns = n;
    table->columns =
        arena_alloc(&builder->schema->arena, (n + 1) * sizeof *table->columns);
    for (size_t i = 0; i < n; i++)
        table_add_column(builder, i);
    add_filler(builder);
}

/* For verification, which shows rows by their key. */
static void mark_key(struct table_map *map, const struct pg_constraint *primary)
{
    for (size_t i = 0; primary && i < primary->columns.n; i++) {
        ptrdiff_t at = table_column(map, primary->columns.items[i]);
        if (at >= 0)
            map->table->columns[at].is_key = true;
    }
}

/* The text of the table, and the lite_table that rows are matched with: made
 * together, so that they cannot differ. */
void table_make(struct schema *schema, struct table_map *map)
{
    struct table_builder builder = {
        .schema = schema, .map = map, .context = table_context(schema, map)};
    const struct pg_constraint *primary = table_primary_key(map);
    struct buffer sql = {0};
    if (primary && table_key_is_rowid(map, primary))
        map->rowid_key = primary;
    table_add_columns(&builder);
    mark_key(map, primary);
    map->table->is_strict = schema->policies->strict_tables;
    constraints_add(schema, map, &builder.body);
    buffer_add_text(&sql, "CREATE TABLE ");
    quote_identifier(&sql, map->table->name);
    buffer_add_text(&sql, " (");
    if (map->source->origin.comment) {
        buffer_add_byte(&sql, ' ');
        comment_add_block(&sql, map->source->origin.comment);
    }
    buffer_add(&sql, builder.body.bytes, builder.body.size);
    buffer_add_text(&sql,
                    schema->policies->strict_tables ? "\n) STRICT" : "\n)");
    schema_add(&schema->before, arena_copy(&schema->arena, sql.bytes, sql.size),
               map->table->name);
    buffer_release(&sql);
    buffer_release(&builder.body);
}
