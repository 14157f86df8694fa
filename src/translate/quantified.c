/* IN, ANY and ALL: one value and many. */
#include <string.h>

#include "translate/operand_classes.h"
#include "translate/query_internal.h"
#include "translate/signature.h"

/* What is beside a list is translated for each of its items: lists in it would
 * multiply. */
bool quantified_holds_list(const struct pg_node *node)
{
    bool found;
    if (!node)
        return false;
    found = node->kind == NODE_IN || node->kind == NODE_ANY ||
            node->kind == NODE_ALL || node->query ||
            quantified_holds_list(node->left) ||
            quantified_holds_list(node->right);
    for (uint32_t i = 0; i < node->n_items && !found; i++)
        found = quantified_holds_list(node->items[i]);
    return found;
}

/* ---- IN ---- */

/* Each item as the left side's type. A piece without SQL and no reason where
 * SQLite's IN would compare them otherwise. */
static struct fragment in_list(struct translator *translator,
                               struct fragment left,
                               const struct pg_node *const *items, size_t n,
                               bool negated)
{
    struct buffer sql = {0};
    bool good = !left.is_exact; /* 10 is 10.00, and no text of digits */
    for (size_t i = 0; i < n && good; i++) {
        struct fragment item = translate_node(translator, items[i]);
        if (item.sql)
            item = fragment_typed_as(translator, item, &left);
        good = item.sql && (operands_are_equal_classes(&left, &item) ||
                            items[i]->kind == NODE_NULL);
        if (good)
            buffer_printf(&sql, "%s%s", i ? ", " : "", item.sql);
    }
    if (good)
        left = fragment_make(
            translator, CLASS_BOOLEAN, PRECEDENCE_EQUALITY, "%s %s (%s)",
            fragment_within(translator, left, PRECEDENCE_COMPARISON),
            negated ? "NOT IN" : "IN", buffer_text(&sql));
    left.type = translator_type(translator, "boolean");
    buffer_release(&sql);
    return good ? left : NO_FRAGMENT;
}

static struct fragment of_list(struct translator *translator,
                               const struct pg_node *node, const char *name,
                               const struct pg_node *array);

/* x = 6 OR x = 7.5 */
static struct fragment compared_one_by_one(struct translator *translator,
                                           const struct pg_node *node)
{
    bool negated = node->flags & NODE_NEGATED;
    struct pg_node array = {
        .kind = NODE_ARRAY, .items = node->items, .n_items = node->n_items};
    struct pg_node any = {.kind = negated ? NODE_ALL : NODE_ANY,
                          .at = node->at,
                          .left = node->left};
    return of_list(translator, &any, negated ? "<>" : "=", &array);
}

/* x IN (1, 2) or x IN (SELECT ...) */
struct fragment translate_in(struct translator *translator,
                             const struct pg_node *node)
{
    struct fragment left;
    if (node->left->kind == NODE_ROW && !node->right)
        return translate_row_in(translator, node->left, node->items,
                                node->n_items, node->flags & NODE_NEGATED);
    if (node->left->kind == NODE_ROW && !row_is_plain(translator, node->left))
        return translator_refuse(translator,
                                 "a row of such types IN a subquery");
    left = translate_node(translator, node->left);
    if (!left.sql)
        return left;
    if (node->right)
        return translate_in_subquery(translator, left, node->right,
                                     node->flags & NODE_NEGATED);
    left = in_list(translator, left, node->items, node->n_items,
                   node->flags & NODE_NEGATED);
    return left.sql || translator->reason
               ? left
               : compared_one_by_one(translator, node);
}

/* ---- arrays ---- */

/* An element as a row of json_each has it. bytea is its hex digits there. */
static struct fragment element_of(const struct fragment *array)
{
    const struct value_type *type = array->type ? array->type->element : NULL;
    return (struct fragment){.sql = "value",
                             .precedence = PRECEDENCE_PRIMARY,
                             .class = type ? type->class : CLASS_ANY,
                             .type = type};
}

/* What the elements are compared with, in their form. */
static struct fragment beside_elements(struct translator *translator,
                                       struct fragment left,
                                       struct fragment *element)
{
    if (left.class == CLASS_BYTES) {
        element->class = CLASS_TEXT;
        element->type = translator_type(translator, "text");
        return fragment_make_typed(
            translator, element->type, PRECEDENCE_PRIMARY,
            "CASE WHEN %s IS NOT NULL THEN '\\x' || lower(hex(%s)) END",
            fragment_within(translator, left, PRECEDENCE_COMPARISON), left.sql);
    }
    /* Numbers are numbers in JSON. */
    if (left.is_exact)
        signature_matches(translator, "number", &left, 1);
    return left;
}

/* NULL for an array gives NULL in PostgreSQL, no rows here. */
static struct fragment guarded(struct translator *translator,
                               const struct fragment *array,
                               struct fragment fragment)
{
    if (array->is_not_null)
        return fragment;
    return fragment_make_typed(
        translator, fragment.type, PRECEDENCE_PRIMARY,
        "CASE WHEN %s IS NOT NULL THEN %s END",
        fragment_within(translator, *array, PRECEDENCE_COMPARISON),
        fragment.sql);
}

/* One comparison with each row: true for one of them, or for all. A NULL among
 * them leaves it open unless another row decides. */
static struct fragment of_rows(struct translator *translator, bool is_all,
                               struct fragment one, const char *from)
{
    if (!one.sql)
        return one;
    return fragment_make_typed(
        translator, translator_type(translator, "boolean"), PRECEDENCE_PRIMARY,
        "(SELECT CASE WHEN %s(%s) = %d THEN %d WHEN count(*) > count(%s) THEN "
        "NULL ELSE %d END FROM %s)",
        is_all ? "min" : "max", one.sql, !is_all, !is_all, one.sql, is_all,
        from);
}

static struct fragment compared(struct translator *translator, const char *name,
                                struct fragment left, struct fragment right)
{
    if (like_is_operator(name))
        return fragment_like(translator, name, left, right, NULL);
    left = fragment_typed_as(translator, left, &right);
    return left.sql ? translate_operation(translator, name, left, right) : left;
}

/* x = ANY (an array that is no list): its elements as rows. */
static struct fragment of_array(struct translator *translator,
                                const struct pg_node *node, const char *name,
                                struct fragment left)
{
    bool is_all = node->kind == NODE_ALL;
    bool is_in = !strcmp(name, is_all ? "<>" : "=");
    struct fragment array = translate_node(translator, node->right), element;
    const char *from;
    if (fragment_is_form(&left))
        return fragment_plain(translator, left);
    if (!array.sql)
        return array;
    if (array.text) /* '{a,b}' */
        array = fragment_typed_as(
            translator, array,
            &(struct fragment){
                .type = signature_result_type(translator, "array", &left, 1)});
    if (translator->context->use != USE_QUERY ||
        (array.class != CLASS_ARRAY && array.class != CLASS_ANY))
        return translator_refuse(translator, "ANY or ALL of what is no array");
    translator->needs_qualifying = true;
    if (array.is_parameter && left.type)
        translator_note_bound(translator, left.type);
    element = element_of(&array);
    left = beside_elements(translator, left, &element);
    if (!left.sql)
        return left;
    from = arena_printf(translator->context->arena, "json_each(%s)", array.sql);
    if (!is_in)
        return guarded(translator, &array,
                       of_rows(translator, is_all,
                               compared(translator, name, left, element),
                               from));
    return guarded(translator, &array,
                   fragment_make_typed(
                       translator, translator_type(translator, "boolean"),
                       PRECEDENCE_EQUALITY, "%s %s (SELECT value FROM %s)",
                       fragment_within(translator, left, PRECEDENCE_COMPARISON),
                       is_all ? "NOT IN" : "IN", from));
}

/* ---- lists and subqueries ---- */

/* x LIKE ANY (ARRAY['a%', 'b%']) is x LIKE 'a%' OR x LIKE 'b%'. */
static struct fragment of_list(struct translator *translator,
                               const struct pg_node *node, const char *name,
                               const struct pg_node *array)
{
    struct arena *arena = translator->context->arena;
    struct pg_node *parts =
        arena_alloc(arena, (array->n_items + 1) * sizeof *parts);
    const struct pg_node **items =
        arena_alloc(arena, (array->n_items + 1) * sizeof *items);
    struct pg_node all = {.kind = node->kind == NODE_ALL ? NODE_AND : NODE_OR,
                          .items = items,
                          .n_items = array->n_items};
    for (uint32_t i = 0; i < array->n_items; i++) {
        parts[i] = (struct pg_node){.kind = NODE_OPERATOR,
                                    .name = {NULL, name},
                                    .at = node->at,
                                    .left = node->left,
                                    .right = array->items[i]};
        items[i] = &parts[i];
    }
    if (quantified_holds_list(node->left))
        return translator_refuse(translator,
                                 "a list of values beside what has another in "
                                 "it");
    if (!array->n_items)
        return fragment_make_typed(
            translator, translator_type(translator, "boolean"),
            PRECEDENCE_PRIMARY, node->kind == NODE_ALL ? "1" : "0");
    return translate_node(translator, array->n_items > 1 ? &all : items[0]);
}

/* x > ALL (SELECT y ...) */
static struct fragment of_subquery(struct translator *translator,
                                   const struct pg_node *node, const char *name,
                                   struct fragment left,
                                   const struct pg_node *query)
{
    static const char *column[] = {"value"};
    const struct pg_names names = {.n = 1, .items = column};
    const char *alias = query_new_name(translator, "rows");
    struct fragment rows = translate_subquery(translator, query), one;
    struct buffer from = {0};
    if (!rows.sql || rows.is_row || left.is_row)
        return translator_refuse(translator, "ANY or ALL of several columns");
    translator->needs_qualifying = true;
    rows.sql = arena_copy(translator->context->arena, rows.sql + 1,
                          strlen(rows.sql) - 2);
    query_add_renamed(&from, alias, &names, rows.sql);
    rows.sql = "value";
    rows.precedence = PRECEDENCE_PRIMARY;
    one = of_rows(translator, node->kind == NODE_ALL,
                  compared(translator, name, left, rows), buffer_text(&from));
    buffer_release(&from);
    return one;
}

/* x = ANY (ARRAY[...]), as PostgreSQL writes IN, after casts perhaps. */
struct fragment translate_any(struct translator *translator,
                              const struct pg_node *node)
{
    const char *name = !strcmp(node->name.name, "!=") ? "<>" : node->name.name;
    bool is_in = node->kind == NODE_ANY && !strcmp(name, "=");
    bool is_not_in = node->kind == NODE_ALL && !strcmp(name, "<>");
    const struct pg_node *array = node_without_casts(node->right);
    struct fragment left;
    /* sqlc makes a list of it, in parentheses. */
    if (array->kind == NODE_PARAMETER && (is_in || is_not_in) &&
        !strncmp(array->text, "sqlc.slice", 10))
        return in_list(translator, translate_node(translator, node->left),
                       &array, 1, is_not_in);
    if (array->kind == NODE_ARRAY && !is_in && !is_not_in)
        return of_list(translator, node, name, array);
    left = translate_node(translator, node->left);
    if (!left.sql)
        return left;
    if (array->kind == NODE_QUERY && (is_in || is_not_in))
        return translate_in_subquery(translator, left, array, is_not_in);
    if (array->kind == NODE_QUERY)
        return of_subquery(translator, node, name, left, array);
    if (array->kind != NODE_ARRAY)
        return of_array(translator, node, name, left);
    left = in_list(translator, left, array->items, array->n_items, is_not_in);
    return left.sql || translator->reason
               ? left
               : of_list(translator, node, name, array);
}
