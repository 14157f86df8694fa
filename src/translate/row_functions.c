/* Functions that give rows: generate_series, unnest and the like. */
#include <string.h>

#include "translate/query_internal.h"
#include "translate/signature.h"

static const struct rows_row {
    const char *name, *arguments, *column, *result;
    enum allowed_in allowed_in;
    const char *sql, *value;
} rows_functions[] = {
#define ROWS(name, arguments, column, result, allowed_in, sql, value)          \
    {name, arguments, column, result, WHERE_##allowed_in, sql, value},
#include "functions.def"
};

static const struct more_row {
    const char *name, *column, *result, *value;
} rows_more[] = {
#define ROWS_MORE(name, column, result, value) {name, column, result, value},
#include "functions.def"
};

/* Also asked for targets, which may be such calls. */
bool row_function_is_known(const struct pg_node *call)
{
    if (call->kind != NODE_CALL || call->name.schema)
        return false;
    for (size_t i = 0; i < COUNT_OF(rows_functions); i++)
        if (!strcmp(rows_functions[i].name, call->name.name))
            return true;
    return false;
}

/* The `value` of a ROWS row in functions.def has $A for the alias. */
static const char *with_alias(struct translator *translator, const char *value,
                              const char *alias)
{
    struct buffer out = {0};
    const char *copy;
    for (; *value; value++)
        if (*value == '$')
            buffer_add_text(&out, (value++, alias));
        else
            buffer_add_byte(&out, *value);
    copy = arena_copy(translator->context->arena, out.bytes, out.size);
    buffer_release(&out);
    return copy;
}

/* Functions give one column, besides the ordinality. */
static struct relation *one_column(struct translator *translator,
                                   struct scope *scope, const char *name,
                                   const char *sql,
                                   const struct expression_column *column)
{
    struct relation *relation = scope_add(translator, scope);
    struct expression_column *columns =
        arena_alloc(translator->context->arena, 2 * sizeof *columns);
    columns[0] = *column;
    *relation =
        (struct relation){.name = name, .sql = sql, .columns = columns, .n = 1};
    return relation;
}

/* The interval of a series of times as the next step. */
static struct fragment row_functions_next_of(struct translator *translator,
                                             struct fragment *operands,
                                             const struct pg_node *call,
                                             bool *back)
{
    static const struct pg_type interval = {.name = {NULL, "interval"}};
    const struct pg_node *step = call->n_items > 2 ? call->items[2] : NULL;
    struct pg_node cast = {.kind = NODE_CAST, .left = step, .type = &interval};
    struct fragment value = {.sql = "value",
                             .class = operands[0].class,
                             .type = operands[0].type,
                             .precedence = PRECEDENCE_PRIMARY};
    *back = false;
    if (!step && value.class == CLASS_INTEGER)
        return fragment_make(translator, CLASS_INTEGER, PRECEDENCE_SUM,
                             "value + 1");
    if (!step)
        return translator_refuse(translator,
                                 "generate_series() of these types");
    if (class_is_time(value.class)) {
        struct pg_node plus = {.kind = NODE_OPERATOR,
                               .name = {NULL, "+"},
                               .left = call->items[0],
                               .right =
                                   step->kind == NODE_STRING ? &cast : step};
        if (value.class == CLASS_DATE)
            value.type =
                translator_type(translator, "timestamp without time zone");
        value.class = CLASS_TIMESTAMP;
        *back = node_without_casts(step)->kind == NODE_STRING &&
                *node_without_casts(step)->text == '-';
        return translate_time_arithmetic(translator, &plus, value, operands[2]);
    }
    if (operands[2].digits && !strcmp(operands[2].digits, "0"))
        return translator_refuse(translator,
                                 "generate_series() with a step of 0");
    *back = step->kind == NODE_OPERATOR && !step->left;
    if (step->kind != NODE_NUMBER && !*back)
        return translator_refuse(translator,
                                 "generate_series() with a step that is no "
                                 "literal");
    return fragment_make(
        translator, operands[0].class, PRECEDENCE_SUM, "value + %s",
        fragment_within(translator, operands[2], PRECEDENCE_SUM));
}

/* Every SQLite can count in a recursive query; it does not see what stands
 * beside it. */
static bool add_series(struct translator *translator, struct buffer *out,
                       struct select *select, const struct pg_node *call,
                       const char *alias, const char *column)
{
    struct fragment operands[3] = {{0}}, next;
    struct expression_column value = {.name = column, .is_not_null = true};
    bool back;
    if (call->n_items < 2 || call->n_items > 3)
        return translator_refuse(translator,
                                 "generate_series() of these arguments")
            .sql;
    scope_hide(&select->scope, true);
    for (uint32_t i = 0; i < call->n_items; i++)
        operands[i] = translate_node(translator, call->items[i]);
    scope_hide(&select->scope, false);
    if (operands[2].text && class_is_time(operands[0].class))
        operands[2] = translate_constant(
            translator, translator_type(translator, "interval"),
            operands[2].text);
    operands[0] = fragment_typed_as(translator, operands[0], &operands[1]);
    operands[1] = fragment_typed_as(translator, operands[1], &operands[0]);
    if (translator->reason)
        return false;
    for (int i = 0; i < 2; i++)
        if (operands[i].class == CLASS_DATE)
            operands[i] = fragment_cast(
                translator, operands[i],
                translator_type(translator, "timestamp without time zone"));
    next = row_functions_next_of(translator, operands, call, &back);
    if (!next.sql)
        return translator_refuse(translator, "generate_series() of these types")
            .sql;
    buffer_printf(out,
                  "(WITH RECURSIVE series(value) AS (SELECT %s WHERE %s %s %s "
                  "UNION ALL SELECT %s FROM series WHERE %s %s %s) SELECT "
                  "value AS %s FROM series) AS %s",
                  operands[0].sql, operands[0].sql,
                  back ? ">=" : "<=", operands[1].sql, next.sql, next.sql,
                  back ? ">=" : "<=", operands[1].sql,
                  query_quoted(translator, column), alias);
    value.sql = query_quoted(translator, column);
    value.type = operands[0].type ? operands[0].type
                                  : translator_type(translator, "bigint");
    one_column(translator, &select->scope, NULL, alias, &value);
    return true;
}

/* jsonb_each has a key and a value. */
static void add_more_columns(struct translator *translator,
                             struct relation *relation, const char *name)
{
    struct expression_column *columns =
        arena_alloc(translator->context->arena,
                    (COUNT_OF(rows_more) + 1) * sizeof *columns);
    columns[0] = relation->columns[0];
    for (size_t i = 0; i < COUNT_OF(rows_more); i++)
        if (!strcmp(rows_more[i].name, name))
            columns[relation->n++] = (struct expression_column){
                .name = rows_more[i].column,
                .sql =
                    with_alias(translator, rows_more[i].value, relation->sql),
                .type = translator_type(translator, rows_more[i].result),
                .is_expression = true};
    relation->columns = columns;
}

/* The first row that fits and may be used. */
static const struct rows_row *find_rows(struct translator *translator,
                                        const struct pg_node *call,
                                        struct fragment *operands)
{
    for (size_t i = 0; i < COUNT_OF(rows_functions); i++)
        if (!strcmp(rows_functions[i].name, call->name.name) &&
            signature_matches(translator, rows_functions[i].arguments, operands,
                              call->n_items) &&
            signature_is_allowed(translator, rows_functions[i].allowed_in, 338))
            return &rows_functions[i];
    return NULL;
}

/* json_each and similar ones; a series that SQLite lacks is made by counting.
 */
struct relation *row_function_add_rows(struct translator *translator,
                                       struct buffer *out,
                                       struct select *select,
                                       const struct pg_node *call,
                                       const char *alias)
{
    struct fragment *operands = arena_alloc(
        translator->context->arena, (call->n_items + 1) * sizeof *operands);
    const char *quoted = query_quoted(translator, alias);
    const struct rows_row *row;
    struct expression_column column = {.is_expression = true};
    struct relation *relation;
    for (uint32_t i = 0; i < call->n_items; i++)
        operands[i] = translate_node(translator, call->items[i]);
    row = translator->reason ? NULL : find_rows(translator, call, operands);
    if (!row && !translator->reason &&
        !strcmp(call->name.name, "generate_series"))
        return add_series(translator, out, select, call, quoted, alias)
                   ? &select->scope.relations[select->scope.n - 1]
                   : NULL;
    if (!row) {
        translator_refuse(translator, "rows from %s()", call->name.name);
        return NULL;
    }
    translator_note_use(translator, row->name, row->arguments, row->sql);
    translate_note_difference(translator, row->name);
    buffer_printf(
        out, "%s AS %s",
        signature_expand(translator, row->sql, operands, call->n_items, "", ""),
        quoted);
    column.name = row->column ? row->column : alias;
    column.type =
        signature_result_type(translator, row->result, operands, call->n_items);
    column.sql = element_as_value(translator, column.type,
                                  with_alias(translator, row->value, quoted));
    relation = one_column(translator, &select->scope, NULL, quoted, &column);
    add_more_columns(translator, relation, row->name);
    select->scope.qualifies = translator->needs_qualifying = true;
    relation->name = alias;
    return relation;
}

/* WITH ORDINALITY numbers the rows from 1; json_each from 0. */
static struct expression_column ordinality(struct translator *translator,
                                           const struct relation *relation)
{
    return (struct expression_column){
        .name = "ordinality",
        .sql = arena_printf(translator->context->arena, "(%s.key + 1)",
                            relation->sql),
        .type = translator_type(translator, "bigint"),
        .is_not_null = true,
        .is_expression = true};
}

/* Of one array each. */
static bool are_all_unnest(const struct pg_node *const *calls, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (!row_function_is_known(calls[i]) || calls[i]->n_items != 1 ||
            strcmp(calls[i]->name.name, "unnest") != 0)
            return false;
    return true;
}

/* What is more than a call of one known function. */
static const char *why_no_rows(const struct translator *translator,
                               const struct pg_node *node)
{
    const struct pg_node *call = node->items[0];
    if (node->n_items > 1 && !are_all_unnest(node->items, node->n_items))
        return "ROWS FROM of several functions";
    if (node->definitions || call->kind != NODE_CALL ||
        !row_function_is_known(call))
        return "rows from this function";
    if (translator->query_context->arrays != ARRAYS_JSON &&
        !strcmp(call->name.name, "unnest"))
        return "unnest() of arrays that are no JSON";
    if (node->flags & NODE_ORDINALITY &&
        !strcmp(call->name.name, "generate_series"))
        return "WITH ORDINALITY of generate_series()";
    return NULL;
}

/* The columns under the names that the query gives them. */
static bool name_columns(struct translator *translator,
                         struct relation *relation, const struct pg_node *node)
{
    struct expression_column *columns = arena_alloc(
        translator->context->arena, (relation->n + 1) * sizeof *columns);
    memcpy(columns, relation->columns, relation->n * sizeof *columns);
    if (node->flags & NODE_ORDINALITY)
        columns[relation->n++] = ordinality(translator, relation);
    for (size_t i = 0; node->names && i < node->names->n; i++) {
        if (i >= relation->n)
            return translator_refuse(translator,
                                     "names for more columns than there are")
                .sql;
        columns[i].name = node->names->items[i];
    }
    relation->columns = columns;
    return true;
}

/* ROWS FROM (unnest(a), unnest(b)) is unnest(a, b). */
static struct relation *add_zipped_arrays(struct translator *translator,
                                          struct buffer *out,
                                          struct select *select,
                                          const struct pg_node *node,
                                          const char *alias)
{
    const struct pg_node *call = node->items[0];
    const struct pg_node **arrays;
    if (node->n_items == 1)
        return zipped_rows_add(translator, out, select, call->items,
                               call->n_items, alias);
    arrays =
        arena_alloc(translator->context->arena, node->n_items * sizeof *arrays);
    for (uint32_t i = 0; i < node->n_items; i++)
        arrays[i] = node->items[i]->items[0];
    return zipped_rows_add(translator, out, select, arrays, node->n_items,
                           alias);
}

/* In FROM: under its alias. */
bool row_function_add(struct translator *translator, struct buffer *out,
                      struct select *select, const struct pg_node *node)
{
    const struct pg_node *call = node->items[0];
    const char *alias = node->text ? node->text : call->name.name, *reason;
    struct relation *relation;
    if (node->n_items == 1 && record_rows_are(call))
        return record_rows_add(translator, out, select, node, alias) != NULL;
    reason = why_no_rows(translator, node);
    if (reason)
        return translator_refuse(translator, "%s", reason).sql;
    relation =
        node->n_items > 1 ||
                (call->n_items > 1 && !strcmp(call->name.name, "unnest"))
            ? add_zipped_arrays(translator, out, select, node, alias)
            : row_function_add_rows(translator, out, select, call, alias);
    if (!relation)
        return false;
    relation->name = alias;
    return name_columns(translator, relation, node) && !translator->reason;
}
