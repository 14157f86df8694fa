/* The dump's side of a comparison: a writer like the others, so that it reads
 * what a conversion reads. */
#include <stdlib.h>
#include <string.h>

#include "verify/comparison_internal.h"

/* Which of the table's columns the values of a target's rows belong to. */
struct value_map {
    const struct lite_target *target;
    struct compared_table *table;
    ptrdiff_t *positions; /* -1: a generated column */
    bool is_partial;      /* rows do not name all columns */
};

struct comparison_writer {
    struct row_writer base;
    struct comparison *comparison;
    struct value_map *maps;
    size_t n_maps, capacity;
    struct value_map *last;
    bool takes_off;
};

/* Names as SQLite compares them. */
static ptrdiff_t find_position(const struct compared_table *table,
                               const char *name)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (!sqlite3_stricmp(table->columns[i].column->name, name))
            return (ptrdiff_t)i;
    return -1;
}

/* The round has to be done again, without the column. */
static void leave_out(struct comparison *comparison,
                      struct compared_column *column)
{
    if (column->as != COMPARED)
        return;
    column->is_unnamed = true;
    comparison->is_void = true;
}

static bool comparison_is_named(const struct value_map *map, size_t column)
{
    for (size_t i = 0; i < map->target->n_columns; i++)
        if (map->positions[i] == (ptrdiff_t)column)
            return true;
    return false;
}

static void comparison_map_columns(struct comparison *comparison,
                                   struct value_map *map)
{
    const struct lite_target *target = map->target;
    map->positions = arena_alloc(&comparison->arena,
                                 target->n_columns * sizeof *map->positions);
    for (size_t i = 0; i < target->n_columns; i++)
        map->positions[i] = find_position(map->table, target->columns[i]);
    for (size_t i = 0; i < map->table->n_columns; i++)
        if (!comparison_is_named(map, i)) {
            map->is_partial = true;
            leave_out(comparison, &map->table->columns[i]);
        }
}

/* All rows of a target name the same columns, so each target has one map. */
static struct value_map *comparison_find_map(struct comparison_writer *writer,
                                             const struct lite_target *target)
{
    for (size_t i = 0; i < writer->n_maps; i++)
        if (writer->maps[i].target == target)
            return &writer->maps[i];
    grow_array(&writer->maps, &writer->capacity, writer->n_maps + 1,
               sizeof *writer->maps);
    writer->last = &writer->maps[writer->n_maps++];
    *writer->last = (struct value_map){
        .target = target,
        .table = comparison_table(writer->comparison, target->known)};
    comparison_map_columns(writer->comparison, writer->last);
    return writer->last;
}

/* As the file keeps it: affinity applied, by SQLite's own rules. */
static void comparison_take_value(struct comparison *comparison,
                                  struct compared_column *column,
                                  const struct lite_value *value,
                                  struct lite_value *out)
{
    if (value->kind == LITE_DEFAULT)
        leave_out(comparison, column);
    *out = stored_value(&comparison->stored, &comparison->row, column->affinity,
                        lite_decoded(&comparison->row, value));
}

/* A writer like the others, so verification reads what a conversion reads. */
static bool comparison_write_row(struct row_writer *base,
                                 const struct lite_row *row)
{
    struct comparison_writer *writer = (struct comparison_writer *)base;
    struct comparison *comparison = writer->comparison;
    struct compared_table *table;
    struct lite_value *values;
    if (!row->target->known) {
        base->failed_row = row->text;
        return fail(&base->failure, "the columns of the table %s are not known",
                    row->target->table);
    }
    if (!writer->last || writer->last->target != row->target)
        writer->last = comparison_find_map(writer, row->target);
    table = writer->last->table;
    values = comparison_room(comparison, IN_DUMP, table->n_columns);
    if (writer->last->is_partial || !row->n_values)
        memset(values, 0, table->n_columns * sizeof *values); /* NULLs */
    for (size_t i = 0; i < table->n_columns && !row->n_values; i++)
        leave_out(comparison, &table->columns[i]);
    for (size_t i = 0; i < row->n_values; i++) {
        ptrdiff_t at = writer->last->positions[i];
        if (at >= 0)
            comparison_take_value(comparison, &table->columns[at],
                                  &row->values[i], &values[at]);
    }
    /* a - b is -(-a + b) */
    if (writer->takes_off)
        comparison_negate(table, IN_DUMP);
    comparison_take_row(comparison, table, IN_DUMP, values, row->text);
    if (writer->takes_off)
        comparison_negate(table, IN_DUMP);
    return true;
}

static bool comparison_flush(struct row_writer *base)
{
    arena_reset(&((struct comparison_writer *)base)->comparison->row);
    return true;
}

/* Tables are compared, not made. */
static bool comparison_define(struct row_writer *base, const char *sql)
{
    (void)base;
    (void)sql;
    return true;
}

/* For the schema's comparison: AUTOINCREMENT goes on from there. */
static bool comparison_set_sequence(struct row_writer *base, const char *table,
                                    int64_t last)
{
    struct comparison *comparison =
        ((struct comparison_writer *)base)->comparison;
    for (size_t i = 0; i < comparison->n_tables; i++)
        if (!strcmp(comparison->tables[i]->wanted->name, table))
            comparison->tables[i]->last_id =
                last > comparison->tables[i]->last_id
                    ? last
                    : comparison->tables[i]->last_id;
    return true;
}

static void comparison_release_writer(struct row_writer *base)
{
    free(((struct comparison_writer *)base)->maps);
    free(base);
}

struct row_writer *comparison_writer(struct comparison *comparison,
                                     bool takes_off)
{
    struct comparison_writer *writer = xmalloc(sizeof *writer);
    *writer = (struct comparison_writer){
        .base = {.define = comparison_define,
                 .write = comparison_write_row,
                 .flush = comparison_flush,
                 .set_sequence = comparison_set_sequence,
                 .finish = comparison_flush,
                 .release = comparison_release_writer},
        .comparison = comparison,
        .takes_off = takes_off};
    return &writer->base;
}
