/* INSERT, UPDATE and DELETE. */
#include <string.h>

#include "translate/query_internal.h"
#include "translate/signature.h"

struct change {
    struct translator *translator;
    struct buffer *out;
    const struct pg_query *query;
    struct select select; /* its scope: the table, then what stands in FROM */
    const struct relation *table;
    const char *name; /* of the table in SQLite */
};

/* ---- values for columns ---- */

static const struct expression_column *
column_named(const struct relation *table, const char *name)
{
    for (size_t i = 0; i < table->n; i++)
        if (!strcmp(table->columns[i].name, name))
            return &table->columns[i];
    return NULL;
}

static bool is_named(const struct value_type *type, const char *name)
{
    return type->source && !type->source->dimensions &&
           !strcmp(type->source->name.name, name);
}

/* PostgreSQL rounds to the column's digits and fills up char(n). */
static struct fragment fitted(struct translator *translator,
                              struct fragment fragment,
                              const struct expression_column *column)
{
    const struct pg_type *source = column->type->source;
    if (is_named(column->type, "character") && source->n_modifiers)
        return fragment_make_typed(translator, column->type, PRECEDENCE_PRIMARY,
                                   "printf('%%-!%lds', %s)",
                                   source->modifiers[0], fragment.sql);
    if (is_named(column->type, "numeric") && source->n_modifiers == 2 &&
        fragment.class != CLASS_INTEGER && !column->is_exact_text)
        return fragment_round(translator, fragment, column->type,
                              source->modifiers[1]);
    return fragment;
}

struct fragment change_fit(struct translator *translator,
                           struct fragment fragment, const struct pg_node *node,
                           const struct expression_column *column)
{
    const struct value_type *type = column ? column->type : NULL;
    if (!fragment.sql || !column || fragment.class == CLASS_ANY ||
        type->class == CLASS_ANY)
        return fragment;
    if (fragment_is_type(&fragment, "character") &&
        !is_named(type, "character"))
        fragment.as_stored = NULL; /* without its blanks */
    if (fragment.text && !is_named(type, "character")) {
        fragment = translate_constant(translator, type, fragment.text);
        return fragment.sql ? fitted(translator, fragment, column) : fragment;
    }
    if (column->is_exact_text && node->kind == NODE_NUMBER)
        return fragment_make_typed(translator, type, PRECEDENCE_PRIMARY, "'%s'",
                                   node->text);
    if (type->class == CLASS_BOOLEAN_TEXT && fragment.class == CLASS_BOOLEAN)
        return fragment_make_typed(
            translator, type, PRECEDENCE_PRIMARY, "%s",
            expression_for(translator->context->arena, type, fragment.sql));
    if (column->is_exact_text && fragment.is_exact)
        return fragment;
    if (fragment.class != type->class &&
        !(class_is_text(fragment.class) && class_is_text(type->class)))
        fragment = fragment_cast(translator, fragment, type);
    return fragment.sql ? fitted(translator, fragment, column) : fragment;
}

/* An expression for a column. */
static struct fragment assigned(struct translator *translator,
                                const struct pg_node *node,
                                const struct expression_column *column)
{
    return change_fit(translator, translate_node(translator, node), node,
                      column);
}

/* ---- INSERT ---- */

/* Of * and UNION: nothing is cast. */
static void check_fit(struct translator *translator,
                      const struct expression_column *from,
                      const struct expression_column *to)
{
    enum type_class one, other;
    bool is_same;
    if (!to)
        return;
    one = from->type->class;
    other = to->type->class;
    is_same = one == other || one == CLASS_ANY || other == CLASS_ANY ||
              (class_is_number(one) && class_is_number(other) &&
               other != CLASS_INTEGER && !to->type->source) ||
              (class_is_text(one) && class_is_text(other));
    if (!is_same ||
        is_named(to->type, "character") != is_named(from->type, "character"))
        translator_refuse(translator,
                          "INSERT of * or of a UNION into columns of other "
                          "types; name and cast the columns");
}

static const struct expression_column *target_at(const struct change *change,
                                                 uint32_t at)
{
    const struct pg_nodes *columns = &change->query->columns;
    if (columns->n)
        return at < columns->n
                   ? column_named(change->table, columns->items[at]->name.name)
                   : NULL;
    return at < change->table->n ? &change->table->columns[at] : NULL;
}

/* SQLite has no DEFAULT among values: a column that is DEFAULT in every row is
 * left out. */
static bool is_default(const struct change *change, uint32_t at)
{
    const struct pg_query *source = change->query->source;
    uint32_t n = 0;
    if (!source || source->kind != QUERY_VALUES)
        return false;
    for (uint32_t i = 0; i < source->rows.n; i++)
        if (at < source->rows.items[i]->n_items &&
            source->rows.items[i]->items[at]->kind == NODE_DEFAULT)
            n++;
    if (n && n < source->rows.n)
        translator_refuse(change->translator,
                          "DEFAULT in some rows; SQLite takes it only "
                          "by leaving the column out");
    return n > 0;
}

static bool has_default(const struct change *change)
{
    const struct pg_query *source = change->query->source;
    uint32_t n = source && source->kind == QUERY_VALUES
                     ? source->rows.items[0]->n_items
                     : 0;
    for (uint32_t i = 0; i < n; i++)
        if (is_default(change, i))
            return true;
    return false;
}

/* How many values there are; 0: that is not known. */
static uint32_t values_given(const struct change *change)
{
    const struct pg_query *source = change->query->source;
    if (!source)
        return 0;
    if (source->kind == QUERY_VALUES)
        return source->rows.items[0]->n_items;
    if (source->kind != QUERY_SELECT)
        return 0;
    for (uint32_t i = 0; i < source->targets.n; i++)
        if (select_is_star(source->targets.items[i]->left))
            return 0;
    return source->targets.n;
}

static void add_columns(struct change *change)
{
    const struct pg_nodes *columns = &change->query->columns;
    uint32_t n = columns->n, shown = 0;
    uint32_t given = values_given(change);
    if (!n && given && given < change->table->n && !change->table->is_open)
        n = given;
    if (!n && has_default(change)) {
        n = (uint32_t)change->table->n;
        if (change->table->is_open)
            translator_refuse(change->translator,
                              "DEFAULT in a table whose columns are "
                              "not known (--types-from)");
    }
    for (uint32_t i = 0; i < n; i++) {
        const struct expression_column *column = target_at(change, i);
        const char *name =
            columns->n ? columns->items[i]->name.name : column->name;
        if (is_default(change, i))
            continue;
        if (!column && !change->table->is_open)
            translator_refuse(change->translator, "there is no column %s",
                              name);
        buffer_printf(change->out, "%s%s", shown++ ? ", " : " (",
                      column ? column->sql
                             : query_quoted(change->translator, name));
    }
    if (shown)
        buffer_add_byte(change->out, ')');
}

static void add_row(struct change *change, const struct pg_node *row)
{
    uint32_t shown = 0;
    buffer_add_byte(change->out, '(');
    for (uint32_t i = 0; i < row->n_items && !change->translator->reason; i++) {
        struct fragment fragment;
        if (is_default(change, i))
            continue;
        fragment =
            assigned(change->translator, row->items[i], target_at(change, i));
        buffer_printf(change->out, "%s%s", shown++ ? ", " : "",
                      fragment.sql ? fragment_as_stored(&fragment) : "");
    }
    buffer_add_byte(change->out, ')');
}

static void add_rows(struct change *change, const struct pg_nodes *rows)
{
    buffer_add_text(change->out, " VALUES ");
    for (uint32_t i = 0; i < rows->n && !change->translator->reason; i++) {
        buffer_add_text(change->out, i ? ", " : "");
        if (rows->items[i]->n_items != rows->items[0]->n_items)
            translator_refuse(change->translator,
                              "VALUES rows of different lengths");
        add_row(change, rows->items[i]);
    }
}

/* The columns of a plain SELECT are fitted one by one; what else there is has
 * to fit as it comes. */
static void add_select(struct change *change, const struct pg_query *source)
{
    struct translator *translator = change->translator;
    struct result result = {0};
    size_t n =
        change->query->columns.n ? change->query->columns.n : change->table->n;
    struct filled filled = {.query = source,
                            .columns =
                                arena_alloc(translator->context->arena,
                                            (n + 1) * sizeof *filled.columns)};
    bool is_plain = source->kind == QUERY_SELECT && values_given(change);
    for (size_t i = 0; i < n; i++)
        filled.columns[filled.n++] = target_at(change, (uint32_t)i);
    translator->filled = is_plain ? &filled : NULL;
    query_add(translator, change->out, source, change->select.scope.outer,
              &result, false);
    translator->filled = NULL;
    for (size_t i = 0; !is_plain && i < result.n && i < n; i++)
        check_fit(translator, &result.columns[i], filled.columns[i]);
}

/* Behind a FROM, ON CONFLICT would be read as the join's ON. */
static void add_source(struct change *change)
{
    const struct pg_query *source = change->query->source;
    bool wrap = change->query->has_conflict;
    if (!source) {
        buffer_add_text(change->out, " DEFAULT VALUES");
        return;
    }
    if (source->kind == QUERY_VALUES && !source->order_by.n && !source->limit &&
        !source->offset) {
        add_rows(change, &source->rows);
        return;
    }
    buffer_add_text(change->out, wrap ? " SELECT * FROM (" : " ");
    add_select(change, source);
    buffer_add_text(change->out, wrap ? ") WHERE 1" : "");
}

static void add_assignments(struct change *change,
                            const struct pg_nodes *assignments);

/* The columns of the constraint that ON CONFLICT ON CONSTRAINT names. */
static void add_constraint(struct change *change)
{
    const struct pg_query *query = change->query;
    const struct table_lookup *tables =
        change->translator->query_context->tables;
    for (size_t i = 0; tables && i < tables->catalog->n_tables; i++) {
        const struct pg_table *table = tables->catalog->tables[i];
        for (size_t j = 0; j < table->n_constraints; j++) {
            const struct pg_constraint *key = &table->constraints[j];
            if (strcmp(table->name.name, query->table->name.name) != 0 ||
                !key->name || !key->columns.n ||
                strcmp(key->name, query->conflict_constraint) != 0)
                continue;
            for (size_t at = 0; at < key->columns.n; at++)
                buffer_printf(
                    change->out, "%s%s", at ? ", " : " (",
                    query_quoted(change->translator, key->columns.items[at]));
            buffer_add_byte(change->out, ')');
            return;
        }
    }
    translator_refuse(change->translator,
                      "ON CONSTRAINT %s: name its columns instead",
                      query->conflict_constraint);
}

static void add_conflict_target(struct change *change)
{
    const struct pg_query *query = change->query;
    struct fragment fragment;
    if (query->conflict_constraint)
        add_constraint(change);
    for (uint32_t i = 0; i < query->conflict_keys.n; i++) {
        fragment =
            translate_node(change->translator, query->conflict_keys.items[i]);
        buffer_printf(change->out, "%s%s", i ? ", " : " (",
                      fragment.sql ? fragment_as_stored(&fragment) : "");
    }
    if (query->conflict_keys.n)
        buffer_add_byte(change->out, ')');
    if (query->conflict_predicate) {
        fragment =
            translate_node(change->translator, query->conflict_predicate);
        buffer_printf(change->out, " WHERE %s",
                      fragment.sql ? fragment.sql : "");
    }
}

static void add_conflict(struct change *change)
{
    const struct pg_query *query = change->query;
    struct translator *translator = change->translator;
    struct relation *excluded;
    struct fragment allowed_in;
    if (!query->has_conflict || translator->reason)
        return;
    buffer_add_text(change->out, " ON CONFLICT");
    add_conflict_target(change);
    if (!query->conflict_updates) {
        buffer_add_text(change->out, " DO NOTHING");
        return;
    }
    excluded = scope_add(translator, &change->select.scope);
    change->table = &change->select.scope.relations[0];
    *excluded = *change->table;
    excluded->name = excluded->sql = "excluded";
    buffer_add_text(change->out, " DO UPDATE SET ");
    add_assignments(change, &query->conflict_assignments);
    if (query->conflict_where && !translator->reason) {
        allowed_in = translate_node(translator, query->conflict_where);
        buffer_printf(change->out, " WHERE %s",
                      allowed_in.sql ? allowed_in.sql : "");
    }
    change->select.scope.n = 1;
}

static void insert(struct change *change)
{
    buffer_printf(change->out, "INSERT INTO %s", change->name);
    if (change->query->table->text)
        buffer_printf(change->out, " AS %s", change->table->sql);
    add_columns(change);
    if (!change->translator->reason)
        add_source(change);
    add_conflict(change);
}

/* ---- UPDATE ---- */

static void add_row_assignment(struct change *change,
                               const struct pg_node *assignment)
{
    const struct pg_node *row = assignment->right;
    struct fragment fragment;
    for (uint32_t i = 0; i < assignment->n_items; i++)
        buffer_printf(
            change->out, "%s%s", i ? ", " : "(",
            query_quoted(change->translator, assignment->items[i]->name.name));
    buffer_add_text(change->out, ") = ");
    if (row->kind == NODE_QUERY) {
        fragment = translate_node(change->translator, row);
        buffer_add_text(change->out, fragment.sql ? fragment.sql : "");
        return;
    }
    if (row->kind != NODE_ROW || row->n_items != assignment->n_items) {
        translator_refuse(change->translator, "SET of several columns to this");
        return;
    }
    for (uint32_t i = 0; i < row->n_items; i++) {
        fragment = assigned(
            change->translator, row->items[i],
            column_named(change->table, assignment->items[i]->name.name));
        buffer_printf(change->out, "%s%s", i ? ", " : "(",
                      fragment.sql ? fragment_as_stored(&fragment) : "");
    }
    buffer_add_byte(change->out, ')');
}

static void add_assignment(struct change *change,
                           const struct pg_node *assignment)
{
    const struct pg_node *column = assignment->items[0];
    const struct expression_column *known;
    struct fragment fragment;
    change->translator->at = assignment->at;
    for (uint32_t i = 0; i < assignment->n_items; i++)
        if (assignment->items[i]->kind != NODE_COLUMN)
            translator_refuse(change->translator, "SET of a part of a value");
    if (change->translator->reason)
        return;
    if (assignment->right->kind == NODE_DEFAULT) {
        translator_refuse(change->translator,
                          "SET %s = DEFAULT; SQLite wants the value",
                          column->name.name);
        return;
    }
    if (assignment->n_items > 1) {
        add_row_assignment(change, assignment);
        return;
    }
    known = column_named(change->table, column->name.name);
    if (!known && !change->table->is_open)
        translator_refuse(change->translator, "there is no column %s",
                          column->name.name);
    fragment = assigned(change->translator, assignment->right, known);
    buffer_printf(change->out, "%s = %s",
                  known ? known->sql
                        : query_quoted(change->translator, column->name.name),
                  fragment.sql ? fragment_as_stored(&fragment) : "");
}

static void add_assignments(struct change *change,
                            const struct pg_nodes *assignments)
{
    change->translator->changed = change->query->table->name.name;
    for (uint32_t i = 0; i < assignments->n && !change->translator->reason;
         i++) {
        buffer_add_text(change->out, i ? ", " : "");
        add_assignment(change, assignments->items[i]);
    }
    change->translator->changed = NULL;
}

static void add_from(struct change *change, struct buffer *out)
{
    const struct pg_nodes *from = &change->query->from;
    for (uint32_t i = 0; i < from->n && !change->translator->reason; i++) {
        buffer_add_text(out, i ? ", " : "");
        from_add(change->translator, out, &change->select, from->items[i]);
    }
    change->table = &change->select.scope.relations[0];
}

static void add_where(struct change *change)
{
    struct fragment fragment;
    if (!change->query->where || change->translator->reason)
        return;
    fragment = translate_node(change->translator, change->query->where);
    buffer_printf(change->out, " WHERE %s", fragment.sql ? fragment.sql : "");
}

/* FROM stands behind SET, which may name what is in it. */
static void update(struct change *change)
{
    struct buffer from = {0};
    add_from(change, &from);
    if (from.size && !translator_has_version(change->translator, 333))
        translator_refuse(change->translator,
                          "UPDATE ... FROM needs SQLite 3.33");
    buffer_printf(change->out, "UPDATE %s", change->name);
    if (change->query->table->text)
        buffer_printf(change->out, " AS %s", change->table->sql);
    buffer_add_text(change->out, " SET ");
    if (!change->translator->reason)
        add_assignments(change, &change->query->assignments);
    if (from.size)
        buffer_printf(change->out, " FROM %s", buffer_text(&from));
    buffer_release(&from);
    add_where(change);
    change->select.scope.n = 1;
}

/* ---- DELETE ---- */

/* USING: the rows are found by a join in a subquery. */
static void delete_using(struct change *change)
{
    struct buffer from = {0};
    add_from(change, &from);
    buffer_printf(change->out,
                  "DELETE FROM %s WHERE rowid IN (SELECT %s.rowid FROM %s",
                  change->name, change->table->sql, change->name);
    if (change->query->table->text)
        buffer_printf(change->out, " AS %s", change->table->sql);
    buffer_printf(change->out, ", %s", buffer_text(&from));
    buffer_release(&from);
    add_where(change);
    buffer_add_byte(change->out, ')');
    change->select.scope.n = 1;
    if (change->query->table->text && change->query->targets.n)
        translator_refuse(change->translator,
                          "RETURNING behind USING with an alias");
}

static void delete_from(struct change *change)
{
    if (change->query->from.n) {
        delete_using(change);
        return;
    }
    buffer_printf(change->out, "DELETE FROM %s", change->name);
    if (change->query->table->text)
        buffer_printf(change->out, " AS %s", change->table->sql);
    add_where(change);
}

/* ---- all of them ---- */

static void add_returning(struct change *change, struct result *result)
{
    if (!change->query->targets.n || change->translator->reason)
        return;
    if (!translator_has_version(change->translator, 335))
        translator_refuse(change->translator, "RETURNING needs SQLite 3.35");
    buffer_add_text(change->out, " RETURNING");
    change->select.scope.relations[0].sql = NULL; /* SQLite's has no tables */
    select_add_targets(change->translator, change->out, &change->select,
                       result);
}

bool change_add(struct translator *translator, struct buffer *out,
                const struct pg_query *query, struct result *result)
{
    size_t n = query->targets.n + 1;
    struct change change = {
        .translator = translator,
        .out = out,
        .query = query,
        .select = {.query = query,
                   .scope = {.outer = translator->scope},
                   .are_named = true,
                   .targets = arena_alloc(translator->context->arena,
                                          n * sizeof(struct fragment)),
                   .names = arena_alloc(translator->context->arena,
                                        n * sizeof(char *))}};
    const struct scope *before = translator->scope;
    change.table = from_table(translator, &change.select.scope, query->table,
                              &change.name);
    translator->scope = &change.select.scope;
    if (change.table) {
        if (query->kind == QUERY_INSERT)
            insert(&change);
        else if (query->kind == QUERY_UPDATE)
            update(&change);
        else
            delete_from(&change);
        add_returning(&change, result);
    }
    translator->scope = before;
    return !translator->reason;
}
