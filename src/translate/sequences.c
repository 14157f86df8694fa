#include "translate/sequences.h"

#include <stdbool.h>
#include <string.h>

#include "sqlite/schema.h"
#include "translate/names.h"

/* PostgreSQL's names have at most 63 bytes; of a longer one it shortens the
 * longer of its parts first. */
enum { MAX_NAME = 63 };

static const char *usual_name(struct arena *arena, const char *table,
                              const char *column)
{
    size_t table_length = strlen(table), column_length = strlen(column);
    while (table_length + column_length + strlen("__seq") > MAX_NAME) {
        if (table_length > column_length)
            table_length--;
        else
            column_length--;
    }
    return arena_printf(arena, "%.*s_%.*s_seq", (int)table_length, table,
                        (int)column_length, column);
}

/* A table of the database as PostgreSQL knows it: without its schema. */
static const char *name_in_schema(struct arena *arena, const char *schema,
                                  const char *table)
{
    const char *prefix = name_table(arena, schema, "");
    size_t length = strlen(prefix);
    return strncmp(table, prefix, length) == 0 ? table + length : NULL;
}

static const char *id_column(const struct lite_table *table)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (table->columns[i].is_rowid)
            return table->columns[i].name;
    return "";
}

static const char *find_in_schema(struct plans *plans,
                                  const struct pg_sequence *sequence)
{
    for (size_t i = 0; i < plans->schema->n_tables; i++) {
        const struct lite_table *table = &plans->schema->tables[i];
        const char *name;
        if (!table->autoincrement)
            continue;
        name = name_in_schema(&plans->arena, sequence->schema, table->name);
        if (name &&
            !strcmp(usual_name(&plans->arena, name, id_column(table)),
                    sequence->name) &&
            selection_wants(plans->selection, sequence->schema, name))
            return table->name;
    }
    return NULL;
}

/* t of t_<anything>_seq */
static bool could_belong(const char *sequence, const char *table)
{
    size_t length = strlen(table), whole = strlen(sequence);
    return whole > length + 5 && !memcmp(sequence, table, length) &&
           sequence[length] == '_' && !strcmp(sequence + whole - 4, "_seq");
}

static const char *find_in_plans(const struct plans *plans,
                                 const struct pg_sequence *sequence)
{
    const struct plan *best = NULL;
    for (size_t i = 0; i < plans->n_items; i++) {
        const struct plan *plan = plans->items[i];
        if (plan && plan->kind == PLAN_ROWS &&
            !strcmp(plan->source->schema, sequence->schema) &&
            could_belong(sequence->name, plan->source->table) &&
            (!best ||
             strlen(plan->source->table) > strlen(best->source->table)))
            best = plan;
    }
    return best ? best->target.table : NULL;
}

/* A table without rows does not show in a dump of rows: take the name up to
 * the column, which is one word as a rule. */
static const char *guess(struct plans *plans,
                         const struct pg_sequence *sequence)
{
    size_t length = strlen(sequence->name);
    const char *table;
    if (length < 6 || strcmp(sequence->name + length - 4, "_seq") != 0)
        return NULL;
    for (length -= 4; length && sequence->name[length - 1] != '_'; length--) {
    }
    if (length < 2)
        return NULL;
    table = arena_copy(&plans->arena, sequence->name, length - 1);
    if (!selection_wants(plans->selection, sequence->schema, table))
        return NULL;
    return name_table(&plans->arena, sequence->schema, table);
}

static const char *find_by_column(struct plans *plans,
                                  const struct pg_sequence *sequence)
{
    const char *name =
        name_table(&plans->arena, sequence->schema, sequence->name);
    const struct lite_table *table =
        plans->schema ? lite_find_table(plans->schema, name) : NULL;
    if (!plans->schema)
        return name;
    return table && table->autoincrement ? table->name : NULL;
}

const char *sequence_table(struct plans *plans,
                           const struct pg_sequence *sequence)
{
    const char *table;
    if (sequence->column)
        return find_by_column(plans, sequence);
    if (plans->schema)
        return find_in_schema(plans, sequence);
    table = find_in_plans(plans, sequence);
    return table ? table : guess(plans, sequence);
}
