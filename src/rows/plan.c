#include "rows/plan.h"

#include <search.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "rows/bookkeeping.h"
#include "rows/mapped.h"
#include "rows/match.h"
#include "rows/quick.h"
#include "schema/mapping.h"

/* ---- plans by the name of their table ---- */

static bool is_out(const struct plan *plan)
{
    return plan->kind == PLAN_LEFT_OUT || plan->kind == PLAN_OF_EXTENSION;
}

/* Tables that are left out have no name in SQLite that could collide. */
static int compare_names(const void *one, const void *other)
{
    const struct plan *a = one, *b = other;
    bool a_out = is_out(a), b_out = is_out(b);
    int order;
    if (a_out != b_out)
        return a_out ? 1 : -1;
    if (!a_out)
        return sqlite3_stricmp(a->target.table, b->target.table);
    order = strcmp(a->source->schema, b->source->schema);
    return order ? order : strcmp(a->source->table, b->source->table);
}

/* The first plan for the table of this one, which it may be. */
static struct plan *find_first(struct plans *plans, struct plan *plan)
{
    struct plan **found = tsearch(plan, &plans->by_name, compare_names);
    if (!found)
        fatal("out of memory");
    return *found;
}

/* ---- tables that the dump defines ---- */

static void allocate_columns(struct plans *plans, struct plan *plan,
                             size_t count)
{
    plan->n_columns = count;
    plan->columns = arena_alloc(&plans->arena, count * sizeof *plan->columns);
    for (size_t i = 0; i < count; i++)
        plan->columns[i] = (struct column_plan){.codec = &codecs[CODEC_ANY]};
}

/* Digits that a double does not hold are text. */
static const struct codec *codec_of(const struct value_type *type,
                                    const struct lite_column *column)
{
    return type->class == CLASS_NUMERIC && column->affinity == AFFINITY_TEXT
               ? &codecs[CODEC_TEXT]
               : type->codec;
}

/* A few bytes must not make millions. */
enum { MOST_FILLED = 10000 };

static size_t longest_of(const struct value_type *type)
{
    bool is_limited = (type_is_named(type, "character varying") ||
                       type_is_named(type, "character")) &&
                      type->source->n_modifiers == 1;
    return is_limited && type->source->modifiers[0] > 0
               ? (size_t)type->source->modifiers[0]
               : 0;
}

static void put_defined(struct plan *plan, const char **names, size_t at,
                        const struct table_map *map, size_t flat)
{
    struct column_plan *column = &plan->columns[at];
    size_t own = flat;
    if (map->root != map)
        own = (size_t)table_column(map->root, map->flat->columns[flat].name);
    match_put(plan, names, at, &map->table->columns[own]);
    column->type = map->types[flat];
    column->fit = column->type->fit;
    plan_set_codec(column, codec_of(column->type, column->column));
    column->longest = longest_of(column->type);
    column->is_filled = column->longest && column->longest <= MOST_FILLED &&
                        type_is_named(column->type, "character");
    column->is_zoned = type_is_named(column->type, "timestamp with time zone");
    column->is_zoneless =
        type_is_named(column->type, "timestamp without time zone");
    column->is_double = type_is_named(column->type, "double precision");
    column->is_exact = type_is_named(column->type, "numeric");
    column->form = numeric_form_of(column->type);
    column->has_own_scale = column->class == CLASS_NUMERIC &&
                            column->is_exact &&
                            column->type->source->n_modifiers == 0;
}

/* Columns that --map skips are not in the map, but in the rows. */
static const struct flat_table *all_columns(struct plans *plans,
                                            const struct table_map *map)
{
    return selection_mapping(plans->selection)
               ? flatten(&plans->arena, plans->defined->catalog, map->source)
               : map->flat;
}

/* Partitions may have their columns in another order than the whole. */
static bool match_defined(struct plans *plans, struct plan *plan,
                          const char **names, const struct table_map *map,
                          struct failure *failure)
{
    const struct pg_target *source = plan->source;
    const struct flat_table *all = all_columns(plans, map);
    if (!source->n_columns && plan->n_columns != all->n_columns)
        return fail(failure, "rows of %zu values for the %zu columns of %s.%s",
                    plan->n_columns, all->n_columns, source->schema,
                    source->table);
    for (size_t i = 0; i < plan->n_columns; i++) {
        const char *name =
            source->n_columns ? source->columns[i] : all->columns[i].name;
        ptrdiff_t flat = all == map->flat && !source->n_columns
                             ? (ptrdiff_t)i
                             : table_column(map, name);
        names[i] = NULL;
        if (!mapped_column(plans, map->root->name, name))
            continue;
        /* Rows of a partition go into the whole table, so the column has to be
         * there as well. */
        bool known = flat >= 0;
        if (known && map->root != map)
            known = table_column(map->root, map->flat->columns[flat].name) >= 0;
        if (!known)
            return fail(failure, "the table %s.%s has no column '%s'",
                        source->schema, source->table, name);
        put_defined(plan, names, i, map, (size_t)flat);
    }
    return true;
}

/* Do the values come in the order of the table's ordinary columns? */
static bool is_in_order(const struct plan *plan, const struct lite_table *table)
{
    size_t at = 0;
    for (size_t i = 0; i < table->n_columns; i++) {
        if (table->columns[i].generated)
            continue;
        if (at == plan->n_columns ||
            plan->columns[at].column != &table->columns[i])
            return false;
        at++;
    }
    return at == plan->n_columns;
}

/* Columns of the dump's own definition, so every one of them has a type. */
static bool match_columns_defined(struct plans *plans, struct plan *plan,
                                  const struct table_map *map,
                                  struct failure *failure)
{
    const char **names =
        arena_alloc(&plans->arena, plan->n_columns * sizeof *names);
    if (!match_defined(plans, plan, names, map, failure))
        return false;
    plan->target.name_columns = !is_in_order(plan, map->table);
    return mapped_settle(plans, map->root->name, plan, names, failure);
}

/* Ids that no row names are SQLite's, which counts from 1 by 1. */
static bool check_counting(const struct plans *plans, const struct plan *plan,
                           const struct table_map *map, struct failure *failure)
{
    const struct pg_catalog *catalog = plans->defined->catalog;
    if (!map->table->autoincrement)
        return true;
    for (size_t i = 0; i < plan->n_columns; i++)
        if (plan->columns[i].column && plan->columns[i].column->is_rowid)
            return true;
    for (size_t i = 0; i < catalog->n_sequences; i++) {
        const struct pg_sequence_definition *sequence = catalog->sequences[i];
        if (sequence->owner_column &&
            catalog_is_same(sequence->owner_table, map->name) &&
            (sequence->increment != 1 ||
             (sequence->has_start && sequence->start != 1)))
            return fail(failure,
                        "rows for %s.%s name no id, and %s does not count from "
                        "1 by 1; write the ids, as pg_dump does",
                        map->name.schema, map->name.name, sequence->name.name);
    }
    return true;
}

/* COPY leaves generated columns out. */
static size_t count_written(const struct flat_table *flat)
{
    size_t n = 0;
    for (size_t i = 0; i < flat->n_columns; i++)
        n += !flat->columns[i].generated;
    return n;
}

/* Without a list of columns an empty line of COPY is a row of a table that has
 * none, or an empty text in the only one. */
static bool check_empty_line(const struct plan *plan, const struct pg_row *row,
                             size_t n_columns, struct failure *failure)
{
    unsigned empty = PG_FROM_COPY | PG_ALL_DEFAULTS;
    return (row->flags & empty) != empty || n_columns == 0 ||
           fail(failure,
                "an empty line for %s.%s, which has columns: COPY has to name "
                "them (COPY %s (...) FROM stdin), so that it is known what it "
                "says",
                plan->source->schema, plan->source->table, plan->source->table);
}

/* Three ends: the table is not wanted; it is not there, which is an error; or
 * its columns are matched. */
static bool fill_defined(struct plans *plans, struct plan *plan,
                         const struct pg_row *row, struct failure *failure)
{
    const struct pg_table *table =
        catalog_target(plans->defined->catalog, plan->source);
    struct pg_name name = {plan->source->schema, plan->source->table};
    struct table_map *map =
        table ? schema_find(plans->defined, table->name) : NULL;
    if (!map && !selection_wants(plans->selection, name.schema, name.name)) {
        plan->kind = PLAN_LEFT_OUT;
        plan->target.table = plan->source->table;
        return true;
    }
    if (!map && plans->defined->catalog->has_extensions) {
        plan->kind = PLAN_OF_EXTENSION;
        plan->target.table = plan->source->table;
        plan->is_first = find_first(plans, plan) == plan;
        return true;
    }
    if (!map)
        return fail(failure,
                    "rows for %s.%s, a table that is not defined (leave it out "
                    "with --exclude-table)",
                    name.schema, name.name);
    if (!map->table) {
        plan->kind = PLAN_LEFT_OUT;
        plan->target.table = plan->source->table;
        return !map->is_selected ||
               fail(failure, "rows for %s.%s, which is left out: %s",
                    name.schema, name.name, map->reason);
    }
    plan->target.known = map->table;
    plan->target.table = map->table->name;
    plan->is_first = find_first(plans, plan) == plan;
    allocate_columns(plans, plan, row->n_values);
    if (row->flags & PG_ALL_DEFAULTS)
        return check_empty_line(plan, row, count_written(map->flat), failure) &&
               mapped_check_names(plans, plan, failure);
    return match_check_order(plans->defined->catalog, plan, failure) &&
           match_columns_defined(plans, plan, map, failure) &&
           check_counting(plans, plan, map, failure);
}

/* ---- making a plan ---- */

/* One table has several targets if the lists of columns differ, so they are
 * compared by name here. */
static bool is_same_source(const struct pg_target *a, const struct pg_target *b)
{
    return !strcmp(a->schema, b->schema) && !strcmp(a->table, b->table);
}

/* Two tables of PostgreSQL must not become one. */
static bool check_collision(struct plans *plans, struct plan *plan,
                            struct failure *failure)
{
    const struct plan *first = find_first(plans, plan);
    const struct pg_target *source = plan->source, *other = first->source;
    plan->is_first = first == plan;
    if (is_same_source(source, other))
        return true;
    return fail(failure,
                "%s.%s and %s.%s would both be '%s' in SQLite; choose one with "
                "--table or --exclude-table",
                other->schema, other->table, source->schema, source->table,
                plan->target.table);
}

/* Names that PostgreSQL tells apart and SQLite does not. */
static bool check_name(struct plans *plans, struct plan *plan,
                       struct failure *failure)
{
    const struct pg_target *source = plan->source;
    if (!sqlite3_strnicmp(plan->target.table, "sqlite_", 7))
        return fail(failure,
                    "SQLite keeps names that begin with 'sqlite_' to itself; "
                    "leave %s.%s out with --exclude-table",
                    source->schema, source->table);
    for (size_t i = 0; i < source->n_columns; i++)
        for (size_t j = 0; j < i; j++)
            if (!sqlite3_stricmp(source->columns[i], source->columns[j]))
                return fail(failure,
                            "the columns '%s' and '%s' of %s.%s are one in "
                            "SQLite, where case does not matter",
                            source->columns[j], source->columns[i],
                            source->schema, source->table);
    return check_collision(plans, plan, failure);
}

/* With --types-from only types are taken, so a table may be missing there. */
static bool plan_find_table(struct plans *plans, struct plan *plan,
                            struct failure *failure)
{
    if (!plans->schema)
        return true;
    plan->target.known = lite_find_table(plans->schema, plan->target.table);
    if (!plan->target.known) {
        if (plans->must_exist)
            plan->kind = PLAN_MISSING;
        return true;
    }
    if (!plan->target.known->is_table)
        return fail(failure, "'%s' is no ordinary table in the database",
                    plan->target.known->name);
    plan->target.table = plan->target.known->name;
    return true;
}

/* Where nothing but the rows' own names is known, or not even those. */
static bool use_source_columns(struct plans *plans, struct plan *plan,
                               struct failure *failure)
{
    struct pg_name table = {plan->source->schema, plan->source->table};
    size_t n = plan->source->n_columns;
    const char **names = arena_alloc(&plans->arena, n * sizeof *names);
    for (size_t i = 0; i < n; i++)
        names[i] = mapped_column(plans, table, plan->source->columns[i]);
    plan->target.name_columns = n > 0;
    return n ? mapped_settle(plans, table, plan, names, failure)
             : mapped_check_names(plans, plan, failure);
}

/* INSERT tells numbers from texts; COPY leaves that to the columns. */
static bool check_copy(const struct plan *plan, const struct pg_row *row,
                       struct failure *failure)
{
    if (!(row->flags & PG_FROM_COPY) || plan->target.known ||
        plan->kind != PLAN_ROWS)
        return true;
    return fail(failure,
                "COPY does not tell numbers, texts and bytes apart, and the "
                "columns of %s are not known: say --types-from DATABASE (or a "
                "dump of the definitions), load into the tables of a database "
                "(--into), or dump again with "
                "pg_dump --data-only --inserts",
                plan->target.table);
}

/* Whether it is in the database or not: a tool's rows are not moved. */
static bool is_kept_out(struct plans *plans, struct plan *plan)
{
    if (!plans->keeps_bookkeeping || !bookkeeping_is(plan))
        return false;
    plan->kind = PLAN_BOOKKEEPING;
    return true;
}

/* Order matters: what is left out needs no columns and no check. */
static bool fill_plan(struct plans *plans, struct plan *plan,
                      const struct pg_row *row, struct failure *failure)
{
    const struct pg_target *source = plan->source;
    if (plans->defined)
        return fill_defined(plans, plan, row, failure);
    plan->target.table = mapped_table(plans, source->schema, source->table);
    if (!selection_wants(plans->selection, source->schema, source->table)) {
        plan->kind = PLAN_LEFT_OUT;
        return check_collision(plans, plan, failure);
    }
    if (!check_name(plans, plan, failure) ||
        !plan_find_table(plans, plan, failure))
        return false;
    if (is_kept_out(plans, plan))
        return true;
    if (!check_copy(plan, row, failure))
        return false;
    allocate_columns(plans, plan, row->n_values);
    if (!plan->target.known || (row->flags & PG_ALL_DEFAULTS))
        return use_source_columns(plans, plan, failure);
    return match_database(plans, plan, failure);
}

/* Which columns ask for more than that a value is none of NULL: known once, not
 * asked for each value. */
static void plan_mark_columns(struct plan *plan)
{
    for (size_t i = 0; i < plan->n_columns; i++) {
        struct column_plan *column = &plan->columns[i];
        column->is_checked = column->longest || column->is_zoned ||
                             (column->class == CLASS_ENUM && column->type &&
                              column->type->definition) ||
                             (column->column && column->column->generated);
        column->is_nullable = !column->is_checked &&
                              !(column->column && (column->column->is_rowid ||
                                                   column->column->not_null));
        column->quick = quick_of(column);
    }
}

/* Rows of one target are alike, but for VALUES lists that somebody edited. */
static bool plan_check_count(struct plans *plans, struct plan *plan,
                             const struct pg_row *row, struct failure *failure)
{
    if (plan->kind != PLAN_ROWS || row->n_values == plan->n_columns ||
        (row->flags & PG_ALL_DEFAULTS))
        return check_empty_line(plan, row, plan->n_columns, failure);
    if (plan->n_columns == 0) { /* DEFAULT VALUES came first */
        bool done;
        allocate_columns(plans, plan, row->n_values);
        done = plans->defined ? fill_defined(plans, plan, row, failure)
                              : !plan->target.known ||
                                    match_database(plans, plan, failure);
        plan_mark_columns(plan);
        return done;
    }
    return fail(failure, "a row of %u values after rows of %zu for %s.%s",
                row->n_values, plan->n_columns, plan->source->schema,
                plan->source->table);
}

struct plan *plans_find(struct plans *plans, const struct pg_row *row,
                        struct failure *failure)
{
    size_t id = row->target->id;
    struct plan *plan;
    grow_array(&plans->items, &plans->capacity, id + 1, sizeof *plans->items);
    while (plans->n_items <= id)
        plans->items[plans->n_items++] = NULL;
    plan = plans->items[id];
    /* By the target's number: no name is looked up for a row. */
    if (plan)
        return plan_check_count(plans, plan, row, failure) ? plan : NULL;
    plan = arena_alloc(&plans->arena, sizeof *plan);
    *plan = (struct plan){.source = row->target};
    if (!fill_plan(plans, plan, row, failure))
        return NULL;
    plan_mark_columns(plan);
    plans->items[id] = plan;
    return plan;
}

const struct plan *plans_lookup(struct plans *plans, const char *schema,
                                const char *table)
{
    struct pg_target source = {.schema = schema, .table = table};
    struct plan wanted = {.source = &source}, **found;
    wanted.target.table = mapped_table(plans, schema, table);
    found = tfind(&wanted, &plans->by_name, compare_names);
    return found && is_same_source((*found)->source, &source) ? *found : NULL;
}

/* Several targets may go to one table. */
static bool plan_is_named_before(const struct plans *plans, size_t at)
{
    const struct plan *plan = plans->items[at];
    for (size_t i = 0; i < at; i++)
        if (plans->items[i] && plans->items[i]->by_position &&
            plans->items[i]->target.known == plan->target.known)
            return true;
    return false;
}

size_t plans_by_position(const struct plans *plans, struct buffer *names)
{
    size_t n = 0;
    for (size_t i = 0; i < plans->n_items; i++) {
        const struct plan *plan = plans->items[i];
        if (plan && plan->by_position && !plan_is_named_before(plans, i))
            buffer_printf(names, "%s%s", n++ ? ", " : "", plan->target.table);
    }
    return n;
}

uint64_t plans_bookkeeping(const struct plans *plans, struct buffer *names)
{
    uint64_t rows = 0;
    for (size_t i = 0; i < plans->n_items; i++) {
        const struct plan *plan = plans->items[i];
        if (!plan || plan->kind != PLAN_BOOKKEEPING)
            continue;
        buffer_printf(names, "%s%s", names->size ? ", " : "",
                      plan->target.table);
        rows += plan->rows;
    }
    return rows;
}

void plans_release(struct plans *plans)
{
    tree_release(&plans->by_name);
    free(plans->items);
    arena_release(&plans->arena);
    learned_release(&plans->learned);
    *plans = (struct plans){0};
}

/* ---- losses ---- */

/* Rows without names of columns and a table that is not known: the position has
 * to do. */
void plan_add_label(struct buffer *out, const struct plan *plan, size_t value)
{
    const char *const *names =
        plan->mapped ? plan->mapped->names : plan->target.columns;
    if (plan->target.n_columns)
        buffer_printf(out, "%s.%s", plan->target.table, names[value]);
    else
        buffer_printf(out, "%s, column %zu", plan->target.table, value + 1);
}

/* One line for a column and a kind, with the first place and the count. */
static void report_loss(const struct plan *plan, size_t at, uint64_t count,
                        enum loss_kind kind, struct location first,
                        struct report *report)
{
    struct buffer name = {0};
    struct report_entry *entry;
    plan_add_label(&name, plan, at);
    entry = report_add(report, REPORT_CHANGED, first, "value",
                       buffer_text(&name), "%llu %s", (unsigned long long)count,
                       loss_text(kind, count));
    entry->loss = loss_name(kind);
    entry->count = count;
    buffer_release(&name);
}

/* Where arrays of digits stand beside those of texts. */
static bool has_doubtful_digits(const struct column_plan *column)
{
    return column->seen_text_array && column->digit_arrays.count > 0;
}

bool plan_has_losses(const struct plan *plan)
{
    for (size_t i = 0; i < plan->n_columns; i++)
        if (has_doubtful_digits(&plan->columns[i]))
            return true;
    for (size_t i = 0; i < plan->n_columns; i++)
        for (int kind = 0; kind < LOSS_KINDS; kind++)
            if (plan->columns[i].losses && plan->columns[i].losses[kind].count)
                return true;
    return false;
}

void plan_report_losses(const struct plan *plan, struct report *report)
{
    for (size_t i = 0; i < plan->n_columns; i++) {
        const struct column_plan *column = &plan->columns[i];
        for (int kind = 0; kind < LOSS_KINDS; kind++)
            if (column->losses && column->losses[kind].count)
                report_loss(plan, i, column->losses[kind].count,
                            (enum loss_kind)kind, column->losses[kind].first,
                            report);
        if (has_doubtful_digits(column))
            report_loss(plan, i, column->digit_arrays.count, LOSS_DIGITS,
                        column->digit_arrays.first, report);
        if (column->seen_array && column->empty_braces)
            report_loss(plan, i, column->empty_braces, LOSS_EMPTY,
                        column->first_braces, report);
    }
}
