#include "base/report.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char *keep(struct report *report, const char *text)
{
    return arena_copy(&report->arena, text, strlen(text));
}

struct report_entry *report_add(struct report *report, enum report_kind kind,
                                struct place place, const char *object,
                                const char *name, const char *format, ...)
{
    struct report_entry entry = {.kind = kind,
                                 .object = keep(report, object),
                                 .name = keep(report, name),
                                 .place = place,
                                 .number = report->n_entries};
    va_list args;
    va_start(args, format);
    entry.text = arena_vprintf(&report->arena, format, args);
    va_end(args);
    grow_array(&report->entries, &report->capacity, report->n_entries + 1,
               sizeof *report->entries);
    report->entries[report->n_entries] = entry;
    return &report->entries[report->n_entries++];
}

static int compare(const void *one, const void *other)
{
    const struct report_entry *a = one, *b = other;
    if (a->place.line != b->place.line)
        return a->place.line < b->place.line ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

void report_sort(struct report *report)
{
    if (report->n_entries)
        qsort(report->entries, report->n_entries, sizeof *report->entries,
              compare);
}

void report_release(struct report *report)
{
    free(report->entries);
    arena_release(&report->arena);
    *report = (struct report){0};
}
