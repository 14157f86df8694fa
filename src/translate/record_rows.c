/* json_to_recordset(x) AS t(a integer, b text): the keys of objects as columns
 * of types that the query says. */
#include <string.h>

#include "translate/query_internal.h"
#include "translate/signature.h"

bool record_rows_are(const struct pg_node *call)
{
    static const char *const names[] = {"json_to_record", "jsonb_to_record",
                                        "json_to_recordset",
                                        "jsonb_to_recordset"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (call->kind == NODE_CALL && !call->name.schema &&
            call->n_items == 1 && !strcmp(names[i], call->name.name))
            return true;
    return false;
}

/* What ->> gives, cast to the type; JSON and arrays are what -> gives. */
static bool record_column(struct translator *translator,
                          const struct relation *relation,
                          const struct pg_attribute *definition,
                          struct expression_column *column)
{
    const struct value_type *type =
        type_resolve(translator->context->arena, translator->context->catalog,
                     translator->context->schema, NULL, &definition->type);
    bool is_json = type->class == CLASS_JSON || type->class == CLASS_ARRAY ||
                   type->class == CLASS_COMPOSITE;
    struct fragment operands[] = {
        {.sql = arena_printf(translator->context->arena, "%s.value",
                             relation->sql),
         .class = CLASS_JSON,
         .precedence = PRECEDENCE_PRIMARY,
         .type = translator_type(translator, "jsonb")},
        translate_constant(translator, translator_type(translator, "text"),
                           definition->name)};
    struct fragment value;
    operands[1].text = definition->name;
    value = translate_operation(translator, is_json ? "->" : "->>", operands[0],
                                operands[1]);
    if (value.sql && !is_json)
        value = fragment_cast(translator, value, type);
    if (!value.sql)
        return false;
    *column = (struct expression_column){.name = definition->name,
                                         .sql = value.sql,
                                         .type = type,
                                         .is_expression = true};
    return true;
}

/* One object is a row, an array has one in each element. A function sees the
 * tables beside it, which a subquery in FROM does not. */
static bool add_objects(struct translator *translator, struct buffer *out,
                        const struct pg_node *call)
{
    struct fragment json = translate_node(translator, call->items[0]);
    if (!json.sql || !signature_matches(translator, "json", &json, 1))
        return translator_refuse(translator, "%s() of what is no JSON",
                                 call->name.name)
            .sql;
    buffer_printf(out,
                  strstr(call->name.name, "set")
                      ? "json_each(%s)"
                      : "json_each(json_array(json(%s)))",
                  json.sql);
    return true;
}

struct relation *record_rows_add(struct translator *translator,
                                 struct buffer *out, struct select *select,
                                 const struct pg_node *node, const char *alias)
{
    const struct pg_definitions *definitions = node->definitions;
    struct expression_column *columns;
    struct relation relation = {.name = alias,
                                .sql = query_quoted(translator, alias)},
                    *added;
    if (!definitions || node->flags & NODE_ORDINALITY) {
        translator_refuse(translator, "a record without its columns");
        return NULL;
    }
    if (!add_objects(translator, out, node->items[0]))
        return NULL;
    buffer_printf(out, " AS %s", relation.sql);
    columns = arena_alloc(translator->context->arena,
                          (definitions->n + 1) * sizeof *columns);
    for (size_t i = 0; i < definitions->n; i++)
        if (!record_column(translator, &relation, &definitions->items[i],
                           &columns[relation.n++]))
            return NULL;
    relation.columns = columns;
    added = scope_add(translator, &select->scope);
    *added = relation;
    select->scope.qualifies = translator->needs_qualifying = true;
    return added;
}
