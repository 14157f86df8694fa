/* Options that do not go together: options.h's options_find_misuse. */
#include <string.h>

#include "command/options.h"
#include "report/report_file.h"

/* SQL for those that take databases, or the other way round. */
static const char *find_misuse_of_target(const struct options *options)
{
    const struct profile *profile = &profiles[options->target];
    bool makes_database = options_make_database(options);
    if (options->target &&
        (options->command != COMMAND_CONVERT || options->into))
        return "--target is for what a conversion makes: SQL or a new database";
    if (profile->takes == PROFILE_SQL && makes_database)
        return "D1 takes SQL: -o FILE.sql";
    if (profile->takes == PROFILE_FILE && !makes_database)
        return "Litestream and LiteFS take a database: -o FILE.db";
    if (profile->takes == PROFILE_SQL && options->policies.dialect.extension)
        return "D1 loads no functions: no --extension=yes with it";
    if (profile->page_size && options->page_size &&
        options->page_size != profile->page_size)
        return "this --target has pages of a size of its own: no --page-size";
    return NULL;
}

/* A query has no dump and no database of its own to write to. */
static const char *find_misuse_of_query(const struct options *options)
{
    if (options->output && options_make_database(options))
        return "query writes SQL: -o FILE.sql";
    if (options->into || options->verify || options->report ||
        options->schema_only || options->data_only)
        return "query takes --types-from, --sqlite-version, --extension, "
               "--parameters, --arrays and the like, --strict, -o, --check, "
               "--in-place, -v and -q";
    if (options->target)
        return find_misuse_of_target(options);
    if ((options->json || options->sarif) && !options->check)
        return "with query --json and --sarif go with --check";
    if ((options->check || options->in_place) && options->output)
        return "--check and --in-place write no other file: no -o";
    if (options->check && options->in_place)
        return "--check writes nothing, so not with --in-place";
    if (options->in_place && (options->sql || !strcmp(options->dumps[0], "-")))
        return "--in-place wants files or folders";
    return NULL;
}

const char *options_find_misuse(const struct options *options)
{
    bool converts = options->command == COMMAND_CONVERT;
    if (options->command == COMMAND_QUERY)
        return find_misuse_of_query(options);
    if (find_misuse_of_target(options))
        return find_misuse_of_target(options);
    bool writes = options->into || options->output;
    bool keeps_going = options->on_conflict != ON_CONFLICT_FAIL;
    if (options->check || options->in_place || options->sarif)
        return "--check, --in-place and --sarif go with query";
    if (options->json && converts)
        return "--json goes with inspect and verify; --report FILE.json is for "
               "a conversion";
    if (!converts && writes)
        return "only a conversion writes data: --into and --output are not for "
               "inspect and verify";
    if (!converts && options->verify)
        return "--verify is for a conversion";
    if (options->ignored && options->command != COMMAND_VERIFY)
        return "--ignore goes with verify";
    if (options->command == COMMAND_INSPECT && options->n_dumps > 1)
        return "inspect takes one dump at a time";
    if (options->command == COMMAND_VERIFY && !options->database)
        return "verify wants a DUMP ('-' for standard input) and a DATABASE";
    if (options->command == COMMAND_VERIFY &&
        (options->schema_only || options->report || options->strict))
        return "verify compares rows, and tells on standard output: no "
               "--schema-only, --report or --strict";
    if (options->into && options->output)
        return "--into and --output exclude each other";
    if (options->into && options->policies.numeric != NUMERIC_AUTO)
        return "--numeric is for new tables; with --into the column decides";
    if (converts && !options->into && options->bookkeeping)
        return "--bookkeeping goes with --into and verify";
    if (!options->into && keeps_going)
        return "--on-conflict goes with --into";
    if (options->verify && keeps_going)
        return "--verify wants every row of the dump in the database: not with "
               "--on-conflict";
    if (options->verify &&
        (!options_make_database(options) || options->schema_only) &&
        !options->into)
        return "--verify goes with rows in a database: -o FILE.db or --into";
    if (options->data_only && options_make_database(options))
        return "--data-only makes no tables: write SQL (-o FILE.sql), or load "
               "into tables that are there (--into)";
    if (options->schema_only && (options->data_only || options->into))
        return "--schema-only makes tables, and no rows";
    if (options->report && !report_file_is_known(options->report))
        return "--report FILE.txt, FILE.json or FILE.html";
    if ((options->writer != WRITER_AUTO || options->page_size ||
         options->journal == JOURNAL_WAL) &&
        !options_make_database(options))
        return "--writer, --page-size and --journal are for a new database: -o "
               "FILE.db";
    if (options->replace && !options->report &&
        (!options->output || !strcmp(options->output, "-")))
        return "--replace goes with --output FILE or --report FILE";
    return NULL;
}
