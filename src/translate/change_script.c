/* Changes inside of WITH, as statements one after another. SQLite has no such
 * changes, so what each returns goes into a temporary table:
 *
 *     SAVEPOINT _changes;
 *     CREATE TEMP TABLE _returned1 AS SELECT ... the rows to be deleted ...;
 *     DELETE FROM ...;
 *     SELECT count(*) FROM temp._returned1 AS moved;
 *     DROP TABLE temp._returned1;
 *     RELEASE _changes
 *
 * INSERT and UPDATE say which rows they have changed through triggers that live
 * as long as the statement. PostgreSQL reads everything as it was before the
 * first change: the queries of the WITH that need no change come first, and who
 * would read a table that has been changed is refused. */
#include <string.h>

#include "postgres/tree_names.h"
#include "translate/query_internal.h"

/* What has been changed so far. */
struct change_script {
    struct pg_names tables;
    bool anything; /* a trigger may have changed other tables */
    struct buffer *out;
    struct buffer drops;
    struct scope *scope; /* with what has been returned */
};

bool query_is_change(const struct pg_query *query)
{
    return query->kind > QUERY_SET;
}

bool change_script_is_needed(const struct pg_query *query)
{
    for (uint32_t i = 0; i < query->with.n; i++)
        if (query_is_change(query->with.items[i]->query))
            return true;
    return false;
}

/* ---- what has been changed ---- */

static bool has_changed(const struct change_script *script, const char *name)
{
    for (size_t i = 0; i < script->tables.n; i++)
        if (!strcmp(script->tables.items[i], name))
            return true;
    return false;
}

bool change_script_may_read(struct translator *translator, const char *name,
                            bool is_view)
{
    const struct change_script *script = translator->script;
    if (!script || !script->tables.n ||
        (!is_view && !script->anything && !has_changed(script, name)))
        return true;
    return translator_refuse(translator,
                             "%s is read after a change in the WITH; "
                             "PostgreSQL reads it as it was before. Read it in "
                             "a query of the WITH that needs no change",
                             name)
        .sql;
}

/* The tables whose rows go or change with those of a table. */
static void script_add_changed(struct translator *translator,
                               const struct pg_catalog *catalog,
                               const char *name, bool follows)
{
    struct change_script *script = translator->script;
    if (has_changed(script, name))
        return;
    arena_grow(translator->context->arena, &script->tables.items,
               &script->tables.capacity, script->tables.n + 1,
               sizeof *script->tables.items);
    script->tables.items[script->tables.n++] = name;
    for (size_t i = 0; follows && i < catalog->n_tables; i++) {
        const struct pg_table *table = catalog->tables[i];
        for (size_t j = 0; j < table->n_constraints; j++)
            if (table->constraints[j].kind == CONSTRAINT_FOREIGN_KEY &&
                !strcmp(table->constraints[j].parent.name, name))
                script_add_changed(translator, catalog, table->name.name, true);
    }
}

static void script_note_change(struct translator *translator,
                               const struct pg_query *change)
{
    static const struct pg_catalog nothing;
    const struct table_lookup *tables = translator->query_context->tables;
    const struct pg_catalog *catalog = tables ? tables->catalog : &nothing;
    const char *name = change->table->name.name;
    script_add_changed(translator, catalog, name,
                       change->kind != QUERY_INSERT ||
                           change->conflict_updates);
    for (size_t i = 0; i < catalog->n_triggers; i++)
        translator->script->anything |=
            !strcmp(catalog->triggers[i]->table.name, name);
}

/* ---- temporary tables ---- */

/* Returns its name, and drops it at the end. */
static const char *new_table(struct translator *translator, const char *what)
{
    const char *name = query_new_name(translator, what);
    buffer_printf(&translator->script->drops, ";\nDROP TABLE temp.%s", name);
    return name;
}

/* From now on the name of the WITH means the temporary table. */
static void script_name_table(struct translator *translator, const char *name,
                              const char *table, const struct result *result)
{
    struct named_query *named =
        arena_alloc(translator->context->arena, sizeof *named);
    *named = (struct named_query){
        .name = name,
        .sql = arena_printf(translator->context->arena, "temp.%s", table),
        .columns = result->columns,
        .n = result->n,
        .has_unknown_columns = result->has_unknown_columns,
        .next = translator->script->scope->queries};
    translator->script->scope->queries = named;
}

static bool script_add_statement(struct translator *translator,
                                 const struct pg_query *query,
                                 struct result *result)
{
    return query_add(translator, translator->script->out, query,
                     translator->script->scope, result, true);
}

static struct pg_nodes one_node(struct translator *translator,
                                struct pg_node node)
{
    const struct pg_node **items =
        arena_alloc(translator->context->arena, sizeof *items);
    struct pg_node *copy =
        arena_alloc(translator->context->arena, sizeof *copy);
    *copy = node;
    items[0] = copy;
    return (struct pg_nodes){1, items};
}

/* SELECT * FROM the name */
static struct pg_query script_all_of(struct translator *translator,
                                     const char *name, uint32_t at)
{
    struct pg_node star = {.kind = NODE_STAR, .at = at};
    struct pg_nodes stars = one_node(translator, star);
    return (struct pg_query){
        .kind = QUERY_SELECT,
        .at = at,
        .targets =
            one_node(translator, (struct pg_node){.kind = NODE_TARGET,
                                                  .at = at,
                                                  .left = stars.items[0]}),
        .from = one_node(translator, (struct pg_node){.kind = NODE_TABLE,
                                                      .at = at,
                                                      .name = {NULL, name}})};
}

/* A query of the WITH that changes nothing: as PostgreSQL does, it is computed
 * once. */
static bool script_add_plain(struct translator *translator,
                             const struct pg_node *cte, bool is_recursive)
{
    struct result result = {0};
    struct pg_query query = script_all_of(translator, cte->text, cte->at);
    const char *table = new_table(translator, "with");
    query.with = one_node(translator, *cte);
    query.is_recursive = is_recursive;
    buffer_printf(translator->script->out, ";\nCREATE TEMP TABLE %s AS ",
                  table);
    if (!script_add_statement(translator, &query, &result))
        return false;
    script_name_table(translator, cte->text, table, &result);
    return true;
}

/* ---- changes ---- */

/* What RETURNING gives, read from the table. */
static struct pg_query returning_of(struct translator *translator,
                                    const struct pg_query *change)
{
    return (struct pg_query){.kind = QUERY_SELECT,
                             .at = change->at,
                             .depth = change->depth,
                             .targets = change->targets,
                             .from = one_node(translator, *change->table)};
}

/* The table as the query calls it. */
static const char *called(struct translator *translator,
                          const struct pg_query *change)
{
    const struct pg_node *table = change->table;
    return query_quoted(translator,
                        table->text ? table->text : table->name.name);
}

static bool add_bare(struct translator *translator,
                     const struct pg_query *change)
{
    struct pg_query bare = *change;
    bare.targets = (struct pg_nodes){0, NULL};
    buffer_add_text(translator->script->out, ";\n");
    return script_add_statement(translator, &bare, NULL);
}

/* The rows are read before they go; of several that USING finds for one, any
 * counts, in PostgreSQL, too. */
static bool add_delete(struct translator *translator,
                       const struct pg_query *change, const char *table,
                       struct result *result)
{
    struct pg_query rows = returning_of(translator, change);
    const struct pg_node **from =
        arena_alloc(translator->context->arena,
                    (change->from.n + 1) * sizeof(const struct pg_node *));
    bool done;
    from[0] = change->table;
    for (uint32_t i = 0; i < change->from.n; i++)
        from[i + 1] = change->from.items[i];
    rows.from = (struct pg_nodes){change->from.n + 1, from};
    rows.with = change->with;
    rows.is_recursive = change->is_recursive;
    rows.where = change->where;
    translator->is_random = false;
    buffer_printf(translator->script->out, ";\nCREATE TEMP TABLE %s AS ",
                  table);
    done = script_add_statement(translator, &rows, result);
    if (change->from.n)
        buffer_printf(translator->script->out, " GROUP BY %s.rowid",
                      called(translator, change));
    if (translator->is_random)
        translator_refuse(translator, "random values in a DELETE of a WITH");
    return done && add_bare(translator, change);
}

/* A trigger that remembers the row; a row may be changed twice. */
static void add_catcher(struct translator *translator, const char *event,
                        const char *name, const char *table, const char *rows)
{
    buffer_printf(translator->script->out,
                  ";\nCREATE TEMP TRIGGER %s AFTER %s ON %s BEGIN INSERT INTO "
                  "%s SELECT NEW.rowid WHERE NEW.rowid NOT IN (SELECT _at FROM "
                  "%s); END",
                  name, event, table, rows, rows);
}

/* What they return is read as soon as they are done, in their order. */
static bool add_caught(struct translator *translator,
                       const struct pg_query *change, const char *table,
                       struct result *result)
{
    struct buffer *out = translator->script->out;
    bool is_insert = change->kind == QUERY_INSERT;
    const char *rows = new_table(translator, "rows");
    const char *names[] = {query_new_name(translator, "catch"),
                           query_new_name(translator, "catch")};
    struct scope unused = {0};
    struct pg_query returning = returning_of(translator, change);
    const char *name = NULL;
    if (!from_table(translator, &unused, change->table, &name))
        return false;
    buffer_printf(out, ";\nCREATE TEMP TABLE %s (_at INTEGER UNIQUE)", rows);
    if (is_insert)
        add_catcher(translator, "INSERT", names[0], name, rows);
    if (!is_insert || change->conflict_updates)
        add_catcher(translator, "UPDATE", names[1], name, rows);
    if (!add_bare(translator, change))
        return false;
    if (is_insert)
        buffer_printf(out, ";\nDROP TRIGGER temp.%s", names[0]);
    if (!is_insert || change->conflict_updates)
        buffer_printf(out, ";\nDROP TRIGGER temp.%s", names[1]);
    buffer_printf(out, ";\nCREATE TEMP TABLE %s AS ", table);
    if (!script_add_statement(translator, &returning, result))
        return false;
    buffer_printf(out,
                  " JOIN temp.%s AS _row ON _row._at = %s.rowid ORDER BY "
                  "_row.rowid",
                  rows, called(translator, change));
    return true;
}

/* * is of the tables of FROM, too; t.* is not. */
static bool returns_all_tables(const struct pg_query *change)
{
    for (uint32_t i = 0; i < change->targets.n; i++) {
        const struct pg_node *target = change->targets.items[i]->left;
        if (target->kind == NODE_STAR && !target->name.schema)
            return true;
    }
    return false;
}

static bool add_change(struct translator *translator,
                       const struct pg_query *change, const char *table,
                       struct result *result)
{
    if (change->kind == QUERY_DELETE)
        return add_delete(translator, change, table, result);
    if (change->kind == QUERY_UPDATE && change->from.n &&
        returns_all_tables(change))
        return translator_refuse(translator,
                                 "RETURNING * of an UPDATE with FROM; name the "
                                 "columns of its table")
            .sql;
    return add_caught(translator, change, table, result);
}

/* WITH x(a, b) AS (INSERT ...) */
static bool script_name_columns(struct translator *translator,
                                const struct pg_node *cte, const char **table,
                                struct result *result)
{
    const char *renamed;
    if (!cte->names)
        return true;
    if (result->has_unknown_columns || cte->names->n != result->n)
        return translator_refuse(translator,
                                 "names for some columns of a change in WITH")
            .sql;
    renamed = new_table(translator, "with");
    buffer_printf(translator->script->out, ";\nCREATE TEMP TABLE %s AS SELECT ",
                  renamed);
    for (size_t i = 0; i < result->n; i++) {
        const char *name = query_quoted(translator, cte->names->items[i]);
        buffer_printf(translator->script->out, "%s%s AS %s", i ? ", " : "",
                      result->columns[i].sql, name);
        result->columns[i].name = cte->names->items[i];
        result->columns[i].sql = name;
    }
    buffer_printf(translator->script->out, " FROM temp.%s", *table);
    *table = renamed;
    return true;
}

static bool add_changing(struct translator *translator,
                         const struct pg_node *cte)
{
    const struct pg_query *change = cte->query;
    struct result result = {0};
    const char *table;
    if (!change->targets.n) {
        if (!add_bare(translator, change))
            return false;
    } else {
        table = new_table(translator, "returned");
        if (!add_change(translator, change, table, &result) ||
            !script_name_columns(translator, cte, &table, &result))
            return false;
        script_name_table(translator, cte->text, table, &result);
    }
    script_note_change(translator, change);
    return true;
}

/* ---- the order ---- */

/* Does it need a change among the first n, by whatever it reads? */
static bool needs_change(const struct pg_query *with,
                         const struct pg_query *query, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const struct pg_node *cte = with->with.items[i];
        if (tree_names_table(query, cte->text) &&
            (query_is_change(cte->query) || needs_change(with, cte->query, i)))
            return true;
    }
    return false;
}

static bool is_first(const struct pg_query *with, uint32_t at)
{
    const struct pg_query *query = with->with.items[at]->query;
    return !query_is_change(query) && !needs_change(with, query, at);
}

/* A member of a UNION that needs no change is computed before them: it is what
 * finds the row that was there already. */
static const struct pg_query *hoisted(struct translator *translator,
                                      const struct pg_query *with,
                                      const struct pg_query *member)
{
    struct pg_query *copy;
    const char *name;
    if (needs_change(with, member, with->with.n)) {
        if (member->kind != QUERY_SET)
            return member;
        copy = arena_alloc(translator->context->arena, sizeof *copy);
        *copy = *member;
        copy->left = hoisted(translator, with, member->left);
        copy->right = hoisted(translator, with, member->right);
        return copy;
    }
    copy = arena_alloc(translator->context->arena, sizeof *copy);
    name = query_new_name(translator, "member");
    *copy = script_all_of(translator, name, member->at);
    script_add_plain(
        translator,
        &(struct pg_node){
            .kind = NODE_CTE, .at = member->at, .text = name, .query = member},
        false);
    return copy;
}

static bool add_steps(struct translator *translator,
                      const struct pg_query *query, struct result *result)
{
    struct change_script *script = translator->script;
    struct pg_query last = *query;
    for (uint32_t i = 0; i < query->with.n && !translator->reason; i++)
        if (is_first(query, i))
            script_add_plain(translator, query->with.items[i],
                             query->is_recursive);
    last.with = (struct pg_nodes){0, NULL};
    if (query->kind == QUERY_SET && !translator->reason) {
        last.left = hoisted(translator, query, query->left);
        last.right = hoisted(translator, query, query->right);
    }
    for (uint32_t i = 0; i < query->with.n && !translator->reason; i++) {
        if (query_is_change(query->with.items[i]->query))
            add_changing(translator, query->with.items[i]);
        else if (!is_first(query, i))
            script_add_plain(translator, query->with.items[i],
                             query->is_recursive);
    }
    buffer_add_text(script->out, ";\n");
    return !translator->reason &&
           script_add_statement(translator, &last, result);
}

bool change_script_add(struct translator *translator, struct buffer *out,
                       const struct pg_query *query, struct result *result)
{
    struct scope *scope =
        arena_alloc(translator->context->arena, sizeof *scope);
    struct change_script script = {.out = out, .scope = scope};
    bool done;
    *scope = (struct scope){.outer = NULL};
    translator->script = &script;
    translator->is_script = true;
    translator->queries++; /* no script inside of the script */
    buffer_add_text(out, "SAVEPOINT _changes");
    done = add_steps(translator, query, result);
    buffer_add(out, script.drops.bytes, script.drops.size);
    buffer_add_text(out, ";\nRELEASE _changes");
    buffer_release(&script.drops);
    translator->queries--;
    translator->script = NULL;
    translator->at = query->at;
    translator_note(translator,
                    "a script: run its statements in their order on one "
                    "connection, each with the parameters that it names");
    return done;
}
