#include "report/report_json.h"

#include <inttypes.h>
#include <string.h>

#include "base/json.h"
#include "report/verification.h"

/* Names of members are a promise: see report_json.h. */
static void json_report_add_entry(struct buffer *out,
                                  const struct report_entry *entry)
{
    buffer_add_text(out, "    {");
    json_add_member(out, "kind", report_kind_name(entry->kind));
    buffer_add_text(out, ", ");
    json_add_member(out, "object", entry->object);
    buffer_add_text(out, ", ");
    json_add_member(out, "name", entry->name);
    buffer_add_text(out, ", ");
    json_add_member(out, "file", entry->location.input);
    if (location_has_part(&entry->location)) {
        char place[LOCATION_ROOM];
        buffer_add_text(out, ", ");
        json_add_member(out, "place",
                        location_print(place, &entry->location, LOCATION_LINE));
    }
    buffer_printf(out, ", \"line\": %" PRIu64 ", ", entry->location.line);
    json_add_member(out, "text", entry->text);
    if (entry->loss) {
        buffer_add_text(out, ", ");
        json_add_member(out, "loss", entry->loss);
        buffer_printf(out, ", \"count\": %llu",
                      (unsigned long long)entry->count);
    }
    buffer_add_text(out, "}");
}

void json_add_entries(struct buffer *out, const struct report *report)
{
    buffer_add_text(out, "\"entries\": [");
    for (size_t i = 0; i < report->n_entries; i++) {
        buffer_add_text(out, i ? ",\n" : "\n");
        json_report_add_entry(out, &report->entries[i]);
    }
    buffer_add_text(out, "\n  ]");
}

static void json_report_add_table(struct buffer *out,
                                  const struct reported_table *table,
                                  bool is_first)
{
    buffer_add_text(out, is_first ? "\n    {" : ",\n    {");
    json_add_member(out, "schema", table->name.schema);
    buffer_add_text(out, ", ");
    json_add_member(out, "name", table->name.name);
    buffer_printf(out, ", \"rows\": %llu, \"bytes\": %llu, \"columns\": %zu, ",
                  (unsigned long long)table->rows,
                  (unsigned long long)table->bytes, table->columns);
    json_add_member(out, "becomes", table->becomes);
    buffer_add_text(out, "}");
}

void json_add_tables(struct buffer *out, const struct contents *contents)
{
    buffer_add_text(out, "\"tables\": [");
    report_tables(contents, json_report_add_table, out);
    buffer_add_text(out, "\n  ]");
}

void report_add_json(struct buffer *out, const struct report_subject *subject)
{
    struct contents *contents = subject->contents;
    buffer_add_text(out, "{\n  \"version\": 2,\n  ");
    json_add_member(out, "dump", report_input_names(&contents->report));
    buffer_add_text(out, ",\n  ");
    json_add_tables(out, contents);
    buffer_add_text(out, ",\n  ");
    json_add_entries(out, &contents->report);
    buffer_add_text(out, ",\n  \"verification\": ");
    if (subject->verification)
        verification_add_json(out, subject->verification);
    else
        buffer_add_text(out, "null\n");
    buffer_add_text(out, "}\n");
}
