/* ORDER BY and windows. */
#include <stdlib.h>
#include <string.h>

#include "sqlite/quote.h"
#include "translate/query_internal.h"

/* ---- ORDER BY ---- */

/* SQLite sorts NULL before everything, PostgreSQL after. */
void query_add_direction(struct translator *translator, struct buffer *out,
                         const struct pg_node *key, bool is_not_null)
{
    bool descending = key->flags & NODE_DESCENDING ||
                      (key->name.name && !strcmp(key->name.name, ">"));
    bool first = key->flags & NODE_NULLS_FIRST ||
                 (descending && !(key->flags & NODE_NULLS_LAST));
    if (descending)
        buffer_add_text(out, " DESC");
    if (first == !descending || is_not_null)
        return;
    if (!translator_has_version(translator, 330))
        translator_refuse(translator, "the order of NULLs needs SQLite 3.30");
    buffer_add_text(out, first ? " NULLS FIRST" : " NULLS LAST");
}

/* A name in the result goes before that of a column of FROM. */
ptrdiff_t query_target_of(const struct select *select,
                          const struct pg_node *key)
{
    const struct pg_nodes *targets = &select->query->targets;
    if (key->kind == NODE_NUMBER) {
        size_t at = (size_t)strtoul(key->text, NULL, 10);
        for (uint32_t i = 0; i < targets->n && i < at; i++)
            if (select_is_star(targets->items[i]->left))
                return -1;
        return at && at <= targets->n ? (ptrdiff_t)at - 1 : -1;
    }
    if (key->kind != NODE_COLUMN || key->name.schema)
        return -1;
    for (uint32_t i = 0; i < targets->n; i++) {
        const char *name = select_is_star(targets->items[i]->left)
                               ? NULL
                               : select_target_name(targets->items[i]);
        if (name && !strcmp(name, key->name.name))
            return (ptrdiff_t)i;
    }
    return -1;
}

/* Behind a star nobody knows how many there are. */
void query_check_place(struct translator *translator,
                       const struct select *select, const struct pg_node *key)
{
    const struct pg_nodes *targets = &select->query->targets;
    for (uint32_t i = 0; i < targets->n; i++)
        if (select_is_star(targets->items[i]->left))
            return;
    if (query_target_of(select, key) < 0)
        translator_refuse(translator, "there is no column %s in the list",
                          key->text);
}

/* A column that has no other name in the result: SQLite would look for the name
 * in all of FROM. */
static bool is_own_name(const struct pg_node *target)
{
    return !target->text && target->left->kind == NODE_COLUMN;
}

/* Is a name of the result one that FROM may have for another value? */
static bool has_other_names(const struct select *select)
{
    const struct pg_nodes *targets = &select->query->targets;
    for (uint32_t i = 0; i < targets->n; i++) {
        const struct pg_node *target = targets->items[i];
        const char *name =
            select_is_star(target->left) ? NULL : select_target_name(target);
        if (name && (target->left->kind != NODE_COLUMN ||
                     strcmp(name, target->left->name.name) != 0))
            return true;
    }
    return false;
}

/* In an expression PostgreSQL looks for columns in FROM alone. SQLite takes
 * what becomes of it for a name of the result, if nothing but a name is left.
 */
static struct fragment of_from(struct translator *translator,
                               const struct pg_node *key,
                               const struct select *select)
{
    struct fragment fragment;
    bool was_qualified = translator->qualifies;
    if (select && key->kind != NODE_COLUMN && has_other_names(select))
        translator->qualifies = true;
    fragment = translate_node(translator, key);
    translator->qualifies = was_qualified;
    return fragment;
}

/* A target that is named by its alias or number is not written twice. */
static struct fragment key_fragment(struct translator *translator,
                                    const struct pg_node *key,
                                    const struct select *select)
{
    ptrdiff_t target = select ? query_target_of(select, key) : -1;
    struct fragment fragment, sorted;
    if (target < 0 && select && key->kind == NODE_NUMBER) {
        query_check_place(translator, select, key);
        return fragment_make(translator, CLASS_ANY, PRECEDENCE_PRIMARY, "%s",
                             key->text);
    }
    if (target < 0) {
        fragment = of_from(translator, key, select);
        return fragment.sql ? fragment_sort_key(translator, fragment)
                            : fragment;
    }
    fragment = select->targets[target];
    sorted = fragment_sort_key(translator, fragment);
    if (sorted.sql != fragment.sql) /* it is sorted by something else */
        return sorted;
    if (key->kind == NODE_NUMBER)
        sorted.sql = key->text;
    else if (is_own_name(select->query->targets.items[target]))
        return sorted;
    else
        sorted.sql = query_quoted(translator, key->name.name);
    sorted.precedence = PRECEDENCE_PRIMARY;
    return sorted;
}

struct fragment query_sort_key(struct translator *translator,
                               const struct pg_node *key,
                               const struct select *select)
{
    if (key->name.name && strcmp(key->name.name, "<") != 0 &&
        strcmp(key->name.name, ">") != 0)
        return translator_refuse(translator, "ORDER BY USING %s",
                                 key->name.name);
    return key_fragment(translator, key->left, select);
}

/* For ORDER BY, windows and aggregates alike. */
void query_add_sort_keys(struct translator *translator, struct buffer *out,
                         const struct pg_nodes *keys,
                         const struct select *select)
{
    const struct scope *before = translator->bound;
    if (select)
        translator->bound = &select->scope;
    for (uint32_t i = 0; i < keys->n && !translator->reason; i++) {
        const struct pg_node *key = keys->items[i];
        struct fragment fragment = query_sort_key(translator, key, select);
        if (!fragment.sql)
            break;
        buffer_printf(out, "%s%s", i ? ", " : "", fragment.sql);
        query_add_direction(translator, out, key, fragment.is_not_null);
    }
    translator->bound = before;
}

void query_break_ties(struct translator *translator, struct buffer *out,
                      const struct select *select)
{
    const struct pg_query *query = select->query;
    const struct scope *scope = &select->scope;
    if (query->is_distinct || query->distinct_on.n || query->group_by.n)
        return;
    for (size_t i = 0; i < scope->n; i++)
        if (!scope->relations[i].is_table || !scope->relations[i].sql)
            return;
    for (size_t i = 0; i < scope->n; i++)
        buffer_printf(out, "%s%s.%s",
                      i || query->order_by.n ? ", " : " ORDER BY ",
                      scope->relations[i].sql,
                      scope_rowid(translator, &scope->relations[i]));
    translator->picked = NULL;
}

/* ---- windows ---- */

/* Intervals as offsets are PostgreSQL's only, but for window_in_seconds. */
static void add_edge(struct translator *translator, struct buffer *out,
                     enum pg_frame_edge edge, const struct pg_node *offset)
{
    static const char *const words[] = {
        [EDGE_UNBOUNDED_PRECEDING] = "UNBOUNDED PRECEDING",
        [EDGE_PRECEDING] = "PRECEDING",
        [EDGE_CURRENT] = "CURRENT ROW",
        [EDGE_FOLLOWING] = "FOLLOWING",
        [EDGE_UNBOUNDED_FOLLOWING] = "UNBOUNDED FOLLOWING"};
    struct fragment fragment;
    if (offset) {
        fragment = translate_node(translator, offset);
        if (fragment.sql && !class_is_number(fragment.class) &&
            fragment.class != CLASS_ANY)
            translator_refuse(translator,
                              "a frame in other units than numbers");
        buffer_printf(out, "%s ", fragment.sql ? fragment.sql : "");
    }
    buffer_add_text(out, words[edge]);
}

/* The words are the same in both. */
static void add_frame(struct translator *translator, struct buffer *out,
                      const struct pg_window *window)
{
    buffer_printf(out, "%s BETWEEN ",
                  !strcmp(window->unit, "rows")     ? "ROWS"
                  : !strcmp(window->unit, "groups") ? "GROUPS"
                                                    : "RANGE");
    add_edge(translator, out, window->from, window->from_offset);
    buffer_add_text(out, " AND ");
    add_edge(translator, out, window->to, window->to_offset);
    if (window->exclude)
        buffer_printf(out, " EXCLUDE %s",
                      !strcmp(window->exclude, "ties")    ? "TIES"
                      : !strcmp(window->exclude, "group") ? "GROUP"
                                                          : "CURRENT ROW");
}

static void add_partition(struct translator *translator, struct buffer *out,
                          const struct pg_nodes *keys)
{
    for (uint32_t i = 0; i < keys->n; i++) {
        struct fragment fragment = translate_node(translator, keys->items[i]);
        fragment_note_zeros(translator, &fragment);
        buffer_printf(out, "%s%s", i ? ", " : "PARTITION BY ",
                      fragment.sql ? fragment.sql : "");
    }
}

/* So far before a text there is nothing. */
static void check_range(struct translator *translator,
                        const struct pg_window *window)
{
    struct fragment key;
    if (strcmp(window->unit, "range") != 0 || !window->order_by.n ||
        (!window->from_offset && !window->to_offset))
        return;
    key = translate_node(translator, window->order_by.items[0]->left);
    if (key.class == CLASS_NUMERIC || key.class == CLASS_REAL)
        translator_note(translator, NOTE_NUMERIC);
    if (key.is_exact)
        translator_refuse(translator,
                          "a RANGE of numerics that are kept as text; cast "
                          "the key to double precision");
}

/* OVER w, OVER (w ...), OVER (...). */
void query_add_window(struct translator *translator, struct buffer *out,
                      const struct pg_window *window)
{
    const char *blank = "";
    if (window->is_name) {
        quote_identifier(out, window->base);
        return;
    }
    window = window_in_seconds(translator, window);
    buffer_add_byte(out, '(');
    if (window->base) {
        quote_identifier(out, window->base);
        blank = " ";
    }
    if (window->partition_by.n) {
        buffer_add_text(out, blank);
        add_partition(translator, out, &window->partition_by);
        blank = " ";
    }
    if (window->order_by.n) {
        buffer_printf(out, "%sORDER BY ", blank);
        query_add_sort_keys(translator, out, &window->order_by, NULL);
        blank = " ";
    }
    if (window->unit) {
        check_range(translator, window);
        buffer_add_text(out, blank);
        add_frame(translator, out, window);
    }
    buffer_add_byte(out, ')');
}
