/* inspect, for programs:
 *
 *     {"version": 1, "dump", "server_version", "pg_dump_version",
 *      "holds": ["definitions", "rows as COPY", "rows as INSERT", "keys"],
 *      "tables": [{"schema", "name", "rows", "bytes", "columns", "becomes"}],
 *      "statements": [what makes it all in SQLite],
 *      "entries": [{"kind", "object", "name", "line", "text"}]} */
#include <stdio.h>
#include <string.h>

#include "command/inspect.h"
#include "report/report_json.h"
#include "types/json.h"

static void add_element(struct buffer *out, const char *text, size_t *n)
{
    buffer_add_text(out, (*n)++ ? "," : "");
    buffer_add_text(out, "\n    ");
    json_add_string(out, text, strlen(text));
}

static void add_statements(struct buffer *out, const struct ddl_list *list,
                           size_t *n)
{
    for (size_t i = 0; i < list->n; i++)
        add_element(out, list->items[i].sql, n);
}

static void add_contents(struct buffer *out,
                         const struct inspection *inspection)
{
    size_t n = 0;
    buffer_add_text(out, ",\n  \"holds\": [");
    if (inspection->passes.catalog.n_tables)
        add_element(out, "definitions", &n);
    if (inspection->passes.survey.has_copy)
        add_element(out, "rows as COPY", &n);
    if (inspection->passes.survey.has_insert)
        add_element(out, "rows as INSERT", &n);
    if (inspect_has_keys(inspection))
        add_element(out, "keys", &n);
    buffer_add_text(out, "\n  ]");
}

static void add_all(struct buffer *out, const struct inspection *inspection)
{
    const struct schema *schema = &inspection->passes.tables;
    size_t n = 0;
    buffer_add_text(out, "{\n  \"version\": 1,\n  ");
    json_add_member(out, "dump", inspection->passes.dump->source->name);
    buffer_add_text(out, ",\n  ");
    json_add_member(out, "server_version",
                    inspection->passes.catalog.server_version);
    buffer_add_text(out, ",\n  ");
    json_add_member(out, "pg_dump_version",
                    inspection->passes.catalog.dump_version);
    add_contents(out, inspection);
    buffer_add_text(out, ",\n  ");
    json_add_tables(out, &inspection->passes);
    buffer_add_text(out, ",\n  \"statements\": [");
    add_statements(out, &schema->before, &n);
    add_statements(out, &schema->indexes, &n);
    add_statements(out, &schema->after, &n);
    buffer_add_text(out, "\n  ],\n  ");
    json_add_entries(out, &inspection->passes.report);
    buffer_add_text(out, "\n}\n");
}

void inspect_as_json(const struct inspection *inspection)
{
    struct buffer out = {0};
    add_all(&out, inspection);
    fwrite(out.bytes, 1, out.size, stdout);
    buffer_release(&out);
}
