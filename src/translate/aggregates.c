/* Aggregates and window functions. */
#include <string.h>

#include "sqlite/quote.h"
#include "translate/query_internal.h"
#include "translate/signature.h"

static const struct signature aggregates[] = {
#define AGGREGATE(name, arguments, result, allowed_in, sql)                    \
    {name, arguments, result, WHERE_##allowed_in, 0, sql},
#include "functions.def"
};

/* Known in any form: whether one fits is seen with the arguments. */
bool aggregate_is_known(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(aggregates); i++)
        if (!strcmp(aggregates[i].name, name))
            return true;
    return false;
}

static bool is_aggregate(struct translator *translator,
                         const struct pg_node *node)
{
    (void)translator;
    return node->kind == NODE_CALL && aggregate_is_known(node->name.name) &&
           !(node->call && node->call->window);
}

bool aggregate_is_in(const struct pg_node *node)
{
    return node_holds(NULL, node, is_aggregate);
}

/* ---- what stands after the call ---- */

/* FILTER (WHERE ...) OVER (...) */
static const char *aggregate_behind(struct translator *translator,
                                    const struct pg_call *call)
{
    struct buffer sql = {0};
    const char *copy;
    if (call && call->filter) {
        struct fragment filter = translate_node(translator, call->filter);
        buffer_printf(&sql, " FILTER (WHERE %s)", filter.sql ? filter.sql : "");
    }
    if (call && call->window) {
        buffer_add_text(&sql, " OVER ");
        query_add_window(translator, &sql, call->window);
    }
    copy = arena_printf(translator->context->arena, "%s", buffer_text(&sql));
    buffer_release(&sql);
    return copy;
}

/* ---- arguments ---- */

/* What goes into JSON is JSON. */
static void aggregate_prepare(struct translator *translator, const char *name,
                              struct fragment *arguments, uint32_t n)
{
    struct fragment *last = &arguments[n - 1];
    if (n && strstr(name, "json"))
        last->sql = fragment_as_json(translator, last);
    else if (n && !strcmp(name, "array_agg"))
        last->sql = fragment_as_element(translator, last);
}

/* count(t.*) does not count the rows that an outer join makes up. */
static struct fragment counted_row(struct translator *translator,
                                   const char *table)
{
    const struct relation *relation = scope_relation(translator->scope, table);
    if (!relation || !relation->is_table)
        return translator_refuse(
            translator, "count(%s.*): name a column that is never NULL", table);
    return fragment_make(translator, CLASS_ANY, PRECEDENCE_PRIMARY, "%s.rowid",
                         relation->sql);
}

/* count(*), and count(DISTINCT (a, b)): rows are told apart by their text. */
static struct fragment argument(struct translator *translator,
                                const struct pg_node *node, bool distinct,
                                bool counts)
{
    struct buffer sql = {0};
    struct fragment fragment;
    if (node->kind == NODE_COLUMN && !strcmp(node->name.name, "*") && counts)
        return counted_row(translator, node->name.schema);
    if (node->kind == NODE_STAR)
        return fragment_make(translator, CLASS_ANY, PRECEDENCE_PRIMARY, "*");
    if (node->kind != NODE_ROW || !distinct)
        return translate_node(translator, node);
    for (uint32_t i = 0; i < node->n_items; i++) {
        fragment = translate_node(translator, node->items[i]);
        buffer_printf(&sql, "%squote(%s)", i ? " || ',' || " : "",
                      fragment.sql ? fragment.sql : "");
    }
    fragment = fragment_make(translator, CLASS_ANY, PRECEDENCE_CONCATENATION,
                             "%s", buffer_text(&sql));
    buffer_release(&sql);
    return translator->reason ? NO_FRAGMENT : fragment;
}

/* WITHIN GROUP (ORDER BY x): x is the last argument. */
static uint32_t aggregate_collect(struct translator *translator,
                                  const struct pg_node *node,
                                  struct fragment *arguments)
{
    bool distinct = node->flags & NODE_DISTINCT;
    bool counts = !strcmp(node->name.name, "count");
    uint32_t n = 0;
    for (uint32_t i = 0; i < node->n_items; i++)
        arguments[n++] = argument(translator, node->items[i], distinct, counts);
    if (!node->call)
        return n;
    if (node->call->within_group.n > 1)
        translator_refuse(translator, "WITHIN GROUP of more than one key");
    for (uint32_t i = 0; i < node->call->within_group.n; i++) {
        const struct pg_node *key = node->call->within_group.items[i];
        if (key->flags & NODE_DESCENDING)
            translator_refuse(translator, "WITHIN GROUP in descending order");
        arguments[n++] = translate_node(translator, key->left);
    }
    return n;
}

/* ---- the call ---- */

/* DISTINCT with a separator is more than SQLite's group_concat takes, but for
 * its own, the comma. */
static const char *distinct_sql(struct translator *translator,
                                const struct signature *row,
                                const struct fragment *arguments)
{
    if (!strcmp(row->name, "array_agg") || strstr(row->name, "json"))
        translator_note(translator,
                        "DISTINCT values of a list come in the order in which "
                        "they are met; PostgreSQL sorts them");
    if (strcmp(row->name, "string_agg") != 0)
        return row->sql;
    if (arguments[1].text && !strcmp(arguments[1].text, ","))
        return "group_concat($D$1)$F";
    translator_refuse(translator,
                      "string_agg(DISTINCT) with a separator other than ','");
    return row->sql;
}

/* ORDER BY inside of the call is in SQLite since 3.44. Only lists and JSON need
 * it; for sum() and others it is dropped. */
static const char *ordered(struct translator *translator,
                           const struct pg_node *node, const char *sql)
{
    const struct pg_nodes *keys = &node->call->order_by;
    struct buffer out = {0};
    const char *name = node->name.name;
    const char *end = strrchr(sql, '$');
    if (strcmp(name, "array_agg") != 0 && strcmp(name, "string_agg") != 0 &&
        !strstr(name, "json"))
        return sql;
    if (!translator_has_version(translator, 344) &&
        strstr(name, "_object_agg")) {
        translator_note(translator,
                        "the members of an object are not sorted before SQLite "
                        "3.44 (--sqlite-version=3.44)");
        return sql;
    }
    if (!translator_has_version(translator, 344)) {
        translator_refuse(translator,
                          "ORDER BY inside of %s() needs SQLite 3.44 "
                          "(--sqlite-version=3.44) unless the call is all of a "
                          "column of the SELECT",
                          name);
        return sql;
    }
    /* Each row of functions.def has ")$F" where its call ends: the order goes
     * before that parenthesis. */
    buffer_printf(&out, "%.*s ORDER BY ", (int)(end - sql - 1), sql);
    query_add_sort_keys(translator, &out, keys, NULL);
    buffer_printf(&out, ")%s", end);
    sql = arena_printf(translator->context->arena, "%s", buffer_text(&out));
    buffer_release(&out);
    return sql;
}

/* The least label is that of the least place. */
static const char *of_labels(struct translator *translator, const char *sql,
                             const struct pg_type_definition *type)
{
    struct buffer out = {0};
    const char *copy;
    buffer_printf(&out, "CASE %s", sql);
    for (size_t i = 0; i < type->labels.n; i++) {
        buffer_printf(&out, " WHEN %zu THEN ", i + 1);
        quote_text(&out, type->labels.items[i], strlen(type->labels.items[i]));
    }
    buffer_add_text(&out, " END");
    copy = arena_copy(translator->context->arena, out.bytes, out.size);
    buffer_release(&out);
    return copy;
}

/* Notes depend on the arguments' classes, so they come after the row is chosen.
 */
static struct fragment aggregate_apply(struct translator *translator,
                                       const struct pg_node *node,
                                       const struct signature *row,
                                       struct fragment *arguments, uint32_t n)
{
    bool distinct = node->flags & NODE_DISTINCT;
    bool ranks = n == 1 && arguments[0].class == CLASS_ENUM &&
                 arguments[0].type && arguments[0].type->definition &&
                 (!strcmp(row->name, "min") || !strcmp(row->name, "max") ||
                  !strcmp(row->name, "mode"));
    const char *sql = row->sql;
    struct fragment fragment = signature_result(translator, row, arguments, n);
    fragment.is_not_null = !strcmp(row->name, "count") ||
                           strstr(row->name, "rank") ||
                           !strcmp(row->name, "row_number");
    translator_note_use(translator, row->name, row->arguments, row->sql);
    if (n && arguments[0].class == CLASS_NUMERIC &&
        (!strcmp(row->name, "sum") || !strcmp(row->name, "avg")))
        translator_note(translator, signature_is_extension(row->allowed_in)
                                        ? NOTE_DIGITS
                                        : NOTE_NUMERIC);
    if ((!strcmp(row->name, "min") || !strcmp(row->name, "max")) &&
        class_is_text(arguments[0].class))
        translator_note(translator, NOTE_COLLATION);
    aggregate_prepare(translator, row->name, arguments, n);
    if (distinct && n)
        fragment_note_zeros(translator, &arguments[0]);
    if (distinct)
        sql = distinct_sql(translator, row, arguments);
    if (node->call && node->call->order_by.n)
        sql = ordered(translator, node, sql);
    if (ranks)
        arguments[0] = fragment_sort_key(translator, arguments[0]);
    fragment.sql = signature_expand(translator, sql, arguments, n,
                                    distinct ? "DISTINCT " : "",
                                    aggregate_behind(translator, node->call));
    if (ranks)
        fragment.sql =
            of_labels(translator, fragment.sql, fragment.type->definition);
    return translator->reason ? NO_FRAGMENT : fragment;
}

/* --arrays=csv: a list is a,b as it is in the data. group_concat loses empty
 * texts in windows. */
static const char *aggregate_name_of(const struct translator *translator,
                                     const struct pg_node *node)
{
    if (translator->query_context &&
        translator->query_context->arrays == ARRAYS_CSV &&
        !strcmp(node->name.name, "array_agg"))
        return "array_agg as csv";
    if (node->call && node->call->window &&
        !strcmp(node->name.name, "string_agg"))
        return "string_agg over";
    return node->name.name;
}

/* The arguments decide which row it is. */
struct fragment translate_aggregate(struct translator *translator,
                                    const struct pg_node *node)
{
    struct fragment *arguments = arena_alloc(
        translator->context->arena, (node->n_items + 2) * sizeof *arguments);
    const struct signature *row;
    const struct grouping_set *keys = translator->all_keys;
    uint32_t n;
    const char *name = aggregate_name_of(translator, node);
    bool needs_extension;
    if (translator->all_keys && node->call && node->call->window)
        return translator_refuse(translator,
                                 "a window over grouping sets; put them into a "
                                 "subquery");
    /* With ROLLUP (a), sum(a) still adds up the values of a that the total's
     * row shows as NULL. */
    translator->all_keys = NULL; /* an aggregate sees what a set leaves out */
    n = aggregate_collect(translator, node, arguments);
    translator->all_keys = keys;
    if (translator->reason)
        return NO_FRAGMENT;
    if (n == 3 && (!strcmp(name, "lag") || !strcmp(name, "lead")))
        arguments[2] =
            fragment_typed_as(translator, arguments[2], &arguments[0]);
    row = signature_choose(translator, aggregates, COUNT_OF(aggregates),
                           sizeof *aggregates, name, arguments, n,
                           &needs_extension);
    if (row && node->call && node->call->window &&
        row->allowed_in == WHERE_EXTENSION)
        return translator_refuse(
            translator, "%s() OVER: the extension's is no window function",
            row->name);
    if (row)
        return aggregate_apply(translator, node, row, arguments, n);
    return translator_refuse(
        translator,
        needs_extension ? "the aggregate %s needs --extension=yes"
                        : "the aggregate %s has no equal in SQLite for "
                          "these types",
        node->name.name);
}
