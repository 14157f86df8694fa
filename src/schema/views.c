/* Views, after the tables: those whose tables and views are there, in an order
 * in which each finds what it names. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "schema/schema_internal.h"
#include "sqlite/comment.h"
#include "sqlite/quote.h"
#include "sqlite/trial.h"
#include "translate/query.h"
#include "types/names.h"

struct view_builder {
    struct schema *schema;
    struct trial *trial;
    const struct pg_view **pending;
    size_t n_pending;
};

/* ---- what is said ---- */

static const char *kind_of(const struct pg_view *view)
{
    return view->kind == VIEW_MATERIALIZED ? "materialized view" : "view";
}

static void view_lose(struct view_builder *builder, const struct pg_view *view,
                      enum report_kind kind, const char *text)
{
    report_add(builder->schema->report, kind, view->origin.location,
               kind_of(view), schema_label(builder->schema, view->name, NULL),
               "%s", text);
}

/* ---- translating ---- */

static struct query_context
view_query_context_of(struct schema *schema, const struct table_lookup *tables,
                      int extension)
{
    struct query_context query_context = {.tables = tables,
                                          .views = schema->views,
                                          .arrays = schema->policies->arrays,
                                          .dialect = schema->policies->dialect};
    if (!query_context.dialect.version)
        query_context.dialect.version = DIALECT_VERSION;
    query_context.dialect.extension = extension;
    return query_context;
}

static struct query_translation view_translate(struct view_builder *builder,
                                               const struct pg_view *view,
                                               int extension)
{
    struct table_lookup tables = schema_lookup(builder->schema);
    struct query_context query_context =
        view_query_context_of(builder->schema, &tables, extension);
    return query_translate(&builder->schema->arena, &query_context, view->query,
                           view->columns);
}

/* ---- making ---- */

/* Told only if it differs. */
static const char *view_name_of(struct view_builder *builder,
                                const struct pg_view *view)
{
    struct schema *schema = builder->schema;
    const char *wanted =
        name_table(&schema->arena, view->name.schema, view->name.name);
    const char *name = schema_name(schema, wanted);
    if (strcmp(name, wanted) != 0)
        view_lose(builder, view, REPORT_CHANGED,
                  arena_printf(&schema->arena, "is called %s in SQLite", name));
    return name;
}

static const char *statement(struct schema *schema, const struct pg_view *view,
                             const char *name, const char *sql)
{
    struct buffer out = {0};
    const char *copy;
    buffer_printf(&out, "CREATE VIEW %s AS", name);
    if (view->origin.comment) {
        buffer_add_byte(&out, ' ');
        comment_add_block(&out, view->origin.comment);
    }
    buffer_printf(&out, "\n%s", sql);
    copy = arena_copy(&schema->arena, out.bytes, out.size);
    buffer_release(&out);
    return copy;
}

/* A materialized view as a table: its rows come from the query once all others
 * are there. */
static void view_add_table(struct view_builder *builder,
                           const struct pg_view *view,
                           const struct query_translation *translation,
                           const char *name)
{
    struct schema *schema = builder->schema;
    struct buffer out = {0};
    buffer_printf(&out, "CREATE TABLE %s (\n", name);
    if (view->origin.comment) {
        buffer_add_text(&out, "    ");
        comment_add_block(&out, view->origin.comment);
        buffer_add_byte(&out, '\n');
    }
    buffer_add_text(&out, "    ");
    comment_add_block(&out, translation->sql);
    buffer_add_byte(&out, '\n');
    for (size_t i = 0; i < translation->n_columns; i++) {
        const struct expression_column *column = &translation->columns[i];
        buffer_printf(&out, "    %s %s%s\n", column->sql,
                      column->is_exact_text ? "text" : column->type->declared,
                      i + 1 < translation->n_columns ? "," : "");
    }
    buffer_add_byte(&out, ')');
    schema_add(&schema->after, arena_copy(&schema->arena, out.bytes, out.size),
               name);
    buffer_release(&out);
    if (view->is_populated)
        schema_add(&schema->after,
                   arena_printf(&schema->arena, "INSERT INTO %s %s", name,
                                translation->sql),
                   name);
}

/* ---- indexes of materialized views ---- */

static void lose_index(struct view_builder *builder,
                       const struct pg_index *index, const char *text)
{
    report_add(builder->schema->report, REPORT_DROPPED, index->origin.location,
               "index",
               schema_label(builder->schema, index->table, index->name.name),
               "%s", text);
}

/* The table has the view's columns, and nothing else of it. */
static const char *view_why_no_index(const struct pg_index *index)
{
    if (index->is_broken || index->predicate ||
        strcmp(index->method, "btree") != 0)
        return "it is more than an index on columns of a view";
    for (size_t i = 0; i < index->n_keys; i++)
        if (!index->keys[i].column)
            return "it is more than an index on columns of a view";
    return NULL;
}

static void view_add_index(struct view_builder *builder,
                           const struct pg_index *index, const char *table)
{
    struct schema *schema = builder->schema;
    const char *reason = view_why_no_index(index);
    const char *name;
    struct buffer out = {0};
    if (reason) {
        lose_index(builder, index, reason);
        return;
    }
    name = quoted_identifier(&schema->arena,
                             schema_name(schema, index->name.name));
    buffer_printf(&out, "CREATE %sINDEX %s ON %s(",
                  index->unique ? "UNIQUE " : "", name, table);
    for (size_t i = 0; i < index->n_keys; i++)
        buffer_printf(&out, "%s%s%s", i ? ", " : "",
                      quoted_identifier(&schema->arena, index->keys[i].column),
                      index->keys[i].descending ? " DESC" : "");
    buffer_add_byte(&out, ')');
    schema_add(&schema->after, arena_copy(&schema->arena, out.bytes, out.size),
               name);
    buffer_release(&out);
}

/* `table` is NULL where the view has not become one. */
static void handle_indexes(struct view_builder *builder,
                           const struct pg_view *view, const char *table)
{
    const struct pg_catalog *catalog = builder->schema->catalog;
    for (size_t i = 0; i < catalog->n_indexes; i++)
        if (catalog_is_same(catalog->indexes[i]->table, view->name)) {
            if (table)
                view_add_index(builder, catalog->indexes[i], table);
            else
                lose_index(builder, catalog->indexes[i],
                           "it is on a view that is no table in SQLite");
        }
}

/* ---- one view ---- */

/* Views may name this one from now on. */
static void remember(struct schema *schema, const struct pg_view *view,
                     const struct query_translation *translation,
                     const char *name)
{
    struct view_relation *known = arena_alloc(&schema->arena, sizeof *known);
    *known = (struct view_relation){.name = view->name,
                                    .sql = name,
                                    .columns = translation->columns,
                                    .n = translation->n_columns,
                                    .has_unknown_columns =
                                        translation->has_unknown_columns,
                                    .level = translation->view_level + 1,
                                    .next = schema->views};
    schema->views = known;
}

/* A view that answers slightly differently is kept, and reported as changed. */
static void view_tell_notes(struct view_builder *builder,
                            const struct pg_view *view,
                            const struct query_translation *translation)
{
    for (size_t i = 0; i < translation->n_notes; i++)
        view_lose(builder, view, REPORT_CHANGED, translation->notes[i].text);
}

/* A table has to have a name for each column, and no name twice. */
static bool has_columns(const struct query_translation *translation)
{
    for (size_t i = 0; i < translation->n_columns; i++)
        for (size_t j = 0; j < i; j++)
            if (!strcasecmp(translation->columns[i].name,
                            translation->columns[j].name))
                return false;
    return translation->n_columns > 0 && !translation->has_unknown_columns;
}

/* Translated without it: if that fails, it was needed. */
static bool calls_extension(struct view_builder *builder,
                            const struct pg_view *view)
{
    return view_translate(builder, view, 0).sql == NULL;
}

/* SQLite has the last word: what it does not prepare is not kept. */
static void view_make(struct view_builder *builder, const struct pg_view *view,
                      const struct query_translation *translation)
{
    struct schema *schema = builder->schema;
    const char *name =
        quoted_identifier(&schema->arena, view_name_of(builder, view));
    const char *sql = statement(schema, view, name, translation->sql);
    bool as_table = view->kind == VIEW_MATERIALIZED &&
                    schema->policies->matviews == MATVIEWS_TABLE &&
                    has_columns(translation);
    if (!trial_view(builder->trial, sql, name)) {
        view_lose(builder, view, REPORT_DROPPED,
                  arena_printf(&schema->arena, "SQLite does not take it: %s",
                               builder->trial->problem));
        handle_indexes(builder, view, NULL);
        return;
    }
    remember(schema, view, translation, name);
    if (as_table)
        view_add_table(builder, view, translation, name);
    else
        schema_add(&schema->after, sql, name);
    if (view->kind == VIEW_MATERIALIZED)
        view_lose(builder, view, REPORT_CHANGED,
                  as_table
                      ? "is a table with the rows of now; its query stands in "
                        "the table's SQL"
                      : "is a plain view in SQLite");
    handle_indexes(builder, view, as_table ? name : NULL);
    view_tell_notes(builder, view, translation);
    if (schema->policies->dialect.extension && calls_extension(builder, view))
        view_lose(builder, view, REPORT_CHANGED,
                  "whoever reads it has to load pgdecant_functions");
}

/* ---- in order ---- */

/* True once it is done with. */
static bool try_one(struct view_builder *builder, const struct pg_view *view)
{
    int own = builder->schema->policies->dialect.extension;
    struct query_translation translation = view_translate(builder, view, own);
    if (!translation.sql)
        return false;
    view_make(builder, view, &translation);
    return true;
}

/* Until nothing more comes of it. */
static void view_make_all(struct view_builder *builder)
{
    size_t left;
    do {
        left = 0;
        for (size_t i = 0; i < builder->n_pending; i++)
            if (!try_one(builder, builder->pending[i]))
                builder->pending[left++] = builder->pending[i];
        if (left == builder->n_pending)
            return;
        builder->n_pending = left;
    } while (left);
}

/* "there is no table v": v is a view that is left out itself. */
static const char *reason_of(struct view_builder *builder, const char *reason)
{
    static const char missing[] = "there is no table ";
    const struct pg_catalog *catalog = builder->schema->catalog;
    const char *name = reason + sizeof missing - 1;
    if (strncmp(reason, missing, sizeof missing - 1) != 0)
        return reason;
    for (size_t i = 0; i < catalog->n_views; i++)
        if (!strcmp(catalog->views[i]->name.name, name))
            return arena_printf(&builder->schema->arena,
                                "the view %s that it names is left out", name);
    return reason;
}

/* With its translation, where the extension would do. */
static void report_left(struct view_builder *builder,
                        const struct pg_view *view)
{
    int own = builder->schema->policies->dialect.extension;
    struct query_translation plain = view_translate(builder, view, own);
    struct query_translation other = view_translate(builder, view, 1);
    handle_indexes(builder, view, NULL);
    if (!other.sql) {
        view_lose(builder, view, REPORT_DROPPED,
                  reason_of(builder, plain.reason));
        return;
    }
    view_lose(
        builder, view, REPORT_DROPPED,
        arena_printf(
            &builder->schema->arena,
            "needs pgdecant_functions (--extension=yes): CREATE VIEW "
            "%s AS %s",
            quoted_identifier(&builder->schema->arena,
                              name_table(&builder->schema->arena,
                                         view->name.schema, view->name.name)),
            other.sql));
}

/* Views may name one another in any order; what cannot be made in the end is
 * reported. */
void views_make(struct schema *schema, struct trial *trial)
{
    const struct pg_catalog *catalog = schema->catalog;
    struct view_builder builder = {.schema = schema, .trial = trial};
    if (!catalog->n_views)
        return;
    builder.pending =
        xreallocarray(NULL, catalog->n_views, sizeof *builder.pending);
    for (size_t i = 0; i < catalog->n_views; i++)
        if (schema_wants(schema, catalog->views[i]->name))
            builder.pending[builder.n_pending++] = catalog->views[i];
    view_make_all(&builder);
    for (size_t i = 0; i < builder.n_pending; i++)
        report_left(&builder, builder.pending[i]);
    free(builder.pending);
}
