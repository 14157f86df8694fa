/* INSERT, UPDATE and DELETE. */
#include <string.h>

#include "translate/query_internal.h"
#include "translate/signature.h"

struct dml {
    struct translator *translator;
    struct buffer *out;
    const struct pg_query *query;
    struct select select; /* its scope: the table, then what stands in FROM */
    const struct relation *table;
    const char *name;         /* of the table in SQLite */
    const uint32_t *defaults; /* of VALUES: is a column DEFAULT in all rows? */
    uint32_t n_defaults;
    size_t n_joined; /* relations of FROM, behind the table's */
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

/* An expression for a column. */
static struct fragment assigned(struct translator *translator,
                                const struct pg_node *node,
                                const struct expression_column *column)
{
    if (node->kind == NODE_DEFAULT)
        return dml_default(translator, column);
    return dml_fit(translator, translate_node(translator, node), node, column);
}

/* ---- INSERT ---- */

/* Of * and UNION: nothing is cast. */
static void dml_check_fit(struct translator *translator,
                          const struct expression_column *from,
                          const struct expression_column *to)
{
    enum type_class one, other;
    bool is_same;
    if (!to)
        return;
    one = from->type->class;
    other = to->type->class;
    is_same = (one == other && (types_are_stored_alike(from->type, to->type) ||
                                !to->type->codec->computed)) ||
              one == CLASS_ANY || other == CLASS_ANY ||
              (class_is_number(one) && class_is_number(other) &&
               other != CLASS_INTEGER && !to->type->source) ||
              (class_is_text(one) && class_is_text(other));
    if (!is_same || type_is_named(to->type, "character") !=
                        type_is_named(from->type, "character"))
        translator_refuse(translator,
                          "INSERT of * or of a UNION into columns of other "
                          "types; name and cast the columns");
}

/* By the list of columns, or by the table's own. */
static const struct expression_column *target_at(const struct dml *dml,
                                                 uint32_t at)
{
    const struct pg_nodes *columns = &dml->query->columns;
    if (columns->n)
        return at < columns->n
                   ? column_named(dml->table, columns->items[at]->name.name)
                   : NULL;
    return at < dml->table->n ? &dml->table->columns[at] : NULL;
}

/* SQLite has no DEFAULT among values: a column that is DEFAULT in every row is
 * left out. Looked at once, before all rows. */
static void find_defaults(struct dml *dml)
{
    const struct pg_query *source = dml->query->source;
    uint32_t n, left_out = 0, *counts;
    if (!source || source->kind != QUERY_VALUES)
        return;
    n = source->rows.items[0]->n_items;
    counts =
        arena_alloc(dml->translator->context->arena, (n + 1) * sizeof *counts);
    memset(counts, 0, (n + 1) * sizeof *counts);
    for (uint32_t i = 0; i < source->rows.n; i++)
        for (uint32_t at = 0; at < source->rows.items[i]->n_items && at < n;
             at++)
            counts[at] +=
                source->rows.items[i]->items[at]->kind == NODE_DEFAULT;
    /* A column can be left out only of all rows at once, and not every one. */
    for (uint32_t at = 0; at < n; at++) {
        if (counts[at] < source->rows.n)
            counts[at] = 0;
        left_out += counts[at] > 0;
    }
    if (left_out == n)
        memset(counts, 0, n * sizeof *counts);
    dml->defaults = counts;
    dml->n_defaults = n;
}

static bool dml_is_default(const struct dml *dml, uint32_t at)
{
    return at < dml->n_defaults && dml->defaults[at];
}

static bool has_default(const struct dml *dml)
{
    const struct pg_query *source = dml->query->source;
    uint32_t n = source && source->kind == QUERY_VALUES
                     ? source->rows.items[0]->n_items
                     : 0;
    for (uint32_t i = 0; i < n; i++)
        if (dml_is_default(dml, i))
            return true;
    return false;
}

/* How many values there are; 0: that is not known. */
static uint32_t values_given(const struct dml *dml)
{
    const struct pg_query *source = dml->query->source;
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

/* PostgreSQL takes fewer values than columns; SQLite does so only if the
 * columns are named. */
static void dml_add_columns(struct dml *dml)
{
    const struct pg_nodes *columns = &dml->query->columns;
    uint32_t n = columns->n, shown = 0;
    uint32_t given = values_given(dml);
    if (!n && given && given < dml->table->n &&
        !dml->table->has_unknown_columns)
        n = given;
    if (!n && has_default(dml)) {
        n = (uint32_t)dml->table->n;
        if (dml->table->has_unknown_columns)
            translator_refuse(dml->translator,
                              "DEFAULT in a table whose columns are "
                              "not known (--types-from)");
    }
    for (uint32_t i = 0; i < n; i++) {
        const struct expression_column *column = target_at(dml, i);
        const char *name =
            columns->n ? columns->items[i]->name.name : column->name;
        if (dml_is_default(dml, i)) {
            if (column && column->lost_default)
                translator_refuse(dml->translator,
                                  "DEFAULT of %s, which SQLite's column does "
                                  "not have; write the value",
                                  name);
            continue;
        }
        if (!column && !dml->table->has_unknown_columns)
            translator_refuse(dml->translator, "there is no column %s", name);
        buffer_printf(dml->out, "%s%s", shown++ ? ", " : " (",
                      column ? column->sql
                             : query_quoted(dml->translator, name));
    }
    if (shown)
        buffer_add_byte(dml->out, ')');
}

/* Each value as its column stores it. */
static void dml_add_row(struct dml *dml, const struct pg_node *row)
{
    uint32_t shown = 0;
    buffer_add_byte(dml->out, '(');
    for (uint32_t i = 0; i < row->n_items && !dml->translator->reason; i++) {
        struct fragment fragment;
        if (dml_is_default(dml, i))
            continue;
        fragment = assigned(dml->translator, row->items[i], target_at(dml, i));
        buffer_printf(dml->out, "%s%s", shown++ ? ", " : "",
                      fragment.sql ? fragment_as_stored(&fragment) : "");
    }
    buffer_add_byte(dml->out, ')');
}

static void dml_add_rows(struct dml *dml, const struct pg_nodes *rows)
{
    buffer_add_text(dml->out, " VALUES ");
    for (uint32_t i = 0; i < rows->n && !dml->translator->reason; i++) {
        buffer_add_text(dml->out, i ? ", " : "");
        if (rows->items[i]->n_items != rows->items[0]->n_items)
            translator_refuse(dml->translator,
                              "VALUES rows of different lengths");
        dml_add_row(dml, rows->items[i]);
    }
}

/* The columns of a plain SELECT are fitted one by one; what else there is has
 * to fit as it comes. */
static void add_select(struct dml *dml, const struct pg_query *source)
{
    struct translator *translator = dml->translator;
    struct result result = {0};
    size_t n = dml->query->columns.n ? dml->query->columns.n : dml->table->n;
    struct filled filled = {.query = source,
                            .columns =
                                arena_alloc(translator->context->arena,
                                            (n + 1) * sizeof *filled.columns)};
    bool is_plain = source->kind == QUERY_SELECT && values_given(dml);
    for (size_t i = 0; i < n; i++)
        filled.columns[filled.n++] = target_at(dml, (uint32_t)i);
    translator->filled = is_plain ? &filled : NULL;
    query_add(translator, dml->out, source, dml->select.scope.outer, &result,
              false);
    translator->filled = NULL;
    for (size_t i = 0; !is_plain && i < result.n && i < n; i++)
        dml_check_fit(translator, &result.columns[i], filled.columns[i]);
}

/* Behind a FROM, ON CONFLICT would be read as the join's ON. */
static void add_source(struct dml *dml)
{
    const struct pg_query *source = dml->query->source;
    bool wrap = dml->query->has_conflict;
    if (!source) {
        buffer_add_text(dml->out, " DEFAULT VALUES");
        return;
    }
    if (source->kind == QUERY_VALUES && !source->order_by.n && !source->limit &&
        !source->offset) {
        dml_add_rows(dml, &source->rows);
        return;
    }
    buffer_add_text(dml->out, wrap ? " SELECT * FROM (" : " ");
    add_select(dml, source);
    buffer_add_text(dml->out, wrap ? ") WHERE 1" : "");
}

static void add_assignments(struct dml *dml,
                            const struct pg_nodes *assignments);

/* The columns of the constraint that ON CONFLICT ON CONSTRAINT names. */
static void dml_add_constraint(struct dml *dml)
{
    const struct pg_query *query = dml->query;
    const struct pg_catalog *catalog = translator_catalog(dml->translator);
    for (size_t i = 0; i < catalog->n_tables; i++) {
        const struct pg_table *table = catalog->tables[i];
        for (size_t j = 0; j < table->n_constraints; j++) {
            const struct pg_constraint *key = &table->constraints[j];
            if (strcmp(table->name.name, query->table->name.name) != 0 ||
                !key->name || !key->columns.n ||
                strcmp(key->name, query->conflict_constraint) != 0)
                continue;
            for (size_t at = 0; at < key->columns.n; at++)
                buffer_printf(
                    dml->out, "%s%s", at ? ", " : " (",
                    query_quoted(dml->translator, key->columns.items[at]));
            buffer_add_byte(dml->out, ')');
            return;
        }
    }
    translator_refuse(dml->translator,
                      "ON CONSTRAINT %s: name its columns instead",
                      query->conflict_constraint);
}

/* SQLite wants the same columns as an index has; PostgreSQL, too. What an index
 * stores knows no extension. */
static void add_conflict_target(struct dml *dml)
{
    const struct pg_query *query = dml->query;
    const struct expression_context *before = dml->translator->context;
    struct expression_context stored = *before;
    struct fragment fragment;
    stored.dialect.extension = false;
    dml->translator->context = &stored;
    if (query->conflict_constraint)
        dml_add_constraint(dml);
    for (uint32_t i = 0; i < query->conflict_keys.n; i++) {
        fragment =
            translate_node(dml->translator, query->conflict_keys.items[i]);
        buffer_printf(dml->out, "%s%s", i ? ", " : " (",
                      fragment.sql ? fragment_as_stored(&fragment) : "");
    }
    if (query->conflict_keys.n)
        buffer_add_byte(dml->out, ')');
    if (query->conflict_predicate) {
        fragment = translate_node(dml->translator, query->conflict_predicate);
        buffer_printf(dml->out, " WHERE %s", fragment.sql ? fragment.sql : "");
    }
    dml->translator->context = before;
}

/* `excluded` is the row that did not go in. */
static void add_conflict(struct dml *dml)
{
    const struct pg_query *query = dml->query;
    struct translator *translator = dml->translator;
    struct relation *excluded;
    struct fragment condition;
    if (!query->has_conflict || translator->reason)
        return;
    buffer_add_text(dml->out, " ON CONFLICT");
    add_conflict_target(dml);
    if (!query->conflict_updates) {
        buffer_add_text(dml->out, " DO NOTHING");
        return;
    }
    excluded = scope_add(translator, &dml->select.scope);
    dml->table = &dml->select.scope.relations[0];
    *excluded = *dml->table;
    excluded->name = excluded->sql = "excluded";
    buffer_add_text(dml->out, " DO UPDATE SET ");
    add_assignments(dml, &query->conflict_assignments);
    if (query->conflict_where && !translator->reason) {
        condition = translate_node(translator, query->conflict_where);
        buffer_printf(dml->out, " WHERE %s",
                      condition.sql ? condition.sql : "");
    }
    dml->select.scope.n = 1;
}

/* The order of the clauses is the same in both. */
static void dml_insert(struct dml *dml)
{
    buffer_printf(dml->out, "INSERT INTO %s", dml->name);
    if (dml->query->table->text)
        buffer_printf(dml->out, " AS %s", dml->table->sql);
    find_defaults(dml);
    dml_add_columns(dml);
    if (!dml->translator->reason)
        add_source(dml);
    add_conflict(dml);
}

/* ---- UPDATE ---- */

/* SET (a, b) = (1, 2) */
static void add_row_assignment(struct dml *dml,
                               const struct pg_node *assignment)
{
    const struct pg_node *row = assignment->right;
    struct fragment fragment;
    for (uint32_t i = 0; i < assignment->n_items; i++)
        buffer_printf(
            dml->out, "%s%s", i ? ", " : "(",
            query_quoted(dml->translator, assignment->items[i]->name.name));
    buffer_add_text(dml->out, ") = ");
    if (row->kind == NODE_QUERY) {
        fragment = translate_node(dml->translator, row);
        buffer_add_text(dml->out, fragment.sql ? fragment.sql : "");
        return;
    }
    if (row->kind != NODE_ROW || row->n_items != assignment->n_items) {
        translator_refuse(dml->translator, "SET of several columns to this");
        return;
    }
    for (uint32_t i = 0; i < row->n_items; i++) {
        fragment =
            assigned(dml->translator, row->items[i],
                     column_named(dml->table, assignment->items[i]->name.name));
        buffer_printf(dml->out, "%s%s", i ? ", " : "(",
                      fragment.sql ? fragment_as_stored(&fragment) : "");
    }
    buffer_add_byte(dml->out, ')');
}

static void dml_add_assignment(struct dml *dml,
                               const struct pg_node *assignment)
{
    const struct pg_node *column = assignment->items[0];
    const struct expression_column *known;
    struct fragment fragment;
    /* A reason to refuse is shown at the assignment. */
    dml->translator->at = assignment->at;
    for (uint32_t i = 0; i < assignment->n_items; i++)
        if (assignment->items[i]->kind != NODE_COLUMN)
            translator_refuse(dml->translator, "SET of a part of a value");
    if (dml->translator->reason)
        return;
    if (assignment->n_items > 1) {
        add_row_assignment(dml, assignment);
        return;
    }
    known = column_named(dml->table, column->name.name);
    if (!known && !dml->table->has_unknown_columns)
        translator_refuse(dml->translator, "there is no column %s",
                          column->name.name);
    if (assignment->right->kind == NODE_DEFAULT && known && known->counts)
        translator_refuse(dml->translator,
                          "SET %s = DEFAULT of a column that counts",
                          column->name.name);
    fragment = assigned(dml->translator, assignment->right, known);
    buffer_printf(dml->out, "%s = %s",
                  known ? known->sql
                        : query_quoted(dml->translator, column->name.name),
                  fragment.sql ? fragment_as_stored(&fragment) : "");
}

static void add_assignments(struct dml *dml, const struct pg_nodes *assignments)
{
    struct changing changing = {.change = dml->query};
    dml->translator->changing = &changing;
    for (uint32_t i = 0; i < assignments->n && !dml->translator->reason; i++) {
        buffer_add_text(dml->out, i ? ", " : "");
        dml_add_assignment(dml, assignments->items[i]);
    }
    dml->translator->changing = NULL;
}

/* Into a buffer of its own, since SET comes first. */
static void dml_add_from(struct dml *dml, struct buffer *out)
{
    from_add_items(dml->translator, out, &dml->select, &dml->query->from);
    dml->table = &dml->select.scope.relations[0];
    dml->n_joined = dml->select.scope.n - 1;
}

static void dml_add_where(struct dml *dml)
{
    struct fragment fragment;
    if (!dml->query->where || dml->translator->reason)
        return;
    fragment = translate_node(dml->translator, dml->query->where);
    buffer_printf(dml->out, " WHERE %s", fragment.sql ? fragment.sql : "");
}

/* The rows are found by their rowids before: of the table, joined with what
 * stands in FROM or USING; NULL: with nothing. */
static void add_where_by_rowid(struct dml *dml, const char *joined)
{
    const char *rowid = scope_rowid(dml->translator, dml->table);
    buffer_printf(dml->out, " WHERE %s IN (SELECT %s.%s FROM %s", rowid,
                  dml->table->sql, rowid, dml->name);
    if (dml->query->table->text)
        buffer_printf(dml->out, " AS %s", dml->table->sql);
    buffer_printf(dml->out, "%s%s", joined ? ", " : "", joined ? joined : "");
    dml_add_where(dml);
    buffer_add_byte(dml->out, ')');
}

/* SQLite may change rows while it looks for others. */
static bool reads_itself(const struct dml *dml)
{
    struct changing changing = {.change = dml->query};
    return !dml->query->from.n &&
           changing_is_read(dml->translator, &changing, dml->query->where);
}

/* FROM stands after SET, which may name what is in it. */
static void update(struct dml *dml)
{
    struct buffer from = {0};
    dml_add_from(dml, &from);
    if (from.size && !translator_has_version(dml->translator, 333))
        translator_refuse(dml->translator, "UPDATE ... FROM needs SQLite 3.33");
    buffer_printf(dml->out, "UPDATE %s", dml->name);
    if (dml->query->table->text)
        buffer_printf(dml->out, " AS %s", dml->table->sql);
    buffer_add_text(dml->out, " SET ");
    if (!dml->translator->reason)
        add_assignments(dml, &dml->query->assignments);
    if (from.size)
        buffer_printf(dml->out, " FROM %s", buffer_text(&from));
    buffer_release(&from);
    if (reads_itself(dml))
        add_where_by_rowid(dml, NULL);
    else
        dml_add_where(dml);
    dml->select.scope.n = 1;
}

/* ---- DELETE ---- */

/* USING: the rows are found by a join in a subquery. */
static void delete_using(struct dml *dml)
{
    struct buffer from = {0};
    dml_add_from(dml, &from);
    buffer_printf(dml->out, "DELETE FROM %s", dml->name);
    add_where_by_rowid(dml, buffer_text(&from));
    buffer_release(&from);
    dml->select.scope.n = 1;
}

static void delete_from(struct dml *dml)
{
    if (dml->query->from.n) {
        delete_using(dml);
        return;
    }
    buffer_printf(dml->out, "DELETE FROM %s", dml->name);
    if (dml->query->table->text)
        buffer_printf(dml->out, " AS %s", dml->table->sql);
    dml_add_where(dml);
}

/* ---- all of them ---- */

/* One scope for all: the table, and what joins it. */
bool dml_add(struct translator *translator, struct buffer *out,
             const struct pg_query *query, struct result *result)
{
    size_t n = query->targets.n + 1;
    struct dml dml = {
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
    dml.table =
        from_changed_table(translator, &dml.select.scope, query, &dml.name);
    translator->scope = &dml.select.scope;
    if (dml.table) {
        if (query->kind == QUERY_INSERT)
            dml_insert(&dml);
        else if (query->kind == QUERY_UPDATE)
            update(&dml);
        else
            delete_from(&dml);
        returning_add(translator, out, &dml.select, dml.name, dml.n_joined,
                      result);
    }
    translator->scope = before;
    return !translator->reason;
}
