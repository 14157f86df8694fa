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
    struct changed_tables changed;
    const struct pg_node *own; /* whose changed rows are read back */
    struct buffer *out;
    struct buffer drops;
    struct scope *scope; /* with what has been returned */
};

bool change_script_reads_own(const struct translator *translator,
                             const struct pg_node *table)
{
    return translator->script && translator->script->own == table;
}

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

bool change_script_may_read(struct translator *translator,
                            const struct pg_node *table, bool is_view)
{
    const struct change_script *script = translator->script;
    const char *name = table->name.name;
    if (!script || !script->changed.names.n || table == script->own ||
        (!is_view && !changed_tables_have(&script->changed, name)))
        return true;
    return translator_refuse(translator,
                             "%s is read after a change in the WITH; "
                             "PostgreSQL reads it as it was before. Read it in "
                             "a query of the WITH that needs no change",
                             name)
        .sql;
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
    const char *table = new_table(translator, "changes_with");
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

/* What RETURNING gives without a name is ?column?, as in PostgreSQL. */
static struct pg_nodes named_targets(struct translator *translator,
                                     const struct pg_nodes *targets)
{
    const struct pg_node **named =
        arena_alloc(translator->context->arena,
                    (targets->n + 1) * sizeof(const struct pg_node *));
    for (uint32_t i = 0; i < targets->n; i++) {
        const struct pg_node *target = targets->items[i];
        struct pg_node *copy;
        named[i] = target;
        if (select_is_star(target->left) || select_target_name(target))
            continue;
        copy = arena_alloc(translator->context->arena, sizeof *copy);
        *copy = *target;
        copy->text = "?column?";
        named[i] = copy;
    }
    return (struct pg_nodes){targets->n, named};
}

/* What RETURNING gives, read from the table. */
static struct pg_query returning_of(struct translator *translator,
                                    const struct pg_query *change)
{
    return (struct pg_query){.kind = QUERY_SELECT,
                             .at = change->at,
                             .depth = change->depth,
                             .targets =
                                 named_targets(translator, &change->targets),
                             .from = one_node(translator, *change->table)};
}

/* CREATE TEMP TABLE ... AS SELECT, of which the first table is the changed one
 * whatever has been changed. */
static bool add_returned(struct translator *translator, const char *table,
                         const struct pg_query *rows, struct result *result)
{
    struct change_script *script = translator->script;
    bool done;
    script->own = rows->from.items[0];
    buffer_printf(script->out, ";\nCREATE TEMP TABLE %s AS ", table);
    done = script_add_statement(translator, rows, result);
    script->own = NULL;
    return done;
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
    struct scope unused = {0};
    const char *name;
    const struct relation *relation =
        from_changed_table(translator, &unused, change, &name);
    bool done;
    if (!relation)
        return false;
    from[0] = change->table;
    for (uint32_t i = 0; i < change->from.n; i++)
        from[i + 1] = change->from.items[i];
    rows.from = (struct pg_nodes){change->from.n + 1, from};
    rows.with = change->with;
    rows.is_recursive = change->is_recursive;
    rows.where = change->where;
    translator->is_random = false;
    done = add_returned(translator, table, &rows, result);
    if (change->from.n)
        buffer_printf(translator->script->out, " GROUP BY %s.%s", relation->sql,
                      scope_rowid(translator, relation));
    if (translator->is_random)
        translator_refuse(translator, "random values in a DELETE of a WITH");
    return done && add_bare(translator, change);
}

/* Triggers that remember the rows; a row may be changed twice. */
struct catcher {
    const char *table, *rows, *rowid;
    const char *insert, *update; /* the triggers; NULL: none */
};

static void add_trigger(struct translator *translator,
                        const struct catcher *catcher, const char *name,
                        const char *event)
{
    if (name)
        buffer_printf(translator->script->out,
                      ";\nCREATE TEMP TRIGGER %s AFTER %s ON %s BEGIN INSERT "
                      "INTO %s SELECT NEW.%s WHERE NEW.%s NOT IN (SELECT _at "
                      "FROM %s); END",
                      name, event, catcher->table, catcher->rows,
                      catcher->rowid, catcher->rowid, catcher->rows);
}

static void drop_trigger(struct translator *translator, const char *name)
{
    if (name)
        buffer_printf(translator->script->out, ";\nDROP TRIGGER temp.%s", name);
}

/* The triggers would take the rows that it cascades to for the change's own. */
static bool cascades_to_itself(struct translator *translator,
                               const struct pg_query *change)
{
    const struct table_lookup *tables = translator->query_context->tables;
    for (size_t i = 0; tables && i < tables->catalog->n_tables; i++) {
        const struct pg_table *table = tables->catalog->tables[i];
        if (strcmp(table->name.name, change->table->name.name) != 0)
            continue;
        for (size_t j = 0; j < table->n_constraints; j++)
            if (table->constraints[j].kind == CONSTRAINT_FOREIGN_KEY &&
                table->constraints[j].on_update > ACTION_RESTRICT &&
                !strcmp(table->constraints[j].parent.name, table->name.name))
                return true;
    }
    return false;
}

/* What they return is read as soon as they are done, in their order. */
static bool add_caught(struct translator *translator,
                       const struct pg_query *change, const char *table,
                       struct result *result)
{
    struct buffer *out = translator->script->out;
    bool is_insert = change->kind == QUERY_INSERT;
    bool updates = !is_insert || change->conflict_updates;
    struct catcher catcher = {.rows = new_table(translator, "changes_rows")};
    struct scope unused = {0};
    const struct relation *relation =
        from_changed_table(translator, &unused, change, &catcher.table);
    struct pg_query returning = returning_of(translator, change);
    if (!relation)
        return false;
    if (updates && cascades_to_itself(translator, change))
        translator_refuse(translator,
                          "RETURNING of a table that refers to itself with ON "
                          "UPDATE");
    catcher.rowid = scope_rowid(translator, relation);
    catcher.insert =
        is_insert ? query_new_name(translator, "changes_catch") : NULL;
    catcher.update =
        updates ? query_new_name(translator, "changes_catch") : NULL;
    buffer_printf(out, ";\nCREATE TEMP TABLE %s (_at INTEGER UNIQUE)",
                  catcher.rows);
    add_trigger(translator, &catcher, catcher.insert, "INSERT");
    add_trigger(translator, &catcher, catcher.update, "UPDATE");
    if (!add_bare(translator, change))
        return false;
    drop_trigger(translator, catcher.insert);
    drop_trigger(translator, catcher.update);
    /* Its subqueries would see the table as it is now. */
    changed_tables_add(translator, &translator->script->changed, change);
    if (!add_returned(translator, table, &returning, result))
        return false;
    buffer_printf(out,
                  " WHERE %s.%s IN (SELECT _at FROM temp.%s) ORDER BY (SELECT "
                  "_row.rowid FROM temp.%s AS _row WHERE _row._at = %s.%s)",
                  relation->sql, catcher.rowid, catcher.rows, catcher.rows,
                  relation->sql, catcher.rowid);
    return true;
}

static bool add_change(struct translator *translator,
                       const struct pg_query *change, const char *table,
                       struct result *result)
{
    if (change->kind == QUERY_DELETE)
        return add_delete(translator, change, table, result);
    if (change->kind == QUERY_UPDATE && change->from.n &&
        returning_is_of_all_tables(change))
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
    renamed = new_table(translator, "changes_with");
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
        table = new_table(translator, "changes_returned");
        if (!add_change(translator, change, table, &result) ||
            !script_name_columns(translator, cte, &table, &result))
            return false;
        script_name_table(translator, cte->text, table, &result);
    }
    changed_tables_add(translator, &translator->script->changed, change);
    return true;
}

/* ---- the order ---- */

/* The queries of the WITH, which see those before them. */
struct members {
    const struct pg_query *query;
    bool *needs_change; /* it is a change, or reads what one returns */
    bool *is_needed;    /* by the query itself, or by another that is */
};

/* Does it need a change among the first n, by whatever it reads? */
static bool needs_change(const struct members *members,
                         const struct pg_query *query, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (members->needs_change[i] &&
            tree_names_table(query, members->query->with.items[i]->text))
            return true;
    return false;
}

/* PostgreSQL runs the changes that the query does not need behind it. */
static bool is_needed(const struct members *members,
                      const struct pg_query *last, uint32_t at)
{
    const struct pg_nodes *with = &members->query->with;
    const char *name = with->items[at]->text;
    if (tree_names_table(last, name))
        return true;
    for (uint32_t i = at + 1; i < with->n; i++)
        if (members->is_needed[i] &&
            tree_names_table(with->items[i]->query, name))
            return true;
    return false;
}

static struct members find_members(struct translator *translator,
                                   const struct pg_query *query,
                                   const struct pg_query *last)
{
    struct arena *arena = translator->context->arena;
    uint32_t n = query->with.n;
    struct members members = {query, arena_alloc(arena, n * sizeof(bool)),
                              arena_alloc(arena, n * sizeof(bool))};
    for (uint32_t i = 0; i < n; i++) {
        const struct pg_query *one = query->with.items[i]->query;
        members.needs_change[i] =
            query_is_change(one) || needs_change(&members, one, i);
    }
    for (uint32_t i = n; i-- > 0;)
        members.is_needed[i] = is_needed(&members, last, i);
    return members;
}

/* A member of a UNION that needs no change is computed before them: it is what
 * finds the row that was there already. */
static const struct pg_query *hoisted(struct translator *translator,
                                      const struct members *members,
                                      const struct pg_query *part)
{
    struct pg_query *copy =
        arena_alloc(translator->context->arena, sizeof *copy);
    const char *name;
    if (needs_change(members, part, members->query->with.n)) {
        if (part->kind != QUERY_SET)
            return part;
        *copy = *part;
        copy->left = hoisted(translator, members, part->left);
        copy->right = hoisted(translator, members, part->right);
        return copy;
    }
    name = query_new_name(translator, "member");
    *copy = script_all_of(translator, name, part->at);
    script_add_plain(
        translator,
        &(struct pg_node){
            .kind = NODE_CTE, .at = part->at, .text = name, .query = part},
        false);
    return copy;
}

static void add_member(struct translator *translator,
                       const struct pg_query *query, uint32_t at)
{
    if (query_is_change(query->with.items[at]->query))
        add_changing(translator, query->with.items[at]);
    else
        script_add_plain(translator, query->with.items[at],
                         query->is_recursive);
}

/* What needs no change, what the query needs, itself, and the rest. */
static bool add_steps(struct translator *translator,
                      const struct pg_query *query, struct result *result)
{
    struct pg_query last = *query;
    struct members members;
    last.with = (struct pg_nodes){0, NULL};
    members = find_members(translator, query, &last);
    for (uint32_t i = 0; i < query->with.n && !translator->reason; i++)
        if (!members.needs_change[i])
            add_member(translator, query, i);
    if (query->kind == QUERY_SET && !translator->reason) {
        last.left = hoisted(translator, &members, query->left);
        last.right = hoisted(translator, &members, query->right);
    }
    for (uint32_t i = 0; i < query->with.n && !translator->reason; i++)
        if (members.needs_change[i] && members.is_needed[i])
            add_member(translator, query, i);
    buffer_add_text(translator->script->out, ";\n");
    if (translator->reason || !script_add_statement(translator, &last, result))
        return false;
    if (query_is_change(query))
        changed_tables_add(translator, &translator->script->changed, query);
    for (uint32_t i = 0; i < query->with.n && !translator->reason; i++)
        if (members.needs_change[i] && !members.is_needed[i])
            add_member(translator, query, i);
    return !translator->reason;
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
    /* PostgreSQL looks at foreign keys at the statement's end. */
    buffer_add_text(out, "SAVEPOINT _changes;\nPRAGMA defer_foreign_keys = ON");
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
