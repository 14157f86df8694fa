#include "pipeline/passes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "pipeline/pipeline.h"
#include "types/declared.h"

/* ---- dumps ---- */

static bool wants_progress(const struct options *options)
{
    if (options->quiet || options->progress == PROGRESS_NEVER)
        return false;
    return options->progress == PROGRESS_ALWAYS || isatty(STDERR_FILENO);
}

bool passes_open(struct passes *passes, struct options *options)
{
    *passes = (struct passes){.options = options};
    passes->plans.selection = &options->selection;
    passes->plans.is_strict = options->strict;
    progress_begin(&passes->progress, wants_progress(options), 0);
    passes->dumps =
        xreallocarray(NULL, options->n_dumps, sizeof *passes->dumps);
    for (size_t i = 0; i < options->n_dumps; i++) {
        passes->dump = &passes->dumps[passes->n_dumps++];
        *passes->dump = (struct dump){.is_kept = options_read_twice(options)};
        if (!dump_open(passes->dump,
                       source_open(options->dumps[i], true, &passes->failure),
                       options->buffer_size, options->allow_truncated,
                       &passes->failure))
            return false;
        report_add_input(&passes->report, passes->dump->source->name);
        passes->progress.whole += passes->dump->source->size;
    }
    return true;
}

/* ---- tables ---- */

static void translate_catalog(struct passes *passes)
{
    schema_make(&passes->tables, &passes->catalog, &passes->options->policies,
                &passes->options->selection, &passes->report);
    passes->plans.defined = &passes->tables;
}

static bool survey_all(struct passes *passes, bool to_the_end, bool samples)
{
    for (size_t i = 0; i < passes->n_dumps; i++) {
        passes->dump = &passes->dumps[i];
        passes->dump->to_the_end = to_the_end;
        passes->dump->samples = samples;
        if (!dump_survey(passes->dump, &passes->catalog, &passes->survey,
                         &passes->failure))
            return false;
        passes->is_whole |= passes->dump->is_whole;
    }
    return true;
}

bool passes_survey(struct passes *passes, bool to_the_end)
{
    const struct policies *policies = &passes->options->policies;
    passes->survey.wants_nan =
        policies->strict_tables && policies->numeric == NUMERIC_REAL;
    if (!survey_all(passes, to_the_end, passes->samples))
        return false;
    if (passes->is_whole && passes->survey.n_targets == 0)
        survey_nothing(&passes->catalog);
    if (passes->is_whole || to_the_end)
        translate_catalog(passes);
    return true;
}

/* Rows of a COPY say nothing of the tables, so one of each is enough. */
static bool read_columns(struct passes *passes)
{
    if (!survey_all(passes, false, true))
        return false;
    if (passes->is_whole)
        passes->plans.catalog = &passes->catalog;
    return true;
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

static bool open_database(struct passes *passes, const char *path,
                          bool for_writing)
{
    passes->database = lite_open(path, for_writing, &passes->failure);
    if (!passes->database ||
        !lite_schema_read(&passes->schema, passes->database, &passes->failure))
        return false;
    passes->plans.schema = &passes->schema;
    return true;
}

static bool read_definitions(struct passes *passes, const char *path)
{
    struct dump dump = {0};
    bool done =
        dump_open(&dump, source_open(path, true, &passes->failure),
                  passes->options->buffer_size,
                  passes->options->allow_truncated, &passes->failure) &&
        dump_survey(&dump, &passes->catalog, &passes->survey, &passes->failure);
    if (done && !dump.is_whole)
        done = fail(&passes->failure,
                    "%s: --types-from wants a SQLite database, or a dump of "
                    "definitions (pg_dump --schema-only)",
                    path);
    dump_close(&dump);
    if (!done)
        return false;
    survey_nothing(&passes->catalog);
    translate_catalog(passes);
    return true;
}

bool passes_names(struct passes *passes, const char *path)
{
    if (!is_database_file(path))
        return read_definitions(passes, path);
    if (!open_database(passes, path, false))
        return false;
    declared_to_catalog(&passes->catalog, &passes->schema);
    translate_catalog(passes);
    return true;
}

bool passes_types(struct passes *passes, const char *path)
{
    return is_database_file(path) ? open_database(passes, path, false)
                                  : read_definitions(passes, path);
}

bool passes_tables_of(struct passes *passes, const char *path)
{
    passes->plans.must_exist = true;
    return open_database(passes, path, false);
}

bool passes_into(struct passes *passes, const char *path)
{
    passes->plans.must_exist = true;
    return read_columns(passes) && open_database(passes, path, true);
}

/* ---- rows ---- */

/* The rows are as the survey took them to be. */
static bool check_batch(struct passes *passes, struct pipeline_batch *batch)
{
    if (!passes->samples)
        return true;
    survey_rows(&passes->check, &batch->dump);
    if (!passes->check.surprised)
        return true;
    batch->lite.n_rows = 0;
    batch->lite.failed_at = NULL;
    return fail(&batch->lite.failure, "the rows are not what the first are");
}

static void translate_batch(void *user, struct pipeline_batch *batch)
{
    struct passes *passes = user;
    if (!check_batch(passes, batch))
        return;
    rows_translate(&passes->plans,
                   passes->options->on_conflict == ON_CONFLICT_REPLACE,
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

static bool fail_in_batch(struct passes *passes, const char *at,
                          const char *message)
{
    if (!at)
        return fail(&passes->failure, "%s", message);
    return fail_at(&passes->failure, passes_location(passes, at), "%s",
                   message);
}

static bool write_batch(void *user, struct pipeline_batch *batch)
{
    struct passes *passes = user;
    struct row_writer *writer = passes->writer;
    const struct pg_batch *dump = &batch->dump;
    passes->batch = dump;
    if (!write_rows(writer, &batch->lite))
        return fail_in_batch(passes, writer->failed_row, writer->failure.text);
    if (batch->lite.failure.happened)
        return fail_in_batch(passes, batch->lite.failed_at,
                             batch->lite.failure.text);
    passes->rows += dump->n_rows;
    passes->bytes_read = passes->bytes_before + dump->bytes_before + dump->size;
    progress_update(&passes->progress, passes->bytes_read, passes->rows);
    return true;
}

/* Targets are counted on from dump to dump, so that no two are alike. */
static bool read_dump(struct passes *passes, struct dump *dump)
{
    const struct options *options = passes->options;
    const struct pipeline_work work = {translate_batch, write_batch, passes};
    bool done;
    dump->reader.n_targets = passes->n_targets;
    passes->dump = dump;
    done = pipeline_run(&dump->reader, options->buffer_size, options->jobs > 1,
                        &work);
    passes->n_targets = dump->reader.n_targets;
    passes->bytes_before = passes->bytes_read;
    return done ||
           fail(&passes->failure, "%s", dump->reader.lexer.failure.text);
}

bool passes_may_sample(const struct passes *passes)
{
    for (size_t i = 0; i < passes->n_dumps; i++)
        if (!passes->dumps[i].source->is_seekable)
            return false;
    return true;
}

bool passes_rows(struct passes *passes, struct row_writer *writer)
{
    bool done = true;
    survey_release(&passes->check);
    passes->check = (struct survey){.catalog = &passes->catalog,
                                    .wants_nan = passes->survey.wants_nan,
                                    .checks = true};
    passes->writer = writer;
    for (size_t i = 0; done && i < passes->n_dumps; i++)
        done = read_dump(passes, &passes->dumps[i]);
    progress_end(&passes->progress);
    return done;
}

bool passes_check_selection(struct passes *passes)
{
    if (!selection_is_empty(&passes->options->selection) ||
        (passes->plans.defined && passes->tables.before.n))
        return true;
    return fail(&passes->failure, "%s: no table fits --table",
                passes->dump->source->name);
}

struct location passes_location(const struct passes *passes, const char *text)
{
    return pg_batch_location(passes->batch, text);
}

/* ---- rounds ---- */

/* Plans count what they see, so a round has its own. */
static void forget_plans(struct passes *passes)
{
    struct plans plans = {.selection = passes->plans.selection,
                          .schema = passes->plans.schema,
                          .defined = passes->plans.defined,
                          .catalog = passes->plans.catalog,
                          .must_exist = passes->plans.must_exist,
                          .is_strict = passes->plans.is_strict,
                          .as_text = passes->plans.as_text};
    plans_release(&passes->plans);
    passes->plans = plans;
    for (size_t i = 0; i < passes->tables.n_maps; i++)
        passes->tables.maps[i].has_rows = false;
}

bool passes_again(struct passes *passes)
{
    forget_plans(passes);
    passes->n_targets = 0;
    passes->rows = passes->bytes_read = passes->bytes_before = 0;
    for (size_t i = 0; i < passes->n_dumps; i++)
        if (!dump_rewind(&passes->dumps[i], &passes->failure))
            return false;
    return true;
}

void passes_leave(struct passes *passes)
{
    for (size_t i = 0; i < passes->n_dumps; i++)
        passes->dumps[i].source->rewind(passes->dumps[i].source, true);
}

void passes_release(struct passes *passes)
{
    lite_schema_release(&passes->schema);
    sqlite3_close(passes->database);
    plans_release(&passes->plans);
    for (size_t i = 0; i < passes->n_dumps; i++)
        dump_close(&passes->dumps[i]);
    free(passes->dumps);
    schema_release(&passes->tables);
    report_release(&passes->report);
    survey_release(&passes->survey);
    survey_release(&passes->check);
    catalog_release(&passes->catalog);
}
