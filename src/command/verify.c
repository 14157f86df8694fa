#include "command/verify.h"

#include <stdio.h>

#include "report/lines.h"
#include "report/verification.h"

struct job {
    const struct options *options;
    struct passes passes;
    struct verification verification;
    sqlite3 *database;
    struct lite_schema schema;
};

static bool read_types(struct job *job)
{
    struct passes *passes = &job->passes;
    if (job->options->types_from)
        return passes_types(passes, job->options->types_from);
    return passes_survey(passes, false) &&
           (passes->is_whole ||
            passes_tables_of(passes, job->options->database));
}

static bool open_database(struct job *job)
{
    job->database =
        lite_open_to_prove(job->options->database, &job->passes.failure);
    return job->database &&
           lite_schema_read(&job->schema, job->database, &job->passes.failure);
}

static bool show(struct job *job)
{
    struct buffer json = {0};
    if (job->options->json) {
        verification_add_json(&json, &job->verification);
        fwrite(json.bytes, 1, json.size, stdout);
        buffer_release(&json);
    } else {
        verification_print(&job->verification, !job->options->quiet,
                           print_line);
    }
    return (fflush(stdout) == 0 && !ferror(stdout)) ||
           fail(&job->passes.failure, "cannot write the output");
}

static bool run(struct job *job, struct options *options)
{
    return passes_open(&job->passes, options) && read_types(job) &&
           open_database(job) &&
           verification_run(&job->verification, &job->passes, job->database,
                            &job->schema) &&
           passes_check_selection(&job->passes) && show(job);
}

enum exit_status verify(struct options *options)
{
    struct job job = {.options = options};
    bool done = run(&job, options);
    bool good = done && verification_is_good(&job.verification);
    if (!done)
        say("%s", job.passes.failure.text);
    verification_release(&job.verification);
    lite_schema_release(&job.schema);
    sqlite3_close(job.database);
    passes_release(&job.passes);
    return !done ? EXIT_FAILED : good ? EXIT_DONE : EXIT_REFUSED;
}
