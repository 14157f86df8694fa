#include "translate/operand_classes.h"
#include "translate/query_internal.h"

#include <stdlib.h>
#include <string.h>

#include "sqlite/quote.h"

/* ---- names ---- */

const char *query_quoted(struct translator *translator, const char *name)
{
    return quoted_identifier(translator->context->arena, name);
}

/* The underscore makes a clash with the user's own names unlikely. */
const char *query_new_name(struct translator *translator, const char *what)
{
    return arena_printf(translator->context->arena, "_%s%u", what,
                        ++translator->n_names);
}

/* SQLite's own limit (SQLITE_MAX_COLUMN). */
enum { MOST_COLUMNS = 2000 };

void result_add(struct translator *translator, struct result *result,
                const char *name, const struct fragment *fragment)
{
    static const struct value_type any = {
        .codec = &codecs[CODEC_ANY], .class = CLASS_ANY, .declared = ""};
    if (result && result->n == MOST_COLUMNS)
        translator_refuse(translator, "more than SQLite's %d columns",
                          MOST_COLUMNS);
    if (!result || result->n == MOST_COLUMNS)
        return;
    arena_grow(translator->context->arena, &result->columns, &result->capacity,
               result->n + 1, sizeof *result->columns);
    result->columns[result->n++] = (struct expression_column){
        .name = name ? name : "?column?",
        .sql = query_quoted(translator, name ? name : "?column?"),
        .type = fragment->type ? fragment->type : &any,
        .is_exact_text = fragment->is_exact,
        .is_not_null = fragment->is_not_null};
}

void query_add_renamed(struct buffer *out, const char *alias,
                       const struct pg_names *names, const char *sql)
{
    buffer_printf(out, "(WITH %s(", alias);
    for (size_t i = 0; i < names->n; i++) {
        buffer_add_text(out, i ? ", " : "");
        quote_identifier(out, names->items[i]);
    }
    buffer_printf(out, ") AS (%s) SELECT * FROM %s)", sql, alias);
}

/* SQLite's parser has a stack of a hundred, and 16 subqueries fill it. */
enum { MAX_QUERIES = 15 };

/* ---- LIMIT ---- */

bool query_names_have(const struct pg_names *names, const char *name)
{
    for (size_t i = 0; i < names->n; i++)
        if (!strcmp(names->items[i], name))
            return true;
    return false;
}

/* NULL is no limit; SQLite takes numbers only. */
bool query_limits(const struct pg_node *node)
{
    return node && node_without_casts(node)->kind != NODE_NULL;
}

/* OFFSET alone needs a LIMIT in SQLite. */
/* NULL is no limit, and no row to leave out; SQLite wants a number. */
static void add_limit(struct translator *translator, struct buffer *out,
                      const char *word, const struct pg_node *node,
                      const char *if_null)
{
    const struct scope *before = translator->bound;
    struct fragment fragment;
    translator->bound = translator->scope;
    fragment = translate_node(translator, node);
    translator->bound = before;
    if (!fragment.sql)
        return;
    if (fragment.is_not_null)
        buffer_printf(out, " %s %s", word, fragment.sql);
    else
        buffer_printf(out, " %s coalesce(%s, %s)", word, fragment.sql, if_null);
}

void query_add_limits(struct translator *translator, struct buffer *out,
                      const struct pg_query *query)
{
    if (query->with_ties)
        translator_refuse(translator,
                          "WITH TIES; SQLite has rank() <= n in a subquery");
    if (query_limits(query->limit))
        add_limit(translator, out, "LIMIT", query->limit, "-1");
    else if (query_limits(query->offset))
        buffer_add_text(out, " LIMIT -1");
    if (query_limits(query->offset))
        add_limit(translator, out, "OFFSET", query->offset, "0");
}

/* ---- WITH ---- */

/* t(a, b) AS (...) */
static void name_results(struct translator *translator, struct result *result,
                         const struct pg_names *names)
{
    for (size_t i = 0; names && i < names->n && i < result->n; i++) {
        result->columns[i].name = names->items[i];
        result->columns[i].sql = query_quoted(translator, names->items[i]);
    }
}

/* The query's own name may stand in a recursive one, whose first part says what
 * its columns are: it is translated once for that, and nothing is kept. */
static void learn_columns(struct translator *translator,
                          const struct pg_node *cte, struct scope *scope,
                          struct named_query *named)
{
    struct buffer unused = {0};
    struct result result = {0};
    size_t notes = translator->n_notes;
    unsigned names = translator->n_names;
    if (query_add(translator, &unused, cte->query->left, scope, &result,
                  !cte->names)) {
        name_results(translator, &result, cte->names);
        named->columns = result.columns;
        named->n = result.n;
        named->has_unknown_columns = result.has_unknown_columns;
    }
    translator->n_notes = notes;
    translator->n_names = names;
    buffer_release(&unused);
}

static bool add_cte(struct translator *translator, struct buffer *out,
                    const struct pg_node *cte, bool is_recursive,
                    struct scope *scope)
{
    struct named_query *named =
        arena_alloc(translator->context->arena, sizeof *named);
    struct result result = {0};
    bool done;
    if (query_is_change(cte->query))
        return translator_refuse(translator,
                                 "INSERT, UPDATE or DELETE in a WITH that is "
                                 "not at the top level")
            .sql;
    *named = (struct named_query){
        .name = cte->text, .has_unknown_columns = true, .next = scope->queries};
    quote_identifier(out, cte->text);
    for (size_t i = 0; cte->names && i < cte->names->n; i++) {
        buffer_add_text(out, i ? ", " : "(");
        quote_identifier(out, cte->names->items[i]);
    }
    buffer_printf(out, "%s AS %s(", cte->names ? ")" : "",
                  cte->flags & NODE_MATERIALIZED       ? "MATERIALIZED "
                  : cte->flags & NODE_NOT_MATERIALIZED ? "NOT MATERIALIZED "
                                                       : "");
    if (is_recursive)
        scope->queries = named;
    if (is_recursive && cte->query->kind == QUERY_SET)
        learn_columns(translator, cte, scope, named);
    done = query_add(translator, out, cte->query, scope, &result, !cte->names);
    buffer_add_byte(out, ')');
    name_results(translator, &result, cte->names);
    named->columns = result.columns;
    named->n = result.n;
    named->has_unknown_columns = result.has_unknown_columns;
    scope->queries = named;
    return done;
}

/* In order: each sees those before it. */
static bool add_with(struct translator *translator, struct buffer *out,
                     const struct pg_query *query, struct scope *scope)
{
    if (!query->with.n)
        return true;
    buffer_add_text(out, query->is_recursive ? "WITH RECURSIVE " : "WITH ");
    for (uint32_t i = 0; i < query->with.n && !translator->reason; i++) {
        struct later_queries later = {query->with.items + i, query->with.n - i,
                                      translator->later};
        buffer_add_text(out, i ? ", " : "");
        if (!query->is_recursive)
            translator->later = &later;
        add_cte(translator, out, query->with.items[i], query->is_recursive,
                scope);
        translator->later = later.outer;
    }
    buffer_add_byte(out, ' ');
    return !translator->reason;
}

/* ---- VALUES ---- */

static bool add_value_row(struct translator *translator, struct buffer *out,
                          const struct pg_node *row, struct fragment *columns)
{
    buffer_add_byte(out, '(');
    for (uint32_t i = 0; i < row->n_items; i++) {
        struct fragment fragment = translate_node(translator, row->items[i]);
        if (!fragment.sql)
            return false;
        fragment_join_types(&columns[i], &fragment);
        fragment = fragment_typed_as(translator, fragment, &columns[i]);
        buffer_printf(out, "%s%s", i ? ", " : "",
                      fragment_as_stored(&fragment));
    }
    buffer_add_byte(out, ')');
    return true;
}

/* A column has the type of its first value with one, or of a later value that
 * is wider. */
static bool query_add_values(struct translator *translator, struct buffer *out,
                             const struct pg_query *query,
                             struct result *result)
{
    uint32_t n = query->rows.items[0]->n_items;
    struct fragment *columns =
        arena_alloc(translator->context->arena, (n + 1) * sizeof *columns);
    memset(columns, 0, (n + 1) * sizeof *columns);
    buffer_add_text(out, "VALUES ");
    for (uint32_t i = 0; i < query->rows.n; i++) {
        buffer_add_text(out, i ? ", " : "");
        if (query->rows.items[i]->n_items != n)
            return translator_refuse(translator,
                                     "VALUES rows of different lengths")
                .sql;
        if (!add_value_row(translator, out, query->rows.items[i], columns))
            return false;
    }
    for (uint32_t i = 0; i < n; i++)
        result_add(translator, result,
                   arena_printf(translator->context->arena, "column%u", i + 1),
                   &columns[i]);
    return true;
}

/* ---- any query ---- */

/* SELECT, INSERT, UPDATE and DELETE are complete; VALUES and UNION get their
 * ORDER BY and LIMIT here. */
static bool query_add_body(struct translator *translator, struct buffer *out,
                           const struct pg_query *query,
                           const struct scope *scope, struct result *result,
                           bool are_named)
{
    size_t start = out->size;
    switch (query->kind) {
    case QUERY_SELECT:
        return select_add(translator, out, query, scope, result, are_named);
    case QUERY_VALUES:
        if (query->order_by.n)
            buffer_add_text(out, "SELECT * FROM (");
        if (!query_add_values(translator, out, query, result))
            return false;
        buffer_add_text(out, query->order_by.n ? ")" : "");
        break;
    case QUERY_SET:
        if (!query_add_set(translator, out, query, scope, result, are_named))
            return false;
        break;
    default: return dml_add(translator, out, query, result);
    }
    if (!query_add_set_order(translator, out, query, scope, result, start))
        return false;
    if (query->kind == QUERY_VALUES && !query->order_by.n &&
        (query->limit || query->offset))
        return translator_refuse(translator,
                                 "LIMIT behind VALUES; put it into FROM")
            .sql;
    query_add_limits(translator, out, query);
    return !translator->reason;
}

/* FOR UPDATE locks nothing here: SQLite has one writer at a time. */
bool query_add(struct translator *translator, struct buffer *out,
               const struct pg_query *query, const struct scope *outer,
               struct result *result, bool are_named)
{
    const struct scope *before = translator->scope;
    const struct pg_query *change = with_change_of(translator, query);
    struct scope *scope =
        arena_alloc(translator->context->arena, sizeof *scope);
    struct result unused = {0};
    bool done;
    if (translator->queries)
        change = NULL; /* it is refused */
    if (change)
        query = change;
    else if (!translator->queries && change_script_is_needed(query) &&
             translator->query_context->takes_scripts)
        return change_script_add(translator, out, query, result);
    *scope = (struct scope){.outer = outer};
    translator->scope = scope;
    translator->at = query->at;
    if (translator->queries == MAX_QUERIES)
        translator_refuse(translator,
                          "a query nested deeper than SQLite takes");
    translator->queries++;
    done = !translator->reason && add_with(translator, out, query, scope) &&
           query_add_body(translator, out, query, scope,
                          result ? result : &unused, are_named);
    translator->queries--;
    translator->scope = before;
    return done && !translator->reason;
}

/* ---- subqueries ---- */

/* A subquery starts again at 0; how deep queries nest is bounded by
 * query->depth. */
static const char *inner(struct translator *translator,
                         const struct pg_query *query, struct result *result)
{
    struct buffer sql = {0};
    const char *copy;
    uint32_t at = translator->at;
    size_t depth = translator->depth;
    translator->depth = 0;
    query_add(translator, &sql, query, translator->scope, result, false);
    translator->depth = depth;
    translator->at = at;
    copy = arena_printf(translator->context->arena, "%s", buffer_text(&sql));
    buffer_release(&sql);
    return copy;
}

/* ARRAY(SELECT x ...) */
static struct fragment query_array_of(struct translator *translator,
                                      const struct pg_node *node)
{
    struct result result = {0};
    const char *sql = inner(translator, node->query, &result);
    const char *name = query_new_name(translator, "rows");
    struct fragment value;
    struct value_type *type =
        arena_alloc(translator->context->arena, sizeof *type);
    if (translator->reason || result.n != 1)
        return translator_refuse(translator,
                                 "ARRAY(SELECT ...) of several columns");
    value = (struct fragment){.sql = "value",
                              .class = result.columns[0].type->class,
                              .is_exact = result.columns[0].is_exact_text};
    *type = (struct value_type){.codec = &codecs[CODEC_ARRAY],
                                .class = CLASS_ARRAY,
                                .declared = "text",
                                .element = result.columns[0].type};
    return fragment_make_typed(
        translator, type, PRECEDENCE_PRIMARY,
        "(WITH %s(value) AS (%s) SELECT json_group_array(%s) "
        "FROM %s)",
        name, sql, fragment_as_element(translator, &value), name);
}

/* A scalar subquery has the type of its one column. */
struct fragment translate_subquery(struct translator *translator,
                                   const struct pg_node *node)
{
    struct result result = {0};
    struct fragment fragment;
    const char *sql;
    if (translator->context->use != USE_QUERY)
        return translator_refuse(translator,
                                 "a subquery, which SQLite forbids here");
    if (translator->query_context &&
        translator->query_context->has_no_subqueries)
        return translator_refuse(translator, "a subquery in a trigger");
    if (node->kind == NODE_ARRAY_OF)
        return query_array_of(translator, node);
    sql = inner(translator, node->query, &result);
    if (translator->reason)
        return NO_FRAGMENT;
    if (node->kind == NODE_EXISTS) {
        fragment = fragment_make_typed(translator,
                                       translator_type(translator, "boolean"),
                                       PRECEDENCE_PRIMARY, "EXISTS (%s)", sql);
        fragment.is_not_null = true;
        return fragment;
    }
    if (!result.n)
        return fragment_make(translator, CLASS_ANY, PRECEDENCE_PRIMARY, "(%s)",
                             sql);
    fragment = fragment_make_typed(translator, result.columns[0].type,
                                   PRECEDENCE_PRIMARY, "(%s)", sql);
    fragment.is_exact = result.columns[0].is_exact_text;
    fragment.is_row = result.n > 1;
    return fragment;
}

/* Compared one by one, so the types have to agree. */
struct fragment translate_in_subquery(struct translator *translator,
                                      struct fragment left,
                                      const struct pg_node *query, bool negated)
{
    struct result result = {0};
    const char *sql;
    struct fragment right;
    if (translator->context->use != USE_QUERY)
        return translator_refuse(translator,
                                 "a subquery, which SQLite forbids here");
    if (translator->query_context &&
        translator->query_context->has_no_subqueries)
        return translator_refuse(translator, "a subquery in a trigger");
    sql = inner(translator, query->query, &result);
    if (translator->reason)
        return NO_FRAGMENT;
    if (result.n == 1) {
        right = (struct fragment){.class = result.columns[0].type->class,
                                  .type = result.columns[0].type};
        if (!operands_are_equal_classes(&left, &right))
            return translator_refuse(
                translator, "IN of values that SQLite compares otherwise");
    }
    return fragment_make_typed(
        translator, translator_type(translator, "boolean"), PRECEDENCE_EQUALITY,
        "%s %s (%s)", fragment_within(translator, left, PRECEDENCE_COMPARISON),
        negated ? "NOT IN" : "IN", sql);
}

/* ---- the whole ---- */

/* The names that a view gives to the columns. */
static bool rename_columns(struct translator *translator, struct buffer *out,
                           struct result *result, const struct pg_names *names)
{
    struct buffer renamed = {0};
    if (!names)
        return true;
    if (result->has_unknown_columns || result->n < names->n)
        return translator_refuse(translator,
                                 "names for more columns than there are")
            .sql;
    for (size_t i = 0; i < names->n; i++) {
        result->columns[i].name = names->items[i];
        result->columns[i].sql = query_quoted(translator, names->items[i]);
    }
    if (names->n < result->n)
        return translator_refuse(translator, "names for some of the columns")
            .sql;
    query_add_renamed(&renamed, "_named", names, buffer_text(out));
    out->size = 0; /* without the parentheses */
    buffer_add(out, renamed.bytes + 1, renamed.size - 2);
    buffer_release(&renamed);
    return true;
}

/* A query, or an expression that stands for itself. */
struct subject {
    const struct pg_query *query;
    const struct pg_names *names;
    const struct pg_node *expression;
};

/* A trigger's WHEN is an expression with the scope of NEW and OLD. */
static bool add_subject(struct translator *translator, struct buffer *out,
                        const struct subject *subject, struct result *result)
{
    const struct scope *outer = translator->query_context->outer;
    struct fragment fragment;
    if (subject->query)
        return query_add(translator, out, subject->query, outer, result,
                         true) &&
               rename_columns(translator, out, result, subject->names);
    translator->scope = outer;
    fragment = translate_node(translator, subject->expression);
    buffer_add_text(out, fragment.sql ? fragment.sql : "");
    return fragment.sql != NULL;
}

/* Where json_each stands around a column, its own columns key, value, id and so
 * on would be meant: then all is done once more, with every column qualified.
 */
static struct query_translation
query_translate_subject(struct arena *arena,
                        const struct query_context *query_context,
                        const struct subject *subject, bool qualifies)
{
    static const struct pg_catalog nothing;
    const struct pg_catalog *catalog =
        query_context->tables ? query_context->tables->catalog : &nothing;
    const struct expression_context context = {.arena = arena,
                                               .catalog = catalog,
                                               .schema = "public",
                                               .use = USE_QUERY,
                                               .dialect =
                                                   query_context->dialect};
    struct translator translator = {.context = &context,
                                    .query_context = query_context,
                                    .qualifies = qualifies};
    struct query_translation translation = {.sql = NULL};
    struct buffer sql = {0};
    struct result result = {0};
    if (add_subject(&translator, &sql, subject, &result))
        translation.sql = arena_copy(arena, sql.bytes, sql.size);
    buffer_release(&sql);
    if (translator.needs_qualifying && !qualifies && translation.sql)
        return query_translate_subject(arena, query_context, subject, true);
    translation.is_script = translator.is_script;
    translation.reason = translator.reason;
    translation.at = translator.reason_at;
    translation.view_level = translator.view_level;
    translation.n_notes = translator.n_notes;
    translation.notes = arena_alloc(arena, (translator.n_notes + 1) *
                                               sizeof *translation.notes);
    for (size_t i = 0; i < translator.n_notes; i++)
        translation.notes[i] = (struct query_note){translator.notes[i].at,
                                                   translator.notes[i].text,
                                                   translator.notes[i].is_use};
    translation.columns = result.columns;
    translation.n_columns = result.n;
    translation.has_unknown_columns = result.has_unknown_columns;
    return translation;
}

struct query_translation
query_translate(struct arena *arena, const struct query_context *query_context,
                const struct pg_query *query, const struct pg_names *names)
{
    const struct subject subject = {.query = query, .names = names};
    return query_translate_subject(arena, query_context, &subject, false);
}

struct query_translation
query_translate_expression(struct arena *arena,
                           const struct query_context *query_context,
                           const struct pg_node *node)
{
    const struct subject subject = {.expression = node};
    return query_translate_subject(arena, query_context, &subject, false);
}
