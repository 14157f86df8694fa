/* A verification, for programs:
 *
 *     {"version": 1, "dump", "same": true or false,
 *      "tables": [{"name", "same", "in_database": is the table there,
 *          "rows": {"dump", "database"}, "digests": {"dump", "database"},
 *          "columns_missing": [], "columns_not_compared": [],
 *          "columns_unknown": how many only the database has,
 *          "differences": [{"kind": "missing", "extra" or "changed", "count",
 *              "key", "file", "line",
 *              "values": [{"column", "dump", "database"}]}],
 *          "differences_complete"}],
 *      "tables_missing": [{"name", "rows"}],
 *      "tables_not_compared": [{"schema", "name", "text"}],
 *      "tables_only_in_database": [name],
 *      "schema": null if it was not compared, or {"same", "not_compared":
 *          [kind], "definitions": how many are the same, "differences":
 *          [{"kind", "table", "name", "dump", "database": what they say, or
 *          null}]},
 *      "integrity_check", "foreign_key_check": "ok" or what is wrong,
 *      "checks_skipped": true if SQLite skipped CHECKs, of a read-only file,
 *      "foreign_keys_broken": rows} */
#include <string.h>

#include "report/verification.h"
#include "base/json.h"

static void begin_object(struct buffer *out, bool is_first)
{
    buffer_add_text(out, is_first ? "\n    {" : ",\n    {");
}

static void add_flag(struct buffer *out, const char *name, bool is_set)
{
    buffer_printf(out, ", \"%s\": %s", name, is_set ? "true" : "false");
}

static void verification_json_add_count(struct buffer *out, const char *name,
                                        uint64_t count)
{
    buffer_printf(out, ", \"%s\": %llu", name, (unsigned long long)count);
}

static void verification_json_add_text(struct buffer *out, const char *name,
                                       const char *text)
{
    buffer_add_text(out, ", ");
    json_add_member(out, name, text);
}

/* ---- a table ---- */

static void add_sides(struct buffer *out, const struct compared_table *table)
{
    char dump[33], database[33];
    digest_format(dump, table->digests[IN_DUMP]);
    digest_format(database, table->digests[IN_DATABASE]);
    buffer_printf(out,
                  ", \"rows\": {\"dump\": %llu, \"database\": %llu}, "
                  "\"digests\": {\"dump\": \"%s\", \"database\": \"%s\"}",
                  (unsigned long long)table->rows[IN_DUMP],
                  (unsigned long long)table->rows[IN_DATABASE], dump, database);
}

static void verification_json_add_columns(struct buffer *out,
                                          const struct compared_table *table,
                                          const char *name, enum compared_as as)
{
    size_t n = 0;
    buffer_printf(out, ", \"%s\": [", name);
    for (size_t i = 0; i < table->n_columns; i++) {
        const char *column = table->columns[i].column->name;
        if (table->columns[i].as != as)
            continue;
        buffer_add_text(out, n++ ? ", " : "");
        json_add_string(out, column, strlen(column));
    }
    buffer_add_text(out, "]");
}

static void verification_json_add_values(struct buffer *out,
                                         const struct difference *difference)
{
    buffer_add_text(out, ", \"values\": [");
    for (size_t i = 0; i < difference->n_values; i++) {
        const struct changed_value *value = &difference->values[i];
        buffer_add_text(out, i ? ", {" : "{");
        json_add_member(out, "column", value->column);
        verification_json_add_text(out, "dump", value->sides[IN_DUMP]);
        verification_json_add_text(out, "database", value->sides[IN_DATABASE]);
        buffer_add_text(out, "}");
    }
    buffer_add_text(out, "]");
}

static void add_difference(struct buffer *out,
                           const struct difference *difference)
{
    static const char *const kinds[] = {[ROW_MISSING] = "missing",
                                        [ROW_EXTRA] = "extra",
                                        [ROW_CHANGED] = "changed"};
    json_add_member(out, "kind", kinds[difference->kind]);
    verification_json_add_count(out, "count", difference->count);
    verification_json_add_text(out, "key", difference->key);
    verification_json_add_text(out, "file", difference->location.input);
    verification_json_add_count(out, "line", difference->location.line);
    verification_json_add_values(out, difference);
}

static void add_differences(struct buffer *out,
                            const struct compared_table *table)
{
    struct differences found = {.all = comparison_is_same(table)};
    if (table->row_diff)
        found = row_diff_find(table->row_diff, table);
    buffer_add_text(out, ", \"differences\": [");
    for (size_t i = 0; i < found.n; i++) {
        buffer_add_text(out, i ? ",\n      {" : "\n      {");
        add_difference(out, &found.items[i]);
        buffer_add_text(out, "}");
    }
    buffer_add_text(out, "]");
    add_flag(out, "differences_complete", found.all);
}

static void verification_json_add_table(struct buffer *out,
                                        const struct compared_table *table,
                                        bool is_first)
{
    begin_object(out, is_first);
    json_add_member(out, "name", table->wanted->name);
    add_flag(out, "same", comparison_is_same(table));
    add_flag(out, "in_database", table->found != NULL);
    add_sides(out, table);
    verification_json_add_columns(out, table, "columns_missing",
                                  NOT_IN_DATABASE);
    verification_json_add_columns(out, table, "columns_not_compared",
                                  NOT_IN_DUMP);
    verification_json_add_count(out, "columns_unknown", table->n_unknown);
    add_differences(out, table);
    buffer_add_text(out, "}");
}

/* ---- everything ---- */

static void verification_json_add_missing(struct buffer *out,
                                          const struct plans *plans)
{
    bool is_first = true;
    buffer_add_text(out, "\n  ],\n  \"tables_missing\": [");
    for (size_t i = 0; i < plans->n_items; i++) {
        if (!verification_lacks(plans->items[i]))
            continue;
        begin_object(out, is_first);
        is_first = false;
        json_add_member(out, "name", plans->items[i]->target.table);
        verification_json_add_count(out, "rows", plans->items[i]->rows);
        buffer_add_text(out, "}");
    }
    buffer_add_text(out, "]");
}

static void add_left_out(struct buffer *out, const struct schema *schema)
{
    bool is_first = true;
    buffer_add_text(out, ",\n  \"tables_not_compared\": [");
    for (size_t i = 0; i < schema->n_maps; i++) {
        const struct table_map *map = &schema->maps[i];
        if (!verification_left_out(map))
            continue;
        begin_object(out, is_first);
        is_first = false;
        json_add_member(out, "schema", map->name.schema);
        verification_json_add_text(out, "name", map->name.name);
        verification_json_add_text(out, "text", verification_left_out(map));
        buffer_add_text(out, "}");
    }
    buffer_add_text(out, "]");
}

static void add_checks(struct buffer *out, const struct database_checks *checks)
{
    struct buffer integrity = checks->integrity, keys = checks->foreign_keys;
    buffer_add_text(out, ",\n  \"integrity_check\": ");
    json_add_string(out, integrity.size ? integrity.bytes : "ok",
                    integrity.size ? integrity.size : 2);
    buffer_printf(out, ",\n  \"checks_skipped\": %s",
                  checks->without_checks ? "true" : "false");
    buffer_add_text(out, ",\n  \"foreign_key_check\": ");
    json_add_string(out, checks->n_broken ? keys.bytes : "ok",
                    checks->n_broken ? keys.size : 2);
    buffer_printf(out, ",\n  \"foreign_keys_broken\": %llu",
                  (unsigned long long)checks->n_broken);
}

static void add_other_tables(struct buffer *out, struct comparison *comparison)
{
    const struct lite_table **others;
    size_t n = comparison_others(comparison, &others);
    buffer_add_text(out, ",\n  \"tables_only_in_database\": [");
    for (size_t i = 0; i < n; i++) {
        buffer_add_text(out, i ? ", " : "");
        json_add_string(out, others[i]->name, strlen(others[i]->name));
    }
    buffer_add_text(out, "]");
}

/* ---- the schema ---- */

static void add_side(struct buffer *out, const char *name,
                     const struct lite_definition *definition)
{
    if (definition)
        verification_json_add_text(out, name, definition->text);
    else
        buffer_printf(out, ", \"%s\": null", name);
}

static void add_schema_difference(struct buffer *out,
                                  const struct schema_difference *difference)
{
    const struct lite_definition *one = difference->sides[IN_DUMP]
                                            ? difference->sides[IN_DUMP]
                                            : difference->sides[IN_DATABASE];
    json_add_member(out, "kind", definition_one[one->kind]);
    verification_json_add_text(out, "table", one->table);
    verification_json_add_text(out, "name", one->label);
    add_side(out, "dump", difference->sides[IN_DUMP]);
    add_side(out, "database", difference->sides[IN_DATABASE]);
    buffer_add_text(out, "}");
}

static void add_schema(struct buffer *out,
                       const struct schema_comparison *schema)
{
    size_t n = 0;
    buffer_add_text(out, ",\n  \"schema\": ");
    if (!schema->is_made) {
        buffer_add_text(out, "null");
        return;
    }
    buffer_printf(out, "{\"same\": %s, \"not_compared\": [",
                  schema->n_differences ? "false" : "true");
    for (int kind = 0; kind < DEFINITION_KINDS; kind++)
        if (schema->ignored & 1u << kind) {
            buffer_add_text(out, n++ ? ", " : "");
            json_add_string(out, definition_many[kind],
                            strlen(definition_many[kind]));
        }
    buffer_printf(out, "], \"definitions\": %zu, \"differences\": [",
                  schema->n_same);
    for (size_t i = 0; i < schema->n_differences; i++) {
        begin_object(out, i == 0);
        add_schema_difference(out, &schema->differences[i]);
    }
    buffer_add_text(out, "]}");
}

void verification_add_json(struct buffer *out,
                           struct verification *verification)
{
    struct comparison *comparison = &verification->comparison;
    buffer_add_text(out, "{\n  \"version\": 1,\n  ");
    json_add_member(out, "dump",
                    report_input_names(&verification->contents->report));
    add_flag(out, "same", verification_is_good(verification));
    buffer_add_text(out, ",\n  \"tables\": [");
    for (size_t i = 0; i < comparison->n_tables; i++)
        verification_json_add_table(out, comparison->tables[i], i == 0);
    verification_json_add_missing(out, &verification->contents->plans);
    add_left_out(out, &verification->contents->tables);
    add_other_tables(out, &verification->comparison);
    add_schema(out, &verification->schema);
    add_checks(out, &verification->checks);
    buffer_add_text(out, "\n}\n");
}
