#include "command/convert.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/output.h"
#include "report/verification.h"
#include "pages/pages.h"
#include "pipeline/passes.h"
#include "report/report_file.h"
#include "report/summary.h"
#include "rows/sequences.h"
#include "sqlite/database.h"
#include "sqlite/replaced.h"
#include "sqlite/sql_text.h"

struct job {
    struct options *options;
    struct passes passes;
    bool refused;      /* by --strict or --verify */
    bool with_api;     /* SQLite's own INSERT fills a new database */
    bool looks_at_all; /* the survey does, not at the first rows only */
    struct output output;
    struct row_writer *writer;
    struct verification verification; /* --verify ... */
    struct lite_schema made;          /* ... of a new database */
    uint64_t sequences_set, sequences_not_needed;
};

/* ---- what there is to make ---- */

/* The dump's definitions come out, too: not with --data-only, nor as SQL when
 * they are another file's. */
static bool makes_tables(const struct job *job)
{
    return job->passes.plans.defined && !job->options->data_only &&
           (job->passes.is_whole || options_make_database(job->options));
}

/* ---- after the rows ---- */

static void add_missing(struct buffer *names, const struct plan *plan)
{
    if (plan && plan->kind == PLAN_MISSING)
        buffer_printf(names, "%s%s", names->size ? ", " : "",
                      plan->target.table);
}

/* Every table that the database lacks, named at once. */
static bool check_missing(struct job *job)
{
    struct buffer names = {0};
    for (size_t i = 0; i < job->passes.plans.n_items; i++)
        add_missing(&names, job->passes.plans.items[i]);
    if (names.size)
        fail(&job->passes.failure,
             "%s lacks tables that the dump has rows for, so nothing is "
             "loaded: %s (make them first, or leave them out with "
             "--exclude-table)",
             job->options->into, buffer_text(&names));
    buffer_release(&names);
    return !job->passes.failure.happened;
}

/* A result without anything in it would be a lie with a smile. */
static bool check_rows(struct job *job)
{
    if (job->passes.rows > 0 || job->passes.plans.defined ||
        job->options->into || job->passes.catalog.n_tables == 0)
        return true;
    return fail(&job->passes.failure,
                "%s: definitions, but no rows to load into tables that are "
                "there; pg_dump --data-only dumps rows",
                job->passes.dump->source->name);
}

static const char *table_of_sequence(struct job *job,
                                     const struct pg_sequence *sequence)
{
    const struct lite_table *table;
    if (!job->passes.plans.defined || sequence->column)
        return sequence_table(&job->passes.plans, sequence);
    table =
        schema_serial(&job->passes.tables, sequence->schema, sequence->name);
    return table ? table->name : NULL;
}

static bool set_sequence(struct job *job, const struct pg_sequence *sequence)
{
    const char *table = table_of_sequence(job, sequence);
    if (!table) {
        job->sequences_not_needed++;
        return true;
    }
    job->sequences_set++;
    return job->writer->set_sequence(job->writer, table, sequence->last) ||
           fail(&job->passes.failure, "%s", job->writer->failure.text);
}

static bool set_sequences(struct job *job)
{
    for (size_t i = 0; i < job->passes.n_dumps; i++) {
        const struct pg_reader *reader = &job->passes.dumps[i].reader;
        for (size_t j = 0; j < reader->n_sequences; j++)
            if (!set_sequence(job, &reader->sequences[j]))
                return false;
    }
    return true;
}

static bool define(struct job *job, const struct ddl_list *list)
{
    if (!makes_tables(job))
        return true;
    for (size_t i = 0; i < list->n; i++)
        if (!job->writer->define(job->writer, list->items[i].sql))
            return fail(&job->passes.failure, "%s", job->writer->failure.text);
    return true;
}

static bool check_strict(struct job *job)
{
    const struct report_entry *first;
    char at[LOCATION_ROOM];
    const char *location;
    if (!job->options->strict || job->passes.report.n_entries == 0)
        return true;
    job->refused = true;
    report_sort(&job->passes.report);
    first = job->passes.report.entries;
    location = report_print_location(at, &job->passes.report, &first->location);
    return fail(&job->passes.failure,
                "--strict: %zu thing%s of the dump would be dropped or "
                "changed, so nothing is written; the first, at %s: %s "
                "%s: %s (--report=FILE.txt for all of them)",
                job->passes.report.n_entries,
                job->passes.report.n_entries == 1 ? "" : "s", location,
                first->object, first->name, first->text);
}

/* What happened to values is in the report, too. */
static void report_values(struct job *job)
{
    for (size_t i = 0; i < job->passes.plans.n_items; i++)
        if (job->passes.plans.items[i])
            plan_report_losses(job->passes.plans.items[i], &job->passes.report);
}

/* Definitions are passed over because nobody wants them. */
static bool asks_for_rows(const struct job *job)
{
    return job->options->into || job->options->types_from ||
           job->options->data_only;
}

static void report_statement(struct job *job, const struct pg_note *note,
                             const char *reason)
{
    char count[48];
    snprintf(count, sizeof count, "(%llu in all)",
             (unsigned long long)note->count);
    report_add(&job->passes.report, REPORT_DROPPED, note->first, note->name,
               count, "%s", reason);
}

/* Definitions that were passed over, where the dump has no tables to make and
 * nobody said so. */
static void report_statements(struct job *job)
{
    const struct pg_reader *reader = &job->passes.dump->reader;
    bool only_rows = asks_for_rows(job) || job->passes.plans.defined;
    for (size_t i = 0; i < reader->n_notes; i++) {
        const struct pg_note *note = &reader->notes[i];
        if (note->count && !only_rows &&
            (note->class == PG_DEFINES || note->class == PG_OBJECT))
            report_statement(job, note, "a dump without tables has only rows");
    }
}

/* With the values' losses the report is complete. */
static bool complete_report(struct job *job)
{
    report_values(job);
    for (size_t i = 0; i < job->passes.n_dumps; i++) {
        job->passes.dump = &job->passes.dumps[i];
        report_statements(job);
    }
    return check_strict(job);
}

static bool write_report(struct job *job)
{
    bool verified = job->verification.passes != NULL;
    const struct report_subject subject = {
        .passes = &job->passes,
        .verification = verified ? &job->verification : NULL};
    report_sort(&job->passes.report);
    return !job->options->report ||
           report_file_write(job->options->report, &subject,
                             &job->passes.failure);
}

/* What is refused can be read in the report. */
static bool refuse_with_report(struct job *job)
{
    write_report(job);
    return false;
}

/* ---- proof ---- */

static bool judge(struct job *job)
{
    if (verification_is_good(&job->verification))
        return true;
    verification_print(&job->verification, false, say);
    job->refused = true;
    return fail(&job->passes.failure,
                "--verify: the database would not be what the dump says, so "
                "nothing is written");
}

static bool verify_new(struct job *job)
{
    struct passes *passes = &job->passes;
    sqlite3 *database = lite_open_to_prove(output_temporary_path(&job->output),
                                           &passes->failure);
    bool done =
        database && lite_schema_read(&job->made, database, &passes->failure) &&
        verification_run(&job->verification, passes, database, &job->made) &&
        judge(job);
    sqlite3_close(database);
    return done;
}

static bool verify_into(struct job *job)
{
    return verification_after(&job->verification) && judge(job);
}

/* ---- the end ---- */

static bool finish_writer(struct job *job)
{
    return job->writer->finish(job->writer) ||
           fail(&job->passes.failure, "%s", job->writer->failure.text);
}

/* What is loaded is verified before it is committed. */
static bool finish_into(struct job *job)
{
    bool good = !job->options->verify || verify_into(job);
    return write_report(job) && good && finish_writer(job);
}

/* The old database is locked until the new one has its name. */
static bool give_database(struct job *job)
{
    const struct options *options = job->options;
    struct failure *failure = &job->passes.failure;
    struct replaced old;
    bool done =
        (options->journal != JOURNAL_WAL ||
         new_database_use_wal(output_temporary_path(&job->output), failure)) &&
        replaced_lock(&old, options->output, failure);
    if (!done)
        return false;
    done = output_commit(&job->output, failure);
    replaced_release(&old, done);
    return done;
}

static bool finish_output(struct job *job)
{
    bool good =
        finish_writer(job) && (!job->options->verify || verify_new(job));
    if (!write_report(job) || !good)
        return false;
    return options_make_database(job->options)
               ? give_database(job)
               : output_commit(&job->output, &job->passes.failure);
}

static bool finish(struct job *job)
{
    if (!complete_report(job))
        return refuse_with_report(job);
    return job->options->into ? finish_into(job) : finish_output(job);
}

static bool end_rows(struct job *job)
{
    return job->writer->end_rows(job->writer) ||
           fail(&job->passes.failure, "%s", job->writer->failure.text);
}

static bool define_indexes(struct job *job, bool first)
{
    return job->writer->indexes_first != first ||
           define(job, &job->passes.tables.indexes);
}

static bool complete(struct job *job)
{
    return check_rows(job) && check_missing(job) &&
           passes_check_selection(&job->passes) && end_rows(job) &&
           define_indexes(job, false) &&
           define(job, &job->passes.tables.after) && set_sequences(job) &&
           finish(job);
}

/* ---- before the rows ---- */

static bool explain_no_database(struct job *job)
{
    const char *path = job->options->output;
    return fail(&job->passes.failure,
                "%s: a dump of rows only holds no table definitions to make a "
                "database from: load it into tables that exist (--into %s), "
                "dump the whole database (pg_dump without --data-only), or "
                "write SQL (-o FILE.sql)",
                path, path);
}

/* What is there before is counted inside the transaction of the load. */
static bool open_into(struct job *job)
{
    const struct options *options = job->options;
    struct passes *passes = &job->passes;
    if (!passes_into(passes, options->into))
        return false;
    job->writer = database_open(passes->database,
                                (enum lite_on_conflict)options->on_conflict,
                                &passes->failure);
    return job->writer &&
           (!options->verify ||
            verification_before(&job->verification, passes, passes->database,
                                &passes->schema));
}

static bool open_text(struct job *job)
{
    const struct options *options = job->options;
    struct sql_text_options text = {
        .rows_per_insert = (size_t)options->rows_per_insert,
        .has_sequences = job->passes.schema.has_sequences ||
                         job->passes.tables.n_serials > 0,
        .owns_tables = makes_tables(job)};
    job->passes.plans.as_text = true;
    job->writer = sql_text_open(&job->output, text);
    return true;
}

static bool open_database(struct job *job)
{
    const struct options *options = job->options;
    const struct new_database_options new_database = {
        .page_size = (size_t)options->page_size,
        .memory = (size_t)(options->memory ? options->memory : DEFAULT_MEMORY) *
                  1024 * 1024,
        .threads = (size_t)options->jobs};
    const char *path = output_temporary_path(&job->output);
    if (!job->passes.plans.defined)
        return explain_no_database(job);
    if (!replaced_check(options->output, &job->passes.failure))
        return false;
    job->writer =
        job->with_api
            ? database_create(path, &new_database, &job->passes.failure)
            : pages_create(path, &new_database, &job->passes.failure);
    return job->writer != NULL;
}

static bool define_tables(struct job *job)
{
    return define(job, &job->passes.tables.before) && define_indexes(job, true);
}

static bool open_output(struct job *job)
{
    const struct options *options = job->options;
    if (options->schema_only && !job->passes.plans.defined)
        return fail(&job->passes.failure,
                    "%s: no table definitions for --schema-only",
                    job->passes.dump->source->name);
    if (options_make_database(job->options) && !job->passes.plans.defined)
        return explain_no_database(job);
    return output_open(&job->output, options->output, options->replace,
                       &job->passes.failure) &&
           (options_make_database(job->options) ? open_database(job)
                                                : open_text(job)) &&
           define_tables(job);
}

/* ---- definitions ---- */

/* What can be begun anew may be begun in hope: most columns are what their
 * types promise, and a survey of everything would read the rows twice. --strict
 * and --schema-only tell what a survey has found. */
static bool may_sample(const struct job *job)
{
    const struct options *options = job->options;
    return !job->looks_at_all && options_make_database(options) &&
           !options->strict && !options->schema_only &&
           passes_may_sample(&job->passes);
}

static bool read_types(struct job *job)
{
    struct passes *passes = &job->passes;
    passes->samples = may_sample(job);
    bool done = job->options->types_from
                    ? passes_types(passes, job->options->types_from)
                    : passes_survey(passes, false);
    return done && (check_strict(job) || refuse_with_report(job));
}

static bool prepare(struct job *job)
{
    if (job->options->into)
        return open_into(job);
    return read_types(job) && open_output(job);
}

/* --strict refuses at the first value that would be changed. */
static bool refuse_value(struct job *job)
{
    job->refused = true;
    report_values(job);
    return refuse_with_report(job);
}

/* ---- the command ---- */

static bool pour(struct job *job)
{
    struct passes *passes = &job->passes;
    if (job->options->schema_only)
        passes->bytes_read = passes->progress.whole;
    else if (!passes_rows(passes, job->writer))
        return passes->plans.refused ? refuse_value(job) : false;
    return complete(job);
}

/* The writer of pages gives up where it cannot do what SQLite does, or cannot
 * say which row is to blame: SQLite does it all over again. */
static bool pour_again(struct job *job)
{
    struct passes *passes = &job->passes;
    const char *path = output_temporary_path(&job->output);
    job->writer->release(job->writer);
    job->writer = NULL;
    job->with_api = true;
    passes->failure = (struct failure){0};
    if (truncate(path, 0) != 0)
        return fail(&passes->failure, "%s: cannot be written again: %s", path,
                    strerror(errno));
    return passes_again(passes) && open_database(job) && define_tables(job) &&
           pour(job);
}

static bool run_once(struct job *job)
{
    if (!passes_open(&job->passes, job->options) || !prepare(job))
        return false;
    return pour(job) ||
           (job->writer->gave_up && job->options->writer == WRITER_AUTO &&
            pour_again(job));
}

static void report(const struct job *job)
{
    struct summary summary = {
        .dumps = job->passes.dumps,
        .n_dumps = job->passes.n_dumps,
        .plans = &job->passes.plans,
        .bytes_read = job->passes.bytes_read,
        .bytes_written = job->writer->bytes,
        .skipped = job->writer->skipped,
        .sequences_set = job->sequences_set,
        .sequences_not_needed = job->sequences_not_needed,
        .seconds = progress_clock() - job->passes.progress.started,
        .report = &job->passes.report,
        .tables_made = makes_tables(job) ? job->passes.tables.before.n : 0,
        .asked_for_rows = asks_for_rows(job),
        .verbose = job->options->verbose};
    summary_print(&summary);
}

static void release(struct job *job)
{
    verification_release(&job->verification);
    lite_schema_release(&job->made);
    if (job->writer)
        job->writer->release(job->writer);
    output_abort(&job->output);
    passes_release(&job->passes);
}

/* Everything anew, with a survey of all rows. */
static bool run(struct job *job)
{
    bool done = run_once(job);
    if (done || !job->passes.check.surprised)
        return done;
    passes_leave(&job->passes);
    release(job);
    *job = (struct job){.options = job->options,
                        .with_api = job->with_api,
                        .looks_at_all = true};
    return run_once(job);
}

enum exit_status convert(struct options *options)
{
    struct job job = {.options = options,
                      .with_api = options->writer == WRITER_API};
    bool done = run(&job);
    if (!done)
        say("%s", job.passes.failure.text);
    else if (!options->quiet)
        report(&job);
    if (done && options->verify && !options->quiet)
        verification_print(&job.verification, options->verbose, say);
    release(&job);
    return done ? EXIT_DONE : job.refused ? EXIT_REFUSED : EXIT_FAILED;
}
