/* Advisory locks: SQLite has one writer at a time, and whoever says so may do
 * without them. */
#include <string.h>

#include "translate/translator.h"

static const struct lock {
    const char *name, *result, *sql;
} locks[] = {
#define LOCK(name, result, sql) {name, result, sql},
#include "functions.def"
};

static const struct lock *find_lock(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(locks); i++)
        if (!strcmp(locks[i].name, name))
            return &locks[i];
    return NULL;
}

bool lock_is_known(const char *name)
{
    return find_lock(name) != NULL;
}

/* hashtext('a') only makes a number of a text, which nobody looks at. */
static const struct pg_node *locked(const struct pg_node *node)
{
    node = node_without_casts(node);
    while (node->kind == NODE_CALL && node->n_items &&
           !strncmp(node->name.name, "hashtext", 8))
        node = node_without_casts(node->items[0]);
    return node;
}

/* What is locked stays in the statement, since its parameters are bound. */
struct fragment translate_lock(struct translator *translator,
                               const struct pg_node *node)
{
    const struct lock *lock = find_lock(node->name.name);
    const char *sql = lock->sql;
    if (!translator->context->dialect.ignores_locks)
        return translator_refuse(
            translator,
            "the function %s: SQLite has no advisory locks, but one writer "
            "(BEGIN IMMEDIATE); --advisory-locks=ignore leaves them out",
            lock->name);
    for (uint32_t i = 0; i < node->n_items; i++) {
        struct fragment what =
            translate_node(translator, locked(node->items[i]));
        if (!what.sql)
            return NO_FRAGMENT;
        sql = arena_printf(translator->context->arena, "%s, %s", sql, what.sql);
    }
    if (node->n_items)
        sql = arena_printf(translator->context->arena, "coalesce(%s)", sql);
    translator_note(translator, "an advisory lock is left out");
    return fragment_make_typed(translator,
                               translator_type(translator, lock->result),
                               PRECEDENCE_PRIMARY, "%s", sql);
}
