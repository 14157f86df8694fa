#include "command/report_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "command/report_json.h"

static bool ends_in(const char *path, const char *suffix)
{
    size_t length = strlen(path), wanted = strlen(suffix);
    return length > wanted && !strcmp(path + length - wanted, suffix);
}

bool report_file_is_known(const char *path)
{
    return ends_in(path, ".txt") || ends_in(path, ".json");
}

static const char *kind_name(enum report_kind kind)
{
    return kind == REPORT_DROPPED ? "dropped" : "changed";
}

/* ---- for people ---- */

static void add_entry(struct buffer *out, const char *dump,
                      const struct report_entry *entry)
{
    buffer_printf(out, "%s:%llu: %s: %s %s: %s\n", dump,
                  (unsigned long long)entry->place.line, kind_name(entry->kind),
                  entry->object, entry->name, entry->text);
}

/* ---- for programs ---- */

static void add_json_tables(struct buffer *out, const struct plans *plans)
{
    const char *separator = "\n";
    for (size_t i = 0; i < plans->n_items; i++) {
        const struct plan *plan = plans->items[i];
        if (!plan || plan->kind != PLAN_ROWS)
            continue;
        buffer_printf(out, "%s    {", separator);
        json_add_member(out, "name", plan->target.table);
        buffer_printf(out, ", \"rows\": %llu}", (unsigned long long)plan->rows);
        separator = ",\n";
    }
}

static void add_json(struct buffer *out, const char *dump,
                     const struct report *report, const struct plans *plans)
{
    buffer_add_text(out, "{\n  \"version\": 1,\n  ");
    json_add_member(out, "dump", dump);
    buffer_add_text(out, ",\n  \"tables\": [");
    add_json_tables(out, plans);
    buffer_add_text(out, "\n  ],\n  ");
    json_add_entries(out, report);
    buffer_add_text(out, "\n}\n");
}

bool report_file_write(const char *path, const char *dump,
                       const struct report *report, const struct plans *plans,
                       struct failure *failure)
{
    struct buffer text = {0};
    FILE *file = fopen(path, "w");
    bool written;
    if (ends_in(path, ".json"))
        add_json(&text, dump, report, plans);
    else
        for (size_t i = 0; i < report->n_entries; i++)
            add_entry(&text, dump, &report->entries[i]);
    written = file && (text.size == 0 ||
                       fwrite(text.bytes, 1, text.size, file) == text.size);
    if (file)
        written &= fclose(file) == 0;
    buffer_release(&text);
    return written || fail(failure, "cannot write the report %s: %s", path,
                           strerror(errno));
}
