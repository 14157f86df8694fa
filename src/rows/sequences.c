#include "rows/sequences.h"

#include <stdbool.h>
#include <string.h>

#include "sqlite/schema.h"
#include "types/names.h"

/* PostgreSQL's names have at most 63 bytes; of a longer one it shortens the
 * longer of its parts first. */
enum { MAX_NAME = 63 };

/* As PostgreSQL's makeObjectName does for serial columns. */
static const char *sequence_usual_name(struct arena *arena, const char *table,
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

/* The only column that SQLite numbers by itself. */
static const char *id_column(const struct lite_table *table)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (table->columns[i].is_rowid)
            return table->columns[i].name;
    return "";
}

/* SQLite has no sequences: the name that PostgreSQL would have given leads back
 * to the table. */
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
            !strcmp(sequence_usual_name(&plans->arena, name, id_column(table)),
                    sequence->name) &&
            selection_wants(plans->selection, sequence->schema, name))
            return table->name;
    }
    return NULL;
}

/* How much of t_column_seq comes before its last but one part, if `length`
 * bytes of it are left. */
static size_t cut_part(const char *name, size_t length)
{
    while (length > 0 && name[--length] != '_') {
    }
    return length;
}

/* The longest t of t_<anything>_seq that had rows. A table without rows does
 * not show in a dump of rows: then t is the name up to the column, which is one
 * word usually. */
static const char *find_in_plans(struct plans *plans,
                                 const struct pg_sequence *sequence)
{
    const char *name = sequence->name, *guess = NULL;
    size_t length = strlen(name);
    if (length < 6 || strcmp(name + length - 4, "_seq") != 0)
        return NULL;
    for (length = cut_part(name, length - 4); length > 0;
         length = cut_part(name, length)) {
        const char *table = arena_copy(&plans->arena, name, length);
        const struct plan *plan = plans_lookup(plans, sequence->schema, table);
        if (plan)
            return plan->target.table;
        guess = guess ? guess : table;
    }
    if (!guess || !selection_wants(plans->selection, sequence->schema, guess))
        return NULL;
    return name_table(&plans->arena, sequence->schema, guess);
}

/* setval(pg_get_serial_sequence('t', 'c'), ...), as pg_dump wrote it up to 8.1,
 * names the table itself. */
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

/* The surest way first: the dump's own word, the database's tables, the name.
 */
const char *sequence_table(struct plans *plans,
                           const struct pg_sequence *sequence)
{
    if (sequence->column)
        return find_by_column(plans, sequence);
    if (plans->schema)
        return find_in_schema(plans, sequence);
    return find_in_plans(plans, sequence);
}
