/* A conversion, from the first byte to the name of the output. */
#include "command/convert.h"

#include "base/clock.h"
#include "command/convert_job.h"
#include "report/summary.h"
#include "report/verification.h"
#include "schema/mapping.h"
#include "sqlite/profile.h"

/* ---- before the rows ---- */

static const struct destination *
convert_find_destination(const struct options *options)
{
    return options->into                    ? &destination_existing
           : options_make_database(options) ? &destination_new_database
                                            : &destination_text;
}

static bool open_dumps(struct convert_job *job)
{
    const struct dump_set_options options = options_of_dumps(job->options);
    if (job->dumps) /* they are, and have been rewound */
        return true;
    job->dumps = dump_set_open(&options, &job->failure);
    if (!job->dumps)
        return false;
    job->contents = dump_set_contents(job->dumps);
    return true;
}

/* Only if tables are made at all: with --into they are there. */
static bool define_all(struct convert_job *job, const struct ddl_list *list)
{
    struct row_writer *writer = job->writer;
    if (!convert_makes_tables(job))
        return true;
    for (size_t i = 0; i < list->n; i++)
        if (!writer->define(writer, list->items[i].sql))
            return convert_fail_writer(job);
    return true;
}

/* Tables that the target does not take, though SQLite does. */
static bool check_widths(struct convert_job *job)
{
    const struct profile *profile = &profiles[job->options->target];
    const struct schema *tables = &job->contents->tables;
    bool are_made = profile->columns && convert_makes_tables(job);
    for (size_t i = 0; are_made && i < tables->n_maps; i++) {
        const struct lite_table *table = tables->maps[i].table;
        if (table && table->n_columns > profile->columns)
            return fail(&job->failure,
                        "the table %s has %zu columns, and %s takes %zu: leave "
                        "it out (--exclude-table), or have it in two tables "
                        "before the dump",
                        table->name, table->n_columns, profile->name,
                        profile->columns);
    }
    return true;
}

/* Writers choose whether indexes are made before the rows or after them. */
static bool define_indexes(struct convert_job *job, bool before_rows)
{
    return job->writer->indexes_first != before_rows ||
           define_all(job, &job->contents->tables.indexes);
}

/* ---- after the rows ---- */

/* Each target has a plan of its own, so a table may be named more than once. */
static void convert_add_missing(struct buffer *names, const struct plan *plan)
{
    if (plan && plan->kind == PLAN_MISSING)
        buffer_printf(names, "%s%s", names->size ? ", " : "",
                      plan->target.table);
}

/* Every table that the database lacks, named at once. */
static bool check_missing(struct convert_job *job)
{
    const struct plans *plans = &job->contents->plans;
    struct buffer names = {0};
    for (size_t i = 0; i < plans->n_items; i++)
        convert_add_missing(&names, plans->items[i]);
    if (names.size)
        fail(&job->failure,
             "%s lacks tables that the dump has rows for, so nothing is "
             "loaded: %s (make them first, say with --map=FILE what they are "
             "called there, or leave them out with --exclude-table)",
             job->options->into, buffer_text(&names));
    buffer_release(&names);
    return !job->failure.happened;
}

/* Columns that only one side has, all at once. */
static bool check_columns(struct convert_job *job)
{
    const struct plans *plans = &job->contents->plans;
    struct buffer columns = {0};
    for (size_t i = 0; i < plans->n_items; i++)
        if (plans->items[i] && plans->items[i]->mismatch)
            buffer_printf(&columns, "%s%s", columns.size ? "; " : "",
                          plans->items[i]->mismatch);
    if (columns.size)
        fail(&job->failure,
             "%s and the dump differ, so nothing is loaded; for each a line of "
             "--map=FILE is the way out: %s",
             job->options->into, buffer_text(&columns));
    buffer_release(&columns);
    return !job->failure.happened;
}

/* A table that is defined behind rows, where they were taken for rows alone. */
static const struct pg_note *find_late_table(const struct convert_job *job)
{
    const struct contents *contents = job->contents;
    if (job->options->into || job->options->types_from ||
        contents->plans.defined)
        return NULL;
    for (size_t i = 0; i < contents->n_dumps; i++) {
        const struct pg_reader *reader = &contents->dumps[i].reader;
        for (size_t j = 0; j < reader->n_notes; j++)
            if (reader->notes[j].count &&
                !strcmp(reader->notes[j].name, "CREATE TABLE"))
                return &reader->notes[j];
    }
    return NULL;
}

static bool check_late_tables(struct convert_job *job)
{
    const struct pg_note *note = find_late_table(job);
    job->has_late_tables = note != NULL;
    return !note ||
           fail_at(&job->failure, note->first,
                   "CREATE TABLE behind rows, whose types were not known when "
                   "they were written: have the dump in a file, and the SQL in "
                   "one (-o FILE.sql)");
}

/* Never report success for an empty output. */
static bool check_rows(struct convert_job *job)
{
    struct contents *contents = job->contents;
    if (contents->rows > 0 || contents->plans.defined || job->options->into ||
        contents->catalog.n_tables == 0)
        return true;
    return fail(&job->failure,
                "%s: definitions, but no rows to load into tables that are "
                "there; pg_dump --data-only dumps rows",
                report_input_names(&contents->report));
}

/* The pages writer builds its indexes here, which can fail as rows can; the
 * others only flush their rows. */
static bool convert_end_rows(struct convert_job *job)
{
    dump_set_phase(job->dumps, "making indexes");
    return job->writer->end_rows(job->writer) || convert_fail_writer(job);
}

static bool convert_set_sequences(struct convert_job *job)
{
    return set_sequences(job->contents, job->writer, &job->sequences) ||
           convert_fail_writer(job);
}

/* ---- an attempt ---- */

static bool convert_write_rows(struct convert_job *job)
{
    struct contents *contents = job->contents;
    if (job->options->schema_only) {
        contents->bytes_read = contents->size;
        return true;
    }
    return dump_set_rows(job->dumps, job->writer, "loading rows") ||
           (contents->plans.refused && !convert_wants_another(job) &&
            losses_refuse_value(job));
}

static bool try_once(struct convert_job *job)
{
    /* What is known before the first row. */
    if (!open_dumps(job) || !job->destination->open(job) ||
        !check_widths(job) || !define_all(job, &job->contents->tables.before) ||
        !define_indexes(job, true))
        return false;

    if (!convert_write_rows(job) || convert_wants_another(job) ||
        !check_late_tables(job) || !check_rows(job) ||
        !mapping_check_tables(job->options->selection.mapping, &job->failure) ||
        !check_missing(job) || !check_columns(job) ||
        !dump_set_check_selection(job->dumps) || !convert_end_rows(job))
        return false;

    /* What wants the rows to be there. */
    return define_indexes(job, false) &&
           define_all(job, &job->contents->tables.after) &&
           convert_set_sequences(job) && losses_complete(job) &&
           job->destination->complete(job);
}

/* An output that was not completed disappears here. */
static void release_output(struct convert_job *job)
{
    verification_release(&job->verification);
    lite_schema_release(&job->made);
    if (job->writer)
        job->writer->release(job->writer);
    job->writer = NULL;
    output_abort(&job->output);
}

/* ---- another attempt ---- */

/* What is out cannot be undone. */
static bool may_look_again(const struct convert_job *job)
{
    return job->has_late_tables && !job->looks_at_all &&
           dump_set_may_sample(job->dumps) &&
           output_can_begin_again(&job->output);
}

/* The first rows were not like all of them, or were before their tables: start
 * again, with a full survey. */
static bool restart_with_survey(struct convert_job *job)
{
    if (!job->dumps ||
        (!dump_set_assumption_failed(job->dumps) && !may_look_again(job)) ||
        !output_can_begin_again(&job->output))
        return false;
    output_undo(&job->output);
    dump_set_restore_position(job->dumps);
    release_output(job);
    dump_set_close(job->dumps);
    *job = (struct convert_job){.options = job->options,
                                .destination = job->destination,
                                .with_api = job->with_api,
                                .looks_at_all = true};
    return true;
}

/* The writer of pages gives up where it cannot do what SQLite does, or cannot
 * say which row is to blame: SQLite does it all over again. */
static bool restart_with_api(struct convert_job *job)
{
    if (!job->writer || !job->writer->needs_fallback ||
        job->options->writer != WRITER_AUTO)
        return false;
    release_output(job);
    job->failure = (struct failure){.happened = false};
    job->with_api = true;
    return dump_set_rewind(job->dumps);
}

/* Rewinding, the dumps learn what this reading has shown. */
static bool restart_with_learned(struct convert_job *job)
{
    if (!convert_wants_another(job))
        return false;
    release_output(job);
    job->failure = (struct failure){.happened = false};
    return dump_set_rewind(job->dumps);
}

static bool convert_run(struct convert_job *job)
{
    while (!try_once(job))
        if (!restart_with_survey(job) && !restart_with_api(job) &&
            !restart_with_learned(job))
            return false;
    return true;
}

/* ---- the command ---- */

static void convert_summarise(const struct convert_job *job, double seconds)
{
    const struct contents *contents = job->contents;
    const struct summary summary = {
        .contents = contents,
        .bytes_written = job->writer->bytes,
        .sequences_set = job->sequences.set,
        .sequences_not_needed = job->sequences.not_needed,
        .seconds = seconds,
        .progress = dump_set_progress(job->dumps),
        .tables_made =
            convert_makes_tables(job) ? contents->tables.before.n : 0,
        .rows_are_wanted = losses_are_rows_wanted(job),
        .verbose = job->options->verbose};
    summary_print(&summary);
}

static bool check_report_name(struct convert_job *job)
{
    const struct options *options = job->options;
    return !options->report ||
           output_check_name(options->report, options->replace, &job->failure);
}

/* One way out: what was opened is closed, whatever happened. */
enum exit_status cmd_convert(struct options *options)
{
    struct convert_job job = {.options = options,
                              .destination = convert_find_destination(options),
                              .with_api = options->writer == WRITER_API};
    double started = clock_seconds();
    bool done, refused;
    fatal_status(EXIT_FAILED);
    done = check_report_name(&job) && convert_run(&job);
    refused = job.refused;
    if (job.dumps)
        dump_set_end_progress(job.dumps);
    if (done)
        fatal_status(EXIT_DONE);
    if (!done)
        say("%s", job.failure.text);
    else if (!options->quiet)
        convert_summarise(&job, clock_seconds() - started);
    if (done && options->verify && !options->quiet)
        verification_print(&job.verification, options->verbose, say);
    release_output(&job);
    dump_set_close(job.dumps);
    return done ? EXIT_DONE : refused ? EXIT_REFUSED : EXIT_FAILED;
}
