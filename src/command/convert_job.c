#include "command/convert_job.h"

/* A schema from --types-from is for types, unless a database is to be made. */
bool convert_makes_tables(const struct convert_job *job)
{
    const struct options *options = job->options;
    return job->contents->plans.defined && !options->data_only &&
           (job->contents->defines_tables || options_make_database(options));
}

bool convert_fail_writer(struct convert_job *job)
{
    return fail(&job->failure, "%s", job->writer->failure.text);
}

/* Most columns are what their types promise, and a survey of everything would
 * read the rows twice: where the input can be read again, start optimistically.
 * --strict and --schema-only tell what a survey has found. */
static enum survey_extent survey_extent_of(const struct convert_job *job)
{
    const struct options *options = job->options;
    if (job->looks_at_all)
        return SURVEY_ALL;
    return output_name_can_begin_again(options->output) && !options->strict &&
                   !options->schema_only && !options->into &&
                   dump_set_may_sample(job->dumps)
               ? SURVEY_SAMPLE
               : SURVEY_DEFINITIONS;
}

/* Once: an attempt after the first has them. */
bool convert_read_types(struct convert_job *job)
{
    const char *types_from = job->options->types_from;
    if (job->has_tables)
        return true;
    job->has_tables = true;
    return (types_from ? dump_set_types(job->dumps, types_from)
                       : dump_set_survey(job->dumps, survey_extent_of(job))) &&
           losses_check(job);
}

bool convert_wants_another(const struct convert_job *job)
{
    return job->dumps && job->writer && !job->writer->as_text &&
           dump_set_wants_another(job->dumps);
}
