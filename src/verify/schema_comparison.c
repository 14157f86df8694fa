#include "verify/schema_comparison.h"

#include <stdlib.h>
#include <string.h>

#include "sqlite/statement.h"

void schema_comparison_add(struct schema_comparison *comparison,
                           const char *sql)
{
    lite_definitions_add(&comparison->sides[IN_DUMP], sql);
}

/* ---- what the database has ---- */

static bool read_statements(struct lite_definitions *definitions,
                            sqlite3 *database)
{
    sqlite3_stmt *query = NULL;
    int status = sqlite3_prepare_v2(
        database,
        "SELECT sql FROM main.sqlite_master WHERE sql IS NOT NULL AND name NOT "
        "LIKE 'sqlite\\_%' ESCAPE '\\'",
        -1, &query, NULL);
    while (status == SQLITE_OK || status == SQLITE_ROW) {
        status = sqlite3_step(query);
        if (status == SQLITE_ROW)
            lite_definitions_add(definitions,
                                 (const char *)sqlite3_column_text(query, 0));
    }
    sqlite3_finalize(query);
    return status == SQLITE_DONE;
}

/* A number from SQL with a table's name in two places; 0 if there is none. */
static long long number_of_table(sqlite3 *database, const char *format,
                                 const char *table)
{
    sqlite3_stmt *query = NULL;
    char *sql = statement_printf(format, table);
    long long number = 0;
    if (sql &&
        sqlite3_prepare_v2(database, sql, -1, &query, NULL) == SQLITE_OK &&
        sqlite3_step(query) == SQLITE_ROW)
        number = sqlite3_column_int64(query, 0);
    sqlite3_finalize(query);
    sqlite3_free(sql);
    return number;
}

/* SQLite goes on from where the sequence stood, or from the largest id, be it
 * that sqlite_sequence says less. */
static void compare_sequence(struct schema_comparison *comparison,
                             const struct compared_table *table,
                             sqlite3 *database)
{
    const char *name = table->found->name;
    long long last = table->last_id;
    long long largest =
        number_of_table(database, "SELECT max(rowid) FROM main.\"%w\"", name);
    long long there = number_of_table(
        database, "SELECT seq FROM main.sqlite_sequence WHERE name = %Q", name);
    last = last > largest ? last : largest;
    there = there > largest ? there : largest;
    if (last != 0)
        lite_definitions_add_sequence(&comparison->sides[IN_DUMP], name, last);
    if (there != 0)
        lite_definitions_add_sequence(&comparison->sides[IN_DATABASE], name,
                                      there);
}

static void compare_sequences(struct schema_comparison *comparison,
                              const struct comparison *rows)
{
    for (size_t i = 0; i < rows->n_tables; i++)
        if (rows->tables[i]->wanted->autoincrement && rows->tables[i]->found)
            compare_sequence(comparison, rows->tables[i], rows->database);
}

/* ---- comparing ---- */

/* All of a table stands together, the table itself first. */
static int compare_places(const struct lite_definition *one,
                          const struct lite_definition *other)
{
    int order = strcmp(one->table, other->table);
    if (!order)
        order = (int)one->kind - (int)other->kind;
    return order ? order : strcmp(one->name, other->name);
}

static int compare_definitions(const void *one, const void *other)
{
    const struct lite_definition *a = one, *b = other;
    int order = compare_places(a, b);
    return order ? order : strcmp(a->says, b->says);
}

/* A walk over both sides at once. */
struct schema_walk {
    struct schema_comparison *comparison;
    const struct lite_definition *at[SIDES], *end[SIDES];
    size_t unpaired[SIDES]; /* differences that may want the side's */
    bool lacks_columns;     /* one side of the table does */
};

static void add_lone_difference(struct schema_comparison *comparison,
                                enum side side,
                                const struct lite_definition *definition)
{
    struct schema_difference difference = {{NULL, NULL}};
    difference.sides[side] = definition;
    grow_array(&comparison->differences, &comparison->capacity,
               comparison->n_differences + 1, sizeof *comparison->differences);
    comparison->differences[comparison->n_differences++] = difference;
}

/* What one side has at a place, and what the other has there, are one change.
 */
static void schema_differ(struct schema_walk *walk, enum side side)
{
    struct schema_comparison *comparison = walk->comparison;
    const struct lite_definition *definition = walk->at[side]++;
    size_t *at = &walk->unpaired[side];
    if (comparison->ignored & 1u << definition->kind)
        return;
    while (*at < comparison->n_differences &&
           comparison->differences[*at].sides[side])
        ++*at;
    if (*at < comparison->n_differences)
        comparison->differences[*at].sides[side] = definition;
    else
        add_lone_difference(comparison, side, definition);
}

static bool stands_at_place(const struct schema_walk *walk, enum side side,
                            const struct lite_definition *place)
{
    return walk->at[side] < walk->end[side] &&
           compare_places(walk->at[side], place) == 0;
}

/* Of a kind that may be there several times, equal ones belong together. */
static void compare_place(struct schema_walk *walk,
                          const struct lite_definition *place)
{
    walk->unpaired[IN_DUMP] = walk->unpaired[IN_DATABASE] =
        walk->comparison->n_differences;
    walk->lacks_columns |= place->kind == DEFINES_COLUMN &&
                           stands_at_place(walk, IN_DUMP, place) !=
                               stands_at_place(walk, IN_DATABASE, place);
    for (;;) {
        bool in_dump = stands_at_place(walk, IN_DUMP, place);
        bool in_database = stands_at_place(walk, IN_DATABASE, place);
        int order = in_dump && in_database ? strcmp(walk->at[IN_DUMP]->says,
                                                    walk->at[IN_DATABASE]->says)
                                           : in_database - in_dump;
        if (!in_dump && !in_database)
            return;
        if (order) {
            schema_differ(walk, order < 0 ? IN_DUMP : IN_DATABASE);
        } else {
            walk->comparison->n_same++;
            walk->at[IN_DUMP]++;
            walk->at[IN_DATABASE]++;
        }
    }
}

static bool has_more(const struct schema_walk *walk, enum side side,
                     const char *table)
{
    return walk->at[side] < walk->end[side] &&
           !strcmp(walk->at[side]->table, table);
}

/* Of a table that only one side has, the table alone is told. */
static void take_lone_table(struct schema_walk *walk, enum side side)
{
    const struct lite_definition *first = walk->at[side];
    bool is_told = side == IN_DUMP || (first->kind != DEFINES_TABLE &&
                                       !walk->comparison->is_partial);
    walk->unpaired[side] = walk->comparison->n_differences;
    if (is_told)
        schema_differ(walk, side);
    while (has_more(walk, side, first->table))
        walk->at[side]++;
}

/* The order of columns differs, too, where one is missing: that goes without
 * saying. */
static void forget_order(struct schema_comparison *comparison, size_t first)
{
    struct schema_difference *of_table;
    if (first == comparison->n_differences)
        return;
    of_table = &comparison->differences[first];
    if (of_table->sides[IN_DUMP] &&
        of_table->sides[IN_DUMP]->kind == DEFINES_TABLE)
        memmove(of_table, of_table + 1,
                (--comparison->n_differences - first) * sizeof *of_table);
}

static void compare_tables(struct schema_walk *walk, const char *table)
{
    size_t first = walk->comparison->n_differences;
    walk->lacks_columns = false;
    while (has_more(walk, IN_DUMP, table) ||
           has_more(walk, IN_DATABASE, table)) {
        bool in_dump = has_more(walk, IN_DUMP, table);
        bool in_database = has_more(walk, IN_DATABASE, table);
        compare_place(
            walk, !in_database ||
                          (in_dump && compare_places(walk->at[IN_DUMP],
                                                     walk->at[IN_DATABASE]) < 0)
                      ? walk->at[IN_DUMP]
                      : walk->at[IN_DATABASE]);
    }
    if (walk->lacks_columns)
        forget_order(walk->comparison, first);
}

/* Which side's table comes first; 0: both have it. */
static int compare_current_tables(const struct schema_walk *walk)
{
    bool in_dump = walk->at[IN_DUMP] < walk->end[IN_DUMP];
    bool in_database = walk->at[IN_DATABASE] < walk->end[IN_DATABASE];
    return in_dump && in_database
               ? strcmp(walk->at[IN_DUMP]->table, walk->at[IN_DATABASE]->table)
               : in_database - in_dump;
}

static void compare_schemas(struct schema_comparison *comparison)
{
    struct schema_walk walk = {.comparison = comparison};
    for (enum side side = IN_DUMP; side < SIDES; side++) {
        struct lite_definitions *definitions = &comparison->sides[side];
        if (definitions->n)
            qsort(definitions->items, definitions->n,
                  sizeof *definitions->items, compare_definitions);
        walk.at[side] = walk.end[side] = definitions->items;
        if (definitions->n)
            walk.end[side] += definitions->n;
    }
    while (walk.at[IN_DUMP] < walk.end[IN_DUMP] ||
           walk.at[IN_DATABASE] < walk.end[IN_DATABASE]) {
        int order = compare_current_tables(&walk);
        if (order)
            take_lone_table(&walk, order < 0 ? IN_DUMP : IN_DATABASE);
        else
            compare_tables(&walk, walk.at[IN_DUMP]->table);
    }
}

bool schema_comparison_run(struct schema_comparison *comparison,
                           const struct comparison *rows,
                           struct failure *failure)
{
    comparison->is_made = true;
    if (!read_statements(&comparison->sides[IN_DATABASE], rows->database))
        return fail(failure, "cannot read the schema: %s",
                    sqlite3_errmsg(rows->database));
    compare_sequences(comparison, rows);
    compare_schemas(comparison);
    return true;
}

void schema_comparison_release(struct schema_comparison *comparison)
{
    free(comparison->differences);
    lite_definitions_release(&comparison->sides[IN_DUMP]);
    lite_definitions_release(&comparison->sides[IN_DATABASE]);
}
