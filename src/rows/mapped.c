#include "rows/mapped.h"

#include <sqlite3.h>
#include <string.h>

#include "rows/pair.h"

/* ---- names ---- */

const char *mapped_table(struct plans *plans, const char *schema,
                         const char *table)
{
    return mapping_name_table(selection_mapping(plans->selection),
                              &plans->arena, schema, table);
}

/* A constant takes the place of a value. */
const char *mapped_column(struct plans *plans, struct pg_name table,
                          const char *column)
{
    struct mapping *mapping = selection_mapping(plans->selection);
    const char *name =
        mapping_column(mapping, table.schema, table.name, column);
    if (!name)
        name = column;
    return mapping_skips(mapping, table.schema, table.name, column) ||
                   mapping_sets(mapping, table.schema, table.name, name)
               ? NULL
               : name;
}

bool mapped_check_names(const struct plans *plans, const struct plan *plan,
                        struct failure *failure)
{
    const struct pg_target *source = plan->source;
    return !mapping_touches(selection_mapping(plans->selection), source->schema,
                            source->table) ||
           fail(failure,
                "--map has lines for columns of %s.%s, and nothing names the "
                "columns of this row: dump with --column-inserts, or let the "
                "definitions stand before the rows (pgdecant SCHEMA.sql "
                "ROWS.sql)",
                source->schema, source->table);
}

/* ---- columns ---- */

/* As a value of the column is stored, if it is written as PostgreSQL would;
 * what stays a text has to be one of the column's. Numbers are looked at below.
 */
static bool convert_constant(struct plans *plans,
                             const struct lite_column *column,
                             struct lite_value *value)
{
    struct pair pair = pair_find(column, NULL, NULL, plans->client);
    struct codec_call call = {.arena = &plans->arena};
    struct lite_value text = lite_decoded(&plans->arena, value), stored;
    if ((pair.codec->convert &&
         pair.codec->convert(&call, text.bytes, text.length, &stored)) ||
        (pair.moment &&
         pair.moment->convert(&call, text.bytes, text.length, &stored))) {
        *value = stored;
        return true;
    }
    return pair.fit == FIT_NUMBER || pair.fit == FIT_BIGINT ||
           fit_text(pair.fit, text.bytes, text.length);
}

/* SQLite would store a text there, and find it as nothing. */
static bool takes_constant(const struct lite_column *column,
                           const struct lite_value *value)
{
    return value->kind != LITE_TEXT || column->affinity == AFFINITY_TEXT ||
           column->affinity == AFFINITY_BLOB ||
           (column->affinity == AFFINITY_NUMERIC && !column->is_rowid);
}

static bool settle_constant(struct plans *plans, const struct plan *plan,
                            struct map_constant *constant,
                            struct failure *failure)
{
    const struct lite_column *column =
        lite_find_column(plan->target.known, constant->column);
    if (!column)
        return fail(failure, "%s: the table %s has no column '%s' to set%s",
                    constant->place, plan->target.table, constant->column,
                    plans->must_exist
                        ? ""
                        : "; a new one has the dump's columns, and no others");
    if (constant->value.kind == LITE_TEXT &&
        !convert_constant(plans, column, &constant->value))
        return fail(failure, "%s: this is no value of %s.%s, which is %s",
                    constant->place, plan->target.table, column->name,
                    column->type);
    return takes_constant(column, &constant->value) ||
           fail(failure, "%s: %s.%s holds numbers; set it to one",
                constant->place, plan->target.table, column->name);
}

static bool mapped_add_constants(struct plans *plans, struct pg_name table,
                                 struct plan *plan, struct failure *failure)
{
    struct mapping *mapping = selection_mapping(plans->selection);
    struct mapped *mapped = plan->mapped;
    const struct map_constant *line;
    size_t at = 0;
    while ((line = mapping_next(mapping, table.schema, table.name, &at))) {
        struct map_constant constant = *line;
        if (plan->target.known &&
            !settle_constant(plans, plan, &constant, failure))
            return false;
        mapping_sets(mapping, table.schema, table.name, constant.column);
        arena_grow(&plans->arena, &mapped->constants, &mapped->capacity,
                   mapped->n_constants + 1, sizeof *mapped->constants);
        mapped->constants[mapped->n_constants++] = constant;
    }
    return true;
}

/* Of two values for one column SQLite would take one, in silence. */
static bool check_names(const struct plan *plan, struct failure *failure)
{
    const struct lite_target *target = &plan->target;
    for (size_t i = 0; i < target->n_columns; i++)
        for (size_t j = 0; j < i; j++)
            if (!sqlite3_stricmp(target->columns[i], target->columns[j]))
                return fail(failure, "--map gives two values for %s.%s",
                            target->table, target->columns[i]);
    return true;
}

static void set_columns(struct plans *plans, struct plan *plan)
{
    struct mapped *mapped = plan->mapped;
    size_t n = plan->n_columns + mapped->n_constants, at = 0;
    const char **columns = arena_alloc(&plans->arena, n * sizeof *columns);
    for (size_t i = 0; i < plan->n_columns; i++)
        if (mapped->names[i])
            columns[at++] = mapped->names[i];
    for (size_t i = 0; i < mapped->n_constants; i++)
        columns[at++] = mapped->constants[i].column;
    plan->target.columns = columns;
    plan->target.n_columns = at;
    plan->target.name_columns = true;
}

bool mapped_settle(struct plans *plans, struct pg_name table, struct plan *plan,
                   const char **names, struct failure *failure)
{
    plan->target.columns = names;
    plan->target.n_columns = plan->n_columns;
    if (!selection_mapping(plans->selection))
        return true;
    plan->mapped = arena_alloc(&plans->arena, sizeof *plan->mapped);
    *plan->mapped = (struct mapped){.table = table, .names = names};
    if (!mapped_add_constants(plans, table, plan, failure))
        return false;
    set_columns(plans, plan);
    return check_names(plan, failure);
}

struct lite_value *mapped_values(const struct plan *plan, struct arena *arena,
                                 const struct lite_value *values)
{
    const struct mapped *mapped = plan->mapped;
    struct lite_value *out =
        arena_alloc(arena, plan->target.n_columns * sizeof *out);
    size_t at = 0;
    for (size_t i = 0; i < plan->n_columns; i++)
        if (mapped->names[i])
            out[at++] =
                values ? values[i] : (struct lite_value){.kind = LITE_DEFAULT};
    for (size_t i = 0; i < mapped->n_constants; i++)
        out[at++] = mapped->constants[i].value;
    return out;
}

/* ---- what the lines have done ---- */

/* Tables without rows are known all the same. */
void mapped_know(const struct plans *plans, const struct pg_catalog *catalog)
{
    struct mapping *mapping = selection_mapping(plans->selection);
    for (size_t i = 0; mapping && i < catalog->n_tables; i++) {
        const struct pg_table *table = catalog->tables[i];
        struct pg_name name = table->name;
        mapping_table(mapping, name.schema, name.name);
        for (size_t j = 0; j < table->n_columns; j++) {
            mapping_column(mapping, name.schema, name.name,
                           table->columns[j].name);
            mapping_skips(mapping, name.schema, name.name,
                          table->columns[j].name);
        }
    }
}

void mapped_count(const struct plans *plans)
{
    for (size_t i = 0; i < plans->n_items; i++) {
        const struct plan *plan = plans->items[i];
        if (plan && plan->mapped)
            mapping_count(selection_mapping(plans->selection),
                          plan->mapped->table.schema, plan->mapped->table.name,
                          plan->rows);
    }
}

/* ---- what only one side has ---- */

static bool has_name(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (!sqlite3_stricmp(names[i], name))
            return true;
    return false;
}

/* Would a row without a value for it be refused? */
static bool wants_value(const struct lite_column *column)
{
    return column->not_null && !column->default_sql && !column->generated &&
           !column->is_rowid;
}

/* In quotes where SQL would read it in lower case. */
static void mapped_add_name(struct buffer *out, const char *name)
{
    bool is_plain =
        strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name);
    buffer_add_text(out, is_plain ? "" : "\"");
    for (; *name; name++)
        buffer_printf(out, *name == '"' ? "%c\"" : "%c", *name);
    buffer_add_text(out, is_plain ? "" : "\"");
}

/* As a line of --map names it. */
static void mapped_add_path(struct buffer *out, struct pg_name table,
                            const char *column)
{
    mapped_add_name(out, table.schema);
    buffer_add_byte(out, '.');
    mapped_add_name(out, table.name);
    buffer_add_byte(out, '.');
    mapped_add_name(out, column);
}

static void add_surplus(struct buffer *out, const struct mapped_columns *both,
                        const struct plan *plan, size_t at)
{
    buffer_printf(out, "%s%s has no column '%s' (skip column ",
                  out->size ? "; " : "", plan->target.table, both->names[at]);
    mapped_add_path(out, both->table, both->sources[at]);
    buffer_add_text(out, ", or column ");
    mapped_add_path(out, both->table, both->sources[at]);
    buffer_add_text(out, " -> NAME)");
}

static void add_unfilled(struct buffer *out, const struct mapped_columns *both,
                         const struct plan *plan, const char *column)
{
    buffer_printf(out,
                  "%snothing fills %s.%s, which is NOT NULL without a default "
                  "(set column ",
                  out->size ? "; " : "", plan->target.table, column);
    mapped_add_path(out, both->table, column);
    buffer_add_text(out, " = VALUE)");
}

void mapped_compare(struct buffer *out, const struct mapped_columns *both,
                    const struct plan *plan)
{
    const struct lite_table *known = plan->target.known;
    const struct lite_target *target = &plan->target;
    for (size_t i = 0; i < plan->n_columns; i++)
        if (both->names[i] && !lite_find_column(known, both->names[i]))
            add_surplus(out, both, plan, i);
    for (size_t i = 0; i < known->n_columns; i++)
        if (wants_value(&known->columns[i]) &&
            !has_name(target->columns, target->n_columns,
                      known->columns[i].name))
            add_unfilled(out, both, plan, known->columns[i].name);
}
