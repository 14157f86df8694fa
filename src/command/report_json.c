#include "command/report_json.h"

#include <string.h>

#include "translate/json.h"

void json_add_member(struct buffer *out, const char *name, const char *text)
{
    json_add_string(out, name, strlen(name));
    buffer_add_text(out, ": ");
    if (text)
        json_add_string(out, text, strlen(text));
    else
        buffer_add_text(out, "null");
}

static void add_entry(struct buffer *out, const struct report_entry *entry)
{
    buffer_add_text(out, "    {");
    json_add_member(out, "kind",
                    entry->kind == REPORT_DROPPED ? "dropped" : "changed");
    buffer_add_text(out, ", ");
    json_add_member(out, "object", entry->object);
    buffer_add_text(out, ", ");
    json_add_member(out, "name", entry->name);
    buffer_printf(out, ", \"line\": %llu, ",
                  (unsigned long long)entry->place.line);
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
        add_entry(out, &report->entries[i]);
    }
    buffer_add_text(out, "\n  ]");
}
