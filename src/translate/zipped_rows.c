/* unnest(a, b), and unnest(a), unnest(b) side by side in a SELECT list: the
 * first elements in the first row, and so on; the shorter arrays end in NULLs.
 *
 * The arrays' places are joined. Each array is a query of a WITH, which SQLite
 * keeps and indexes, so that many elements are no matter. */
#include "translate/query_internal.h"
#include "translate/signature.h"

struct zipped {
    struct translator *translator;
    const char **names; /* of the queries */
    struct fragment *arrays;
    uint32_t n;
};

/* What stands beside them in FROM is not seen by a subquery. */
static bool translate_arrays(struct zipped *zipped, struct select *select,
                             const struct pg_node *const *nodes)
{
    struct translator *translator = zipped->translator;
    scope_hide(&select->scope, true);
    for (uint32_t i = 0; i < zipped->n && !translator->reason; i++) {
        zipped->arrays[i] = translate_node(translator, nodes[i]);
        zipped->names[i] = query_new_name(translator, "array");
        if (!translator->reason &&
            !signature_matches(translator, "array", &zipped->arrays[i], 1))
            translator_refuse(translator, "unnest() of what is no array");
    }
    scope_hide(&select->scope, false);
    return !translator->reason;
}

/* (WITH a AS (...), b AS (...) SELECT ... FROM every place LEFT JOIN a ...) */
static void add_zipped(const struct zipped *zipped, struct buffer *out)
{
    for (uint32_t i = 0; i < zipped->n; i++)
        buffer_printf(out, "%s%s AS (SELECT key, value FROM json_each(%s))",
                      i ? ", " : "(WITH ", zipped->names[i],
                      zipped->arrays[i].sql);
    buffer_add_text(out, " SELECT _place.key");
    for (uint32_t i = 0; i < zipped->n; i++)
        buffer_printf(out, ", %s.value AS %s", zipped->names[i],
                      zipped->names[i]);
    buffer_add_text(out, " FROM (");
    for (uint32_t i = 0; i < zipped->n; i++)
        buffer_printf(out, "%sSELECT key FROM %s", i ? " UNION " : "",
                      zipped->names[i]);
    buffer_add_text(out, ") AS _place");
    for (uint32_t i = 0; i < zipped->n; i++)
        buffer_printf(out, " LEFT JOIN %s ON %s.key = _place.key",
                      zipped->names[i], zipped->names[i]);
    buffer_add_byte(out, ')');
}

/* Each is called unnest, as PostgreSQL has it. */
static struct expression_column *zipped_columns(const struct zipped *zipped,
                                                const char *alias)
{
    struct translator *translator = zipped->translator;
    struct expression_column *columns = arena_alloc(
        translator->context->arena, (zipped->n + 1) * sizeof *columns);
    for (uint32_t i = 0; i < zipped->n; i++) {
        const struct value_type *type =
            signature_result_type(translator, "element", &zipped->arrays[i], 1);
        const char *value = arena_printf(translator->context->arena, "%s.%s",
                                         alias, zipped->names[i]);
        columns[i] = (struct expression_column){
            .name = "unnest",
            .sql = element_as_value(translator, type, value),
            .type = type,
            .is_expression = true};
    }
    return columns;
}

struct relation *zipped_rows_add(struct translator *translator,
                                 struct buffer *out, struct select *select,
                                 const struct pg_node *const *nodes, uint32_t n,
                                 const char *alias)
{
    struct arena *arena = translator->context->arena;
    struct zipped zipped = {.translator = translator,
                            .names = arena_alloc(arena, n * sizeof(char *)),
                            .arrays =
                                arena_alloc(arena, n * sizeof(struct fragment)),
                            .n = n};
    const char *quoted = query_quoted(translator, alias);
    const struct expression_column *columns;
    struct relation *relation;
    if (!translate_arrays(&zipped, select, nodes))
        return NULL;
    add_zipped(&zipped, out);
    buffer_printf(out, " AS %s", quoted);
    columns = zipped_columns(&zipped, quoted);
    relation = scope_add(translator, &select->scope);
    *relation = (struct relation){
        .name = alias, .sql = quoted, .columns = columns, .n = n};
    return translator->reason ? NULL : relation;
}
