/* inspect, for programs:
 *
 *     {"version": 1, "dump", "server_version", "pg_dump_version",
 *      "holds": ["definitions", "rows as COPY", "rows as INSERT", "keys"],
 *      "tables": [{"schema", "name", "rows", "bytes", "columns", "becomes"}],
 *      "statements": [what makes it all in SQLite],
 *      "advice": [{"count", "text": what the application has to know of them,
 *                  "example": a table or column, or null}],
 *      "entries": [{"kind", "object", "name", "line", "text"}]} */
#include <string.h>

#include "base/json.h"
#include "report/advice.h"
#include "report/inspection.h"
#include "report/report_json.h"

/* An element of a list on a line of its own. */
static void inspection_json_add_element(struct buffer *out, const char *text,
                                        size_t *n)
{
    buffer_add_text(out, (*n)++ ? "," : "");
    buffer_add_text(out, "\n    ");
    json_add_string(out, text, strlen(text));
}

static void add_statements(struct buffer *out, const struct ddl_list *list,
                           size_t *n)
{
    for (size_t i = 0; i < list->n; i++)
        inspection_json_add_element(out, list->items[i].sql, n);
}

static void add_contents(struct buffer *out, const struct contents *contents)
{
    size_t n = 0;
    buffer_add_text(out, ",\n  \"holds\": [");
    if (contents->catalog.n_tables)
        inspection_json_add_element(out, "definitions", &n);
    if (contents->survey.has_copy)
        inspection_json_add_element(out, "rows as COPY", &n);
    if (contents->survey.has_insert)
        inspection_json_add_element(out, "rows as INSERT", &n);
    if (catalog_has_keys(&contents->catalog))
        inspection_json_add_element(out, "keys", &n);
    buffer_add_text(out, "\n  ]");
}

static void json_add_advice(struct buffer *out, const struct advice *advice,
                            size_t at)
{
    buffer_printf(out, "%s\n    {\"count\": %zu, ", at ? "," : "", advice->n);
    json_add_member(out, "text", advice->text);
    buffer_add_text(out, ", ");
    json_add_member(out, "example", advice->example);
    buffer_add_byte(out, '}');
}

void inspection_add_json(struct buffer *out, struct contents *contents)
{
    const struct schema *schema = &contents->tables;
    size_t n = 0;
    buffer_add_text(out, "{\n  \"version\": 1,\n  ");
    json_add_member(out, "dump", report_input_names(&contents->report));
    buffer_add_text(out, ",\n  ");
    json_add_member(out, "server_version", contents->catalog.server_version);
    buffer_add_text(out, ",\n  ");
    json_add_member(out, "pg_dump_version", contents->catalog.dump_version);
    add_contents(out, contents);
    buffer_add_text(out, ",\n  ");
    json_add_tables(out, contents);
    buffer_add_text(out, ",\n  \"statements\": [");
    add_statements(out, &schema->before, &n);
    add_statements(out, &schema->indexes, &n);
    add_statements(out, &schema->after, &n);
    buffer_add_text(out, "\n  ],\n  \"advice\": [");
    advice_visit(contents, json_add_advice, out);
    buffer_add_text(out, "\n  ],\n  ");
    json_add_entries(out, &contents->report);
    buffer_add_text(out, "\n}\n");
}
