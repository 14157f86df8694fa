/* SELECT: its list, FROM, WHERE and GROUP BY. */
#include <string.h>

#include "translate/query_internal.h"

/* ---- what PostgreSQL calls a column ---- */

/* Casts are called after the type, as PostgreSQL has it inside. */
static const char *select_type_name(const struct pg_type *type)
{
    static const struct {
        const char *name, *inside;
    } names[] = {{"integer", "int4"},
                 {"bigint", "int8"},
                 {"smallint", "int2"},
                 {"boolean", "bool"},
                 {"real", "float4"},
                 {"double precision", "float8"},
                 {"character varying", "varchar"},
                 {"character", "bpchar"},
                 {"timestamp with time zone", "timestamptz"},
                 {"timestamp without time zone", "timestamp"},
                 {"time with time zone", "timetz"},
                 {"time without time zone", "time"},
                 {"bit varying", "varbit"}};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (!strcmp(names[i].name, type->name.name))
            return names[i].inside;
    return type->name.name;
}

/* PostgreSQL's rules for columns without AS, since applications read them by
 * these names. */
const char *select_implied_name(const struct pg_node *node)
{
    const char *name;
    switch (node->kind) {
    case NODE_COLUMN:
    case NODE_CALL: return node->name.name;
    case NODE_VALUE:
    case NODE_FIELD: return node->text;
    case NODE_SUBSCRIPT:
    case NODE_COLLATE: return select_implied_name(node->left);
    case NODE_CAST: /* of the outermost, if nothing has a better name */
        name = node_without_casts(node)->kind == NODE_CASE
                   ? NULL
                   : select_implied_name(node_without_casts(node));
        return name ? name : select_type_name(node->type);
    case NODE_CASE:
        name = node->right ? select_implied_name(node->right) : NULL;
        return name ? name : "case";
    case NODE_EXISTS: return "exists";
    case NODE_ARRAY:
    case NODE_ARRAY_OF: return "array";
    case NODE_ROW: return "row";
    case NODE_QUERY:
        return node->query->kind == QUERY_SELECT && node->query->targets.n == 1
                   ? select_target_name(node->query->targets.items[0])
                   : NULL;
    default: return NULL;
    }
}

bool select_is_star(const struct pg_node *node)
{
    return node->kind == NODE_STAR ||
           (node->kind == NODE_COLUMN && !strcmp(node->name.name, "*"));
}

const char *select_target_name(const struct pg_node *target)
{
    return target->text ? target->text : select_implied_name(target->left);
}

/* ---- stars ---- */

/* May `*` be written unchanged? */
static bool select_is_plain(const struct relation *relation)
{
    for (size_t i = 0; i < relation->n; i++)
        if (relation->columns[i].is_expression)
            return false;
    return !relation->has_hidden_column;
}

/* What the query is known to give, for whoever reads from it. */
static void add_result(struct translator *translator, struct result *result,
                       const struct expression_column *column)
{
    struct fragment fragment = {.type = column->type,
                                .class = column->type->class,
                                .is_exact = column->is_exact_text,
                                .is_not_null = column->is_not_null};
    scope_note_empty(translator, column);
    result_add(translator, result, column->name, &fragment);
}

/* A rows function's column is an expression, and needs its name. */
static void select_add_column(struct translator *translator, struct buffer *out,
                              const struct relation *relation,
                              const struct expression_column *column,
                              bool *first)
{
    const char *table = scope_name_of(translator, relation);
    buffer_add_text(out, *first ? "" : ", ");
    *first = false;
    if (column->is_expression)
        buffer_printf(out, "%s AS %s", column->sql,
                      query_quoted(translator, column->name));
    else
        buffer_printf(out, "%s%s%s", table ? table : "", table ? "." : "",
                      column->sql);
}

/* t.*: in words where it has to be. */
static bool add_star_of(struct translator *translator, struct buffer *out,
                        const struct relation *relation, struct result *result)
{
    const char *table = scope_name_of(translator, relation);
    bool first = true;
    if (select_is_plain(relation))
        buffer_printf(out, "%s%s*", table ? table : "", table ? "." : "");
    else
        for (size_t i = 0; i < relation->n; i++)
            select_add_column(translator, out, relation, &relation->columns[i],
                              &first);
    for (size_t i = 0; i < relation->n; i++)
        add_result(translator, result, &relation->columns[i]);
    result->has_unknown_columns |= relation->has_unknown_columns;
    return true;
}

/* The columns of USING come first, once. SQLite leaves them where the left
 * table has them. */
static bool add_merged_star(struct translator *translator, struct buffer *out,
                            const struct select *select, struct result *result)
{
    bool first = true;
    if (select->is_merged_inside || select->query->from.n > 1)
        return translator_refuse(translator,
                                 "* of a join with USING that is not all of "
                                 "FROM; name the columns")
            .sql;
    for (size_t i = 0; i < select->merged->n; i++) {
        struct pg_node name = {.kind = NODE_COLUMN,
                               .name = {NULL, select->merged->items[i]}};
        struct fragment fragment = translate_node(translator, &name);
        if (!fragment.sql)
            return false;
        buffer_printf(out, "%s%s", first ? "" : ", ",
                      fragment_as_stored(&fragment));
        first = false;
        result_add(translator, result, name.name.name, &fragment);
    }
    for (size_t i = 0; i < select->scope.n; i++) {
        const struct relation *relation = &select->scope.relations[i];
        if (relation->has_unknown_columns)
            return translator_refuse(translator,
                                     "* behind USING of tables whose columns "
                                     "are not known (--types-from)")
                .sql;
        for (size_t j = 0; j < relation->n; j++)
            if (!query_names_have(select->merged, relation->columns[j].name)) {
                select_add_column(translator, out, relation,
                                  &relation->columns[j], &first);
                add_result(translator, result, &relation->columns[j]);
            }
    }
    return true;
}

/* SQLite's own star where it means the same. */
static bool select_add_star(struct translator *translator, struct buffer *out,
                            const struct select *select, struct result *result)
{
    bool plain = true, first = true;
    if (select->merged)
        return add_merged_star(translator, out, select, result);
    for (size_t i = 0; i < select->scope.n; i++)
        plain &= select_is_plain(&select->scope.relations[i]);
    buffer_add_text(out, plain ? "*" : "");
    for (size_t i = 0; i < select->scope.n; i++) {
        const struct relation *relation = &select->scope.relations[i];
        if (!plain && relation->has_unknown_columns)
            return translator_refuse(translator,
                                     "* of tables whose columns are not known "
                                     "(--types-from)")
                .sql;
        for (size_t j = 0; j < relation->n; j++) {
            if (!plain)
                select_add_column(translator, out, relation,
                                  &relation->columns[j], &first);
            add_result(translator, result, &relation->columns[j]);
        }
        result->has_unknown_columns |= relation->has_unknown_columns;
    }
    return true;
}

/* ---- targets ---- */

/* AS is added where SQLite would call it otherwise. */
static const char *name_for(struct translator *translator,
                            const struct select *select,
                            const struct pg_node *target,
                            const struct fragment *fragment)
{
    const char *name = target->text;
    if (!name && select->are_named)
        name = select_implied_name(target->left);
    if (!name)
        return NULL;
    name = query_quoted(translator, name);
    if (!target->text && target->left->kind == NODE_COLUMN &&
        fragment->column && !strcmp(fragment->column, name))
        return NULL;
    return name;
}

/* INSERT ... SELECT fits each target to its column. */
static bool add_target(struct translator *translator, struct buffer *out,
                       struct select *select, uint32_t at,
                       struct result *result)
{
    const struct pg_node *target = select->query->targets.items[at];
    struct fragment *fragment = &select->targets[at];
    const char *name;
    /* Reasons and notes say where. */
    translator->at = target->at;
    *fragment = translate_node(translator, target->left);
    if (translator->filled && translator->filled->query == select->query)
        *fragment =
            dml_fit(translator, *fragment, target->left,
                    at < translator->filled->n ? translator->filled->columns[at]
                                               : NULL);
    if (!fragment->sql)
        return false;
    if (fragment->is_row)
        return translator_refuse(translator,
                                 "a row as one value; SQLite has no composite "
                                 "values")
            .sql;
    if (fragment->is_place && translator->queries == 1)
        return translator_refuse(translator,
                                 "ctid as a result; SQLite's rowid is another "
                                 "value for the same row")
            .sql;
    name = name_for(translator, select, target, fragment);
    select->names[at] = name;
    buffer_printf(out, "%s%s%s", fragment_as_stored(fragment),
                  name ? " AS " : "", name ? name : "");
    result_add(translator, result, select_target_name(target), fragment);
    return true;
}

/* *, t.* or an expression. */
static bool select_add_one(struct translator *translator, struct buffer *out,
                           struct select *select, uint32_t at,
                           struct result *result)
{
    const struct pg_node *node = select->query->targets.items[at]->left;
    const struct relation *relation;
    if (node->kind == NODE_STAR)
        return select_add_star(translator, out, select, result);
    if (node->kind != NODE_COLUMN || strcmp(node->name.name, "*") != 0)
        return add_target(translator, out, select, at, result);
    relation = scope_relation(&select->scope, node->name.schema);
    if (!relation)
        return translator_refuse(translator, "there is no table %s in FROM",
                                 node->name.schema)
            .sql;
    return add_star_of(translator, out, relation, result);
}

/* PostgreSQL allows a SELECT of nothing. */
void select_add_targets(struct translator *translator, struct buffer *out,
                        struct select *select, struct result *result)
{
    uint32_t n = select->query->targets.n;
    for (uint32_t i = 0; i < n; i++) {
        buffer_add_text(out, i ? ", " : " ");
        if (!select_add_one(translator, out, select, i, result))
            return;
    }
    if (!n)
        buffer_add_text(out, " NULL");
}

/* ---- GROUP BY ---- */

bool select_has_aggregate(const struct pg_query *query)
{
    for (uint32_t i = 0; i < query->targets.n; i++)
        if (aggregate_is_in(query->targets.items[i]->left))
            return true;
    return false;
}

/* A name is a column's first, then a target's. */
static const char *group_key(struct translator *translator,
                             const struct select *select,
                             const struct pg_node *key)
{
    struct translator trial = *translator;
    struct fragment fragment;
    ptrdiff_t target = query_target_of(select, key);
    if (key->kind == NODE_NUMBER) {
        query_check_place(translator, select, key);
        if (target >= 0)
            fragment_note_zeros(translator, &select->targets[target]);
        return key->text;
    }
    trial.bound = &select->scope;
    fragment = translate_node(&trial, key);
    trial.bound = translator->bound;
    if (!fragment.sql && target >= 0 &&
        select->query->targets.items[target]->text) {
        fragment_note_zeros(translator, &select->targets[target]);
        return query_quoted(translator, key->name.name);
    }
    *translator = trial;
    fragment_note_zeros(translator, &fragment);
    return fragment.sql;
}

static void add_grouping(struct translator *translator, struct buffer *out,
                         struct select *select)
{
    const struct pg_query *query = select->query;
    struct fragment fragment;
    for (uint32_t i = 0; i < query->group_by.n && !translator->reason; i++) {
        const char *sql =
            group_key(translator, select, query->group_by.items[i]);
        buffer_printf(out, "%s%s", i ? ", " : " GROUP BY ", sql ? sql : "");
    }
    if (!query->having || translator->reason)
        return;
    if (!query->group_by.n && !select_has_aggregate(query))
        translator_refuse(translator,
                          "HAVING without GROUP BY, and without an aggregate "
                          "in the list; put it into a subquery");
    fragment = translate_node(translator, query->having);
    buffer_printf(out, " HAVING %s", fragment.sql ? fragment.sql : "");
}

/* ---- FROM and WHERE ---- */

static bool select_add_from(struct translator *translator,
                            struct select *select)
{
    const struct pg_nodes *from = &select->query->from;
    buffer_add_text(&select->from, from->n ? " FROM " : "");
    return from_add_items(translator, &select->from, select, from);
}

static void select_add_where(struct translator *translator, struct buffer *out,
                             const struct pg_node *condition)
{
    struct fragment fragment;
    if (!condition || translator->reason)
        return;
    fragment = translate_node(translator, condition);
    buffer_printf(out, " WHERE %s", fragment.sql ? fragment.sql : "");
}

/* WINDOW w AS (...) */
static void add_windows(struct translator *translator, struct buffer *out,
                        const struct pg_nodes *windows)
{
    for (uint32_t i = 0; i < windows->n; i++) {
        buffer_printf(out, "%s%s AS ", i ? ", " : " WINDOW ",
                      query_quoted(translator, windows->items[i]->text));
        query_add_window(translator, out, windows->items[i]->window);
    }
}

/* ---- the statement ---- */

/* Everything but the list, so that layers can use it, too. */
void select_add_rest(struct translator *translator, struct buffer *out,
                     struct select *select)
{
    buffer_add(out, select->from.bytes, select->from.size);
    select_add_where(translator, out, select->query->where);
    if (!translator->reason)
        add_grouping(translator, out, select);
    if (!translator->reason)
        add_windows(translator, out, &select->query->windows);
}

static void add_plain(struct translator *translator, struct buffer *out,
                      struct select *select, struct result *result)
{
    const struct pg_query *query = select->query;
    buffer_add_text(out, query->is_distinct ? "SELECT DISTINCT" : "SELECT");
    select_add_targets(translator, out, select, result);
    if (translator->reason)
        return;
    select_add_rest(translator, out, select);
    for (uint32_t i = 0; i < query->targets.n && query->is_distinct; i++)
        fragment_note_zeros(translator, &select->targets[i]);
    if (query->order_by.n && !translator->reason) {
        buffer_add_text(out, " ORDER BY ");
        query_add_sort_keys(translator, out, &query->order_by, select);
    }
    if (query == translator->picked)
        query_break_ties(translator, out, select);
    if (!translator->reason)
        query_add_limits(translator, out, query);
}

/* Sorted outside, as a UNION is. */
static void add_grouped(struct translator *translator, struct buffer *out,
                        struct select *select, struct result *result)
{
    if (grouping_add(translator, out, select, result) &&
        query_add_set_order(translator, out, select->query, select->scope.outer,
                            result, out->size))
        query_add_limits(translator, out, select->query);
}

/* FROM first: the list needs to know what is there. */
bool select_add(struct translator *translator, struct buffer *out,
                const struct pg_query *query, const struct scope *outer,
                struct result *result, bool are_named)
{
    struct select select = {
        .query = query, .scope = {.outer = outer}, .are_named = are_named};
    const struct scope *before = translator->scope;
    size_t n = query->targets.n + 1;
    select.targets =
        arena_alloc(translator->context->arena, n * sizeof *select.targets);
    select.names =
        arena_alloc(translator->context->arena, n * sizeof *select.names);
    memset(select.targets, 0, n * sizeof *select.targets);
    memset(select.names, 0, n * sizeof *select.names);
    translator->scope = &select.scope;
    if (select_add_from(translator, &select)) {
        if (grouping_is_needed(query))
            add_grouped(translator, out, &select, result);
        else if (nested_select_is_needed(translator, query))
            nested_select_add(translator, out, &select, result);
        else
            add_plain(translator, out, &select, result);
    }
    translator->scope = before;
    buffer_release(&select.from);
    return !translator->reason;
}
