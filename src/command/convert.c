#include "command/convert.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/output.h"
#include "command/dump.h"
#include "command/pipeline.h"
#include "command/progress.h"
#include "command/report_file.h"
#include "command/summary.h"
#include "input/text.h"
#include "postgres/reader.h"
#include "sqlite/database.h"
#include "sqlite/schema.h"
#include "sqlite/sql_text.h"
#include "translate/plan.h"
#include "translate/report.h"
#include "translate/schema.h"
#include "translate/sequences.h"

struct job {
    struct options *options;
    struct failure failure;
    bool refused;  /* by --strict */
    bool is_whole; /* the dumps define tables */

    struct dump *dumps; /* read as one, one behind the other */
    size_t n_dumps;
    struct dump *dump;         /* the one at hand */
    struct pg_catalog catalog; /* of a whole dump, or --types-from's */
    struct survey survey;
    struct schema tables; /* what becomes of the catalog */
    struct report report;

    struct plans plans;

    sqlite3 *database; /* --into, --types-from */
    struct lite_schema schema;
    struct output output;
    struct row_writer *writer;

    struct progress progress;
    uint64_t rows, bytes_read;
    uint64_t bytes_before; /* of the dumps before */
    size_t n_targets;
    uint64_t sequences_set, sequences_not_needed;
};

/* ---- rows ---- */

static bool fail_in_batch(struct job *job, const struct pg_batch *batch,
                          const char *at, const char *message)
{
    if (!at)
        return fail(&job->failure, "%s", message);
    return fail_at(&job->failure, job->dump->source.name,
                   pg_batch_place(batch, at), "%s", message);
}

static void translate_batch(void *user, struct pipeline_batch *batch)
{
    struct job *job = user;
    rows_translate(&job->plans,
                   job->options->on_conflict == ON_CONFLICT_REPLACE,
                   &batch->dump, &batch->lite);
}

static bool write_rows(struct row_writer *writer,
                       const struct lite_batch *batch)
{
    for (size_t i = 0; i < batch->n_rows; i++)
        if (!writer->write(writer, &batch->rows[i]))
            return false;
    return writer->flush(writer);
}

static bool write_batch(void *user, struct pipeline_batch *batch)
{
    struct job *job = user;
    const struct pg_batch *dump = &batch->dump;
    if (!write_rows(job->writer, &batch->lite))
        return fail_in_batch(job, dump, job->writer->failed_row,
                             job->writer->failure.text);
    if (batch->lite.failure.happened)
        return fail_in_batch(job, dump, batch->lite.failed_at,
                             batch->lite.failure.text);
    job->rows += dump->n_rows;
    job->bytes_read = job->bytes_before + dump->bytes_before + dump->size;
    progress_update(&job->progress, job->bytes_read, job->rows);
    return true;
}

/* ---- what there is to make ---- */

static bool is_sql_file(const char *path)
{
    size_t length = strlen(path);
    return !strcmp(path, "-") ||
           (length > 4 && !strcasecmp(path + length - 4, ".sql"));
}

/* -o names a database to be made. */
static bool is_database(const struct job *job)
{
    return !job->options->into && !is_sql_file(job->options->output);
}

/* The dump's definitions come out, too: not with --data-only, nor as SQL when
 * they are another file's. */
static bool makes_tables(const struct job *job)
{
    return job->plans.defined && !job->options->data_only &&
           (job->is_whole || is_database(job));
}

/* A journal of another database would be played back into the new one. */
static void remove_journals(const char *path)
{
    static const char *const suffixes[] = {"-journal", "-wal", "-shm"};
    for (size_t i = 0; i < COUNT_OF(suffixes); i++) {
        struct buffer name = {0};
        buffer_printf(&name, "%s%s", path, suffixes[i]);
        unlink(buffer_text(&name));
        buffer_release(&name);
    }
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
    for (size_t i = 0; i < job->plans.n_items; i++)
        add_missing(&names, job->plans.items[i]);
    if (names.size)
        fail(&job->failure,
             "%s lacks tables that the dump has rows for, so nothing is "
             "loaded: %s (make them first, or leave them out with "
             "--exclude-table)",
             job->options->into, buffer_text(&names));
    buffer_release(&names);
    return !job->failure.happened;
}

/* A result without anything in it would be a lie with a smile. */
static bool check_rows(struct job *job)
{
    if (job->rows > 0 || job->plans.defined || job->catalog.n_tables == 0)
        return true;
    return fail(&job->failure,
                "%s: definitions, but no rows to load into tables that are "
                "there; pg_dump --data-only dumps rows",
                job->dump->source.name);
}

static bool check_selection(struct job *job)
{
    if (!selection_is_empty(&job->options->selection) ||
        (job->plans.defined && job->tables.before.n))
        return true;
    return fail(&job->failure, "%s: no table fits --table",
                job->dump->source.name);
}

static const char *table_of_sequence(struct job *job,
                                     const struct pg_sequence *sequence)
{
    const struct lite_table *table;
    if (!job->plans.defined || sequence->column)
        return sequence_table(&job->plans, sequence);
    table = schema_serial(&job->tables, sequence->schema, sequence->name);
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
           fail(&job->failure, "%s", job->writer->failure.text);
}

static bool set_sequences(struct job *job)
{
    for (size_t i = 0; i < job->n_dumps; i++) {
        const struct pg_reader *reader = &job->dumps[i].reader;
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
            return fail(&job->failure, "%s", job->writer->failure.text);
    return true;
}

static bool check_strict(struct job *job)
{
    if (!job->options->strict || job->report.n_entries == 0)
        return true;
    job->refused = true;
    return fail(&job->failure,
                "--strict: %zu thing%s of the dump would be dropped or "
                "changed, so nothing is written",
                job->report.n_entries, job->report.n_entries == 1 ? "" : "s");
}

/* What happened to values is in the report, too. */
static void report_values(struct job *job)
{
    for (size_t i = 0; i < job->plans.n_items; i++)
        if (job->plans.items[i])
            plan_report_losses(job->plans.items[i], &job->report);
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
    report_add(&job->report, REPORT_DROPPED, note->first, note->name, count,
               "%s", reason);
}

/* Statements that were passed over: data always counts, definitions where the
 * dump has no tables to make and nobody said so. */
static void report_statements(struct job *job)
{
    const struct pg_reader *reader = &job->dump->reader;
    bool only_rows = asks_for_rows(job) || job->plans.defined;
    for (size_t i = 0; i < reader->n_notes; i++) {
        const struct pg_note *note = &reader->notes[i];
        if (note->count && note->class == PG_DATA)
            report_statement(job, note, "SQLite has none");
        else if (note->count && !only_rows &&
                 (note->class == PG_DEFINES || note->class == PG_OBJECT))
            report_statement(job, note, "a dump without tables has only rows");
    }
}

static bool write_report(struct job *job)
{
    report_values(job);
    for (size_t i = 0; i < job->n_dumps; i++) {
        job->dump = &job->dumps[i];
        report_statements(job);
    }
    report_sort(&job->report);
    if (job->options->report &&
        !report_file_write(job->options->report, job->dump->source.name,
                           &job->report, &job->plans, &job->failure))
        return false;
    return check_strict(job);
}

static bool finish(struct job *job)
{
    if (!write_report(job))
        return false;
    if (!job->writer->finish(job->writer))
        return fail(&job->failure, "%s", job->writer->failure.text);
    if (job->options->into)
        return true;
    if (is_database(job))
        remove_journals(job->options->output);
    return output_commit(&job->output, &job->failure);
}

static bool complete(struct job *job)
{
    return check_rows(job) && check_missing(job) && check_selection(job) &&
           define(job, &job->tables.after) && set_sequences(job) && finish(job);
}

/* ---- before the rows ---- */

static bool explain_no_database(struct job *job)
{
    const char *path = job->options->output;
    return fail(&job->failure,
                "%s: a dump of rows only holds no table definitions to make a "
                "database from: load it into tables that exist (--into %s), "
                "dump the whole database (pg_dump without --data-only), or "
                "write SQL (-o FILE.sql)",
                path, path);
}

static bool open_types(struct job *job, const char *path, bool for_writing)
{
    job->database = lite_open(path, for_writing, &job->failure);
    if (!job->database ||
        !lite_schema_read(&job->schema, job->database, &job->failure))
        return false;
    job->plans.schema = &job->schema;
    return true;
}

static bool open_into(struct job *job)
{
    const struct options *options = job->options;
    job->plans.must_exist = true;
    if (!open_types(job, options->into, true))
        return false;
    job->writer = database_open(job->database,
                                (enum lite_on_conflict)options->on_conflict,
                                &job->failure);
    return job->writer != NULL;
}

static bool open_text(struct job *job)
{
    const struct options *options = job->options;
    struct sql_text_options text = {
        .rows_per_insert = (size_t)options->rows_per_insert,
        .has_sequences = job->schema.has_sequences || job->tables.n_serials > 0,
        .owns_tables = makes_tables(job)};
    job->plans.as_text = true;
    job->writer = sql_text_open(&job->output, text);
    return true;
}

static bool open_database(struct job *job)
{
    if (!job->plans.defined)
        return explain_no_database(job);
    job->writer =
        database_create(output_temporary_path(&job->output), &job->failure);
    return job->writer != NULL;
}

static bool open_output(struct job *job)
{
    const struct options *options = job->options;
    if (options->schema_only && !job->plans.defined)
        return fail(&job->failure, "%s: no table definitions for --schema-only",
                    job->dump->source.name);
    if (is_database(job) && !job->plans.defined)
        return explain_no_database(job);
    return output_open(&job->output, options->output, options->replace,
                       &job->failure) &&
           (is_database(job) ? open_database(job) : open_text(job)) &&
           define(job, &job->tables.before);
}

/* ---- definitions ---- */

/* What --strict refuses can be read in the report. */
static bool refuse_with_report(struct job *job)
{
    report_sort(&job->report);
    if (job->options->report)
        report_file_write(job->options->report, job->dump->source.name,
                          &job->report, &job->plans, &job->failure);
    return false;
}

static bool translate_catalog(struct job *job)
{
    schema_make(&job->tables, &job->catalog, &job->options->policies,
                &job->options->selection, &job->report);
    job->plans.defined = &job->tables;
    return check_strict(job) || refuse_with_report(job);
}

/* --types-from may name a database or a dump of definitions. */
static bool is_database_file(const char *path)
{
    char magic[16] = "";
    FILE *file = fopen(path, "rb");
    size_t length = file ? fread(magic, 1, sizeof magic, file) : 0;
    if (file)
        fclose(file);
    return length == 0 || (length == sizeof magic &&
                           !memcmp(magic, "SQLite format 3", sizeof magic));
}

static bool read_definitions(struct job *job, const char *path)
{
    struct dump dump = {0};
    bool done = dump_open(&dump, path, job->options->buffer_size,
                          job->options->allow_truncated, &job->failure) &&
                dump_survey(&dump, &job->catalog, &job->survey, &job->failure);
    if (done && !dump.is_whole)
        done = fail(&job->failure,
                    "%s: --types-from wants a SQLite database, or a dump of "
                    "definitions (pg_dump --schema-only)",
                    path);
    dump_close(&dump);
    survey_nothing(&job->catalog);
    return done && translate_catalog(job);
}

static bool read_types(struct job *job)
{
    const char *path = job->options->types_from;
    return is_database_file(path) ? open_types(job, path, false)
                                  : read_definitions(job, path);
}

static bool survey(struct job *job)
{
    for (size_t i = 0; i < job->n_dumps; i++) {
        job->dump = &job->dumps[i];
        if (!dump_survey(job->dump, &job->catalog, &job->survey, &job->failure))
            return false;
        job->is_whole |= job->dump->is_whole;
    }
    if (!job->is_whole)
        return true;
    if (job->survey.n_targets == 0)
        survey_nothing(&job->catalog);
    return translate_catalog(job);
}

static bool open_dumps(struct job *job)
{
    const struct options *options = job->options;
    job->dumps = xreallocarray(NULL, options->n_dumps, sizeof *job->dumps);
    for (size_t i = 0; i < options->n_dumps; i++) {
        job->dump = &job->dumps[job->n_dumps++];
        *job->dump = (struct dump){0};
        if (!dump_open(job->dump, options->dumps[i], options->buffer_size,
                       options->allow_truncated, &job->failure))
            return false;
        job->progress.whole += job->dump->source.size;
    }
    return true;
}

static bool prepare(struct job *job)
{
    if (job->options->into)
        return open_into(job);
    if (!(job->options->types_from ? read_types(job) : survey(job)))
        return false;
    return open_output(job);
}

static bool wants_progress(const struct options *options)
{
    if (options->quiet || options->progress == PROGRESS_NEVER)
        return false;
    return options->progress == PROGRESS_ALWAYS || isatty(STDERR_FILENO);
}

/* ---- the command ---- */

/* Targets are counted on from dump to dump, so that no two are alike. */
static bool read_dump(struct job *job, struct dump *dump)
{
    const struct options *options = job->options;
    const struct pipeline_work work = {translate_batch, write_batch, job};
    bool done;
    dump->reader.n_targets = job->n_targets;
    job->dump = dump;
    done = pipeline_run(&dump->reader, options->buffer_size, options->jobs > 1,
                        &work);
    job->n_targets = dump->reader.n_targets;
    job->bytes_before = job->bytes_read;
    if (!done && !job->failure.happened)
        fail(&job->failure, "%s", dump->reader.lexer.failure.text);
    return done;
}

static bool read_dumps(struct job *job)
{
    bool done = true;
    for (size_t i = 0; done && i < job->n_dumps; i++)
        done = read_dump(job, &job->dumps[i]);
    progress_end(&job->progress);
    return done;
}

static bool run(struct job *job)
{
    job->plans.selection = &job->options->selection;
    progress_begin(&job->progress, wants_progress(job->options), 0);
    if (!open_dumps(job) || !prepare(job))
        return false;
    if (job->options->schema_only)
        job->bytes_read = job->progress.whole;
    return (job->options->schema_only || read_dumps(job)) && complete(job);
}

static void report(const struct job *job)
{
    struct summary summary = {
        .dumps = job->dumps,
        .n_dumps = job->n_dumps,
        .plans = &job->plans,
        .bytes_read = job->bytes_read,
        .bytes_written = job->writer->bytes,
        .skipped = job->writer->skipped,
        .sequences_set = job->sequences_set,
        .sequences_not_needed = job->sequences_not_needed,
        .seconds = progress_clock() - job->progress.started,
        .report = &job->report,
        .tables_made = makes_tables(job) ? job->tables.before.n : 0,
        .asked_for_rows = asks_for_rows(job),
        .verbose = job->options->verbose};
    summary_print(&summary);
}

static void release(struct job *job)
{
    if (job->writer)
        job->writer->release(job->writer);
    output_abort(&job->output);
    lite_schema_release(&job->schema);
    sqlite3_close(job->database);
    plans_release(&job->plans);
    for (size_t i = 0; i < job->n_dumps; i++)
        dump_close(&job->dumps[i]);
    free(job->dumps);
    schema_release(&job->tables);
    report_release(&job->report);
    survey_release(&job->survey);
    catalog_release(&job->catalog);
}

enum exit_status convert(struct options *options)
{
    struct job job = {.options = options};
    bool done = run(&job);
    if (!done)
        say("%s", job.failure.text);
    else if (!options->quiet)
        report(&job);
    release(&job);
    return done ? EXIT_DONE : job.refused ? EXIT_REFUSED : EXIT_FAILED;
}
