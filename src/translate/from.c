/* FROM: tables, subqueries and joins. */
#include <string.h>
#include <strings.h>

#include "translate/query_internal.h"
#include "translate/signature.h"
#include "types/names.h"

/* ---- tables ---- */

/* u(a, b): the columns under other names. */
static bool add_with_names(struct translator *translator, struct buffer *out,
                           struct relation *relation, const char *inner,
                           const struct pg_names *names)
{
    struct expression_column *columns;
    if (relation->has_unknown_columns || names->n > relation->n)
        return translator_refuse(translator,
                                 "names for columns that are not known "
                                 "(--types-from)")
            .sql;
    columns =
        arena_alloc(translator->context->arena, relation->n * sizeof *columns);
    if (relation->n)
        memcpy(columns, relation->columns, relation->n * sizeof *columns);
    buffer_add_text(out, "(SELECT ");
    for (size_t i = 0; i < relation->n; i++) {
        const char *name = i < names->n
                               ? query_quoted(translator, names->items[i])
                               : columns[i].sql;
        buffer_printf(out, "%s%s AS %s", i ? ", " : "", columns[i].sql, name);
        columns[i].sql = name;
        if (i < names->n)
            columns[i].name = names->items[i];
    }
    buffer_printf(out, " FROM %s) AS %s", inner, relation->sql);
    relation->columns = columns;
    return true;
}

/* An alias that is the name itself is not repeated. */
static bool from_add_table(struct translator *translator, struct buffer *out,
                           struct select *select, const struct pg_node *node)
{
    const char *name = "";
    struct relation *relation =
        from_table(translator, &select->scope, node, &name);
    if (!relation)
        return false;
    if (node->names)
        return add_with_names(translator, out, relation, name, node->names);
    buffer_add_text(out, name);
    if ((node->text || from_is_temporary(name)) &&
        strcmp(relation->sql, name) != 0)
        buffer_printf(out, " AS %s", relation->sql);
    return true;
}

/* ---- subqueries ---- */

/* In SQLite it never sees its neighbours, so a LATERAL one that names them is
 * refused. */
static bool add_subquery(struct translator *translator, struct buffer *out,
                         struct select *select, const struct pg_node *node)
{
    bool is_lateral = node->flags & NODE_LATERAL;
    struct result result = {0};
    struct buffer sql = {0};
    struct relation *relation;
    const char *alias =
        node->text ? query_quoted(translator, node->text) : NULL;
    bool done;
    /* Hidden, not gone: a name that would be found says LATERAL in the reason.
     */
    scope_hide(&select->scope, true);
    done = query_add(translator, &sql, node->query,
                     is_lateral ? &select->scope : select->scope.outer, &result,
                     true);
    scope_hide(&select->scope, false);
    relation = scope_add(translator, &select->scope);
    for (size_t i = 0; node->names && i < node->names->n && i < result.n; i++) {
        result.columns[i].name = node->names->items[i];
        result.columns[i].sql = query_quoted(translator, node->names->items[i]);
    }
    *relation =
        (struct relation){.name = node->text,
                          .sql = alias,
                          .columns = result.columns,
                          .n = result.n,
                          .has_unknown_columns = result.has_unknown_columns};
    if (node->names && node->names->n == result.n)
        query_add_renamed(out, alias, node->names, buffer_text(&sql));
    else if (node->names)
        done =
            translator_refuse(translator, "names for some of the columns").sql;
    else
        buffer_printf(out, "(%s)", buffer_text(&sql));
    if (alias)
        buffer_printf(out, " AS %s", alias);
    buffer_release(&sql);
    return done;
}

/* ---- joins ---- */

/* Two tables may have renamed columns, and one of them to a name that is meant
 * here. */
static bool are_names_in_sqlite(struct translator *translator,
                                const struct scope *scope,
                                const struct pg_names *names)
{
    for (size_t i = 0; i < scope->n; i++)
        for (size_t j = 0; j < names->n; j++) {
            const struct expression_column *column =
                scope_column_of(&scope->relations[i], names->items[j]);
            if (column &&
                strcmp(column->sql,
                       query_quoted(translator, names->items[j])) != 0)
                return false;
        }
    return true;
}

/* A join at work: its left side has the scope's relations from `first` on, its
 * right side those from `second` on. */
struct join {
    const struct pg_node *node;
    size_t first, second;
};

/* a.x = b.x, where SQLite does not call both x. Alone, x is the left one. */
static bool add_equalities(struct translator *translator, struct buffer *out,
                           struct select *select, const struct join *join,
                           const struct pg_names *names)
{
    struct scope left = select->scope, right = select->scope;
    const struct scope *before = translator->scope;
    struct fragment one, other;
    if (join->node->flags & NODE_RIGHT)
        return translator_refuse(translator,
                                 "RIGHT and FULL JOIN with USING of columns "
                                 "that have other names in SQLite; write ON")
            .sql;
    left.n = join->second;
    right.relations += join->second;
    right.n -= join->second;
    left.qualifies = right.qualifies = true;
    for (size_t i = 0; i < names->n; i++) {
        struct pg_node column = {.kind = NODE_COLUMN,
                                 .name = {NULL, names->items[i]}};
        translator->scope = &left;
        one = translate_node(translator, &column);
        translator->scope = &right;
        other = translate_node(translator, &column);
        translator->scope = before;
        if (translator->reason)
            return false;
        one = translate_operation(translator, "=", one, other);
        buffer_printf(out, "%s%s", i ? " AND " : " ON ",
                      one.sql ? one.sql : "");
    }
    return !translator->reason;
}

/* Those of the outermost join come first in *. */
static void merge_names(struct translator *translator, struct select *select,
                        const struct join *join, const struct pg_names *names)
{
    struct pg_names *all = arena_alloc(translator->context->arena, sizeof *all);
    size_t n = names->n + (select->merged ? select->merged->n : 0);
    *all = (struct pg_names){.items = arena_alloc(translator->context->arena,
                                                  n * sizeof *all->items)};
    for (size_t i = 0; i < names->n; i++)
        all->items[all->n++] = names->items[i];
    for (size_t i = 0; select->merged && i < select->merged->n; i++)
        if (!query_names_have(names, select->merged->items[i]))
            all->items[all->n++] = select->merged->items[i];
    select->merged = all;
    select->is_merged_inside |= join->first > 0;
}

/* The columns that both sides have. */
static struct pg_names *natural_names(struct translator *translator,
                                      const struct scope *scope,
                                      const struct join *join)
{
    struct pg_names *names =
        arena_alloc(translator->context->arena, sizeof *names);
    struct scope right = {.relations = scope->relations + join->second,
                          .n = scope->n - join->second};
    size_t n = 0;
    for (size_t i = join->first; i < scope->n; i++) {
        n += scope->relations[i].n;
        if (scope->relations[i].has_unknown_columns)
            translator_refuse(translator, "NATURAL JOIN of tables whose "
                                          "columns are not known "
                                          "(--types-from)");
    }
    *names = (struct pg_names){.items = arena_alloc(translator->context->arena,
                                                    n * sizeof *names->items)};
    for (size_t i = join->first; i < join->second; i++)
        for (size_t j = 0; j < scope->relations[i].n; j++) {
            const char *name = scope->relations[i].columns[j].name;
            if (scope_has_column(&right, name) &&
                !query_names_have(names, name))
                names->items[names->n++] = name;
        }
    return names;
}

/* USING is SQLite's, too, but for the order of *. */
static bool add_using(struct translator *translator, struct buffer *out,
                      struct select *select, const struct join *join,
                      const struct pg_names *names)
{
    bool done = true;
    if (!are_names_in_sqlite(translator, &select->scope, names)) {
        done = add_equalities(translator, out, select, join, names);
    } else {
        buffer_add_text(out, " USING (");
        for (size_t i = 0; i < names->n; i++)
            buffer_printf(out, "%s%s", i ? ", " : "",
                          query_quoted(translator, names->items[i]));
        buffer_add_byte(out, ')');
    }
    merge_names(translator, select, join, names);
    return done;
}

static bool add_condition(struct translator *translator, struct buffer *out,
                          struct select *select, const struct join *join)
{
    const struct pg_node *node = join->node;
    const struct pg_names *names = node->names;
    struct fragment fragment;
    if (node->n_items) {
        fragment = translate_node(translator, node->items[0]);
        buffer_printf(out, " ON %s", fragment.sql ? fragment.sql : "");
        return fragment.sql != NULL;
    }
    if (node->flags & NODE_NATURAL)
        names = natural_names(translator, &select->scope, join);
    if (translator->reason || !names || !names->n)
        return !translator->reason;
    return add_using(translator, out, select, join, names);
}

static const char *join_word(unsigned flags)
{
    if (flags & NODE_CROSS)
        return "CROSS JOIN";
    if (flags & NODE_LEFT && flags & NODE_RIGHT)
        return "FULL JOIN";
    return flags & NODE_LEFT    ? "LEFT JOIN"
           : flags & NODE_RIGHT ? "RIGHT JOIN"
                                : "JOIN";
}

/* Columns of the side that may have no partner may be NULL. */
static void make_nullable(struct translator *translator, struct scope *scope,
                          size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        struct relation *relation = &scope->relations[i];
        struct expression_column *columns = arena_alloc(
            translator->context->arena, (relation->n + 1) * sizeof *columns);
        if (relation->n)
            memcpy(columns, relation->columns, relation->n * sizeof *columns);
        for (size_t j = 0; j < relation->n; j++)
            columns[j].is_not_null = false;
        relation->columns = columns;
        relation->is_nullable = true;
    }
}

static bool from_add(struct translator *translator, struct buffer *out,
                     struct select *select, const struct pg_node *node);

/* a JOIN (b JOIN c): on the right parentheses are needed. */
static bool from_add_side(struct translator *translator, struct buffer *out,
                          struct select *select, const struct pg_node *node,
                          bool is_right)
{
    bool wrap =
        is_right && node->kind == NODE_JOIN && !(node->flags & NODE_GROUPED);
    bool done;
    buffer_add_text(out, wrap ? "(" : "");
    done = from_add(translator, out, select, node);
    buffer_add_text(out, wrap ? ")" : "");
    return done;
}

/* Before 3.39 SQLite joins to the left only; the other way round it is the
 * same but for the order of *. */
static bool is_turned(struct translator *translator, const struct pg_node *node)
{
    return (node->flags & NODE_RIGHT) && !(node->flags & NODE_LEFT) &&
           !translator_has_version(translator, 339);
}

static bool add_joined_lateral(struct translator *translator,
                               struct buffer *out, struct select *select,
                               const struct pg_node *node, bool is_left)
{
    struct pg_node item = *node;
    const char *condition;
    item.flags |= is_left ? NODE_LEFT : 0;
    buffer_add_text(out, is_left ? " LEFT JOIN " : " JOIN ");
    if (!lateral_add(translator, out, select, &item, &condition))
        return false;
    buffer_printf(out, " ON %s", condition ? condition : "1");
    return true;
}

/* a JOIN LATERAL (...) ON true */
static bool add_lateral_join(struct translator *translator, struct buffer *out,
                             struct select *select, const struct pg_node *node)
{
    const struct pg_node *on = node->n_items ? node->items[0] : NULL;
    if (!from_add_side(translator, out, select, node->left, false) ||
        !add_joined_lateral(translator, out, select, node->right,
                            node->flags & NODE_LEFT))
        return false;
    if (on && on->kind != NODE_TRUE) {
        struct fragment asked = translate_node(translator, on);
        buffer_printf(
            out, " AND %s",
            asked.sql ? fragment_within(translator, asked, PRECEDENCE_AND + 1)
                      : "");
    }
    return !translator->reason;
}

/* The condition of a LEFT JOIN would have to empty the columns. */
static bool is_lateral_join(const struct pg_node *node)
{
    bool is_true = node->n_items && node->items[0]->kind == NODE_TRUE;
    return !node->text && !(node->flags & (NODE_RIGHT | NODE_NATURAL)) &&
           !node->names && lateral_is_known(node->right) &&
           (is_true || !(node->flags & NODE_LEFT));
}

/* The words, with what depends on the version. */
static bool add_join(struct translator *translator, struct buffer *out,
                     struct select *select, const struct pg_node *node)
{
    bool turned = is_turned(translator, node);
    unsigned flags =
        turned ? node->flags ^ NODE_RIGHT ^ NODE_LEFT : node->flags;
    struct join join = {.node = node, .first = select->scope.n};
    if (node->text)
        return translator_refuse(translator,
                                 "a name for a join; use those of its tables")
            .sql;
    if (!turned && flags & NODE_RIGHT &&
        !translator_has_version(translator, 339))
        return translator_refuse(translator, "FULL JOIN needs SQLite 3.39").sql;
    buffer_add_text(out, node->flags & NODE_GROUPED ? "(" : "");
    if (!from_add_side(translator, out, select,
                       turned ? node->right : node->left, false))
        return false;
    join.second = select->scope.n;
    buffer_printf(out, " %s ", join_word(flags));
    if (!from_add_side(translator, out, select,
                       turned ? node->left : node->right, true) ||
        !add_condition(translator, out, select, &join))
        return false;
    if (flags & NODE_LEFT)
        make_nullable(translator, &select->scope, join.second, select->scope.n);
    if (flags & NODE_RIGHT)
        make_nullable(translator, &select->scope, join.first, join.second);
    buffer_add_text(out, node->flags & NODE_GROUPED ? ")" : "");
    return true;
}

/* The first of all, or with a condition of its own: there is no place to ask
 * whether it has a row. */
static bool add_lateral(struct translator *translator, struct buffer *out,
                        struct select *select, const struct pg_node *node)
{
    const char *condition;
    if (!lateral_add(translator, out, select, node, &condition))
        return false;
    if (condition)
        return translator_refuse(translator,
                                 "LATERAL with LIMIT here; write CROSS JOIN "
                                 "LATERAL")
            .sql;
    return true;
}

static bool from_add(struct translator *translator, struct buffer *out,
                     struct select *select, const struct pg_node *node)
{
    if (translator->reason)
        return false;
    translator->at = node->at;
    switch (node->kind) {
    case NODE_TABLE: return from_add_table(translator, out, select, node);
    case NODE_SUBQUERY:
        if (select->scope.n && lateral_is_known(node))
            return add_lateral(translator, out, select, node);
        return add_subquery(translator, out, select, node);
    case NODE_FUNCTION_ROWS:
        return row_function_add(translator, out, select, node);
    case NODE_JOIN:
        return is_lateral_join(node)
                   ? add_lateral_join(translator, out, select, node)
                   : add_join(translator, out, select, node);
    default: return translator_refuse(translator, "this in FROM").sql;
    }
}

bool from_add_items(struct translator *translator, struct buffer *out,
                    struct select *select, const struct pg_nodes *items)
{
    bool done = true;
    for (uint32_t i = 0; i < items->n && done; i++) {
        const struct pg_node *node = items->items[i];
        if (i && lateral_is_known(node)) {
            translator->at = node->at;
            done = add_joined_lateral(translator, out, select, node, false);
            continue;
        }
        buffer_add_text(out, i ? ", " : "");
        done = from_add(translator, out, select, node);
    }
    return done;
}
