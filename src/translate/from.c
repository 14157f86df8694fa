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

static bool from_known(struct walk *walk, const struct pg_node *node,
                       const struct table_relation *table,
                       struct relation *relation, const char **name)
{
    if (!table->name)
        return walk_refuse(walk, "the table %s is not in the database",
                           node->name.name)
            .sql;
    if (!(node->flags & NODE_ONLY) && table->is_inherited)
        return walk_refuse(walk,
                           "%s has tables that inherit from it: their "
                           "rows are in tables of their own",
                           node->name.name)
            .sql;
    if (table->is_partition)
        return walk_refuse(walk, "%s is a partition: its rows are in %s",
                           node->name.name, table->name)
            .sql;
    relation->is_table = true;
    relation->columns = table->columns;
    relation->n = table->n;
    *name = query_quoted(walk, table->name);
    return true;
}

static bool is_system(struct pg_name name)
{
    const char *schema = name.schema;
    return (schema && (!strcmp(schema, "pg_catalog") ||
                       !strcmp(schema, "information_schema"))) ||
           (!schema && !strncmp(name.name, "pg_", 3));
}

static bool find_relation(struct walk *walk, const struct scope *scope,
                          const struct pg_node *node, struct relation *relation,
                          const char **name)
{
    const struct named_query *query =
        node->name.schema ? NULL : scope_query(scope, node->name.name);
    const struct table_lookup *tables = walk->world->tables;
    const struct view_relation *view = find_view(walk->world, node->name);
    struct table_relation table;
    bool is_known = tables && tables->find(tables->context, node->name, &table);
    if (query) {
        relation->columns = query->columns;
        relation->n = query->n;
        relation->is_open = query->is_open;
        *name = query_quoted(walk, query->name);
        return true;
    }
    if (is_system(node->name) && !is_known)
        return walk_refuse(walk,
                           "%s is PostgreSQL's own; SQLite's tables are "
                           "in sqlite_schema",
                           node->name.name)
            .sql;
    if (is_known)
        return from_known(walk, node, &table, relation, name);
    relation->is_open = true;
    if (view) {
        relation->columns = view->columns;
        relation->n = view->n;
        relation->is_open = view->is_open;
        *name = view->sql;
        return true;
    }
    if (tables)
        return walk_refuse(walk, "there is no table %s", node->name.name).sql;
    *name = query_quoted(
        walk, name_table(walk->place->arena,
                         node->name.schema ? node->name.schema : "public",
                         node->name.name));
    return true;
}

struct relation *from_table(struct walk *walk, struct scope *scope,
                            const struct pg_node *table, const char **name)
{
    struct relation found = {.name =
                                 table->text ? table->text : table->name.name};
    struct relation *relation;
    walk->at = table->at;
    if (walk->changed && !strcmp(walk->changed, table->name.name))
        walk_refuse(walk, "SET to a subquery over the table itself: SQLite "
                          "sees the rows that are changed already; use UPDATE "
                          "... FROM (SELECT ...)");
    if (table->flags & NODE_SAMPLED)
        walk_refuse(walk, "TABLESAMPLE; SQLite has ORDER BY random() LIMIT n");
    if (walk->reason || !find_relation(walk, scope, table, &found, name))
        return NULL;
    found.sql = table->text ? query_quoted(walk, table->text) : *name;
    relation = scope_add(walk, scope);
    *relation = found;
    return relation;
}

/* u(a, b): the columns under other names. */
static bool add_with_names(struct walk *walk, struct buffer *out,
                           struct relation *relation, const char *inner,
                           const struct pg_names *names)
{
    struct expression_column *columns;
    if (relation->is_open || names->n > relation->n)
        return walk_refuse(walk, "names for columns that are not known "
                                 "(--types-from)")
            .sql;
    columns = arena_alloc(walk->place->arena, relation->n * sizeof *columns);
    if (relation->n)
        memcpy(columns, relation->columns, relation->n * sizeof *columns);
    buffer_add_text(out, "(SELECT ");
    for (size_t i = 0; i < relation->n; i++) {
        const char *name =
            i < names->n ? query_quoted(walk, names->items[i]) : columns[i].sql;
        buffer_printf(out, "%s%s AS %s", i ? ", " : "", columns[i].sql, name);
        columns[i].sql = name;
        if (i < names->n)
            columns[i].name = names->items[i];
    }
    buffer_printf(out, " FROM %s) AS %s", inner, relation->sql);
    relation->columns = columns;
    return true;
}

static bool add_table(struct walk *walk, struct buffer *out,
                      struct select *select, const struct pg_node *node)
{
    const char *name = "";
    struct relation *relation = from_table(walk, &select->scope, node, &name);
    if (!relation)
        return false;
    if (node->names)
        return add_with_names(walk, out, relation, name, node->names);
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

static bool add_subquery(struct walk *walk, struct buffer *out,
                         struct select *select, const struct pg_node *node)
{
    bool is_lateral = node->flags & NODE_LATERAL;
    struct result result = {0};
    struct buffer sql = {0};
    struct relation *relation;
    const char *alias = node->text ? query_quoted(walk, node->text) : NULL;
    bool done;
    mark(&select->scope, true);
    done = query_add(walk, &sql, node->query,
                     is_lateral ? &select->scope : select->scope.outer, &result,
                     true);
    mark(&select->scope, false);
    relation = scope_add(walk, &select->scope);
    for (size_t i = 0; node->names && i < node->names->n && i < result.n; i++) {
        result.columns[i].name = node->names->items[i];
        result.columns[i].sql = query_quoted(walk, node->names->items[i]);
    }
    *relation = (struct relation){.name = node->text,
                                  .sql = alias,
                                  .columns = result.columns,
                                  .n = result.n,
                                  .is_open = result.is_open};
    if (node->names && node->names->n == result.n)
        query_add_renamed(out, alias, node->names, buffer_text(&sql));
    else if (node->names)
        done = walk_refuse(walk, "names for some of the columns").sql;
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

static const char *with_alias(struct walk *walk, const char *value,
                              const char *alias)
{
    struct buffer out = {0};
    const char *copy;
    for (; *value; value++)
        if (*value == '$')
            buffer_add_text(&out, (value++, alias));
        else
            buffer_add_byte(&out, *value);
    copy = arena_copy(walk->place->arena, out.bytes, out.size);
    buffer_release(&out);
    return copy;
}

static struct relation *one_column(struct walk *walk, struct scope *scope,
                                   const char *name, const char *sql,
                                   const struct expression_column *column)
{
    struct relation *relation = scope_add(walk, scope);
    struct expression_column *columns =
        arena_alloc(walk->place->arena, 2 * sizeof *columns);
    columns[0] = *column;
    *relation =
        (struct relation){.name = name, .sql = sql, .columns = columns, .n = 1};
    return relation;
}

/* The interval of a series of times as the next step. */
static struct piece next_of(struct walk *walk, struct piece *operands,
                            const struct pg_node *call, bool *back)
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
        return walk_make(walk, CLASS_INTEGER, LEVEL_SUM, "value + 1");
    if (!step)
        return walk_refuse(walk, "generate_series() of these types");
    if (walk_is_time(value.kind)) {
        struct pg_node plus = {.kind = NODE_OPERATOR,
                               .name = {NULL, "+"},
                               .left = call->items[0],
                               .right =
                                   step->kind == NODE_STRING ? &cast : step};
        if (value.kind == CLASS_DATE)
            value.type = walk_type(walk, "timestamp without time zone");
        value.kind = CLASS_TIMESTAMP;
        *back = walk_uncast(step)->kind == NODE_STRING &&
                *walk_uncast(step)->text == '-';
        return walk_time_arithmetic(walk, &plus, value, operands[2]);
    }
    if (!strcmp(operands[2].sql, "0"))
        return walk_refuse(walk, "generate_series() with a step of 0");
    *back = step->kind == NODE_OPERATOR && !step->left;
    if (step->kind != NODE_NUMBER && !*back)
        return walk_refuse(walk, "generate_series() with a step that is no "
                                 "literal");
    return walk_make(walk, operands[0].kind, LEVEL_SUM, "value + %s",
                     walk_within(walk, operands[2], LEVEL_SUM));
}

/* Every SQLite can count in a recursive query; it does not see what stands
 * beside it. */
static bool add_series(struct walk *walk, struct buffer *out,
                       struct select *select, const struct pg_node *call,
                       const char *alias, const char *column)
{
    struct piece operands[3] = {{0}}, next;
    struct expression_column value = {.name = column, .is_not_null = true};
    bool back;
    if (call->n_items < 2 || call->n_items > 3)
        return walk_refuse(walk, "generate_series() of these arguments").sql;
    mark(&select->scope, true);
    for (uint32_t i = 0; i < call->n_items; i++)
        operands[i] = walk_translate(walk, call->items[i]);
    mark(&select->scope, false);
    if (operands[2].text && walk_is_time(operands[0].kind))
        operands[2] =
            walk_constant(walk, walk_type(walk, "interval"), operands[2].text);
    operands[0] = walk_typed_as(walk, operands[0], &operands[1]);
    operands[1] = walk_typed_as(walk, operands[1], &operands[0]);
    if (walk->reason)
        return false;
    for (int i = 0; i < 2; i++)
        if (operands[i].kind == CLASS_DATE)
            operands[i] =
                walk_cast_to(walk, operands[i],
                             walk_type(walk, "timestamp without time zone"));
    next = next_of(walk, operands, call, &back);
    if (!next.sql)
        return walk_refuse(walk, "generate_series() of these types").sql;
    buffer_printf(out,
                  "(WITH RECURSIVE series(value) AS (SELECT %s WHERE %s %s %s "
                  "UNION ALL SELECT %s FROM series WHERE %s %s %s) SELECT "
                  "value AS %s FROM series) AS %s",
                  operands[0].sql, operands[0].sql,
                  back ? ">=" : "<=", operands[1].sql, next.sql, next.sql,
                  back ? ">=" : "<=", operands[1].sql,
                  query_quoted(walk, column), alias);
    value.sql = query_quoted(walk, column);
    value.type =
        operands[0].type ? operands[0].type : walk_type(walk, "bigint");
    one_column(walk, &select->scope, NULL, alias, &value);
    return true;
}

static const struct rows_row *
find_rows(struct walk *walk, const struct pg_node *call, struct piece *operands)
{
    for (size_t i = 0; i < COUNT_OF(rows_functions); i++)
        if (!strcmp(rows_functions[i].name, call->name.name) &&
            signature_takes(walk, rows_functions[i].takes, operands,
                            call->n_items) &&
            signature_may(walk, rows_functions[i].where, 338))
            return &rows_functions[i];
    return NULL;
}

struct relation *from_add_rows(struct walk *walk, struct buffer *out,
                               struct select *select,
                               const struct pg_node *call, const char *alias)
{
    struct piece *operands =
        arena_alloc(walk->place->arena, (call->n_items + 1) * sizeof *operands);
    const char *quoted = query_quoted(walk, alias);
    const struct rows_row *row;
    struct expression_column column = {.is_whole = true};
    struct relation *relation;
    for (uint32_t i = 0; i < call->n_items; i++)
        operands[i] = walk_translate(walk, call->items[i]);
    row = walk->reason ? NULL : find_rows(walk, call, operands);
    if (!row && !walk->reason && !strcmp(call->name.name, "generate_series"))
        return add_series(walk, out, select, call, quoted, alias)
                   ? &select->scope.relations[select->scope.n - 1]
                   : NULL;
    if (!row) {
        walk_refuse(walk, "rows from %s()", call->name.name);
        return NULL;
    }
    walk_use(walk, row->name, row->takes, row->sql);
    buffer_printf(
        out, "%s AS %s",
        signature_expand(walk, row->sql, operands, call->n_items, "", ""),
        quoted);
    column.name = row->column ? row->column : alias;
    column.type = signature_gives(walk, row->gives, operands, call->n_items);
    column.sql = with_alias(walk, row->value, quoted);
    relation = one_column(walk, &select->scope, NULL, quoted, &column);
    select->scope.qualifies = walk->needs_qualifying = true;
    relation->name = alias;
    return relation;
}

/* WITH ORDINALITY numbers the rows from 1; json_each from 0. */
static struct expression_column ordinality(struct walk *walk,
                                           const struct relation *relation)
{
    return (struct expression_column){
        .name = "ordinality",
        .sql = arena_printf(walk->place->arena, "(%s.key + 1)", relation->sql),
        .type = walk_type(walk, "bigint"),
        .is_not_null = true,
        .is_whole = true};
}

static const char *why_no_rows(const struct walk *walk,
                               const struct pg_node *node)
{
    const struct pg_node *call = node->items[0];
    if (node->n_items > 1)
        return "ROWS FROM of several functions";
    if (node->definitions || call->kind != NODE_CALL || !from_is_rows(call))
        return "rows from this function";
    if (walk->world->arrays != ARRAYS_JSON &&
        !strcmp(call->name.name, "unnest"))
        return "unnest() of arrays that are no JSON";
    if (node->flags & NODE_ORDINALITY &&
        !strcmp(call->name.name, "generate_series"))
        return "WITH ORDINALITY of generate_series()";
    return NULL;
}

/* The columns under the names that the query gives them. */
static bool name_columns(struct walk *walk, struct relation *relation,
                         const struct pg_node *node)
{
    struct expression_column *columns =
        arena_alloc(walk->place->arena, 2 * sizeof *columns);
    columns[0] = relation->columns[0];
    if (node->flags & NODE_ORDINALITY)
        columns[relation->n++] = ordinality(walk, relation);
    for (size_t i = 0; node->names && i < node->names->n; i++) {
        if (i >= relation->n)
            return walk_refuse(walk, "names for more columns than there are")
                .sql;
        columns[i].name = node->names->items[i];
    }
    relation->columns = columns;
    return true;
}

static bool add_function(struct walk *walk, struct buffer *out,
                         struct select *select, const struct pg_node *node)
{
    const struct pg_node *call = node->items[0];
    const char *reason = why_no_rows(walk, node);
    const char *alias;
    struct relation *relation;
    if (reason)
        return walk_refuse(walk, "%s", reason).sql;
    alias = node->text ? node->text : call->name.name;
    relation = from_add_rows(walk, out, select, call, alias);
    if (!relation)
        return false;
    relation->name = alias;
    return name_columns(walk, relation, node) && !walk->reason;
}

/* ---- joins ---- */

static bool add_condition(struct walk *walk, struct buffer *out,
                          struct select *select, const struct pg_node *node)
{
    struct piece piece;
    if (node->n_items) {
        piece = walk_translate(walk, node->items[0]);
        buffer_printf(out, " ON %s", piece.sql ? piece.sql : "");
        return piece.sql != NULL;
    }
    if (!node->names)
        return true;
    if (select->merged)
        return walk_refuse(walk, "several USING in one FROM; write ON").sql;
    buffer_add_text(out, " USING (");
    for (size_t i = 0; i < node->names->n; i++)
        buffer_printf(out, "%s%s", i ? ", " : "",
                      query_quoted(walk, node->names->items[i]));
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
static void make_nullable(struct walk *walk, struct scope *scope, size_t from,
                          size_t to)
{
    for (size_t i = from; i < to; i++) {
        struct relation *relation = &scope->relations[i];
        struct expression_column *columns = arena_alloc(
            walk->place->arena, (relation->n + 1) * sizeof *columns);
        if (relation->n)
            memcpy(columns, relation->columns, relation->n * sizeof *columns);
        for (size_t j = 0; j < relation->n; j++)
            columns[j].is_not_null = false;
        relation->columns = columns;
    }
}

static bool add_side(struct walk *walk, struct buffer *out,
                     struct select *select, const struct pg_node *node,
                     bool is_right)
{
    bool wrap =
        is_right && node->kind == NODE_JOIN && !(node->flags & NODE_GROUPED);
    bool done;
    buffer_add_text(out, wrap ? "(" : "");
    done = from_add(walk, out, select, node);
    buffer_add_text(out, wrap ? ")" : "");
    return done;
}

/* Before 3.39 SQLite joins to the left only; the other way round it is the
 * same but for the order of *. */
static bool is_turned(struct walk *walk, const struct pg_node *node)
{
    return (node->flags & NODE_RIGHT) && !(node->flags & NODE_LEFT) &&
           !walk_has_version(walk, 339);
}

static bool add_join(struct walk *walk, struct buffer *out,
                     struct select *select, const struct pg_node *node)
{
    bool turned = is_turned(walk, node);
    unsigned flags =
        turned ? node->flags ^ NODE_RIGHT ^ NODE_LEFT : node->flags;
    size_t first = select->scope.n, second;
    if (node->text)
        return walk_refuse(walk, "a name for a join; use those of its tables")
            .sql;
    if (flags & NODE_NATURAL)
        return walk_refuse(walk, "NATURAL JOIN; write USING").sql;
    if (!turned && flags & NODE_RIGHT && !walk_has_version(walk, 339))
        return walk_refuse(walk, "FULL JOIN needs SQLite 3.39").sql;
    buffer_add_text(out, node->flags & NODE_GROUPED ? "(" : "");
    if (!add_side(walk, out, select, turned ? node->right : node->left, false))
        return false;
    second = select->scope.n;
    buffer_printf(out, " %s ", join_word(flags));
    if (!add_side(walk, out, select, turned ? node->left : node->right, true) ||
        !add_condition(walk, out, select, node))
        return false;
    if (flags & NODE_LEFT)
        make_nullable(walk, &select->scope, second, select->scope.n);
    if (flags & NODE_RIGHT)
        make_nullable(walk, &select->scope, first, second);
    buffer_add_text(out, node->flags & NODE_GROUPED ? ")" : "");
    return true;
}

bool from_add(struct walk *walk, struct buffer *out, struct select *select,
              const struct pg_node *node)
{
    if (walk->reason)
        return false;
    walk->at = node->at;
    switch (node->kind) {
    case NODE_TABLE: return add_table(walk, out, select, node);
    case NODE_SUBQUERY: return add_subquery(walk, out, select, node);
    case NODE_FUNCTION_ROWS: return add_function(walk, out, select, node);
    case NODE_JOIN: return add_join(walk, out, select, node);
    default: return walk_refuse(walk, "this in FROM").sql;
    }
}
