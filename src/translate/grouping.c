/* Grouping sets: GROUP BY ROLLUP, CUBE and GROUPING SETS, as a SELECT for each
 * set, joined by UNION ALL.
 *
 * In each of them what the set leaves out is NULL, and GROUPING() is a
 * constant. */
#include <stdlib.h>
#include <string.h>

#include "postgres/tree_same.h"
#include "translate/query_internal.h"

enum { MAX_SETS = 64, MAX_KEYS = 16 };

struct sets {
    struct arena *arena;
    struct grouping_set *items;
    size_t n;
    bool too_many;
};

/* A plain GROUP BY is SQLite's own. */
bool grouping_is_needed(const struct pg_query *query)
{
    for (uint32_t i = 0; i < query->group_by.n; i++)
        if (query->group_by.items[i]->kind == NODE_GROUPING)
            return true;
    return false;
}

/* ---- which sets ---- */

static void grouping_add_key(struct grouping_set *set,
                             const struct pg_node *key)
{
    if (set->n < MAX_KEYS)
        set->keys[set->n++] = key;
}

/* (a, b) is two keys. */
static void add_keys(struct grouping_set *set, const struct pg_node *node)
{
    if (node->kind != NODE_ROW) {
        grouping_add_key(set, node);
        return;
    }
    for (uint32_t i = 0; i < node->n_items; i++)
        grouping_add_key(set, node->items[i]);
}

/* Bounded: cubes multiply. */
static struct grouping_set *new_set(struct sets *sets)
{
    if (sets->n == MAX_SETS) {
        sets->too_many = true;
        sets->n--;
    }
    sets->items[sets->n] = (struct grouping_set){
        .keys = arena_alloc(sets->arena, MAX_KEYS * sizeof(void *))};
    return &sets->items[sets->n++];
}

static struct sets make_sets(struct arena *arena)
{
    return (struct sets){
        .arena = arena,
        .items = arena_alloc(arena, MAX_SETS * sizeof(struct grouping_set))};
}

static void expand(struct sets *sets, const struct pg_node *node);

/* Of n keys those whose bit is set. */
static void add_subset(struct sets *sets, const struct pg_node *node,
                       unsigned bits)
{
    struct grouping_set *set = new_set(sets);
    for (uint32_t i = 0; i < node->n_items; i++)
        if (bits >> (node->n_items - 1 - i) & 1)
            add_keys(set, node->items[i]);
}

/* As the standard says: ROLLUP (a, b) is (a, b), (a), (). */
static void expand_grouping(struct sets *sets, const struct pg_node *node)
{
    uint32_t n = node->n_items;
    sets->too_many |= n > 6 && strcmp(node->text, "sets") != 0;
    if (sets->too_many)
        return;
    if (!strcmp(node->text, "empty"))
        new_set(sets);
    else if (!strcmp(node->text, "sets"))
        for (uint32_t i = 0; i < n; i++)
            expand(sets, node->items[i]);
    else if (!strcmp(node->text, "cube"))
        for (unsigned bits = 1u << n; bits-- > 0;)
            add_subset(sets, node, bits);
    else /* rollup */
        for (uint32_t left = n + 1; left-- > 0;)
            add_subset(sets, node, ((1u << left) - 1) << (n - left));
}

static void expand(struct sets *sets, const struct pg_node *node)
{
    if (node->kind == NODE_GROUPING)
        expand_grouping(sets, node);
    else
        add_keys(new_set(sets), node);
}

/* GROUP BY a, ROLLUP (b, c): each of the one with each of the other. */
static struct sets multiply(const struct sets *one, const struct sets *other)
{
    struct sets all = make_sets(one->arena);
    all.too_many = one->too_many || other->too_many;
    for (size_t i = 0; i < one->n; i++)
        for (size_t j = 0; j < other->n; j++) {
            struct grouping_set *set = new_set(&all);
            for (size_t k = 0; k < one->items[i].n; k++)
                grouping_add_key(set, one->items[i].keys[k]);
            for (size_t k = 0; k < other->items[j].n; k++)
                grouping_add_key(set, other->items[j].keys[k]);
        }
    return all;
}

/* 1, and the name of a target that no table has, stand for the target. */
static const struct pg_node *grouping_resolve(struct translator *translator,
                                              const struct pg_query *query,
                                              const struct pg_node *key)
{
    size_t at = key->kind == NODE_NUMBER ? strtoul(key->text, NULL, 10) : 0;
    if (at && at <= query->targets.n)
        return query->targets.items[at - 1]->left;
    if (key->kind != NODE_COLUMN || key->name.schema ||
        scope_has_column(translator->scope, key->name.name))
        return key;
    for (uint32_t i = 0; i < query->targets.n; i++)
        if (query->targets.items[i]->text &&
            !strcmp(query->targets.items[i]->text, key->name.name))
            return query->targets.items[i]->left;
    return key;
}

/* Once, before any set is translated. */
static void resolve_all(struct translator *translator,
                        const struct pg_query *query, struct sets *sets)
{
    for (size_t i = 0; i < sets->n; i++)
        for (size_t j = 0; j < sets->items[i].n; j++)
            sets->items[i].keys[j] =
                grouping_resolve(translator, query, sets->items[i].keys[j]);
}

/* The empty set is neutral. */
static struct sets all_sets(struct translator *translator,
                            const struct pg_query *query)
{
    struct sets all = make_sets(translator->context->arena);
    new_set(&all);
    for (uint32_t i = 0; i < query->group_by.n; i++) {
        struct sets one = make_sets(translator->context->arena);
        expand(&one, query->group_by.items[i]);
        all = multiply(&all, &one);
    }
    resolve_all(translator, query, &all);
    return all;
}

/* ---- what a set leaves out ---- */

/* a and t.a are the same column. */
static bool grouping_is_same(const struct pg_node *a, const struct pg_node *b)
{
    if (a->kind == NODE_COLUMN && b->kind == NODE_COLUMN &&
        (!a->name.schema || !b->name.schema))
        return !strcmp(a->name.name, b->name.name);
    return tree_is_same(a, b);
}

static bool grouping_has_key(const struct grouping_set *set,
                             const struct pg_node *node)
{
    for (size_t i = 0; i < set->n; i++)
        if (grouping_is_same(set->keys[i], node))
            return true;
    return false;
}

/* A key of another set, and not of this one. */
bool grouping_leaves_out(const struct translator *translator,
                         const struct pg_node *node)
{
    return translator->all_keys &&
           grouping_has_key(translator->all_keys, node) &&
           !grouping_has_key(translator->set, node);
}

/* GROUPING(a, b): a bit for each that is left out. */
struct fragment grouping_call(struct translator *translator,
                              const struct pg_node *node)
{
    unsigned bits = 0;
    for (uint32_t i = 0; i < node->n_items; i++)
        bits = bits << 1 | (translator->set &&
                            grouping_leaves_out(translator, node->items[i]));
    return fragment_make_typed(translator,
                               translator_type(translator, "integer"),
                               PRECEDENCE_PRIMARY, "%u", bits);
}

/* ---- the SELECTs ---- */

static void add_group_by(struct translator *translator, struct buffer *out,
                         const struct select *select,
                         const struct grouping_set *set)
{
    for (size_t i = 0; i < set->n && !translator->reason; i++) {
        struct fragment fragment = translate_node(translator, set->keys[i]);
        if (set->keys[i]->kind == NODE_NUMBER)
            query_check_place(translator, select, set->keys[i]);
        buffer_printf(out, "%s%s", i ? ", " : " GROUP BY ",
                      fragment.sql ? fragment.sql : "");
    }
}

/* An aggregate makes one row of no rows. */
static bool needs_count(const struct pg_query *query,
                        const struct grouping_set *set)
{
    return !set->n && !select_has_aggregate(query);
}

/* Without keys there is one row, even where nothing is counted: count(*) sees
 * to it. */
static void grouping_add_one(struct translator *translator, struct buffer *out,
                             struct select *select,
                             const struct grouping_set *set,
                             struct result *result)
{
    const struct pg_query *query = select->query;
    struct fragment fragment;
    translator->set = set;
    buffer_add_text(out, "SELECT");
    select_add_targets(translator, out, select, result);
    buffer_add_text(out, needs_count(query, set) ? ", count(*)" : "");
    buffer_add(out, select->from.bytes, select->from.size);
    if (query->where && !translator->reason) {
        fragment = translate_node(translator, query->where);
        buffer_printf(out, " WHERE %s", fragment.sql ? fragment.sql : "");
    }
    if (!translator->reason)
        add_group_by(translator, out, select, set);
    if (query->having && !translator->reason) {
        fragment = translate_node(translator, query->having);
        buffer_printf(out, " HAVING %s", fragment.sql ? fragment.sql : "");
    }
}

/* To know what a set leaves out. */
static const struct grouping_set *every_key(struct translator *translator,
                                            const struct sets *sets)
{
    struct grouping_set *all =
        arena_alloc(translator->context->arena, sizeof *all);
    *all = (struct grouping_set){
        .keys = arena_alloc(translator->context->arena,
                            (size_t)MAX_SETS * MAX_KEYS * sizeof(void *))};
    for (size_t i = 0; i < sets->n; i++)
        for (size_t j = 0; j < sets->items[i].n; j++)
            if (!grouping_has_key(all, sets->items[i].keys[j]))
                all->keys[all->n++] = sets->items[i].keys[j];
    return all;
}

static bool has_star(const struct pg_query *query)
{
    for (uint32_t i = 0; i < query->targets.n; i++)
        if (select_is_star(query->targets.items[i]->left))
            return true;
    return false;
}

static bool grouping_refuse(struct translator *translator, const char *what)
{
    translator_refuse(translator, "grouping sets %s", what);
    return false;
}

/* With a column more all get their names outside. */
static void grouping_add_set(struct translator *translator, struct buffer *out,
                             struct select *select,
                             const struct grouping_set *set,
                             struct result *result)
{
    struct buffer sql = {0};
    grouping_add_one(translator, &sql, select, set, result);
    if (!needs_count(select->query, set)) {
        buffer_add(out, sql.bytes, sql.size);
    } else {
        buffer_add_text(out, "SELECT ");
        for (size_t i = 0; i < result->n; i++)
            buffer_printf(out, "%s%s", i ? ", " : "", result->columns[i].sql);
        buffer_printf(out, "%s FROM (%s)", result->n ? "" : "NULL",
                      buffer_text(&sql));
    }
    buffer_release(&sql);
}

/* NULL stands in the first set for what another one has. */
static void join_results(struct result *result, const struct result *one)
{
    for (size_t i = 0; i < result->n && i < one->n; i++) {
        bool is_null = result->columns[i].type->class == CLASS_ANY;
        if (is_null) {
            result->columns[i].type = one->columns[i].type;
            result->columns[i].is_exact_text = one->columns[i].is_exact_text;
        }
    }
}

/* Names come from the first set; UNION ALL takes them from there. */
bool grouping_add(struct translator *translator, struct buffer *out,
                  struct select *select, struct result *result)
{
    struct sets sets = all_sets(translator, select->query);
    const struct pg_query *query = select->query;
    const struct grouping_set *outer_set = translator->set,
                              *outer = translator->all_keys;
    if (sets.too_many)
        return grouping_refuse(translator, "that are more than 64");
    if (has_star(query) || query->distinct_on.n || query->windows.n)
        return grouping_refuse(translator, "beside *, DISTINCT ON or WINDOW");
    select->are_named = true;
    translator->all_keys = every_key(translator, &sets);
    buffer_add_text(out, query->is_distinct ? "SELECT DISTINCT * FROM ("
                                            : "SELECT * FROM (");
    for (size_t i = 0; i < sets.n && !translator->reason; i++) {
        struct result one = {0};
        buffer_add_text(out, i ? " UNION ALL " : "");
        grouping_add_set(translator, out, select, &sets.items[i], &one);
        if (!i)
            *result = one;
        join_results(result, &one);
    }
    translator->set = outer_set;
    translator->all_keys = outer;
    for (size_t i = 0; i < result->n; i++)
        result->columns[i].is_not_null = false;
    buffer_add_byte(out, ')');
    return !translator->reason;
}
