#include "report/report_tables.h"

#include <string.h>

#include "schema/selection.h"

static bool is_from(const struct plan *plan, struct pg_name name)
{
    return plan && !strcmp(plan->source->table, name.name) &&
           !strcmp(plan->source->schema, name.schema);
}

/* Plans have counted what was converted; before a conversion only the survey
 * has. */
static void count(const struct contents *contents, struct reported_table *table)
{
    const struct plans *plans = &contents->plans;
    if (plans->n_items == 0) {
        survey_count(&contents->survey, table->name, &table->rows,
                     &table->bytes);
        return;
    }
    for (size_t i = 0; i < plans->n_items; i++) {
        if (!is_from(plans->items[i], table->name))
            continue;
        table->rows += plans->items[i]->rows;
        table->bytes += plans->items[i]->bytes;
        table->seconds += plans->items[i]->seconds;
    }
}

/* "trigger of shop.orders", "orders.total": not "reorders", not "orders2". */
static bool is_named(const char *text, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = text; length && (at = strstr(at, name)); at++)
        if ((at == text || at[-1] == ' ') &&
            (!at[length] || strchr(". ,(", at[length])))
            return true;
    return false;
}

/* Entries name tables as PostgreSQL does or, for values, as SQLite does. */
static void find_remarks(const struct report *report, struct arena *arena,
                         struct reported_table *table)
{
    enum { MAX_ENTRIES = 1000 }; /* looked at for each table */
    const char *name =
        arena_printf(arena, "%s.%s", table->name.schema, table->name.name);
    for (size_t i = 0; i < report->n_entries && i < MAX_ENTRIES; i++) {
        const char *text = report->entries[i].name;
        if (!is_named(text, name) &&
            !(table->becomes && is_named(text, table->becomes)))
            continue;
        if (!table->remarks)
            table->first_remark = i;
        table->remarks++;
    }
}

static struct reported_table defined_table(const struct contents *contents,
                                           const struct table_map *map)
{
    struct reported_table table = {
        .name = map->name, .map = map, .columns = map->flat->n_columns};
    if (map->table)
        table.becomes = map->table->name;
    else
        table.reason = map->reason;
    count(contents, &table);
    return table;
}

/* Rows without a definition. */
static struct reported_table planned_table(const struct contents *contents,
                                           const struct plan *plan)
{
    static const char *const reasons[] = {
        [PLAN_LEFT_OUT] = "not selected",
        [PLAN_OF_EXTENSION] = "an extension's table, not defined in the dump",
        [PLAN_BOOKKEEPING] = "the database keeps its own account of migrations",
        [PLAN_MISSING] = "the database has no such table",
        [PLAN_MISMATCHED] = "the database has not such columns"};
    struct reported_table table = {
        .name = {plan->source->schema, plan->source->table},
        .columns = plan->n_columns};
    table.reason = reasons[plan->kind];
    if (plan->kind == PLAN_ROWS)
        table.becomes = plan->target.table;
    count(contents, &table);
    return table;
}

/* Of rows alone. */
static bool is_surveyed(const struct contents *contents,
                        const struct survey_target *target)
{
    return target->known && !target->table &&
           selection_wants(contents->plans.selection, target->name.schema,
                           target->name.name);
}

static struct reported_table surveyed_table(const struct survey_target *target)
{
    return (struct reported_table){.name = target->name,
                                   .columns = target->n_values,
                                   .rows = target->rows,
                                   .bytes = target->bytes};
}

struct visit {
    visit_table *function;
    struct buffer *out;
    const struct report *report;
    struct arena names;
    bool is_first;
};

static void visit_next(struct visit *visit, struct reported_table table)
{
    arena_reset(&visit->names);
    find_remarks(visit->report, &visit->names, &table);
    visit->function(visit->out, &table, visit->is_first);
    visit->is_first = false;
}

/* Defined tables first, then those that only have rows. */
void report_tables(const struct contents *contents, visit_table *function,
                   struct buffer *out)
{
    const struct survey *survey = &contents->survey;
    const struct plans *plans = &contents->plans;
    struct visit visit = {.function = function,
                          .out = out,
                          .report = &contents->report,
                          .is_first = true};
    for (size_t i = 0; i < contents->tables.n_maps; i++)
        if (contents->tables.maps[i].is_selected)
            visit_next(&visit,
                       defined_table(contents, &contents->tables.maps[i]));
    if (plans->n_items == 0)
        for (size_t i = 0; i < survey->n_targets; i++)
            if (is_surveyed(contents, &survey->targets[i]))
                visit_next(&visit, surveyed_table(&survey->targets[i]));
    for (size_t i = 0; i < plans->n_items && !plans->defined; i++)
        if (plans->items[i] && plans->items[i]->is_first)
            visit_next(&visit, planned_table(contents, plans->items[i]));
    arena_release(&visit.names);
}
