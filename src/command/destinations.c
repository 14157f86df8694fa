/* The three destinations of a conversion. */
#include "command/convert_job.h"
#include "pages/pages.h"
#include "report/verification.h"
#include "sqlite/database.h"
#include "sqlite/replaced.h"
#include "sqlite/sql_text.h"

/* ---- what they share ---- */

/* Before anything has its name: a result that is not proven does not appear. */
static bool judge_verification(struct convert_job *job)
{
    if (verification_is_good(&job->verification))
        return true;
    verification_print(&job->verification, false, say);
    job->refused = true;
    return fail(&job->failure,
                "--verify: the database would not be what the dump says, so "
                "nothing is written");
}

static bool finish_writer(struct convert_job *job)
{
    return job->writer->finish(job->writer) || convert_fail_writer(job);
}

/* Late, so that a wrong dump does not touch the file system. */
static bool open_output(struct convert_job *job)
{
    const struct options *options = job->options;
    struct contents *contents = job->contents;
    if (options->schema_only && !contents->plans.defined)
        return fail(&job->failure, "%s: no table definitions for --schema-only",
                    report_input_names(&contents->report));
    return output_open(&job->output, options->output, options->replace,
                       &job->failure);
}

/* ---- SQL text ---- */

static bool open_text(struct convert_job *job)
{
    struct sql_text_options text = {.profile = &profiles[job->options->target],
                                    .rows_per_insert =
                                        (size_t)job->options->rows_per_insert};
    if (!convert_read_types(job) || !open_output(job))
        return false;
    /* sqlite_sequence has to exist before a row of it is set. */
    text.has_sequences = job->contents->schema.has_sequences ||
                         job->contents->tables.n_serials > 0;
    text.owns_tables = convert_makes_tables(job);
    job->writer = sql_text_open(&job->output, text);
    return true;
}

/* The report before the name: if it cannot be written, there is no output
 * either. */
static bool complete_text(struct convert_job *job)
{
    return finish_writer(job) && losses_write_report(job) &&
           output_commit(&job->output, &job->failure);
}

const struct destination destination_text = {open_text, complete_text};

/* ---- a new database ---- */

static bool explain_no_database(struct convert_job *job)
{
    const char *path = job->options->output;
    bool has_rows = false;
    for (size_t i = 0; i < job->contents->n_dumps; i++)
        has_rows |= job->contents->dumps[i].has_rows;
    if (!has_rows)
        return fail(&job->failure,
                    "%s: neither tables nor rows are in it (an empty "
                    "database, another one than was meant, or pg_dumpall "
                    "--globals-only?)",
                    report_input_names(&job->contents->report));
    return fail(&job->failure,
                "%s: a dump of rows only holds no table definitions to make a "
                "database from: load it into tables that exist (--into %s), "
                "dump the whole database (pg_dump without --data-only), or "
                "write SQL (-o FILE.sql)",
                path, path);
}

/* The direct writer, unless it has given up before or api was asked for. */
static struct row_writer *create_database(struct convert_job *job)
{
    const struct options *options = job->options;
    const struct client *client = job->contents->plans.client;
    const struct new_database_options new_database = {
        .page_size = (size_t)options->page_size,
        .memory = (size_t)(options->memory ? options->memory : DEFAULT_MEMORY) *
                  1024 * 1024,
        .threads = (size_t)options->jobs,
        .without_statistics = client && client->lists_statistics};
    const char *path = output_temporary_path(&job->output);
    return job->with_api ? database_create(path, &new_database, &job->failure)
                         : pages_create(path, &new_database, &job->failure);
}

/* A view alone has nothing to show; a pattern that fits nothing is told later.
 */
static bool has_chosen_tables(const struct convert_job *job)
{
    const struct schema *schema = &job->contents->tables;
    if (!job->options->selection.has_tables ||
        selection_is_empty(&job->options->selection))
        return true;
    for (size_t i = 0; i < schema->n_maps; i++)
        if (schema->maps[i].table)
            return true;
    return false;
}

/* A journal that would be played into the new file is found now, not after an
 * hour. */
static bool open_new(struct convert_job *job)
{
    const char *path = job->options->output;
    if (!convert_read_types(job))
        return false;
    if (!job->contents->plans.defined && !job->options->schema_only)
        return explain_no_database(job);
    if (!has_chosen_tables(job))
        return fail(&job->failure,
                    "%s: no table is chosen; views need theirs (-t TABLE -t "
                    "VIEW)",
                    report_input_names(&job->contents->report));
    if (!open_output(job) || !replaced_check(path, &job->failure))
        return false;
    job->writer = create_database(job);
    return job->writer != NULL;
}

/* Opened again from the file: what is read is what was written. */
static bool verify_new(struct convert_job *job)
{
    sqlite3 *database =
        lite_open_to_prove(output_temporary_path(&job->output),
                           job->options->timeout, &job->failure);
    bool done =
        database && lite_schema_read(&job->made, database, &job->failure) &&
        verification_run(&job->verification, job->dumps, database, &job->made,
                         job->options->ignored, &job->failure) &&
        judge_verification(job);
    sqlite3_close(database);
    return done;
}

/* The old database is locked until the new one has its name. */
static bool destination_take_name(struct convert_job *job)
{
    const struct options *options = job->options;
    struct failure *failure = &job->failure;
    const char *path = output_temporary_path(&job->output);
    struct replaced old;
    bool done = (options->journal != JOURNAL_WAL ||
                 new_database_use_wal(path, failure)) &&
                replaced_lock(&old, options->output, options->timeout, failure);
    if (!done)
        return false;
    done = output_commit(&job->output, failure);
    replaced_release(&old, done);
    return done;
}

/* What does not stand the proof has a report all the same. */
static bool complete_new(struct convert_job *job)
{
    bool good =
        finish_writer(job) && (!job->options->verify || verify_new(job));
    return losses_write_report(job) && good && destination_take_name(job);
}

const struct destination destination_new_database = {open_new, complete_new};

/* ---- a database that is there ---- */

/* What is there before is counted inside the transaction of the load. Another
 * attempt has the database open already. */
static bool open_existing(struct convert_job *job)
{
    const struct options *options = job->options;
    struct contents *contents = job->contents;
    if (!contents->database &&
        !dump_set_into(job->dumps, options->into, options->types_from))
        return false;
    job->writer = database_open(
        contents->database, (enum lite_on_conflict)options->on_conflict,
        options->timeout, dump_set_is_threaded(job->dumps), &job->failure);
    if (!job->writer)
        return false;
    if (options->verify &&
        !verification_before(&job->verification, job->dumps, contents->database,
                             &contents->schema, &job->failure))
        return contents->plans.refused && !convert_wants_another(job) &&
               losses_refuse_value(job);
    job->writer->present_rows = job->verification.present;
    return true;
}

/* What is loaded is verified before it is committed. */
static bool complete_existing(struct convert_job *job)
{
    bool good =
        !job->options->verify ||
        (verification_after(&job->verification) && judge_verification(job));
    return losses_write_report(job) && good && finish_writer(job);
}

const struct destination destination_existing = {open_existing,
                                                 complete_existing};
