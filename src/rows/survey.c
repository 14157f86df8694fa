#include "rows/survey.h"

#include <stdlib.h>
#include <string.h>

#include "schema/flatten.h"
#include "types/number.h"
#include "types/types.h"

/* numeric(15, s) always fits a double; json_valid goes down to 1,000. */
enum { SAFE_DIGITS = 15, SAFE_DEPTH = 900, MAX_LEVELS = 64 };

struct examined {
    size_t value; /* which of the row's values */
    const char *name;
    enum type_class class;
    unsigned seen; /* marked already */
};

/* ---- what to look at ---- */

/* numeric(12,2) cannot have more digits than a double holds. */
static bool has_many_digits(const struct value_type *type)
{
    return !type->source || type->source->n_modifiers == 0 ||
           type->source->modifiers[0] > SAFE_DIGITS;
}

/* Only types whose values decide how their column is declared. */
static bool wants_look(const struct survey *survey,
                       const struct value_type *type)
{
    if (type->class == CLASS_JSON || type->class == CLASS_REAL ||
        type->class == CLASS_DATE || type->class == CLASS_TIMESTAMP)
        return true;
    return type->class == CLASS_NUMERIC &&
           (survey->wants_nan || has_many_digits(type));
}

/* Where the row has the column's value; -1 if its list of columns does not name
 * it. */
static ptrdiff_t value_of(const struct pg_target *source,
                          const struct flat_table *flat, size_t column)
{
    if (!source->n_columns)
        return (ptrdiff_t)column;
    for (size_t i = 0; i < source->n_columns; i++)
        if (!strcmp(source->columns[i], flat->columns[column].name))
            return (ptrdiff_t)i;
    return -1;
}

/* While checking, what the sample has seen is no news. */
static unsigned seen_already(const struct survey *survey,
                             struct pg_table *table, const char *name)
{
    const struct pg_column *column = catalog_column(table, name);
    return survey->verifies_assumptions && column ? column->seen : 0;
}

/* The columns to look at go into `found`; returns how many. */
static size_t survey_choose(struct survey *survey,
                            const struct survey_target *target,
                            struct arena *scratch, struct examined **found)
{
    const struct flat_table *flat =
        flatten(scratch, survey->catalog, target->table);
    size_t n = 0;
    *found = arena_alloc(scratch, flat->n_columns * sizeof **found);
    for (size_t i = 0; i < flat->n_columns; i++) {
        const struct value_type *type =
            type_resolve(scratch, survey->catalog, target->name.schema, NULL,
                         &flat->columns[i].type);
        ptrdiff_t value = value_of(target->source, flat, i);
        if (value >= 0 && wants_look(survey, type))
            (*found)[n++] = (struct examined){
                (size_t)value, flat->columns[i].name, type->class,
                seen_already(survey, target->table, flat->columns[i].name)};
    }
    return n;
}

/* Once for each target; a table that nobody defined is not looked at. */
static void survey_prepare(struct survey *survey, struct survey_target *target)
{
    struct arena scratch = {0};
    struct examined *found;
    target->table = catalog_target(survey->catalog, target->source);
    if (!target->table)
        return;
    target->name = target->table->name;
    target->n_columns = survey_choose(survey, target, &scratch, &found);
    target->columns =
        arena_alloc(&survey->arena, target->n_columns * sizeof *found);
    memcpy(target->columns, found, target->n_columns * sizeof *found);
    arena_release(&scratch);
}

/* By number, as in rows/plan.c. */
static struct survey_target *find_target(struct survey *survey,
                                         const struct pg_target *source,
                                         unsigned flags)
{
    struct survey_target *target;
    grow_array(&survey->targets, &survey->capacity, source->id + 1,
               sizeof *survey->targets);
    while (survey->n_targets <= source->id)
        survey->targets[survey->n_targets++] = (struct survey_target){0};
    target = &survey->targets[source->id];
    if (!target->known) {
        target->known = true;
        target->source = source;
        survey->has_copy |= (flags & PG_FROM_COPY) != 0;
        survey->has_insert |= (flags & PG_FROM_COPY) == 0;
        target->name = (struct pg_name){
            arena_copy(&survey->arena, source->schema, strlen(source->schema)),
            arena_copy(&survey->arena, source->table, strlen(source->table))};
        survey_prepare(survey, target);
    }
    return target;
}

/* ---- marking ---- */

static void mark_own(struct pg_table *table, const char *name, unsigned seen)
{
    struct pg_column *column = catalog_column(table, name);
    if (column)
        column->seen |= seen;
}

/* The column may be the whole table's, or a parent's. */
static void mark(const struct pg_catalog *catalog, struct pg_table *table,
                 const char *name, unsigned seen, size_t level)
{
    if (!table || level == MAX_LEVELS)
        return;
    mark_own(table, name, seen);
    if (table->is_partition)
        mark(catalog, catalog_table(catalog, table->partition_of), name, seen,
             level + 1);
    for (size_t i = 0; i < table->n_parents; i++)
        mark(catalog, catalog_table(catalog, table->parents[i]), name, seen,
             level + 1);
}

/* ---- looking ---- */

/* Only an estimate: brackets in strings are counted as well, opening and
 * closing ones. */
static bool is_deep(const char *text, size_t length)
{
    size_t depth = 0, deepest = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '[' || text[i] == '{')
            deepest = ++depth > deepest ? depth : deepest;
        else if ((text[i] == ']' || text[i] == '}') && depth > 0)
            depth--;
    }
    return deepest > SAFE_DEPTH;
}

static unsigned look_at_json(const struct pg_value *value, const char *text,
                             size_t length)
{
    /* SQLite takes a text that is a number for a number where affinity applies,
     * so a bare number in a column of json has to be seen. */
    unsigned seen = 0;
    if (length && (*text == '\\' || number_may_begin(*text)) &&
        ((value->flags & PG_ESCAPED) || number_looks_like(text, length)))
        seen |= SEEN_BARE_NUMBER;
    if (length > SAFE_DEPTH && is_deep(text, length))
        seen |= SEEN_DEEP;
    return seen;
}

/* 10000-01-01, 0044-03-15 BC; not infinity. */
static unsigned look_at_time(const char *text, size_t length)
{
    bool is_far = length > 5 && *text >= '0' && *text <= '9' &&
                  (text[4] != '-' ||
                   (text[length - 2] == 'B' && text[length - 1] == 'C'));
    return is_far ? SEEN_FAR_TIME : 0;
}

/* Runs for each value of the chosen columns, so it does no more than it must.
 * */
static unsigned survey_look(const struct examined *column,
                            const struct pg_value *value, const char *text)
{
    size_t length = value->length;
    /* Quotes are part of an INSERT's value. */
    if (value->kind == PG_STRING && length >= 2) {
        text++;
        length -= 2;
    }
    if (column->class == CLASS_DATE || column->class == CLASS_TIMESTAMP)
        return look_at_time(text, length);
    if (column->class != CLASS_JSON && length == 3 && *text == 'N')
        return SEEN_NAN;
    if (column->class == CLASS_REAL)
        return 0;
    if (column->class == CLASS_JSON)
        return value->kind == PG_STRING || value->kind == PG_COPY
                   ? look_at_json(value, text, length)
                   : 0;
    if (value->kind != PG_NUMBER &&
        (value->kind != PG_COPY || !number_is_plain(text, length)))
        return 0;
    return (value->flags & PG_SMALL) || number_fits_double(text, length)
               ? 0
               : SEEN_MANY_DIGITS;
}

static void survey_row(struct survey *survey, struct survey_target *target,
                       const struct pg_batch *batch, const struct pg_row *row)
{
    const struct pg_value *values = pg_row_values(batch, row);
    const char *text = pg_row_text(batch, row);
    for (size_t i = 0; i < target->n_columns; i++) {
        struct examined *column = &target->columns[i];
        unsigned seen;
        if (column->value >= row->n_values)
            continue;
        seen = survey_look(column, &values[column->value],
                           text + values[column->value].start);
        if ((seen & ~column->seen) == 0)
            continue;
        column->seen |= seen;
        /* A sample was trusted and the rows are different: the caller begins
         * again. */
        if (survey->verifies_assumptions)
            survey->assumption_failed = true;
        else
            mark(survey->catalog, target->table, column->name, seen, 0);
    }
}

/* Rows come in runs of one target, so the last one mostly fits. */
void survey_rows(struct survey *survey, const struct pg_batch *batch)
{
    struct survey_target *target = NULL;
    for (size_t i = 0; i < batch->n_rows; i++) {
        const struct pg_row *row = &batch->rows[i];
        if (!target || target->source != row->target)
            target = find_target(survey, row->target, row->flags);
        if (target->rows++ == 0)
            target->n_values = row->n_values;
        target->bytes += row->length;
        if (target->n_columns)
            survey_row(survey, target, batch, row);
    }
}

/* A table may have several targets: other lists of columns, or another dump. */
void survey_count(const struct survey *survey, struct pg_name table,
                  uint64_t *rows, uint64_t *bytes)
{
    *rows = *bytes = 0;
    for (size_t i = 0; i < survey->n_targets; i++) {
        const struct survey_target *target = &survey->targets[i];
        if (!target->known || !catalog_is_same(target->name, table))
            continue;
        *rows += target->rows;
        *bytes += target->bytes;
    }
}

void survey_release(struct survey *survey)
{
    free(survey->targets);
    arena_release(&survey->arena);
    *survey = (struct survey){0};
}

/* Without rows, bare numbers in JSON and more digits than a double holds are
 * assumed wherever they can be. */
void survey_assume_worst(struct pg_catalog *catalog)
{
    for (size_t i = 0; i < catalog->n_tables; i++) {
        struct pg_table *table = catalog->tables[i];
        for (size_t j = 0; j < table->n_columns; j++) {
            struct pg_column *column = &table->columns[j];
            bool safe = column->type.n_modifiers &&
                        column->type.modifiers[0] <= SAFE_DIGITS;
            column->seen |= SEEN_BARE_NUMBER | (safe ? 0 : SEEN_MANY_DIGITS);
        }
    }
}
