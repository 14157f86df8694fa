#include "report/summary.h"

#include <stdio.h>
#include <string.h>

#include "base/format.h"
#include "base/memory.h"
#include "report/report_text.h"
#include "rows/mapped.h"
#include "schema/mapping.h"

/* Rows and tables of one kind of plan. */
static void count_tables(const struct plans *plans, enum plan_kind kind,
                         uint64_t *tables, uint64_t *rows)
{
    *tables = *rows = 0;
    for (size_t i = 0; i < plans->n_items; i++) {
        const struct plan *plan = plans->items[i];
        if (!plan || plan->kind != kind)
            continue;
        *rows += plan->rows;
        *tables += plan->is_first;
    }
}

/* Tables made include those without rows. */
static void print_totals(const struct summary *summary)
{
    char rows_text[32], size[32], written[32];
    uint64_t tables, rows;
    count_tables(&summary->contents->plans, PLAN_ROWS, &tables, &rows);
    if (summary->tables_made)
        tables = summary->tables_made;
    format_count(rows_text, rows);
    format_bytes(size, (double)summary->contents->bytes_read);
    format_bytes(written, (double)summary->bytes_written);
    say("%llu table%s, %s row%s; %s read, %s%s in %.2f s",
        (unsigned long long)tables, plural(tables), rows_text, plural(rows),
        size, summary->bytes_written ? written : "loaded",
        summary->bytes_written ? " written" : "", summary->seconds);
}

/* What is said of rows that met one of the table's. */
static const struct {
    const char *word;          /* after a table's rows */
    const char *one, *several; /* for all tables, before and behind */
    bool is_placed;            /* the first of each table is told */
} fates[ROW_FATES] = {
    [ROW_SKIPPED] = {"skipped", "row skipped: the key was there already",
                     "rows skipped: the key was there already", true},
    [ROW_REPLACED] = {"replaced another",
                      "row took the place of another with its key",
                      "rows took the place of others with their keys", true},
    [ROW_PRESENT] = {"there already",
                     "row was already there with the same values",
                     "rows were already there with the same values", false},
};

/* ", 2 skipped" */
static void summary_add_fates(struct buffer *text, const struct plan *plan)
{
    for (size_t fate = 0; fate < ROW_FATES; fate++)
        if (plan->met[fate].count)
            buffer_printf(text, ", %llu %s",
                          (unsigned long long)plan->met[fate].count,
                          fates[fate].word);
}

static void print_tables(const struct summary *summary)
{
    struct buffer met = {0};
    for (size_t i = 0; i < summary->contents->plans.n_items; i++) {
        const struct plan *plan = summary->contents->plans.items[i];
        char rows[32], size[32];
        if (!plan || plan->kind != PLAN_ROWS)
            continue;
        format_count(rows, plan->rows);
        format_bytes(size, (double)plan->bytes);
        summary_add_fates(&met, plan);
        say("  %s: %s row%s%s; %s in %.2f s", plan->target.table, rows,
            plural(plan->rows), buffer_text(&met), size, plan->seconds);
        met.size = 0;
    }
    buffer_release(&met);
}

static void print_phases(const struct progress *progress)
{
    for (size_t i = 0; i < progress->n_times; i++)
        say("%s: in %.2f s", progress->times[i].phase,
            progress->times[i].seconds);
}

static uint64_t count_fate_rows(const struct plans *plans, enum row_fate fate)
{
    uint64_t rows = 0;
    for (size_t i = 0; i < plans->n_items; i++)
        rows += plans->items[i] ? plans->items[i]->met[fate].count : 0;
    return rows;
}

/* Which rows: the first of each table. */
static void print_fate_places(const struct summary *summary, enum row_fate fate)
{
    const struct plans *plans = &summary->contents->plans;
    char at[LOCATION_ROOM];
    for (size_t i = 0; i < plans->n_items; i++) {
        const struct plan *plan = plans->items[i];
        const struct loss *rows = plan ? &plan->met[fate] : NULL;
        if (rows && rows->count)
            say("  %s: %s%s: %llu row%s", plan->target.table,
                report_print_location(at, &summary->contents->report,
                                      &rows->first),
                rows->count > 1 ? " on" : "", (unsigned long long)rows->count,
                plural(rows->count));
    }
}

static void print_fates(const struct summary *summary)
{
    for (size_t fate = 0; fate < ROW_FATES; fate++) {
        uint64_t rows =
            count_fate_rows(&summary->contents->plans, (enum row_fate)fate);
        if (!rows)
            continue;
        say("%llu %s", (unsigned long long)rows,
            rows == 1 ? fates[fate].one : fates[fate].several);
        if (fates[fate].is_placed)
            print_fate_places(summary, (enum row_fate)fate);
    }
}

/* What was not asked for is counted, so that nobody wonders. */
static void print_selection(const struct summary *summary)
{
    uint64_t tables, rows;
    size_t at = 0;
    const char *unused;
    count_tables(&summary->contents->plans, PLAN_LEFT_OUT, &tables, &rows);
    if (tables)
        say("not selected: %llu table%s with %llu row%s",
            (unsigned long long)tables, plural(tables),
            (unsigned long long)rows, plural(rows));
    if (summary->contents->tables_left_out)
        say("not selected, and not unpacked: %u table%s",
            summary->contents->tables_left_out,
            plural(summary->contents->tables_left_out));
    count_tables(&summary->contents->plans, PLAN_OF_EXTENSION, &tables, &rows);
    if (tables)
        say("left out: %llu row%s of %llu table%s that an extension makes, and "
            "the dump does not define",
            (unsigned long long)rows, plural(rows), (unsigned long long)tables,
            plural(tables));
    while ((unused = selection_unused(summary->contents->plans.selection, &at)))
        say("the pattern '%s' fits no table", unused);
}

/* "3 CREATE TABLE (line 40 on), 1 CREATE INDEX (line 60)" */
static void add_passed(struct buffer *text, const struct report *report,
                       const struct pg_note *note)
{
    char at[LOCATION_ROOM];
    buffer_printf(text, "%s%llu %s (%s%s)", text->size ? ", " : "",
                  (unsigned long long)note->count, note->name,
                  report_print_location(at, report, &note->first),
                  note->count > 1 ? " on" : "");
}

/* All dumps count the same kinds; the first place is the first dump's that has
 * one. */
static struct pg_note sum_notes(const struct summary *summary, size_t kind)
{
    struct pg_note sum = summary->contents->dumps->reader.notes[kind];
    for (size_t i = 1; i < summary->contents->n_dumps; i++) {
        const struct pg_note *note =
            &summary->contents->dumps[i].reader.notes[kind];
        if (sum.count == 0)
            sum.first = note->first;
        sum.count += note->count;
    }
    return sum;
}

static bool is_definition(const struct pg_note *note)
{
    return note->class == PG_DEFINES || note->class == PG_OBJECT;
}

/* Definitions that nobody asked for, and the frame; all else is in the
 * report. */
static void print_notes(const struct summary *summary)
{
    struct buffer passed = {0}, frame = {0};
    for (size_t i = 0; i < summary->contents->dumps->reader.n_notes; i++) {
        struct pg_note note = sum_notes(summary, i);
        if (note.count && is_definition(&note) && summary->rows_are_wanted &&
            !summary->contents->plans.defined)
            add_passed(&passed, &summary->contents->report, &note);
        else if (note.count && !is_definition(&note))
            buffer_printf(&frame, "%s%llu %s", frame.size ? ", " : "",
                          (unsigned long long)note.count, note.name);
    }
    if (passed.size)
        say("left out, as no rows: %s", buffer_text(&passed));
    if (frame.size)
        say("besides, obeyed or without meaning in SQLite: %s",
            buffer_text(&frame));
    buffer_release(&passed);
    buffer_release(&frame);
}

/* Without types COPY has failed already; INSERT goes on. */
static void print_missing_types(const struct plans *plans)
{
    for (size_t i = 0; plans->schema && i < plans->n_items; i++) {
        const struct plan *plan = plans->items[i];
        if (plan && plan->kind == PLAN_ROWS && !plan->target.known &&
            plan->is_first)
            say("no types for the table %s: --types-from has no such table",
                plan->target.table);
    }
}

/* Each value fits its column, which is all that can be said. */
static void summary_print_positions(const struct plans *plans)
{
    struct buffer names = {0};
    if (plans_by_position(plans, &names))
        say("nothing names the columns of these rows, so values went by "
            "position: %s (--column-inserts names them)",
            buffer_text(&names));
    buffer_release(&names);
}

static void print_client(const struct plans *plans)
{
    if (plans->client)
        say("in the form that %s reads and finds (--for=none: as others)",
            plans->client->name);
}

static void print_bookkeeping(const struct plans *plans)
{
    struct buffer names = {0};
    uint64_t rows = plans_bookkeeping(plans, &names);
    if (names.size)
        say("left out: %llu row%s of %s: what a database says of migrations is "
            "its own (--bookkeeping=load loads the dump's)",
            (unsigned long long)rows, plural(rows), buffer_text(&names));
    buffer_release(&names);
}

/* How often each line of --map was used. */
static void print_mapping(const struct summary *summary)
{
    const struct plans *plans = &summary->contents->plans;
    const struct mapping *mapping = selection_mapping(plans->selection);
    const char *line;
    uint64_t rows;
    size_t at = 0;
    mapped_count(plans);
    while (summary->verbose && (line = mapping_line(mapping, &at, &rows)))
        say("--map: %s: %llu row%s", line, (unsigned long long)rows,
            plural(rows));
}

/* What the reader noticed about the file as a whole. */
static void print_warnings(const struct report *report,
                           const struct pg_reader *reader)
{
    char at[LOCATION_ROOM];
    if (reader->line_ends_crlf)
        say("the dump has CRLF line ends; line breaks inside values came "
            "through as they are, as CR LF");
    if (reader->n_passed_over)
        say("passed over: %llu line%s or statement%s that are no dump's, the "
            "first at %s; the report has each",
            (unsigned long long)reader->n_passed_over,
            plural(reader->n_passed_over), plural(reader->n_passed_over),
            report_print_location(at, report, &reader->passed_over_at));
    if (reader->is_handmade && reader->has_rows)
        say("the file has none of pg_dump's first and last lines, so that it "
            "is whole is not known; every statement in it is");
    if (reader->truncated)
        say("the dump ends at %s without pg_dump's last lines; the rows before "
            "it are there",
            report_print_location(at, report, &reader->truncated_at));
}

/* Totals first; warnings about the input, such as a truncated dump, last. */
void summary_print(const struct summary *summary)
{
    print_totals(summary);
    if (summary->verbose) {
        print_tables(summary);
        print_phases(summary->progress);
    }
    print_selection(summary);
    print_missing_types(&summary->contents->plans);
    summary_print_positions(&summary->contents->plans);
    print_client(&summary->contents->plans);
    print_bookkeeping(&summary->contents->plans);
    print_mapping(summary);
    print_fates(summary);
    report_print(&summary->contents->report, summary->verbose, say);
    print_notes(summary);
    if (summary->sequences_set || summary->sequences_not_needed)
        say("sequences: %llu set in sqlite_sequence where a table counts its "
            "ids there, %llu without such a table",
            (unsigned long long)summary->sequences_set,
            (unsigned long long)summary->sequences_not_needed);
    for (size_t i = 0; i < summary->contents->n_dumps; i++)
        print_warnings(&summary->contents->report,
                       &summary->contents->dumps[i].reader);
}
