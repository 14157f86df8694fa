#include "report/report_text.h"

#include <string.h>

#include "base/memory.h"

enum { SHOWN_ENTRIES = 5 };

static void print_entry(const struct report *report,
                        const struct report_entry *entry, report_line *line)
{
    char at[LOCATION_ROOM];
    line("  %s: %s %s: %s%s",
         report_print_location(at, report, &entry->location), entry->object,
         entry->name, entry->kind == REPORT_CHANGED ? "" : "left out; ",
         entry->text);
}

/* How many there are of the first entry's object, if it is the first. */
static size_t count_object(const struct report *report, size_t first)
{
    const struct report_entry *entries = report->entries;
    size_t count = 0;
    for (size_t i = 0; i < report->n_entries; i++) {
        if (entries[i].kind != entries[first].kind ||
            strcmp(entries[i].object, entries[first].object) != 0)
            continue;
        if (i < first)
            return 0;
        count++;
    }
    return count;
}

/* "12 functions", "3 policies", "2 COMMENT ON" */
static void text_report_add_count(struct buffer *text, size_t count,
                                  const char *object)
{
    size_t length = strlen(object);
    char last = length ? object[length - 1] : ' ';
    if (count == 1 || (last >= 'A' && last <= 'Z'))
        buffer_printf(text, "%zu %s", count, object);
    else if (last == 'y' && length > 1 && !strchr("aeo", object[length - 2]))
        buffer_printf(text, "%zu %.*sies", count, (int)length - 1, object);
    else
        buffer_printf(text, "%zu %s%s", count, object,
                      last == 'x' || last == 's' ? "es" : "s");
}

/* What happened to values is always shown. */
static bool is_value(const struct report_entry *entry)
{
    return !strcmp(entry->object, "value");
}

/* "left out: 12 functions, 1 view" */
static void print_kind(const struct report *report, bool verbose,
                       enum report_kind kind, report_line *line)
{
    const char *title = kind == REPORT_DROPPED ? "left out" : "changed";
    struct buffer text = {0};
    size_t preview = 0;
    for (size_t i = 0; i < report->n_entries; i++) {
        size_t count =
            report->entries[i].kind == kind ? count_object(report, i) : 0;
        if (!count)
            continue;
        if (text.size)
            buffer_add_text(&text, ", ");
        text_report_add_count(&text, count, report->entries[i].object);
    }
    if (text.size)
        line("%s: %s", title, buffer_text(&text));
    for (size_t i = 0; i < report->n_entries; i++)
        if (report->entries[i].kind == kind &&
            (verbose || is_value(&report->entries[i]) ||
             preview++ < SHOWN_ENTRIES))
            print_entry(report, &report->entries[i], line);
    if (!verbose && preview > SHOWN_ENTRIES)
        line("  ... (--verbose or --report=FILE.txt for all of them)");
    buffer_release(&text);
}

void report_print(const struct report *report, bool verbose, report_line *line)
{
    print_kind(report, verbose, REPORT_DROPPED, line);
    print_kind(report, verbose, REPORT_CHANGED, line);
}
