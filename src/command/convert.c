#include "command/convert.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/output.h"
#include "command/pipeline.h"
#include "command/progress.h"
#include "command/summary.h"
#include "input/text.h"
#include "postgres/reader.h"
#include "sqlite/database.h"
#include "sqlite/schema.h"
#include "sqlite/sql_text.h"
#include "translate/plan.h"
#include "translate/sequences.h"
#include "translate/value.h"

struct job {
    struct options *options;
    struct failure failure;

    struct source source;
    struct text_input input;
    struct pg_reader reader;

    struct plans plans;
    struct arena arena; /* translated values, until the batch is written */
    struct lite_value *values;
    size_t values_capacity;

    sqlite3 *database; /* --into, --types-from */
    struct lite_schema schema;
    struct output output;
    struct row_writer *writer;

    struct progress progress;
    uint64_t rows, bytes_read;
    uint64_t sequences_set, sequences_not_needed;
};

/* ---- rows ---- */

static bool fail_in_batch(struct job *job, const struct pg_batch *batch,
                          const char *at, const char *message)
{
    if (!at)
        return fail(&job->failure, "%s", message);
    return fail_at(&job->failure, job->source.name, pg_batch_place(batch, at),
                   "%s", message);
}

static unsigned lite_flags(const struct pg_row *row)
{
    return (row->flags & PG_SKIP_CONFLICTS ? (unsigned)LITE_SKIP_CONFLICTS
                                           : 0) |
           (row->flags & PG_ALL_DEFAULTS ? (unsigned)LITE_ALL_DEFAULTS : 0) |
           (row->flags & PG_EVEN ? (unsigned)LITE_EVEN : 0);
}

static bool write_row(struct job *job, struct value_job *values,
                      const struct pg_row *row)
{
    struct lite_row lite = {.target = &values->plan->target,
                            .n_values = row->n_values,
                            .flags = lite_flags(row),
                            .text = pg_row_text(values->batch, row)};
    grow_array(&job->values, &job->values_capacity, row->n_values,
               sizeof *job->values);
    lite.values = job->values;
    values->row = row;
    if (!value_translate_row(values, job->values))
        return fail_in_batch(job, values->batch, values->failed_at,
                             values->failure.text);
    if (!job->writer->write(job->writer, &lite))
        return fail_in_batch(job, values->batch, job->writer->failed_row,
                             job->writer->failure.text);
    return true;
}

/* Rows of one target follow one another, so the last plan fits as a rule. */
static bool find_plan(struct job *job, const struct pg_batch *batch,
                      const struct pg_row *row, struct plan **plan)
{
    struct failure failure = {0};
    if (*plan && (*plan)->source == row->target &&
        (*plan)->n_columns == row->n_values)
        return true;
    *plan = plans_find(&job->plans, row, &failure);
    return *plan ||
           fail_in_batch(job, batch, pg_row_text(batch, row), failure.text);
}

static bool write_rows(struct job *job, const struct pg_batch *batch)
{
    struct value_job values = {.arena = &job->arena,
                               .as_text = job->plans.as_text,
                               .replaces = job->options->on_conflict ==
                                           ON_CONFLICT_REPLACE,
                               .batch = batch};
    for (size_t i = 0; i < batch->n_rows; i++) {
        const struct pg_row *row = &batch->rows[i];
        if (!find_plan(job, batch, row, &values.plan))
            return false;
        values.plan->rows++;
        if (values.plan->kind == PLAN_ROWS && !write_row(job, &values, row))
            return false;
    }
    return true;
}

static bool take_rows(void *taker, struct pg_batch *batch)
{
    struct job *job = taker;
    if (!write_rows(job, batch))
        return false;
    if (!job->writer->flush(job->writer))
        return fail_in_batch(job, batch, job->writer->failed_row,
                             job->writer->failure.text);
    arena_reset(&job->arena);
    job->rows += batch->n_rows;
    job->bytes_read = batch->bytes_before + batch->size;
    progress_update(&job->progress, job->bytes_read, job->rows);
    return true;
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

static bool defines_tables(const struct job *job)
{
    for (size_t i = 0; i < job->reader.n_notes; i++)
        if (!strcmp(job->reader.notes[i].name, "CREATE TABLE"))
            return job->reader.notes[i].count > 0;
    return false;
}

/* A dump of definitions only would make an empty result and a smile. */
static bool check_rows(struct job *job)
{
    if (job->rows > 0 || !defines_tables(job))
        return true;
    return fail(&job->failure,
                "%s: definitions, but no rows, and this version converts rows "
                "only; dump them with pg_dump --data-only --inserts DATABASE",
                job->source.name);
}

static bool check_selection(struct job *job)
{
    if (!selection_is_empty(&job->options->selection))
        return true;
    return fail(&job->failure, "%s: no table that has rows fits --table",
                job->source.name);
}

static bool set_sequences(struct job *job)
{
    for (size_t i = 0; i < job->reader.n_sequences; i++) {
        const struct pg_sequence *sequence = &job->reader.sequences[i];
        const char *table = sequence_table(&job->plans, sequence);
        if (!table) {
            job->sequences_not_needed++;
            continue;
        }
        job->sequences_set++;
        if (!job->writer->set_sequence(job->writer, table, sequence->last))
            return fail(&job->failure, "%s", job->writer->failure.text);
    }
    return true;
}

static bool complete(struct job *job)
{
    if (!check_rows(job) || !check_missing(job) || !check_selection(job) ||
        !set_sequences(job))
        return false;
    if (!job->writer->finish(job->writer))
        return fail(&job->failure, "%s", job->writer->failure.text);
    return job->options->into || output_commit(&job->output, &job->failure);
}

/* ---- before the rows ---- */

static bool is_sql_file(const char *path)
{
    size_t length = strlen(path);
    return !strcmp(path, "-") ||
           (length > 4 && !strcasecmp(path + length - 4, ".sql"));
}

/* Without table definitions there is no new database. Reads on to the first
 * rows, to tell a dump that has them from one that has not. */
static bool explain_no_database(struct job *job)
{
    struct pg_batch batch;
    const char *path = job->options->output;
    enum pg_read read;
    pg_batch_init(&batch, job->options->buffer_size);
    do
        read = pg_reader_next(&job->reader, &batch);
    while (read == PG_READ_BATCH && batch.n_rows == 0);
    pg_batch_release(&batch);
    if (read == PG_READ_FAILED)
        return fail(&job->failure, "%s", job->reader.lexer.failure.text);
    if (defines_tables(job))
        return fail(&job->failure,
                    "%s: this version does not make tables from a dump's "
                    "definitions: make them in the database first and say "
                    "--into %s, or write SQL with -o FILE.sql",
                    path, path);
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
    struct sql_text_options text = {(size_t)options->rows_per_insert, false};
    job->plans.as_text = true;
    if (!is_sql_file(options->output))
        return explain_no_database(job);
    if (options->types_from && !open_types(job, options->types_from, false))
        return false;
    if (!output_open(&job->output, options->output, options->replace,
                     &job->failure))
        return false;
    text.has_sequences = job->schema.has_sequences;
    job->writer = sql_text_open(&job->output, text);
    return true;
}

static bool open_dump(struct job *job)
{
    const struct options *options = job->options;
    if (!source_open(&job->source, options->dump, &job->failure) ||
        !text_input_init(&job->input, &job->source, options->buffer_size,
                         &job->failure))
        return false;
    pg_reader_init(&job->reader, &job->input);
    job->reader.allow_truncated = options->allow_truncated;
    return true;
}

static bool wants_progress(const struct options *options)
{
    if (options->quiet || options->progress == PROGRESS_NEVER)
        return false;
    return options->progress == PROGRESS_ALWAYS || isatty(STDERR_FILENO);
}

/* ---- the command ---- */

static bool run(struct job *job)
{
    const struct options *options = job->options;
    bool done;
    job->plans.selection = &job->options->selection;
    progress_begin(&job->progress, wants_progress(options), 0);
    if (!open_dump(job) || !(options->into ? open_into(job) : open_text(job)))
        return false;
    job->progress.whole = job->source.size;
    done = pipeline_run(&job->reader, options->buffer_size, options->jobs > 1,
                        take_rows, job);
    progress_end(&job->progress);
    if (!done && !job->failure.happened)
        fail(&job->failure, "%s", job->reader.lexer.failure.text);
    return done && complete(job);
}

static void report(const struct job *job)
{
    struct summary summary = {.reader = &job->reader,
                              .plans = &job->plans,
                              .bytes_read = job->bytes_read,
                              .bytes_written = job->writer->bytes,
                              .skipped = job->writer->skipped,
                              .sequences_set = job->sequences_set,
                              .sequences_not_needed = job->sequences_not_needed,
                              .seconds =
                                  progress_clock() - job->progress.started,
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
    arena_release(&job->arena);
    free(job->values);
    pg_reader_release(&job->reader);
    text_input_release(&job->input);
    source_close(&job->source);
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
    return done ? EXIT_DONE : EXIT_FAILED;
}
