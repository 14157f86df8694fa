/* What is lost: the report, and --strict. */
#include <inttypes.h>
#include <stdio.h>

#include "command/convert_job.h"
#include "command/version.h"
#include "report/report_file.h"
#include "sqlite/profile.h"

bool losses_write_report(struct convert_job *job)
{
    const struct options *options = job->options;
    bool is_verified = job->verification.contents != NULL;
    const struct report_subject subject = {
        .contents = job->contents,
        .verification = is_verified ? &job->verification : NULL,
        .into = options->into,
        .made = options_make_database(options) ? options->output : NULL,
        .program = "pgdecant " PGDECANT_VERSION,
        .command = options->line,
        .target = options->target ? profiles[options->target].name : NULL};
    report_sort(&job->contents->report);
    if (!options->report)
        return true;
    /* What this run has written itself it may replace. */
    job->has_report =
        report_file_write(options->report, options->replace || job->has_report,
                          &subject, &job->failure);
    return job->has_report;
}

/* What is refused can be read in the report. */
static bool refuse_with_report(struct convert_job *job)
{
    job->refused = true;
    losses_write_report(job);
    return false;
}

/* Before the output is complete: refused means that nothing is written. */
bool losses_check(struct convert_job *job)
{
    struct report *report = &job->contents->report;
    const struct report_entry *first;
    char at[LOCATION_ROOM];
    if (!job->options->strict || report->n_entries == 0)
        return true;
    report_sort(report);
    first = report->entries;
    fail(&job->failure,
         "--strict: %zu thing%s of the dump would be dropped or changed, so "
         "nothing is written; the first, at %s: %s %s: %s "
         "(--report=FILE.txt for all of them)",
         report->n_entries, report->n_entries == 1 ? "" : "s",
         report_print_location(at, report, &first->location), first->object,
         first->name, first->text);
    return refuse_with_report(job);
}

/* What happened to values is in the report, too. */
static void report_values(struct contents *contents)
{
    for (size_t i = 0; i < contents->plans.n_items; i++)
        if (contents->plans.items[i])
            plan_report_losses(contents->plans.items[i], &contents->report);
}

bool losses_refuse_value(struct convert_job *job)
{
    report_values(job->contents);
    return refuse_with_report(job);
}

/* ---- definitions that were passed over ---- */

bool losses_are_rows_wanted(const struct convert_job *job)
{
    const struct options *options = job->options;
    return options->into || options->types_from || options->data_only;
}

/* What --strict has to refuse, too. */
static void report_extensions(struct convert_job *job)
{
    const struct plans *plans = &job->contents->plans;
    for (size_t i = 0; i < plans->n_items; i++) {
        const struct plan *plan = plans->items[i];
        if (plan && plan->kind == PLAN_OF_EXTENSION && plan->rows)
            report_add(&job->contents->report, REPORT_DROPPED, plan->first,
                       "extension's table",
                       arena_printf(&job->contents->plans.arena, "%s.%s",
                                    plan->source->schema, plan->source->table),
                       "%" PRIu64 " of a table that an extension makes, and "
                       "the dump does not define",
                       plan->rows);
    }
}

/* By kind, with its count: not each of a thousand comments. */
static void report_statement(struct report *report, const struct pg_note *note)
{
    char count[48];
    snprintf(count, sizeof count, "(%" PRIu64 " in all)", note->count);
    report_add(report, REPORT_DROPPED, note->first, note->name, count,
               "a dump without tables has only rows");
}

static void report_statements(struct report *report,
                              const struct pg_reader *reader)
{
    for (size_t i = 0; i < reader->n_notes; i++) {
        const struct pg_note *note = &reader->notes[i];
        if (note->count &&
            (note->class == PG_DEFINES || note->class == PG_OBJECT))
            report_statement(report, note);
    }
}

/* Where the dump has no tables to make, and nobody said so, what it defines
 * besides is lost. */
bool losses_complete(struct convert_job *job)
{
    struct contents *contents = job->contents;
    bool only_rows = losses_are_rows_wanted(job) || contents->plans.defined;
    report_values(contents);
    report_extensions(job);
    for (size_t i = 0; i < contents->n_dumps && !only_rows; i++)
        report_statements(&contents->report, &contents->dumps[i].reader);
    return losses_check(job);
}
