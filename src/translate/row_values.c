/* (a, b) beside (c, d): PostgreSQL compares part by part, each by its type.
 * Where SQLite's comparison of the parts is the same, its row values stay; else
 * the comparison is written out. */
#include <string.h>

#include "translate/translator.h"

struct row_pair {
    const struct pg_node *left, *right;
    struct fragment *a, *b; /* the parts, each as the other's type */
    bool is_bare;           /* each comparison is a = b in SQLite, too */
};

/* Is it one operator between both, as they are? */
static bool is_bare_operator(struct translator *translator, const char *name,
                             const struct fragment *done,
                             const struct fragment *a, const struct fragment *b,
                             enum precedence precedence)
{
    return !strcmp(
        done->sql,
        arena_printf(translator->context->arena, "%s %s %s",
                     fragment_within(translator, *a, precedence), name,
                     fragment_within(translator, *b, precedence + 1)));
}

static bool row_pair_read(struct translator *translator, const char *name,
                          struct row_pair *pair)
{
    struct arena *arena = translator->context->arena;
    uint32_t n = pair->left->n_items;
    pair->a = arena_alloc(arena, n * sizeof *pair->a);
    pair->b = arena_alloc(arena, n * sizeof *pair->b);
    pair->is_bare = true;
    if (n != pair->right->n_items)
        return translator_refuse(translator, "rows of different lengths").sql;
    for (uint32_t i = 0; i < n; i++) {
        struct fragment a = translate_node(translator, pair->left->items[i]);
        struct fragment b = translate_node(translator, pair->right->items[i]);
        struct fragment done;
        a = fragment_typed_as(translator, a, &b);
        b = fragment_typed_as(translator, b, &a);
        if (!a.sql || !b.sql)
            return false;
        done = translate_operation(translator, name, a, b);
        if (!done.sql)
            return false;
        pair->is_bare &=
            is_bare_operator(translator, name, &done, &a, &b, done.precedence);
        pair->a[i] = a;
        pair->b[i] = b;
    }
    return true;
}

static const char *row_of(struct translator *translator,
                          const struct fragment *parts, uint32_t n)
{
    struct buffer sql = {0};
    const char *copy;
    for (uint32_t i = 0; i < n; i++)
        buffer_printf(&sql, "%s%s", i ? ", " : "(", parts[i].sql);
    buffer_add_byte(&sql, ')');
    copy = arena_copy(translator->context->arena, sql.bytes, sql.size);
    buffer_release(&sql);
    return copy;
}

/* a < c OR (a = c AND b < d); from the part number `at` on. */
static const char *written_out(struct translator *translator, const char *name,
                               const struct row_pair *pair, uint32_t at)
{
    struct arena *arena = translator->context->arena;
    bool is_last = at + 1 == pair->left->n_items;
    bool is_equality = !strcmp(name, "=") || !strcmp(name, "<>");
    const char *strict = is_equality ? name : *name == '<' ? "<" : ">";
    struct fragment one = translate_operation(
        translator, is_last ? name : strict, pair->a[at], pair->b[at]);
    struct fragment same;
    const char *rest;
    if (!one.sql || is_last)
        return one.sql ? one.sql : "";
    rest = written_out(translator, name, pair, at + 1);
    if (is_equality)
        return arena_printf(arena, "(%s) %s (%s)", one.sql,
                            *name == '=' ? "AND" : "OR", rest);
    same = translate_operation(translator, "=", pair->a[at], pair->b[at]);
    return arena_printf(arena, "(%s) OR (%s) AND (%s)", one.sql,
                        same.sql ? same.sql : "", rest);
}

struct fragment translate_row_comparison(struct translator *translator,
                                         const char *name,
                                         const struct pg_node *left,
                                         const struct pg_node *right)
{
    struct row_pair pair = {.left = left, .right = right};
    uint32_t n = left->n_items;
    if (!row_pair_read(translator, name, &pair))
        return NO_FRAGMENT;
    if (pair.is_bare)
        return fragment_make_typed(
            translator, translator_type(translator, "boolean"),
            strchr("=", *name) || name[1] == '>' ? PRECEDENCE_EQUALITY
                                                 : PRECEDENCE_COMPARISON,
            "%s %s %s", row_of(translator, pair.a, n), name,
            row_of(translator, pair.b, n));
    return fragment_make_typed(
        translator, translator_type(translator, "boolean"), PRECEDENCE_OR, "%s",
        written_out(translator, name, &pair, 0));
}

/* SQLite takes the parts of a subquery as they are: only types that it compares
 * by themselves. */
bool row_is_plain(struct translator *translator, const struct pg_node *row)
{
    for (uint32_t i = 0; i < row->n_items; i++) {
        struct fragment part = translate_node(translator, row->items[i]);
        if (part.is_exact || part.text || part.class == CLASS_ENUM ||
            part.class == CLASS_OPAQUE || part.class == CLASS_JSON)
            return false;
    }
    return true;
}

/* (a, b) IN ((c, d), (e, f)) */
struct fragment translate_row_in(struct translator *translator,
                                 const struct pg_node *left,
                                 const struct pg_node *const *items, size_t n,
                                 bool negated)
{
    struct buffer values = {0}, chain = {0};
    struct fragment row = NO_FRAGMENT, one;
    bool are_bare = true;
    if (quantified_holds_list(left))
        return translator_refuse(translator, "a list of rows beside what has "
                                             "another list in it");
    for (size_t i = 0; i < n && !translator->reason; i++) {
        struct row_pair pair = {.left = left, .right = items[i]};
        if (items[i]->kind != NODE_ROW) {
            translator_refuse(translator, "a row IN what is no row");
            break;
        }
        if (!row_pair_read(translator, "=", &pair))
            break;
        are_bare &= pair.is_bare;
        row.sql = row_of(translator, pair.a, left->n_items);
        buffer_printf(&values, "%s%s", i ? ", " : "",
                      row_of(translator, pair.b, left->n_items));
        buffer_printf(&chain, "%s(%s)", i ? " OR " : "",
                      written_out(translator, "=", &pair, 0));
    }
    one = translator->reason ? NO_FRAGMENT
          : are_bare
              ? fragment_make_typed(
                    translator, translator_type(translator, "boolean"),
                    PRECEDENCE_EQUALITY, "%s %s (VALUES %s)", row.sql,
                    negated ? "NOT IN" : "IN", buffer_text(&values))
              : fragment_make_typed(
                    translator, translator_type(translator, "boolean"),
                    negated ? PRECEDENCE_NOT : PRECEDENCE_PRIMARY, "%s(%s)",
                    negated ? "NOT " : "", buffer_text(&chain));
    buffer_release(&values);
    buffer_release(&chain);
    return one;
}
