#include "base/report.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Entries outlive the statements that they tell of. */
static const char *report_keep(struct report *report, const char *text)
{
    return arena_copy(&report->arena, text, strlen(text));
}

struct report_entry *report_add(struct report *report, enum report_kind kind,
                                struct location location, const char *object,
                                const char *name, const char *format, ...)
{
    struct report_entry entry = {.kind = kind,
                                 .object = report_keep(report, object),
                                 .name = report_keep(report, name),
                                 .location = location,
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

void report_add_input(struct report *report, const char *input)
{
    grow_array(&report->inputs, &report->inputs_capacity, report->n_inputs + 1,
               sizeof *report->inputs);
    report->inputs[report->n_inputs++] = input;
}

/* For a line that is about all of them. */
const char *report_input_names(struct report *report)
{
    const char *names = report->n_inputs ? report->inputs[0] : "";
    for (size_t i = 1; i < report->n_inputs; i++)
        names =
            arena_printf(&report->arena, "%s, %s", names, report->inputs[i]);
    return names;
}

/* With one dump its name would be noise in each line. */
const char *report_print_location(char text[LOCATION_ROOM],
                                  const struct report *report,
                                  const struct location *location)
{
    return location_print(text, location,
                          report->n_inputs > 1 ? LOCATION_FILE : LOCATION_LINE);
}

/* The pointer tells inputs apart: one name may be given twice. */
static size_t report_rank_of(const struct report *report, const char *input)
{
    size_t rank = 0;
    while (rank < report->n_inputs && report->inputs[rank] != input)
        rank++;
    return rank;
}

/* By the dump's order; entries of one line as they came. */
static int compare_entries(const void *one, const void *other)
{
    const struct report_entry *a = one, *b = other;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    if (a->location.line != b->location.line)
        return a->location.line < b->location.line ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

void report_sort(struct report *report)
{
    for (size_t i = 0; i < report->n_entries; i++)
        report->entries[i].rank =
            report_rank_of(report, report->entries[i].location.input);
    if (report->n_entries)
        qsort(report->entries, report->n_entries, sizeof *report->entries,
              compare_entries);
}

void report_release(struct report *report)
{
    free(report->entries);
    arena_release(&report->arena);
    free(report->inputs);
    *report = (struct report){0};
}
