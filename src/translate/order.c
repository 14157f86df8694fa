/* ORDER BY and windows. */
#include <stdlib.h>
#include <string.h>

#include "sqlite/quote.h"
#include "translate/query_internal.h"

/* ---- ORDER BY ---- */

/* SQLite sorts NULL before everything, PostgreSQL behind. */
void query_add_direction(struct walk *walk, struct buffer *out,
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
    if (!walk_has_version(walk, 330))
        walk_refuse(walk, "the order of NULLs needs SQLite 3.30");
    buffer_add_text(out, first ? " NULLS FIRST" : " NULLS LAST");
}

/* The target that a key names by its alias or its place. */
static ptrdiff_t target_of(const struct select *select,
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
    for (uint32_t i = 0; i < targets->n; i++)
        if (targets->items[i]->text &&
            !strcmp(targets->items[i]->text, key->name.name))
            return (ptrdiff_t)i;
    return -1;
}

static struct piece key_piece(struct walk *walk, const struct pg_node *key,
                              const struct select *select)
{
    ptrdiff_t target = select ? target_of(select, key) : -1;
    struct piece piece, sorted;
    if (target < 0 && select && key->kind == NODE_NUMBER)
        return walk_make(walk, CLASS_ANY, LEVEL_PRIMARY, "%s", key->text);
    if (target < 0) {
        piece = walk_translate(walk, key);
        return piece.sql ? walk_sort_key(walk, piece) : piece;
    }
    piece = select->targets[target];
    sorted = walk_sort_key(walk, piece);
    if (!sorted.sql || strcmp(sorted.sql, piece.sql) != 0)
        return sorted;
    if (key->kind == NODE_NUMBER)
        sorted.sql = key->text;
    else
        sorted.sql = query_quoted(walk, key->name.name);
    sorted.level = LEVEL_PRIMARY;
    return sorted;
}

void query_add_sort_keys(struct walk *walk, struct buffer *out,
                         const struct pg_nodes *keys,
                         const struct select *select)
{
    for (uint32_t i = 0; i < keys->n && !walk->reason; i++) {
        const struct pg_node *key = keys->items[i];
        struct piece piece = key_piece(walk, key->left, select);
        if (!piece.sql)
            return;
        if (key->name.name && strcmp(key->name.name, "<") != 0 &&
            strcmp(key->name.name, ">") != 0)
            walk_refuse(walk, "ORDER BY USING %s", key->name.name);
        buffer_printf(out, "%s%s", i ? ", " : "", piece.sql);
        query_add_direction(walk, out, key, piece.is_not_null);
    }
}

/* ---- windows ---- */

static void add_edge(struct walk *walk, struct buffer *out,
                     enum pg_frame_edge edge, const struct pg_node *offset)
{
    static const char *const words[] = {
        [EDGE_UNBOUNDED_PRECEDING] = "UNBOUNDED PRECEDING",
        [EDGE_PRECEDING] = "PRECEDING",
        [EDGE_CURRENT] = "CURRENT ROW",
        [EDGE_FOLLOWING] = "FOLLOWING",
        [EDGE_UNBOUNDED_FOLLOWING] = "UNBOUNDED FOLLOWING"};
    struct piece piece;
    if (offset) {
        piece = walk_translate(walk, offset);
        if (piece.sql && !walk_is_number(piece.kind) && piece.kind != CLASS_ANY)
            walk_refuse(walk, "a frame in other units than numbers");
        buffer_printf(out, "%s ", piece.sql ? piece.sql : "");
    }
    buffer_add_text(out, words[edge]);
}

static void add_frame(struct walk *walk, struct buffer *out,
                      const struct pg_window *window)
{
    buffer_printf(out, "%s BETWEEN ",
                  !strcmp(window->unit, "rows")     ? "ROWS"
                  : !strcmp(window->unit, "groups") ? "GROUPS"
                                                    : "RANGE");
    add_edge(walk, out, window->from, window->from_offset);
    buffer_add_text(out, " AND ");
    add_edge(walk, out, window->to, window->to_offset);
    if (window->exclude)
        buffer_printf(out, " EXCLUDE %s",
                      !strcmp(window->exclude, "ties")    ? "TIES"
                      : !strcmp(window->exclude, "group") ? "GROUP"
                                                          : "CURRENT ROW");
}

static void add_partition(struct walk *walk, struct buffer *out,
                          const struct pg_nodes *keys)
{
    for (uint32_t i = 0; i < keys->n; i++) {
        struct piece piece = walk_translate(walk, keys->items[i]);
        buffer_printf(out, "%s%s", i ? ", " : "PARTITION BY ",
                      piece.sql ? piece.sql : "");
    }
}

void query_add_window(struct walk *walk, struct buffer *out,
                      const struct pg_window *window)
{
    const char *blank = "";
    if (window->is_name) {
        quote_identifier(out, window->base);
        return;
    }
    buffer_add_byte(out, '(');
    if (window->base) {
        quote_identifier(out, window->base);
        blank = " ";
    }
    if (window->partition_by.n) {
        buffer_add_text(out, blank);
        add_partition(walk, out, &window->partition_by);
        blank = " ";
    }
    if (window->order_by.n) {
        buffer_printf(out, "%sORDER BY ", blank);
        query_add_sort_keys(walk, out, &window->order_by, NULL);
        blank = " ";
    }
    if (window->unit) {
        buffer_add_text(out, blank);
        add_frame(walk, out, window);
    }
    buffer_add_byte(out, ')');
}
