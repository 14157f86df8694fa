/* Layers: a SELECT around a SELECT, for what SQLite says in two steps.
 *
 *   DISTINCT ON        number the rows of each group, keep the first
 *   array_agg(x ORDER BY y), before SQLite 3.44, and array_agg(DISTINCT x)
 *                      collect pairs as JSON, then sort what was collected
 *   grouping sets      a SELECT for each set, with NULL for what it leaves out
 *
 * The inner SELECT gives every column a name; the outer one picks. */
#include <stdlib.h>
#include <string.h>

#include "postgres/tree_same.h"
#include "translate/nested_select.h"

/* ---- when ---- */

static bool has_sorted_list(struct translator *translator,
                            const struct pg_query *query)
{
    for (uint32_t i = 0; i < query->targets.n; i++)
        if (nested_holds_list(translator, query->targets.items[i]->left))
            return true;
    return false;
}

static bool has_rows(const struct pg_query *query)
{
    for (uint32_t i = 0; i < query->targets.n; i++)
        if (nested_holds_rows(query->targets.items[i]->left))
            return true;
    return false;
}

/* All that SQLite says in two steps. */
bool nested_select_is_needed(struct translator *translator,
                             const struct pg_query *query)
{
    return query->distinct_on.n || has_sorted_list(translator, query) ||
           has_rows(query);
}

/* ---- the inner SELECT's columns ---- */

/* New names, so that nothing collides. */
void nested_add_inner(struct nesting *nesting, const char *sql,
                      const char *name)
{
    buffer_printf(&nesting->list, "%s%s AS %s", nesting->list.size ? ", " : "",
                  sql, name);
}

/* What the reader of the result sees. */
static void add_outer(struct nesting *nesting, const char *sql,
                      const char *name)
{
    buffer_printf(&nesting->outer, "%s%s%s%s", nesting->outer.size ? ", " : "",
                  sql, name ? " AS " : "", name ? name : "");
}

/* The stars of a DISTINCT ON in words. */
static void add_relation(struct nesting *nesting,
                         const struct relation *relation)
{
    struct translator *translator = nesting->translator;
    if (relation->has_unknown_columns)
        translator_refuse(translator, "* of tables whose columns are not known "
                                      "(--types-from)");
    for (size_t i = 0; i < relation->n && !translator->reason; i++) {
        const struct expression_column *column = &relation->columns[i];
        const char *inner = query_new_name(translator, "c");
        struct fragment fragment = {.type = column->type,
                                    .class = column->type->class,
                                    .is_exact = column->is_exact_text,
                                    .is_not_null = column->is_not_null};
        nested_add_inner(nesting,
                         column->is_expression || !relation->sql
                             ? column->sql
                             : arena_printf(translator->context->arena, "%s.%s",
                                            relation->sql, column->sql),
                         inner);
        add_outer(nesting, inner, query_quoted(translator, column->name));
        result_add(translator, nesting->result, column->name, &fragment);
    }
}

/* Column by column, since * would show the helper columns in the outer SELECT.
 * */
static void nested_add_star(struct nesting *nesting, const struct pg_node *node)
{
    const struct scope *scope = &nesting->select->scope;
    if (node->name.schema && !scope_relation(scope, node->name.schema))
        translator_refuse(nesting->translator, "there is no table %s in FROM",
                          node->name.schema);
    for (size_t i = 0; i < scope->n && !nesting->translator->reason; i++)
        if (!node->name.schema ||
            (scope->relations[i].name &&
             !strcmp(scope->relations[i].name, node->name.schema)))
            add_relation(nesting, &scope->relations[i]);
}

/* As PostgreSQL would call it. */
static const char *outer_name(struct nesting *nesting,
                              const struct pg_node *target)
{
    const char *name = target->text;
    if (!name && nesting->select->are_named)
        name = select_implied_name(target->left);
    return name ? query_quoted(nesting->translator, name) : NULL;
}

/* An ordinary target goes through under a new name. */
static void nested_add_value(struct nesting *nesting, uint32_t at)
{
    const struct pg_node *target = nesting->select->query->targets.items[at];
    struct fragment *fragment = &nesting->select->targets[at];
    const char *inner = query_new_name(nesting->translator, "c");
    *fragment = translate_node(nesting->translator, target->left);
    if (!fragment->sql)
        return;
    nested_add_inner(nesting, fragment_as_stored(fragment), inner);
    add_outer(nesting, inner, outer_name(nesting, target));
    result_add(nesting->translator, nesting->result, select_target_name(target),
               fragment);
    nesting->select->names[at] = inner;
}

/* By its place among the columns: then nothing may depend on its type. */
static bool nested_sorts_as_it_is(const struct fragment *value)
{
    return !value->is_exact && value->class != CLASS_ENUM &&
           (class_is_number(value->class) || class_is_text(value->class) ||
            class_is_time(value->class));
}

static bool nested_has_star(const struct pg_query *query)
{
    for (uint32_t i = 0; i < query->targets.n; i++)
        if (select_is_star(query->targets.items[i]->left))
            return true;
    return false;
}

/* A target with a list in it. */
static void add_list(struct nesting *nesting, uint32_t at)
{
    struct translator *translator = nesting->translator;
    const struct pg_node *target = nesting->select->query->targets.items[at];
    struct fragment value;
    value = nested_around_lists(nesting, target->left);
    if (!value.sql)
        return;
    add_outer(nesting, fragment_as_stored(&value), outer_name(nesting, target));
    nesting->select->targets[at] = value;
    if (nested_sorts_as_it_is(&value) &&
        !nested_has_star(nesting->select->query))
        nesting->select->names[at] =
            arena_printf(translator->context->arena, "%u", at + 1);
    result_add(translator, nesting->result, select_target_name(target), &value);
}

/* ---- rows in the SELECT list ---- */

/* unnest(x): a join with its rows, whose value is a column of the inner SELECT.
 */
struct fragment nested_rows(struct nesting *nesting, const struct pg_node *call)
{
    struct translator *translator = nesting->translator;
    struct select *select = nesting->select;
    const char *alias = query_new_name(translator, "rows");
    const char *name = query_quoted(translator, alias);
    const struct relation *relation;
    struct pg_node column = {.kind = NODE_COLUMN};
    struct fragment value;
    if (select->query->group_by.n || aggregate_is_in(call))
        return translator_refuse(translator,
                                 "%s() beside GROUP BY or of an aggregate; "
                                 "put that into a subquery",
                                 call->name.name);
    buffer_add_text(&select->from, select->from.size ? ", " : " FROM ");
    relation =
        row_function_add_rows(translator, &select->from, select, call, alias);
    if (!relation)
        return NO_FRAGMENT;
    column.name.name = relation->columns[0].name;
    value = translate_node(translator, &column);
    if (!value.sql)
        return value;
    nested_add_inner(nesting, fragment_as_stored(&value), name);
    value.sql = name;
    value.precedence = PRECEDENCE_PRIMARY;
    value.as_stored = value.column = NULL;
    return value;
}

/* A target that is such a call. */
static void nested_add_rows(struct nesting *nesting, uint32_t at)
{
    struct translator *translator = nesting->translator;
    const struct pg_node *target = nesting->select->query->targets.items[at];
    const char *name = select_target_name(target);
    struct fragment value = nested_rows(nesting, target->left);
    if (!value.sql)
        return;
    nesting->select->targets[at] = value;
    add_outer(nesting, value.sql, query_quoted(translator, name));
    result_add(translator, nesting->result, name, &value);
    nesting->select->names[at] = value.sql;
}

/* unnest(a), unnest(b) in the list: their rows side by side. */
static void nested_add_zipped(struct nesting *nesting)
{
    struct translator *translator = nesting->translator;
    struct select *select = nesting->select;
    const struct pg_nodes *targets = &select->query->targets;
    const char *alias = query_new_name(translator, "rows");
    const struct pg_node **arrays =
        arena_alloc(translator->context->arena, targets->n * sizeof *arrays);
    const struct relation *relation;
    uint32_t n = 0;
    for (uint32_t i = 0; i < targets->n; i++) {
        const struct pg_node *call = targets->items[i]->left;
        if (!row_function_is_known(call))
            continue;
        if (strcmp(call->name.name, "unnest") != 0 || call->n_items != 1)
            translator_refuse(translator, "several functions that give rows in "
                                          "one SELECT list, but for unnest()");
        else
            arrays[n++] = call->items[0];
    }
    if (translator->reason)
        return;
    buffer_add_text(&select->from, select->from.size ? ", " : " FROM ");
    relation =
        zipped_rows_add(translator, &select->from, select, arrays, n, alias);
    nesting->zipped = relation ? relation->columns : NULL;
}

/* A target of them; `at_column` is which. */
static void nested_add_element(struct nesting *nesting, uint32_t at,
                               uint32_t at_column)
{
    struct translator *translator = nesting->translator;
    const struct expression_column *column = &nesting->zipped[at_column];
    const struct pg_node *target = nesting->select->query->targets.items[at];
    const char *inner = query_new_name(translator, "c");
    const char *name = select_target_name(target);
    nesting->select->targets[at] = fragment_make_typed(
        translator, column->type, PRECEDENCE_PRIMARY, "%s", column->sql);
    nested_add_inner(nesting, column->sql, inner);
    add_outer(nesting, inner, query_quoted(translator, name));
    result_add(translator, nesting->result, name,
               &nesting->select->targets[at]);
    nesting->select->names[at] = inner;
}

static uint32_t count_rows(const struct pg_query *query)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < query->targets.n; i++)
        n += row_function_is_known(query->targets.items[i]->left);
    return n;
}

/* Targets with such a call somewhere, but not as all of it; one beside one at
 * the top is two. */
static uint32_t count_inside(const struct pg_query *query)
{
    uint32_t n = 0, inside = 0;
    for (uint32_t i = 0; i < query->targets.n; i++) {
        const struct pg_node *node = query->targets.items[i]->left;
        n += row_function_is_known(node);
        inside += !row_function_is_known(node) && nested_holds_rows(node);
    }
    return inside ? inside + n : 0;
}

static void nested_add_columns(struct nesting *nesting)
{
    const struct pg_nodes *targets = &nesting->select->query->targets;
    uint32_t n_rows = 0;
    if (count_rows(nesting->select->query) > 1)
        nested_add_zipped(nesting);
    if (count_inside(nesting->select->query) > 1 ||
        (nesting->zipped && count_inside(nesting->select->query)))
        translator_refuse(nesting->translator,
                          "several functions that give rows in one SELECT "
                          "list, inside of expressions");
    for (uint32_t i = 0; i < targets->n && !nesting->translator->reason; i++) {
        const struct pg_node *node = targets->items[i]->left;
        if (select_is_star(node)) {
            nested_add_star(nesting, node);
        } else if (nested_holds_list(nesting->translator, node) ||
                   (nested_holds_rows(node) && !row_function_is_known(node))) {
            add_list(nesting, i);
        } else if (row_function_is_known(node)) {
            if (nesting->zipped)
                nested_add_element(nesting, i, n_rows++);
            else
                nested_add_rows(nesting, i);
        } else {
            nested_add_value(nesting, i);
        }
    }
}

/* ---- the order ---- */

/* What a key names, or the key itself. */
static const struct pg_node *key_target(const struct select *select,
                                        const struct pg_node *key)
{
    ptrdiff_t at = query_target_of(select, key);
    return at < 0 ? key : select->query->targets.items[at]->left;
}

/* Each key is a column of the inner SELECT, so that the outer one has it. */
static void nested_add_key(struct nesting *nesting, const struct pg_node *key)
{
    struct translator *translator = nesting->translator;
    const char *name = query_new_name(translator, "key");
    struct pg_node replaced = *key;
    const struct pg_node *node = replaced.left =
        key_target(nesting->select, key->left);
    struct fragment fragment;
    ptrdiff_t at = query_target_of(nesting->select, key->left);
    if ((nested_holds_rows(node) || nested_holds_list(translator, node)) &&
        at >= 0 && nesting->select->names[at]) { /* a column already */
        buffer_printf(&nesting->order, "%s%s%s",
                      nesting->order.size ? ", " : " ORDER BY ",
                      nesting->select->names[at],
                      key->flags & NODE_DESCENDING ? " DESC NULLS FIRST"
                                                   : " NULLS LAST");
        return;
    }
    if (nesting->select->query->is_distinct &&
        !nesting->select->query->distinct_on.n)
        translator_refuse(translator,
                          "DISTINCT with ORDER BY here; put it into a "
                          "subquery");
    if (nested_holds_list(translator, node) || nested_holds_rows(node) ||
        select_is_star(node)) {
        translator_refuse(translator, "ORDER BY this column");
        return;
    }
    fragment = query_sort_key(translator, &replaced, NULL);
    if (!fragment.sql)
        return;
    nested_add_inner(nesting, fragment.sql, name);
    buffer_printf(&nesting->order, "%s%s",
                  nesting->order.size ? ", " : " ORDER BY ", name);
    query_add_direction(translator, &nesting->order, key, fragment.is_not_null);
}

/* A window knows nothing of the result's names and places. */
static const struct pg_node *const *
distinct_targets(const struct nesting *nesting, const struct pg_nodes *nodes)
{
    const struct pg_node **named = arena_alloc(
        nesting->translator->context->arena, (nodes->n + 1) * sizeof *named);
    for (uint32_t i = 0; i < nodes->n; i++)
        named[i] = key_target(nesting->select, nodes->items[i]);
    return named;
}

static const struct pg_node *const *order_targets(const struct nesting *nesting,
                                                  const struct pg_nodes *keys)
{
    struct arena *arena = nesting->translator->context->arena;
    const struct pg_node **named =
        arena_alloc(arena, (keys->n + 1) * sizeof *named);
    for (uint32_t i = 0; i < keys->n; i++) {
        struct pg_node *key = arena_alloc(arena, sizeof *key);
        *key = *keys->items[i];
        key->left = key_target(nesting->select, key->left);
        named[i] = key;
    }
    return named;
}

/* row_number() says which row of DISTINCT ON is the first. */
static void nested_add_number(struct nesting *nesting)
{
    struct translator *translator = nesting->translator;
    const struct pg_query *query = nesting->select->query;
    struct pg_window window = {.partition_by = query->distinct_on,
                               .order_by = query->order_by};
    struct buffer sql = {0};
    window.partition_by.items = distinct_targets(nesting, &query->distinct_on);
    window.order_by.items = order_targets(nesting, &query->order_by);
    if (query->group_by.n)
        translator_refuse(translator,
                          "DISTINCT ON with GROUP BY; put one of them into a "
                          "subquery");
    query_add_window(translator, &sql, &window);
    nested_add_inner(nesting,
                     arena_printf(translator->context->arena,
                                  "row_number() OVER %s", buffer_text(&sql)),
                     "_number");
    buffer_release(&sql);
}

/* ---- both ---- */

/* The inner SELECT has all rows with their keys; the outer one sorts and
 * chooses. */
static void nested_write(struct nesting *nesting, struct buffer *out)
{
    const struct pg_query *query = nesting->select->query;
    bool is_plain_distinct = query->is_distinct && !query->distinct_on.n;
    buffer_printf(out, "SELECT %s%s FROM (SELECT %s",
                  is_plain_distinct ? "DISTINCT " : "",
                  buffer_text(&nesting->outer), buffer_text(&nesting->list));
    select_add_rest(nesting->translator, out, nesting->select);
    buffer_add_byte(out, ')');
    if (query->distinct_on.n)
        buffer_add_text(out, " WHERE _number = 1");
    buffer_add(out, nesting->order.bytes, nesting->order.size);
    query_add_limits(nesting->translator, out, query);
}

/* Columns, then keys, then the numbers: each adds to the inner list. */
bool nested_select_add(struct translator *translator, struct buffer *out,
                       struct select *select, struct result *result)
{
    struct nesting nesting = {
        .translator = translator, .select = select, .result = result};
    select->scope.qualifies |= has_rows(select->query);
    nested_add_columns(&nesting);
    for (uint32_t i = 0; i < select->query->order_by.n && !translator->reason;
         i++)
        nested_add_key(&nesting, select->query->order_by.items[i]);
    if (select->query->distinct_on.n && !translator->reason)
        nested_add_number(&nesting);
    if (!translator->reason)
        nested_write(&nesting, out);
    buffer_release(&nesting.list);
    buffer_release(&nesting.outer);
    buffer_release(&nesting.order);
    return !translator->reason;
}
