#include "translate/operand_classes.h"
#include "postgres/tree_same.h"
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

/* NULL is no limit; SQLite takes numbers only. */
static bool limits(const struct pg_node *node)
{
    return node && node_without_casts(node)->kind != NODE_NULL;
}

/* OFFSET alone needs a LIMIT in SQLite. */
/* NULL is no limit, and no row to leave out; SQLite wants a number. */
static void add_limit(struct translator *translator, struct buffer *out,
                      const char *word, const struct pg_node *node,
                      const char *if_null)
{
    struct fragment fragment = translate_node(translator, node);
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
    if (limits(query->limit))
        add_limit(translator, out, "LIMIT", query->limit, "-1");
    else if (limits(query->offset))
        buffer_add_text(out, " LIMIT -1");
    if (limits(query->offset))
        add_limit(translator, out, "OFFSET", query->offset, "0");
}

/* ---- WITH ---- */

/* The query's own name may stand in a recursive one, whose first part says
 * what its columns are. */
static bool add_cte(struct translator *translator, struct buffer *out,
                    const struct pg_node *cte, bool is_recursive,
                    struct scope *scope)
{
    struct named_query *named =
        arena_alloc(translator->context->arena, sizeof *named);
    struct result result = {0};
    bool done;
    if (cte->query->kind > QUERY_SET)
        return translator_refuse(translator,
                                 "INSERT, UPDATE or DELETE inside of WITH; run "
                                 "it before, in the same transaction")
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
    done = query_add(translator, out, cte->query, scope, &result, !cte->names);
    buffer_add_byte(out, ')');
    for (size_t i = 0; cte->names && i < cte->names->n && i < result.n; i++) {
        result.columns[i].name = cte->names->items[i];
        result.columns[i].sql = query_quoted(translator, cte->names->items[i]);
    }
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

/* ---- UNION, EXCEPT, INTERSECT ---- */

/* SQLite has no parentheses there, and takes all in turn from the left. */
static bool needs_select(const struct pg_query *query, bool is_left)
{
    return grouping_is_needed(query) || query->order_by.n || query->limit ||
           query->offset || query->with.n ||
           (query->kind == QUERY_SET && !is_left) ||
           (query->kind == QUERY_SELECT && query->is_distinct &&
            query->distinct_on.n);
}

/* (SELECT ... ORDER BY x) is SELECT * FROM it for the parser. The order of all
 * the rows of a side is lost in the whole. */
static const struct pg_query *unsorted(struct translator *translator,
                                       const struct pg_query *query)
{
    bool is_wrapped = query->kind == QUERY_SELECT && query->from.n == 1 &&
                      query->from.items[0]->kind == NODE_SUBQUERY &&
                      !query->from.items[0]->text;
    const struct pg_query *inner =
        is_wrapped ? query->from.items[0]->query : query;
    struct pg_query *copy;
    if (!inner->order_by.n || limits(inner->limit) || limits(inner->offset) ||
        inner->with.n || inner->distinct_on.n)
        return query;
    copy = arena_alloc(translator->context->arena, sizeof *copy);
    *copy = *inner;
    copy->order_by.n = 0;
    return copy;
}

/* Wrapped where SQLite's grammar has no place for it. */
static bool query_add_side(struct translator *translator, struct buffer *out,
                           const struct pg_query *query,
                           const struct scope *scope, struct result *result,
                           bool are_named, bool is_left)
{
    bool wrap, is_flat, done;
    query = unsorted(translator, query);
    wrap = needs_select(query, is_left) ||
           (query->kind == QUERY_SELECT &&
            nested_select_is_needed(translator, query));
    buffer_add_text(out, wrap ? "SELECT * FROM (" : "");
    /* a UNION b UNION c is flat in SQL. */
    is_flat = is_left && !wrap && translator->queries;
    translator->queries -= is_flat;
    done = query_add(translator, out, query, scope, result, are_named);
    translator->queries += is_flat;
    buffer_add_text(out, wrap ? ")" : "");
    return done;
}

/* Both sides have to be of one type, as PostgreSQL makes them. */
static void join_columns(struct translator *translator,
                         struct expression_column *column,
                         const struct expression_column *other)
{
    struct fragment all = {.class = column->type->class, .type = column->type};
    struct fragment one = {.class = other->type->class, .type = other->type};
    bool mixes_times =
        (all.class == CLASS_DATE && one.class == CLASS_TIMESTAMP) ||
        (all.class == CLASS_TIMESTAMP && one.class == CLASS_DATE);
    if (mixes_times || column->is_exact_text != other->is_exact_text)
        translator_refuse(translator,
                          "columns of several types one below the other; cast "
                          "them");
    fragment_join_types(&all, &one);
    column->type = all.type ? all.type : column->type;
    column->is_not_null &= other->is_not_null;
}

/* Names come from the left side. */
static bool query_add_set(struct translator *translator, struct buffer *out,
                          const struct pg_query *query,
                          const struct scope *scope, struct result *result,
                          bool are_named)
{
    struct result right = {0};
    const char *word = !strcmp(query->set_operator, "union")    ? "UNION"
                       : !strcmp(query->set_operator, "except") ? "EXCEPT"
                                                                : "INTERSECT";
    if (query->is_all && strcmp(word, "UNION") != 0)
        return translator_refuse(
                   translator,
                   "%s ALL; number equal rows by row_number() and "
                   "leave out ALL",
                   word)
            .sql;
    if (!query_add_side(translator, out, query->left, scope, result, are_named,
                        true))
        return false;
    buffer_printf(out, " %s%s ", word, query->is_all ? " ALL" : "");
    if (!query_add_side(translator, out, query->right, scope, &right, false,
                        false))
        return false;
    if (!result->has_unknown_columns && !right.has_unknown_columns &&
        result->n != right.n)
        return translator_refuse(translator,
                                 "%s of queries with %zu and %zu columns", word,
                                 result->n, right.n)
            .sql;
    for (size_t i = 0; i < result->n && i < right.n; i++) {
        join_columns(translator, &result->columns[i], &right.columns[i]);
    }
    return true;
}

/* t.a and a. */
static bool is_same_column(const struct pg_node *a, const struct pg_node *b)
{
    return a->kind == NODE_COLUMN && b->kind == NODE_COLUMN &&
           !strcmp(a->name.name, b->name.name) &&
           (!a->name.schema || !b->name.schema) &&
           (a->name.schema || b->name.schema);
}

/* Which column of the result a key is, from 1 on: by its place, or as the same
 * expression; 0: it is to be found by its name. */
static size_t key_place(const struct pg_query *query, const struct pg_node *key)
{
    if (key->left->kind == NODE_NUMBER)
        return (size_t)strtoul(key->left->text, NULL, 10);
    for (uint32_t i = 0; query->kind == QUERY_SELECT && i < query->targets.n;
         i++)
        if (tree_is_same(query->targets.items[i]->left, key->left) ||
            is_same_column(query->targets.items[i]->left, key->left))
            return i + 1;
    return 0;
}

/* SQLite takes only columns of the result there, as they are. */
static struct fragment set_key(struct translator *translator,
                               const struct pg_query *query,
                               const struct pg_node *key,
                               const struct result *result)
{
    size_t at = key_place(query, key);
    struct fragment fragment, column;
    if (at && at <= result->n) {
        column = (struct fragment){
            .sql = "?",
            .class = result->columns[at - 1].type->class,
            .type = result->columns[at - 1].type,
            .is_exact = result->columns[at - 1].is_exact_text,
            .is_not_null = result->columns[at - 1].is_not_null};
        fragment = fragment_sort_key(translator, column);
        if (fragment.sql && strcmp(fragment.sql, "?") != 0)
            translator_refuse(translator, "ORDER BY this column behind %s",
                              query->set_operator ? query->set_operator
                                                  : "grouping sets");
        fragment.sql = arena_printf(translator->context->arena, "%zu", at);
        return fragment;
    }
    if (at)
        return fragment_make(translator, CLASS_ANY, PRECEDENCE_PRIMARY, "%zu",
                             at);
    fragment =
        fragment_sort_key(translator, translate_node(translator, key->left));
    if (fragment.sql && (!fragment.column || fragment.as_stored))
        translator_refuse(translator, "ORDER BY an expression behind %s",
                          query->set_operator ? query->set_operator
                                              : "grouping sets");
    return fragment;
}

/* Only columns of the result can be sorted by. */
bool query_add_set_order(struct translator *translator, struct buffer *out,
                         const struct pg_query *query,
                         const struct scope *outer, const struct result *result)
{
    struct relation relation = {.columns = result->columns,
                                .n = result->n,
                                .has_unknown_columns =
                                    result->has_unknown_columns};
    struct scope scope = {.outer = outer, .relations = &relation, .n = 1};
    const struct scope *before = translator->scope;
    if (!query->order_by.n)
        return true;
    translator->scope = &scope;
    buffer_add_text(out, " ORDER BY ");
    for (uint32_t i = 0; i < query->order_by.n && !translator->reason; i++) {
        const struct pg_node *key = query->order_by.items[i];
        struct fragment fragment = set_key(translator, query, key, result);
        buffer_printf(out, "%s%s", i ? ", " : "",
                      fragment.sql ? fragment.sql : "");
        query_add_direction(translator, out, key, fragment.is_not_null);
    }
    translator->scope = before;
    return !translator->reason;
}

/* ---- any query ---- */

/* SELECT, INSERT, UPDATE and DELETE are complete; VALUES and UNION get their
 * ORDER BY and LIMIT here. */
static bool query_add_body(struct translator *translator, struct buffer *out,
                           const struct pg_query *query,
                           const struct scope *scope, struct result *result,
                           bool are_named)
{
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
    if (!query_add_set_order(translator, out, query, scope, result))
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
    struct scope *scope =
        arena_alloc(translator->context->arena, sizeof *scope);
    struct result unused = {0};
    bool done;
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
    translation.reason = translator.reason;
    translation.at = translator.reason_at;
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
