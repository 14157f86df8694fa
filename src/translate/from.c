/* FROM: tables, subqueries, functions that give rows, and joins. */
#include <string.h>

#include "translate/query_internal.h"
#include "translate/signature.h"
#include "types/names.h"

static const struct rows_row {
    const char *name, *takes, *column, *gives;
    enum where_allowed where;
    const char *sql, *value;
} rows_functions[] = {
#define ROWS(name, takes, column, gives, where, sql, value)                    \
    {name, takes, column, gives, WHERE_##where, sql, value},
#include "functions.def"
};

/* ---- tables ---- */

static const struct view_relation *find_view(const struct query_world *world,
                                             struct pg_name name)
{
    for (const struct view_relation *view = world->views; view;
         view = view->next)
        if (!strcmp(view->name.name, name.name) &&
            (!name.schema || !strcmp(view->name.schema, name.schema)))
            return view;
    return NULL;
}

static bool from_known(struct translator *translator,
                       const struct pg_node *node,
                       const struct table_relation *table,
                       struct relation *relation, const char **name)
{
    if (!table->name)
        return translator_refuse(translator,
                                 "the table %s is not in the database",
                                 node->name.name)
            .sql;
    if (!(node->flags & NODE_ONLY) && table->is_inherited)
        return translator_refuse(translator,
                                 "%s has tables that inherit from it: their "
                                 "rows are in tables of their own",
                                 node->name.name)
            .sql;
    if (table->is_partition)
        return translator_refuse(translator,
                                 "%s is a partition: its rows are in %s",
                                 node->name.name, table->name)
            .sql;
    relation->is_table = true;
    relation->columns = table->columns;
    relation->n = table->n;
    *name = query_quoted(translator, table->name);
    return true;
}

static bool is_system(struct pg_name name)
{
    const char *schema = name.schema;
    return (schema && (!strcmp(schema, "pg_catalog") ||
                       !strcmp(schema, "information_schema"))) ||
           (!schema && !strncmp(name.name, "pg_", 3));
}

static bool find_relation(struct translator *translator,
                          const struct scope *scope, const struct pg_node *node,
                          struct relation *relation, const char **name)
{
    const struct named_query *query =
        node->name.schema ? NULL : scope_query(scope, node->name.name);
    const struct table_lookup *tables = translator->world->tables;
    const struct view_relation *view = find_view(translator->world, node->name);
    struct table_relation table;
    bool is_known = tables && tables->find(tables->context, node->name, &table);
    if (query) {
        relation->columns = query->columns;
        relation->n = query->n;
        relation->is_open = query->is_open;
        *name = query_quoted(translator, query->name);
        return true;
    }
    if (is_system(node->name) && !is_known)
        return translator_refuse(translator,
                                 "%s is PostgreSQL's own; SQLite's tables are "
                                 "in sqlite_schema",
                                 node->name.name)
            .sql;
    if (is_known)
        return from_known(translator, node, &table, relation, name);
    relation->is_open = true;
    if (view) {
        relation->columns = view->columns;
        relation->n = view->n;
        relation->is_open = view->is_open;
        *name = view->sql;
        return true;
    }
    if (tables)
        return translator_refuse(translator, "there is no table %s",
                                 node->name.name)
            .sql;
    *name = query_quoted(
        translator, name_table(translator->place->arena,
                               node->name.schema ? node->name.schema : "public",
                               node->name.name));
    return true;
}

struct relation *from_table(struct translator *translator, struct scope *scope,
                            const struct pg_node *table, const char **name)
{
    struct relation found = {.name =
                                 table->text ? table->text : table->name.name};
    struct relation *relation;
    translator->at = table->at;
    if (translator->changed && !strcmp(translator->changed, table->name.name))
        translator_refuse(translator,
                          "SET to a subquery over the table itself: SQLite "
                          "sees the rows that are changed already; use UPDATE "
                          "... FROM (SELECT ...)");
    if (table->flags & NODE_SAMPLED)
        translator_refuse(translator,
                          "TABLESAMPLE; SQLite has ORDER BY random() LIMIT n");
    if (translator->reason ||
        !find_relation(translator, scope, table, &found, name))
        return NULL;
    found.sql = table->text ? query_quoted(translator, table->text) : *name;
    relation = scope_add(translator, scope);
    *relation = found;
    return relation;
}

/* u(a, b): the columns under other names. */
static bool add_with_names(struct translator *translator, struct buffer *out,
                           struct relation *relation, const char *inner,
                           const struct pg_names *names)
{
    struct expression_column *columns;
    if (relation->is_open || names->n > relation->n)
        return translator_refuse(translator,
                                 "names for columns that are not known "
                                 "(--types-from)")
            .sql;
    columns =
        arena_alloc(translator->place->arena, relation->n * sizeof *columns);
    if (relation->n)
        memcpy(columns, relation->columns, relation->n * sizeof *columns);
    buffer_add_text(out, "(SELECT ");
    for (size_t i = 0; i < relation->n; i++) {
        const char *name = i < names->n
                               ? query_quoted(translator, names->items[i])
                               : columns[i].sql;
        buffer_printf(out, "%s%s AS %s", i ? ", " : "", columns[i].sql, name);
        columns[i].sql = name;
        if (i < names->n)
            columns[i].name = names->items[i];
    }
    buffer_printf(out, " FROM %s) AS %s", inner, relation->sql);
    relation->columns = columns;
    return true;
}

static bool add_table(struct translator *translator, struct buffer *out,
                      struct select *select, const struct pg_node *node)
{
    const char *name = "";
    struct relation *relation =
        from_table(translator, &select->scope, node, &name);
    if (!relation)
        return false;
    if (node->names)
        return add_with_names(translator, out, relation, name, node->names);
    buffer_add_text(out, name);
    if (node->text && strcmp(relation->sql, name) != 0)
        buffer_printf(out, " AS %s", relation->sql);
    return true;
}

/* ---- subqueries ---- */

static void mark(struct scope *scope, bool is_beside)
{
    for (size_t i = 0; i < scope->n; i++)
        scope->relations[i].is_beside = is_beside;
}

static bool add_subquery(struct translator *translator, struct buffer *out,
                         struct select *select, const struct pg_node *node)
{
    bool is_lateral = node->flags & NODE_LATERAL;
    struct result result = {0};
    struct buffer sql = {0};
    struct relation *relation;
    const char *alias =
        node->text ? query_quoted(translator, node->text) : NULL;
    bool done;
    mark(&select->scope, true);
    done = query_add(translator, &sql, node->query,
                     is_lateral ? &select->scope : select->scope.outer, &result,
                     true);
    mark(&select->scope, false);
    relation = scope_add(translator, &select->scope);
    for (size_t i = 0; node->names && i < node->names->n && i < result.n; i++) {
        result.columns[i].name = node->names->items[i];
        result.columns[i].sql = query_quoted(translator, node->names->items[i]);
    }
    *relation = (struct relation){.name = node->text,
                                  .sql = alias,
                                  .columns = result.columns,
                                  .n = result.n,
                                  .is_open = result.is_open};
    if (node->names && node->names->n == result.n)
        query_add_renamed(out, alias, node->names, buffer_text(&sql));
    else if (node->names)
        done =
            translator_refuse(translator, "names for some of the columns").sql;
    else
        buffer_printf(out, "(%s)", buffer_text(&sql));
    if (alias)
        buffer_printf(out, " AS %s", alias);
    buffer_release(&sql);
    return done;
}

/* ---- functions that give rows ---- */

bool from_is_rows(const struct pg_node *call)
{
    if (call->kind != NODE_CALL || call->name.schema)
        return false;
    for (size_t i = 0; i < COUNT_OF(rows_functions); i++)
        if (!strcmp(rows_functions[i].name, call->name.name))
            return true;
    return false;
}

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
    copy = arena_copy(translator->place->arena, out.bytes, out.size);
    buffer_release(&out);
    return copy;
}

static struct relation *one_column(struct translator *translator,
                                   struct scope *scope, const char *name,
                                   const char *sql,
                                   const struct expression_column *column)
{
    struct relation *relation = scope_add(translator, scope);
    struct expression_column *columns =
        arena_alloc(translator->place->arena, 2 * sizeof *columns);
    columns[0] = *column;
    *relation =
        (struct relation){.name = name, .sql = sql, .columns = columns, .n = 1};
    return relation;
}

/* The interval of a series of times as the next step. */
static struct piece next_of(struct translator *translator,
                            struct piece *operands, const struct pg_node *call,
                            bool *back)
{
    static const struct pg_type interval = {.name = {NULL, "interval"}};
    const struct pg_node *step = call->n_items > 2 ? call->items[2] : NULL;
    struct pg_node cast = {.kind = NODE_CAST, .left = step, .type = &interval};
    struct piece value = {.sql = "value",
                          .kind = operands[0].kind,
                          .type = operands[0].type,
                          .level = LEVEL_PRIMARY};
    *back = false;
    if (!step && value.kind == CLASS_INTEGER)
        return fragment_make(translator, CLASS_INTEGER, LEVEL_SUM, "value + 1");
    if (!step)
        return translator_refuse(translator,
                                 "generate_series() of these types");
    if (class_is_time(value.kind)) {
        struct pg_node plus = {.kind = NODE_OPERATOR,
                               .name = {NULL, "+"},
                               .left = call->items[0],
                               .right =
                                   step->kind == NODE_STRING ? &cast : step};
        if (value.kind == CLASS_DATE)
            value.type =
                translator_type(translator, "timestamp without time zone");
        value.kind = CLASS_TIMESTAMP;
        *back = node_without_casts(step)->kind == NODE_STRING &&
                *node_without_casts(step)->text == '-';
        return translate_time_arithmetic(translator, &plus, value, operands[2]);
    }
    if (!strcmp(operands[2].sql, "0"))
        return translator_refuse(translator,
                                 "generate_series() with a step of 0");
    *back = step->kind == NODE_OPERATOR && !step->left;
    if (step->kind != NODE_NUMBER && !*back)
        return translator_refuse(translator,
                                 "generate_series() with a step that is no "
                                 "literal");
    return fragment_make(translator, operands[0].kind, LEVEL_SUM, "value + %s",
                         fragment_within(translator, operands[2], LEVEL_SUM));
}

/* Every SQLite can count in a recursive query; it does not see what stands
 * beside it. */
static bool add_series(struct translator *translator, struct buffer *out,
                       struct select *select, const struct pg_node *call,
                       const char *alias, const char *column)
{
    struct piece operands[3] = {{0}}, next;
    struct expression_column value = {.name = column, .is_not_null = true};
    bool back;
    if (call->n_items < 2 || call->n_items > 3)
        return translator_refuse(translator,
                                 "generate_series() of these arguments")
            .sql;
    mark(&select->scope, true);
    for (uint32_t i = 0; i < call->n_items; i++)
        operands[i] = translate_node(translator, call->items[i]);
    mark(&select->scope, false);
    if (operands[2].text && class_is_time(operands[0].kind))
        operands[2] = translate_constant(
            translator, translator_type(translator, "interval"),
            operands[2].text);
    operands[0] = fragment_typed_as(translator, operands[0], &operands[1]);
    operands[1] = fragment_typed_as(translator, operands[1], &operands[0]);
    if (translator->reason)
        return false;
    for (int i = 0; i < 2; i++)
        if (operands[i].kind == CLASS_DATE)
            operands[i] = fragment_cast(
                translator, operands[i],
                translator_type(translator, "timestamp without time zone"));
    next = next_of(translator, operands, call, &back);
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

static const struct rows_row *find_rows(struct translator *translator,
                                        const struct pg_node *call,
                                        struct piece *operands)
{
    for (size_t i = 0; i < COUNT_OF(rows_functions); i++)
        if (!strcmp(rows_functions[i].name, call->name.name) &&
            signature_takes(translator, rows_functions[i].takes, operands,
                            call->n_items) &&
            signature_may(translator, rows_functions[i].where, 338))
            return &rows_functions[i];
    return NULL;
}

struct relation *from_add_rows(struct translator *translator,
                               struct buffer *out, struct select *select,
                               const struct pg_node *call, const char *alias)
{
    struct piece *operands = arena_alloc(
        translator->place->arena, (call->n_items + 1) * sizeof *operands);
    const char *quoted = query_quoted(translator, alias);
    const struct rows_row *row;
    struct expression_column column = {.is_whole = true};
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
    translator_note_use(translator, row->name, row->takes, row->sql);
    buffer_printf(
        out, "%s AS %s",
        signature_expand(translator, row->sql, operands, call->n_items, "", ""),
        quoted);
    column.name = row->column ? row->column : alias;
    column.type =
        signature_gives(translator, row->gives, operands, call->n_items);
    column.sql = with_alias(translator, row->value, quoted);
    relation = one_column(translator, &select->scope, NULL, quoted, &column);
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
        .sql = arena_printf(translator->place->arena, "(%s.key + 1)",
                            relation->sql),
        .type = translator_type(translator, "bigint"),
        .is_not_null = true,
        .is_whole = true};
}

static const char *why_no_rows(const struct translator *translator,
                               const struct pg_node *node)
{
    const struct pg_node *call = node->items[0];
    if (node->n_items > 1)
        return "ROWS FROM of several functions";
    if (node->definitions || call->kind != NODE_CALL || !from_is_rows(call))
        return "rows from this function";
    if (translator->world->arrays != ARRAYS_JSON &&
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
    struct expression_column *columns =
        arena_alloc(translator->place->arena, 2 * sizeof *columns);
    columns[0] = relation->columns[0];
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

static bool add_function(struct translator *translator, struct buffer *out,
                         struct select *select, const struct pg_node *node)
{
    const struct pg_node *call = node->items[0];
    const char *reason = why_no_rows(translator, node);
    const char *alias;
    struct relation *relation;
    if (reason)
        return translator_refuse(translator, "%s", reason).sql;
    alias = node->text ? node->text : call->name.name;
    relation = from_add_rows(translator, out, select, call, alias);
    if (!relation)
        return false;
    relation->name = alias;
    return name_columns(translator, relation, node) && !translator->reason;
}

/* ---- joins ---- */

static bool add_condition(struct translator *translator, struct buffer *out,
                          struct select *select, const struct pg_node *node)
{
    struct piece piece;
    if (node->n_items) {
        piece = translate_node(translator, node->items[0]);
        buffer_printf(out, " ON %s", piece.sql ? piece.sql : "");
        return piece.sql != NULL;
    }
    if (!node->names)
        return true;
    if (select->merged)
        return translator_refuse(translator,
                                 "several USING in one FROM; write ON")
            .sql;
    buffer_add_text(out, " USING (");
    for (size_t i = 0; i < node->names->n; i++)
        buffer_printf(out, "%s%s", i ? ", " : "",
                      query_quoted(translator, node->names->items[i]));
    buffer_add_byte(out, ')');
    select->merged = node->names;
    return true;
}

static const char *join_word(unsigned flags)
{
    if (flags & NODE_CROSS)
        return "CROSS JOIN";
    if (flags & NODE_LEFT && flags & NODE_RIGHT)
        return "FULL JOIN";
    return flags & NODE_LEFT    ? "LEFT JOIN"
           : flags & NODE_RIGHT ? "RIGHT JOIN"
                                : "JOIN";
}

/* Columns of the side that may have no partner may be NULL. */
static void make_nullable(struct translator *translator, struct scope *scope,
                          size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        struct relation *relation = &scope->relations[i];
        struct expression_column *columns = arena_alloc(
            translator->place->arena, (relation->n + 1) * sizeof *columns);
        if (relation->n)
            memcpy(columns, relation->columns, relation->n * sizeof *columns);
        for (size_t j = 0; j < relation->n; j++)
            columns[j].is_not_null = false;
        relation->columns = columns;
    }
}

static bool add_side(struct translator *translator, struct buffer *out,
                     struct select *select, const struct pg_node *node,
                     bool is_right)
{
    bool wrap =
        is_right && node->kind == NODE_JOIN && !(node->flags & NODE_GROUPED);
    bool done;
    buffer_add_text(out, wrap ? "(" : "");
    done = from_add(translator, out, select, node);
    buffer_add_text(out, wrap ? ")" : "");
    return done;
}

/* Before 3.39 SQLite joins to the left only; the other way round it is the
 * same but for the order of *. */
static bool is_turned(struct translator *translator, const struct pg_node *node)
{
    return (node->flags & NODE_RIGHT) && !(node->flags & NODE_LEFT) &&
           !translator_has_version(translator, 339);
}

static bool add_join(struct translator *translator, struct buffer *out,
                     struct select *select, const struct pg_node *node)
{
    bool turned = is_turned(translator, node);
    unsigned flags =
        turned ? node->flags ^ NODE_RIGHT ^ NODE_LEFT : node->flags;
    size_t first = select->scope.n, second;
    if (node->text)
        return translator_refuse(translator,
                                 "a name for a join; use those of its tables")
            .sql;
    if (flags & NODE_NATURAL)
        return translator_refuse(translator, "NATURAL JOIN; write USING").sql;
    if (!turned && flags & NODE_RIGHT &&
        !translator_has_version(translator, 339))
        return translator_refuse(translator, "FULL JOIN needs SQLite 3.39").sql;
    buffer_add_text(out, node->flags & NODE_GROUPED ? "(" : "");
    if (!add_side(translator, out, select, turned ? node->right : node->left,
                  false))
        return false;
    second = select->scope.n;
    buffer_printf(out, " %s ", join_word(flags));
    if (!add_side(translator, out, select, turned ? node->left : node->right,
                  true) ||
        !add_condition(translator, out, select, node))
        return false;
    if (flags & NODE_LEFT)
        make_nullable(translator, &select->scope, second, select->scope.n);
    if (flags & NODE_RIGHT)
        make_nullable(translator, &select->scope, first, second);
    buffer_add_text(out, node->flags & NODE_GROUPED ? ")" : "");
    return true;
}

bool from_add(struct translator *translator, struct buffer *out,
              struct select *select, const struct pg_node *node)
{
    if (translator->reason)
        return false;
    translator->at = node->at;
    switch (node->kind) {
    case NODE_TABLE: return add_table(translator, out, select, node);
    case NODE_SUBQUERY: return add_subquery(translator, out, select, node);
    case NODE_FUNCTION_ROWS: return add_function(translator, out, select, node);
    case NODE_JOIN: return add_join(translator, out, select, node);
    default: return translator_refuse(translator, "this in FROM").sql;
    }
}
