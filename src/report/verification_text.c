/* A verification, for people. */
#include <stdio.h>
#include <string.h>

#include "base/format.h"
#include "report/verification.h"

enum { EXCERPT = 160 }; /* bytes of a definition that are shown */

/* How often, if it is more than once. */
static const char *times(char text[32], uint64_t count)
{
    *text = '\0';
    if (count > 1)
        snprintf(text, 32, " (%llu times)", (unsigned long long)count);
    return text;
}

/* Value by value, both sides. */
static void print_changed(const struct difference *difference,
                          verification_line *line)
{
    char at[LOCATION_ROOM];
    location_print(at, &difference->location, LOCATION_FILE);
    for (size_t i = 0; i < difference->n_values; i++) {
        const struct changed_value *value = &difference->values[i];
        line("  changed: %s: %s is %s at %s, %s in the database",
             difference->key, value->column, value->sides[IN_DUMP], at,
             value->sides[IN_DATABASE]);
    }
}

static void print_difference(const struct difference *difference,
                             verification_line *line)
{
    char count[32], at[LOCATION_ROOM];
    if (difference->kind == ROW_CHANGED)
        print_changed(difference, line);
    else if (difference->kind == ROW_EXTRA)
        line("  extra: %s%s", difference->key, times(count, difference->count));
    else
        line("  missing: %s%s, at %s", difference->key,
             times(count, difference->count),
             location_print(at, &difference->location, LOCATION_FILE));
}

/* Only of tables that were looked at row by row. */
static void print_differences(const struct compared_table *table,
                              verification_line *line)
{
    struct differences found;
    if (!table->row_diff)
        return;
    found = row_diff_find(table->row_diff, table);
    for (size_t i = 0; i < found.n; i++)
        print_difference(&found.items[i], line);
    if (!found.all)
        line("  there are more differences");
}

/* What was not compared is said in any case. */
static void print_columns(const struct compared_table *table, bool all,
                          verification_line *line)
{
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct compared_column *column = &table->columns[i];
        if (column->as == NOT_IN_DATABASE)
            line("  the database has no column %s", column->column->name);
        else if (column->as == NOT_IN_DUMP)
            line("  %s.%s: not compared, rows of the dump have no value for it",
                 table->wanted->name, column->column->name);
    }
    if (all && table->n_unknown)
        line("  %zu column%s of the database %s not in the dump",
             table->n_unknown, plural(table->n_unknown),
             table->n_unknown == 1 ? "is" : "are");
}

/* What is the same is told on request, what differs always. */
static void verification_text_print_table(const struct compared_table *table,
                                          bool all, verification_line *line)
{
    const char *name = table->wanted->name;
    char dump[32], database[32];
    format_count(dump, table->rows[IN_DUMP]);
    format_count(database, table->rows[IN_DATABASE]);
    if (comparison_is_same(table)) {
        if (all)
            line("%s: %s row%s, the same", name, dump,
                 plural(table->rows[IN_DUMP]));
    } else if (!table->found) {
        line("%s: %s row%s in the dump, but the database has no such table",
             name, dump, plural(table->rows[IN_DUMP]));
    } else {
        line("%s: DIFFERS: %s row%s in the dump, %s in the database", name,
             dump, plural(table->rows[IN_DUMP]), database);
    }
    print_columns(table, all || !comparison_is_same(table), line);
    print_differences(table, line);
}

/* Tables that were not compared: the database lacks them, or they are left out
 * for a reason. */
static void print_others(const struct verification *verification,
                         verification_line *line)
{
    const struct contents *contents = verification->contents;
    for (size_t i = 0; i < contents->plans.n_items; i++)
        if (verification_lacks(contents->plans.items[i]))
            line("%s: %llu rows in the dump, but %s",
                 contents->plans.items[i]->target.table,
                 (unsigned long long)contents->plans.items[i]->rows,
                 contents->plans.items[i]->mismatch
                     ? contents->plans.items[i]->mismatch
                     : "the database has no such table");
    for (size_t i = 0; i < contents->tables.n_maps; i++)
        if (verification_left_out(&contents->tables.maps[i]))
            line("%s.%s: not compared: %s",
                 contents->tables.maps[i].name.schema,
                 contents->tables.maps[i].name.name,
                 verification_left_out(&contents->tables.maps[i]));
}

/* ---- the schema ---- */

/* As much of a long text as shows where it differs. */
static const char *definition_excerpt(char out[EXCERPT + 8], const char *text,
                                      size_t from)
{
    size_t length = strlen(text);
    size_t start =
        length > EXCERPT && from > EXCERPT / 4 ? from - EXCERPT / 4 : 0;
    size_t end = length - start > EXCERPT ? start + EXCERPT : length;
    while (start && (text[start] & 0xC0) == 0x80)
        start--;
    while (end < length && (text[end] & 0xC0) == 0x80)
        end--;
    snprintf(out, EXCERPT + 8, "%s%.*s%s", start ? "..." : "",
             (int)(end - start), text + start, end < length ? "..." : "");
    return out;
}

static size_t count_same_bytes(const char *one, const char *other)
{
    size_t n = 0;
    while (one[n] && one[n] == other[n])
        n++;
    return n;
}

static void print_changed_definition(const struct lite_definition *in_dump,
                                     const struct lite_definition *in_database,
                                     verification_line *line)
{
    char dump[EXCERPT + 8], database[EXCERPT + 8];
    size_t from = count_same_bytes(in_dump->text, in_database->text);
    line("  %s %s is %s in the dump, %s in the database",
         definition_one[in_dump->kind], in_dump->label,
         definition_excerpt(dump, in_dump->text, from),
         definition_excerpt(database, in_database->text, from));
}

static void print_schema_difference(const struct schema_difference *difference,
                                    verification_line *line)
{
    const struct lite_definition *in_dump = difference->sides[IN_DUMP];
    const struct lite_definition *in_database = difference->sides[IN_DATABASE];
    const struct lite_definition *lone = in_dump ? in_dump : in_database;
    char text[EXCERPT + 8];
    if (in_dump && in_database)
        print_changed_definition(in_dump, in_database, line);
    else
        line("  %s %s is only in the %s: %s", definition_one[lone->kind],
             lone->label, in_dump ? "dump" : "database",
             definition_excerpt(text, lone->text, 0));
}

static void print_ignored(const struct schema_comparison *schema,
                          verification_line *line)
{
    struct buffer names = {0};
    for (int kind = 0; kind < DEFINITION_KINDS; kind++)
        if (schema->ignored & 1u << kind)
            buffer_printf(&names, "%s%s", names.size ? ", " : "",
                          definition_many[kind]);
    if (names.size)
        line("schema: not compared: %s", buffer_text(&names));
    buffer_release(&names);
}

/* A database may have been made with other options, or changed on purpose. */
static void print_schema(const struct schema_comparison *schema, bool all,
                         verification_line *line)
{
    if (!schema->is_made && all)
        line("schema: not compared, the dump does not say what it should be");
    if (!schema->is_made)
        return;
    if (schema->n_differences)
        line("schema: DIFFERS in %zu definition%s (if conversion had options, "
             "verify wants them, too; --ignore passes over what was meant)",
             schema->n_differences, plural(schema->n_differences));
    else if (all)
        line("schema: %zu definition%s, the same", schema->n_same,
             plural(schema->n_same));
    for (size_t i = 0; i < schema->n_differences; i++)
        print_schema_difference(&schema->differences[i], line);
    if (all)
        print_ignored(schema, line);
}

/* ---- the database ---- */

static void print_checks(const struct database_checks *checks, bool all,
                         verification_line *line)
{
    if (checks->integrity.size)
        line("integrity_check: %.*s", (int)checks->integrity.size,
             checks->integrity.bytes);
    else if (all)
        line("integrity_check: ok%s",
             checks->without_checks
                 ? " (CHECKs apart: SQLite skips those of a read-only file)"
                 : "");
    if (checks->n_broken)
        line("foreign_key_check: keys that refer to nothing: %.*s",
             (int)checks->foreign_keys.size, checks->foreign_keys.bytes);
    else if (all)
        line("foreign_key_check: ok");
}

static void print_other_tables(struct comparison *comparison,
                               verification_line *line)
{
    enum { MAX_TABLES = 20 };
    const struct lite_table **others;
    size_t n = comparison_others(comparison, &others);
    for (size_t i = 0; i < n && i < MAX_TABLES; i++)
        line("%s: not compared, only the database has it", others[i]->name);
    if (n > MAX_TABLES)
        line("%zu more tables are only in the database", n - MAX_TABLES);
}

static void verification_text_print_positions(const struct plans *plans,
                                              verification_line *line)
{
    struct buffer names = {0};
    if (plans_by_position(plans, &names))
        line("columns compared by position, as nothing in the dump names them: "
             "%s",
             buffer_text(&names));
    buffer_release(&names);
}

/* What is compared may be the same, and the database not be sound. */
static void print_total(const struct verification *verification,
                        verification_line *line)
{
    const struct comparison *comparison = &verification->comparison;
    size_t differing = comparison_count_differing(comparison);
    size_t unproven = comparison_count_unproven(comparison);
    uint64_t rows = 0;
    char text[32];
    for (size_t i = 0; i < comparison->n_tables; i++)
        rows += comparison->tables[i]->rows[IN_DUMP];
    format_count(text, rows);
    if (differing)
        line("%zu of %zu table%s DIFFER%s", differing, comparison->n_tables,
             plural(comparison->n_tables), differing == 1 ? "S" : "");
    else if (!verification_is_good(verification))
        line("NOT verified: the values that were compared are the same, what "
             "stands above is not right");
    else if (unproven)
        line("verified: %zu table%s, %s row%s, every value compared the same; "
             "%zu column%s not compared",
             comparison->n_tables, plural(comparison->n_tables), text,
             plural(rows), unproven, plural(unproven));
    else
        line("verified: %zu table%s, %s row%s, every value the same",
             comparison->n_tables, plural(comparison->n_tables), text,
             plural(rows));
}

/* The total last: it is what stays on the screen. */
void verification_print(struct verification *verification, bool all,
                        verification_line *line)
{
    struct comparison *comparison = &verification->comparison;
    for (size_t i = 0; i < comparison->n_tables; i++)
        verification_text_print_table(comparison->tables[i], all, line);
    print_others(verification, line);
    if (all)
        print_other_tables(comparison, line);
    print_schema(&verification->schema, all, line);
    print_checks(&verification->checks, all, line);
    verification_text_print_positions(&verification->contents->plans, line);
    print_total(verification, line);
}
