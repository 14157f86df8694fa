/* Triggers, where what their function does can be said in SQLite and is the
 * same there:
 *
 *   BEFORE INSERT or UPDATE, NEW.column := now() or a constant
 *                      an AFTER trigger that sets the column
 *   AFTER a row, INSERT ... VALUES, UPDATE or DELETE of another table, with
 *   values of NEW and OLD
 *                      the same statements
 *
 * All others are reported. */
#include <string.h>
#include <strings.h>

#include "postgres/parser.h"
#include "postgres/tokens.h"
#include "schema/schema_internal.h"
#include "sqlite/quote.h"
#include "sqlite/trial.h"
#include "translate/query.h"
#include "translate/scope.h"

enum { MAX_STATEMENTS = 16 };

struct trigger_builder {
    struct schema *schema;
    struct arena *arena;
    struct trial *trial;
    const struct pg_trigger *trigger;
    struct table_map *map;
    const char *table; /* quoted */
    const char *reason;

    /* what the function does */
    struct buffer body;  /* of the trigger in SQLite */
    struct buffer guard; /* what WHEN has to say besides */
    size_t n_assignments, n_statements;
};

/* The first reason is the one that is told. */
static bool trigger_refuse(struct trigger_builder *builder, const char *reason)
{
    if (!builder->reason)
        builder->reason = reason;
    return false;
}

/* ---- reading the function ---- */

/* new.column := or = */
static bool is_assignment(const struct pg_token_text *tokens, size_t n)
{
    return n > 4 && token_is_word(&tokens[0], "new") &&
           token_is_byte(&tokens[1], '.') &&
           (tokens[3].kind == PG_TOKEN_ASSIGN ||
            token_is_byte(&tokens[3], '='));
}

/* The tokens as a statement; `before` is put in front. */
static const struct pg_query *trigger_parse(struct trigger_builder *builder,
                                            const struct pg_token_text *tokens,
                                            size_t n, const char *before)
{
    struct pg_catalog nothing = {.n_tables = 0};
    struct pg_parser parser = {.arena = builder->arena,
                               .catalog = &nothing,
                               .search_schema = "public",
                               .text = ""};
    struct pg_token_text *all =
        arena_alloc(builder->arena, (n + 1) * sizeof *all);
    size_t count = 0;
    const char *problem;
    if (before)
        all[count++] = (struct pg_token_text){PG_TOKEN_IDENTIFIER, 0, before};
    for (size_t i = 0; i < n; i++) {
        all[count] = tokens[i];
        all[count++].at = 0;
    }
    problem = parser_statement(&parser, all, count);
    catalog_release(&nothing);
    return problem ? NULL : parser.query;
}

/* ---- NEW.column := ... ---- */

/* The guard keeps the AFTER trigger's own UPDATE from firing it for ever. */
static void trigger_add_assignment(struct trigger_builder *builder,
                                   const char *column, const char *sql)
{
    const char *name = quoted_identifier(builder->arena, column);
    buffer_printf(&builder->body, "%s%s = %s",
                  builder->n_assignments ? ", " : "", name, sql);
    buffer_printf(&builder->guard, "%sNEW.%s IS NOT %s",
                  builder->n_assignments ? " OR " : "", name, sql);
    builder->n_assignments++;
}

/* A BEFORE trigger's value becomes an UPDATE of the row, so it must not matter
 * that the row was there without it. */
static bool assign(struct trigger_builder *builder,
                   const struct pg_token_text *tokens, size_t n)
{
    const struct pg_trigger *trigger = builder->trigger;
    const struct table_map *map = builder->map;
    ptrdiff_t at = table_column(map, tokens[2].text);
    const struct pg_query *query =
        trigger_parse(builder, tokens + 4, n - 4, "select");
    struct expression_context context =
        table_context(builder->schema, builder->map);
    struct expression_default value;
    if (at < 0 || !query || query->kind != QUERY_SELECT ||
        query->targets.n != 1 || query->from.n)
        return trigger_refuse(builder,
                              "its function assigns more than a value");
    if (trigger->timing != TRIGGER_BEFORE || trigger->events & EVENT_DELETE)
        return trigger_refuse(builder, "its function changes the row too late");
    if (trigger->events & EVENT_INSERT && map->flat->columns[at].not_null &&
        !map->flat->columns[at].default_value)
        return trigger_refuse(builder,
                              "its function fills a column that must not "
                              "be NULL before");
    value = expression_default(&context, query->targets.items[0]->left,
                               map->types[at]);
    if (!value.sql)
        return trigger_refuse(
            builder,
            arena_printf(builder->arena,
                         "its function assigns what is no constant "
                         "and no time: %s",
                         value.reason ? value.reason : "not understood"));
    trigger_add_assignment(builder, map->columns[at], value.sql);
    return true;
}

/* ---- statements ---- */

/* NEW and OLD are rows of the trigger's table. */
static struct relation *add_record(struct scope *scope, const char *name,
                                   const struct expression_context *context)
{
    scope->relations[scope->n] = (struct relation){.name = name,
                                                   .sql = name,
                                                   .columns = context->columns,
                                                   .n = context->n_columns,
                                                   .is_trigger_row = true};
    return &scope->relations[scope->n++];
}

/* NEW and OLD where there are such. */
static struct scope *records(struct trigger_builder *builder)
{
    struct expression_context context =
        table_context(builder->schema, builder->map);
    struct scope *scope = arena_alloc(builder->arena, sizeof *scope);
    unsigned events = builder->trigger->events;
    *scope = (struct scope){
        .relations = arena_alloc(builder->arena, 2 * sizeof *scope->relations)};
    if (!(events & EVENT_DELETE))
        add_record(scope, "new", &context);
    if (!(events & EVENT_INSERT))
        add_record(scope, "old", &context);
    return scope;
}

static struct query_context
trigger_query_context_of(struct trigger_builder *builder,
                         const struct table_lookup *tables)
{
    struct schema *schema = builder->schema;
    struct query_context query_context = {.tables = tables,
                                          .views = schema->views,
                                          .outer = records(builder),
                                          .has_no_subqueries = true,
                                          .arrays = schema->policies->arrays,
                                          .dialect = schema->policies->dialect};
    if (!query_context.dialect.version)
        query_context.dialect.version = DIALECT_VERSION;
    return query_context;
}

/* What another table gets does not depend on when it gets it. */
static bool trigger_change(struct trigger_builder *builder,
                           const struct pg_token_text *tokens, size_t n)
{
    const struct pg_query *query = trigger_parse(builder, tokens, n, NULL);
    struct table_lookup tables = schema_lookup(builder->schema);
    struct query_context query_context =
        trigger_query_context_of(builder, &tables);
    struct query_translation translation;
    const char *own = builder->trigger->table.name;
    /* Only INSERT, UPDATE and DELETE are known; SELECT, and what does not
     * parse, is refused. */
    if (!query || query->kind < QUERY_INSERT)
        return trigger_refuse(builder, "its function does more than SQLite's "
                                       "triggers can say");
    if (builder->trigger->timing != TRIGGER_AFTER)
        return trigger_refuse(builder,
                              "its function changes tables before the row "
                              "is there");
    if (!strcmp(query->table->name.name, own) || query->from.n ||
        query->with.n || query->targets.n ||
        (query->source && query->source->kind != QUERY_VALUES))
        return trigger_refuse(builder,
                              "its function reads what may be changed");
    translation = query_translate(builder->arena, &query_context, query, NULL);
    if (!translation.sql)
        return trigger_refuse(builder, translation.reason);
    buffer_printf(&builder->body, "    %s;\n", translation.sql);
    builder->n_statements++;
    return true;
}

/* END and RETURN frame the body, and say nothing. */
static bool trigger_take(struct trigger_builder *builder,
                         const struct pg_token_text *tokens, size_t n)
{
    bool returns =
        n == 2 && token_is_word(&tokens[0], "return") &&
        (token_is_word(&tokens[1], "new") || token_is_word(&tokens[1], "old") ||
         tokens[1].kind == PG_TOKEN_IDENTIFIER);
    if (n == 1 && token_is_word(&tokens[0], "end"))
        return true;
    if (returns && (token_is_word(&tokens[1], "new") ||
                    builder->trigger->timing == TRIGGER_AFTER))
        return true;
    if (is_assignment(tokens, n))
        return assign(builder, tokens, n);
    return trigger_change(builder, tokens, n);
}

/* BEGIN ... END of statements; DECLARE, IF and loops are no statements of SQL.
 */
static bool read_body(struct trigger_builder *builder, const char *text)
{
    const char *problem;
    size_t n = 0, start = 1;
    struct pg_token_text *tokens =
        tokens_of_text(builder->arena, text, &n, &problem);
    if (!tokens || n < 4 || !token_is_word(&tokens[0], "begin"))
        return trigger_refuse(builder, "its function does more than SQLite's "
                                       "triggers can say");
    for (size_t i = 1; i <= n; i++) {
        bool ends = i == n || token_is_byte(&tokens[i], ';');
        if (!ends)
            continue;
        if (i > start && !trigger_take(builder, tokens + start, i - start))
            return false;
        start = i + 1;
    }
    if (builder->n_assignments && builder->n_statements)
        return trigger_refuse(builder,
                              "its function changes the row and others");
    return builder->n_assignments + builder->n_statements > 0 ||
           trigger_refuse(builder, "its function does nothing");
}

/* ---- the trigger ---- */

/* The trigger's own WHEN, and the guard. */
static bool add_when(struct trigger_builder *builder, struct buffer *out)
{
    const struct pg_node *when = builder->trigger->when;
    struct table_lookup tables = schema_lookup(builder->schema);
    struct query_context query_context =
        trigger_query_context_of(builder, &tables);
    struct query_translation translation;
    bool both = when && builder->guard.size;
    if (!when && !builder->guard.size)
        return true;
    buffer_add_text(out, "\nWHEN ");
    if (when) {
        translation =
            query_translate_expression(builder->arena, &query_context, when);
        if (!translation.sql)
            return trigger_refuse(builder, translation.reason);
        buffer_printf(out, both ? "(%s) AND (" : "%s", translation.sql);
    }
    if (builder->guard.size)
        buffer_add_text(out, buffer_text(&builder->guard));
    buffer_add_text(out, both ? ")" : "");
    return true;
}

static void trigger_add_columns(struct trigger_builder *builder,
                                struct buffer *out, enum pg_event event)
{
    const struct pg_names *columns = builder->trigger->columns;
    for (size_t i = 0; event == EVENT_UPDATE && columns && i < columns->n; i++)
        buffer_printf(out, "%s%s", i ? ", " : " OF ",
                      quoted_identifier(builder->arena, columns->items[i]));
}

/* By rowid: keys may be what was changed. */
static void trigger_add_body(struct trigger_builder *builder,
                             struct buffer *out)
{
    if (builder->n_assignments)
        buffer_printf(out,
                      "BEGIN\n    UPDATE %s SET %s WHERE rowid = "
                      "NEW.rowid;\nEND",
                      builder->table, buffer_text(&builder->body));
    else
        buffer_printf(out, "BEGIN\n%sEND", buffer_text(&builder->body));
}

/* SQLite's triggers have one event each. */
static bool make_for(struct trigger_builder *builder, enum pg_event event,
                     const char *word)
{
    struct schema *schema = builder->schema;
    struct buffer out = {0};
    const char *name = quoted_identifier(
        builder->arena, schema_name(schema, builder->trigger->name));
    const char *sql;
    bool done;
    buffer_printf(&out, "CREATE TRIGGER %s AFTER %s", name, word);
    trigger_add_columns(builder, &out, event);
    buffer_printf(&out, " ON %s FOR EACH ROW", builder->table);
    done = add_when(builder, &out);
    buffer_add_byte(&out, '\n');
    trigger_add_body(builder, &out);
    sql = arena_copy(&schema->arena, out.bytes, out.size);
    buffer_release(&out);
    if (done && !trial_run(builder->trial, sql))
        done = trigger_refuse(
            builder, arena_printf(builder->arena, "SQLite does not take it: %s",
                                  builder->trial->problem));
    if (done)
        schema_add(&schema->after, sql, name);
    return done;
}

/* All of its events, or none. */
static bool trigger_make(struct trigger_builder *builder)
{
    size_t before = builder->schema->after.n;
    static const struct {
        enum pg_event event;
        const char *word;
    } events[] = {{EVENT_INSERT, "INSERT"},
                  {EVENT_UPDATE, "UPDATE"},
                  {EVENT_DELETE, "DELETE"}};
    for (size_t i = 0; i < COUNT_OF(events); i++)
        if (builder->trigger->events & events[i].event &&
            !make_for(builder, events[i].event, events[i].word)) {
            builder->schema->after.n = before;
            return false;
        }
    return true;
}

/* Before the body is read. */
static const char *why_not(const struct trigger_builder *builder,
                           const struct pg_function *function)
{
    const struct pg_trigger *trigger = builder->trigger;
    if (!builder->map || !builder->map->table ||
        builder->map->root != builder->map)
        return "its table is a view, a partition, or not in SQLite";
    if (trigger->is_disabled)
        return "it is disabled";
    if (!function || !function->body || !function->language ||
        strcasecmp(function->language, "plpgsql") != 0)
        return "the function that it calls is not in SQLite";
    if (!trigger->for_each_row || trigger->has_tables ||
        trigger->has_arguments || trigger->timing == TRIGGER_INSTEAD ||
        trigger->events & EVENT_TRUNCATE)
        return "SQLite's triggers are for single rows of tables, without "
               "arguments";
    return NULL;
}

/* The update that sets a column would fire the others. */
static bool has_company(const struct trigger_builder *builder)
{
    const struct pg_catalog *catalog = builder->schema->catalog;
    const struct pg_trigger *trigger = builder->trigger;
    for (size_t i = 0; i < catalog->n_triggers; i++) {
        const struct pg_trigger *other = catalog->triggers[i];
        if (other != trigger && other->table.name && !other->is_disabled &&
            catalog_is_same(other->table, trigger->table) &&
            other->timing != trigger->timing &&
            (other->events & trigger->events || other->events & EVENT_UPDATE))
            return true;
    }
    return false;
}

/* Either all of the trigger is said, or none of it. */
static void handle(struct schema *schema, struct trial *trial,
                   const struct pg_trigger *trigger)
{
    struct trigger_builder builder = {.schema = schema,
                                      .arena = &schema->arena,
                                      .trial = trial,
                                      .trigger = trigger,
                                      .map =
                                          schema_find(schema, trigger->table)};
    struct pg_function *function =
        catalog_function(schema->catalog, trigger->function);
    builder.reason = why_not(&builder, function);
    if (!builder.reason && has_company(&builder))
        builder.reason =
            "the table has triggers BEFORE and AFTER, and what the "
            "first set would fire the others";
    if (!builder.reason) {
        builder.table =
            quoted_identifier(builder.arena, builder.map->table->name);
        if (read_body(&builder, function->body) && trigger_make(&builder))
            function->is_used = true;
    }
    if (builder.reason)
        report_add(schema->report, REPORT_DROPPED, trigger->location, "trigger",
                   arena_printf(builder.arena, "%s on %s", trigger->name,
                                schema_label(schema, trigger->table, NULL)),
                   "%s", builder.reason);
    buffer_release(&builder.body);
    buffer_release(&builder.guard);
}

/* Those that live on as triggers are not lost. */
static void report_functions(struct schema *schema)
{
    for (size_t i = 0; i < schema->catalog->n_functions; i++) {
        const struct pg_function *function = schema->catalog->functions[i];
        if (function->body && !function->is_used &&
            !(schema->selection && schema->selection->n_patterns))
            report_add(schema->report, REPORT_DROPPED, function->location,
                       "function", schema_label(schema, function->name, NULL),
                       "SQLite keeps no functions in a database");
    }
}

void triggers_make(struct schema *schema, struct trial *trial)
{
    const struct pg_catalog *catalog = schema->catalog;
    for (size_t i = 0; i < catalog->n_triggers; i++)
        if (catalog->triggers[i]->table.name &&
            schema_wants(schema, catalog->triggers[i]->table))
            handle(schema, trial, catalog->triggers[i]);
    report_functions(schema);
}
