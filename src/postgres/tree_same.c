#include "postgres/tree_same.h"

#include <string.h>

/* Keywords are shared, so pointers are often enough. */
static bool is_same_text(const char *a, const char *b)
{
    return a == b || (a && b && !strcmp(a, b));
}

static bool is_same_name(struct pg_name a, struct pg_name b)
{
    return is_same_text(a.schema, b.schema) && is_same_text(a.name, b.name);
}

static bool is_same_type(const struct pg_type *a, const struct pg_type *b)
{
    if (!a || !b)
        return a == b;
    return is_same_name(a->name, b->name) && a->dimensions == b->dimensions &&
           a->n_modifiers == b->n_modifiers && a->is_set == b->is_set &&
           a->fields == b->fields &&
           !memcmp(a->modifiers, b->modifiers,
                   a->n_modifiers * sizeof *a->modifiers);
}

static bool are_same_names(const struct pg_names *a, const struct pg_names *b)
{
    if (!a || !b)
        return a == b;
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (strcmp(a->items[i], b->items[i]) != 0)
            return false;
    return true;
}

static bool are_same_definitions(const struct pg_definitions *a,
                                 const struct pg_definitions *b)
{
    if (!a || !b)
        return a == b;
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (strcmp(a->items[i].name, b->items[i].name) != 0 ||
            !is_same_type(&a->items[i].type, &b->items[i].type))
            return false;
    return true;
}

static bool tree_same_are_same(const struct pg_nodes *a,
                               const struct pg_nodes *b)
{
    if (a->n != b->n)
        return false;
    for (uint32_t i = 0; i < a->n; i++)
        if (!tree_is_same(a->items[i], b->items[i]))
            return false;
    return true;
}

static bool is_same_window(const struct pg_window *a, const struct pg_window *b)
{
    if (!a || !b)
        return a == b;
    return is_same_text(a->base, b->base) && a->is_name == b->is_name &&
           tree_same_are_same(&a->partition_by, &b->partition_by) &&
           tree_same_are_same(&a->order_by, &b->order_by) &&
           is_same_text(a->unit, b->unit) && a->from == b->from &&
           a->to == b->to && tree_is_same(a->from_offset, b->from_offset) &&
           tree_is_same(a->to_offset, b->to_offset) &&
           is_same_text(a->exclude, b->exclude);
}

static bool is_same_call(const struct pg_call *a, const struct pg_call *b)
{
    if (!a || !b)
        return a == b;
    return tree_same_are_same(&a->order_by, &b->order_by) &&
           tree_same_are_same(&a->within_group, &b->within_group) &&
           tree_is_same(a->filter, b->filter) &&
           is_same_window(a->window, b->window);
}

/* As deep as the grammar lets a tree be. */
bool tree_is_same(const struct pg_node *a, const struct pg_node *b)
{
    if (!a || !b)
        return a == b;
    return a->kind == b->kind &&
           /* Parentheses do not make an expression another one, and places are
            * not compared. */
           (a->flags | NODE_GROUPED) == (b->flags | NODE_GROUPED) &&
           is_same_text(a->text, b->text) && is_same_name(a->name, b->name) &&
           is_same_type(a->type, b->type) &&
           tree_same_are_same(&(struct pg_nodes){a->n_items, a->items},
                              &(struct pg_nodes){b->n_items, b->items}) &&
           tree_is_same(a->left, b->left) && tree_is_same(a->right, b->right) &&
           query_is_same(a->query, b->query) &&
           is_same_call(a->call, b->call) &&
           are_same_names(a->names, b->names) &&
           is_same_window(a->window, b->window) &&
           are_same_definitions(a->definitions, b->definitions);
}

static bool is_same_select(const struct pg_query *a, const struct pg_query *b)
{
    return a->is_distinct == b->is_distinct &&
           tree_same_are_same(&a->distinct_on, &b->distinct_on) &&
           tree_same_are_same(&a->targets, &b->targets) &&
           tree_same_are_same(&a->from, &b->from) &&
           tree_is_same(a->where, b->where) &&
           tree_is_same(a->having, b->having) &&
           tree_same_are_same(&a->group_by, &b->group_by) &&
           a->group_distinct == b->group_distinct &&
           tree_same_are_same(&a->windows, &b->windows) &&
           tree_same_are_same(&a->rows, &b->rows);
}

static bool is_same_change(const struct pg_query *a, const struct pg_query *b)
{
    return tree_is_same(a->table, b->table) &&
           tree_same_are_same(&a->columns, &b->columns) &&
           is_same_text(a->overriding, b->overriding) &&
           query_is_same(a->source, b->source) &&
           tree_same_are_same(&a->assignments, &b->assignments) &&
           a->has_conflict == b->has_conflict &&
           tree_same_are_same(&a->conflict_keys, &b->conflict_keys) &&
           tree_is_same(a->conflict_predicate, b->conflict_predicate) &&
           is_same_text(a->conflict_constraint, b->conflict_constraint) &&
           a->conflict_updates == b->conflict_updates &&
           tree_same_are_same(&a->conflict_assignments,
                              &b->conflict_assignments) &&
           tree_is_same(a->conflict_where, b->conflict_where);
}

bool query_is_same(const struct pg_query *a, const struct pg_query *b)
{
    if (!a || !b)
        return a == b;
    return a->kind == b->kind && tree_same_are_same(&a->with, &b->with) &&
           a->is_recursive == b->is_recursive && is_same_select(a, b) &&
           is_same_text(a->set_operator, b->set_operator) &&
           a->is_all == b->is_all && query_is_same(a->left, b->left) &&
           query_is_same(a->right, b->right) &&
           tree_same_are_same(&a->order_by, &b->order_by) &&
           tree_is_same(a->limit, b->limit) &&
           tree_is_same(a->offset, b->offset) && a->with_ties == b->with_ties &&
           tree_same_are_same(&a->locks, &b->locks) && is_same_change(a, b);
}
