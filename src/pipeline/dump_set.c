#include "pipeline/dump_set_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "containers/open.h"
#include "pipeline/progress.h"
#include "pipeline/table_patterns.h"
#include "rows/mapped.h"
#include "schema/inheritance.h"
#include "schema/mapping.h"
#include "types/declared.h"

/* ---- dumps ---- */

static bool dump_set_open_path(const struct dump_set *set, const char *path,
                               struct dump *dump)
{
    const struct dump_set_options *options = &set->options;
    const struct open_options how = {.again = true,
                                     .memory = options->memory,
                                     .is_threaded = options->n_workers > 1,
                                     .pg_dump = options->pg_dump};
    *dump = (struct dump){.threads = (unsigned)options->n_workers,
                          .skips_noise = options->skips_noise,
                          .skips_unknown = options->skips_unknown,
                          .database = options->database};
    return dump_open(dump, source_open(path, &how, set->failure),
                     options->batch_bytes, options->allow_truncated,
                     set->failure);
}

/* Counted before it is opened, so that closing the set closes it, too. */
static bool open_dump(struct dump_set *set, const char *path)
{
    struct contents *contents = &set->contents;
    struct dump *dump = &contents->dumps[contents->n_dumps++];
    if (!dump_set_open_path(set, path, dump))
        return false;
    dump->is_kept = set->options.rereads;
    report_add_input(&contents->report, dump->source->name);
    contents->size += dump->source->size;
    return true;
}

/* All inputs are opened before the first is read: a typing error in the last
 * name costs no minutes. */
struct dump_set *dump_set_open(const struct dump_set_options *options,
                               struct failure *failure)
{
    struct dump_set *set = xmalloc(sizeof *set);
    *set = (struct dump_set){.options = *options, .failure = failure};
    if (options->n_workers > PIPELINE_MOST_WORKERS)
        set->options.n_workers = PIPELINE_MOST_WORKERS;
    set->contents.plans.selection = options->selection;
    set->contents.plans.is_strict = options->is_strict;
    set->contents.dumps =
        xreallocarray(NULL, options->n_paths + 1, sizeof *set->contents.dumps);
    for (size_t i = 0; i < options->n_paths; i++)
        if (!open_dump(set, options->paths[i])) {
            dump_set_close(set);
            return NULL;
        }
    progress_begin(&set->progress, options->shows_progress, set->contents.size);
    return set;
}

struct contents *dump_set_contents(struct dump_set *set)
{
    return &set->contents;
}

/* ---- tables ---- */

/* From here on tables have names and columns in SQLite. */
static void translate_catalog(struct dump_set *set)
{
    struct contents *contents = &set->contents;
    set->policies = *set->options.policies;
    set->policies.client =
        client_of_dump(&contents->catalog, set->options.client);
    contents->plans.client = set->policies.client;
    inheritance_merge(&contents->catalog, set->policies.inheritance);
    schema_make(&contents->tables, &contents->catalog, &set->policies,
                set->options.selection, &contents->report);
    set->contents.plans.defined = &set->contents.tables;
}

/* One catalog and one survey for all: the schema may be in one file, the rows
 * in another. */
static bool survey_dumps(struct dump_set *set, enum survey_extent extent)
{
    struct contents *contents = &set->contents;
    progress_phase(&set->progress, "reading definitions");
    for (size_t i = 0; i < contents->n_dumps; i++) {
        struct dump *dump = &contents->dumps[i];
        dump->to_the_end = extent == SURVEY_ALL || set->options.wants_tables;
        dump->samples = extent == SURVEY_SAMPLE;
        dump->progress = &set->progress;
        if (!dump_survey(dump, &contents->catalog, &contents->survey,
                         set->failure))
            return false;
        contents->defines_tables |= dump->defines_tables;
    }
    return true;
}

bool dump_set_survey(struct dump_set *set, enum survey_extent extent)
{
    const struct policies *policies = set->options.policies;
    struct contents *contents = &set->contents;
    contents->survey.wants_nan =
        policies->strict_tables && policies->numeric == NUMERIC_REAL;
    set->samples = extent == SURVEY_SAMPLE;
    if (!survey_dumps(set, extent))
        return false;
    /* Definitions alone: the rows that they are for are not here. */
    if (contents->defines_tables && contents->survey.n_targets == 0)
        survey_assume_worst(&contents->catalog);
    if (contents->defines_tables || extent == SURVEY_ALL)
        translate_catalog(set);
    return true;
}

/* A wrong guess costs a second reading, which a pipe cannot give. */
bool dump_set_may_sample(const struct dump_set *set)
{
    for (size_t i = 0; i < set->contents.n_dumps; i++)
        if (!set->contents.dumps[i].source->is_seekable)
            return false;
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

/* The database stays open: with --into its rows are written there. */
static bool dump_set_open_database(struct dump_set *set, const char *path,
                                   bool for_writing)
{
    struct contents *contents = &set->contents;
    contents->database =
        lite_open(path, for_writing, set->options.timeout, set->failure);
    if (!contents->database ||
        !lite_schema_read(&contents->schema, contents->database, set->failure))
        return false;
    contents->plans.schema = &contents->schema;
    contents->plans.client =
        client_of_database(&contents->schema, set->options.client);
    set->policies.client = contents->plans.client;
    return true;
}

/* Only definitions are wanted, so the dump is closed again at once. */
static bool read_definitions(struct dump_set *set, const char *path)
{
    struct dump dump;
    bool done = dump_set_open_path(set, path, &dump) &&
                dump_survey(&dump, &set->contents.catalog,
                            &set->contents.survey, set->failure);
    if (done && !dump.defines_tables)
        done = fail(set->failure,
                    "%s: --types-from wants a SQLite database, or a dump of "
                    "definitions (pg_dump --schema-only)",
                    path);
    dump_close(&dump);
    return done;
}

/* Nothing is known of the rows that they are for. */
static bool read_tables(struct dump_set *set, const char *path)
{
    if (!read_definitions(set, path))
        return false;
    survey_assume_worst(&set->contents.catalog);
    translate_catalog(set);
    return true;
}

/* For queries: names and declared types of a database make a catalog as well.
 */
bool dump_set_names(struct dump_set *set, const char *path)
{
    if (!is_database_file(path))
        return read_tables(set, path);
    if (!dump_set_open_database(set, path, false))
        return false;
    declared_to_catalog(&set->contents.catalog, &set->contents.schema);
    translate_catalog(set);
    return true;
}

bool dump_set_types(struct dump_set *set, const char *path)
{
    return is_database_file(path) ? dump_set_open_database(set, path, false)
                                  : read_tables(set, path);
}

/* The definitions say what values are, and not what becomes of them. */
static void use_definitions(struct dump_set *set, bool are_there)
{
    struct plans *plans = &set->contents.plans;
    plans->must_exist = true;
    plans->keeps_bookkeeping = !set->options.loads_bookkeeping;
    plans->defined = NULL;
    plans->catalog = are_there ? &set->contents.catalog : NULL;
    set->policies = *set->options.policies;
    plans->policies = &set->policies;
    mapped_know(plans, &set->contents.catalog);
}

bool dump_set_tables_of(struct dump_set *set, const char *path)
{
    use_definitions(set, set->contents.defines_tables);
    return dump_set_open_database(set, path, false);
}

/* What follows the type's name, as COLLATE, is not everywhere. */
static bool is_declared_so(const char *one, const char *other)
{
    size_t a = strlen(one), b = strlen(other), shorter = a < b ? a : b;
    const char *rest = a < b ? other + a : one + b;
    return !sqlite3_strnicmp(one, other, (int)shorter) &&
           (!*rest || *rest == ' ');
}

static bool is_made_so(const struct lite_table *made,
                       const struct lite_table *there)
{
    if (made->n_columns != there->n_columns)
        return false;
    for (size_t i = 0; i < made->n_columns; i++)
        if (sqlite3_stricmp(made->columns[i].name, there->columns[i].name) ||
            !is_declared_so(made->columns[i].type, there->columns[i].type))
            return false;
    return true;
}

bool dump_set_makes(const struct dump_set *set,
                    const struct lite_schema *schema)
{
    const struct schema *made = &set->contents.tables;
    for (size_t i = 0; i < made->n_maps; i++) {
        const struct table_map *map = &made->maps[i];
        const struct lite_table *there =
            map->table ? lite_find_table(schema, map->table->name) : NULL;
        if (there && !is_made_so(map->table, there))
            return false;
    }
    return true;
}

/* Which rows are booleans, nobody knows then. */
static bool check_policies(struct dump_set *set)
{
    const struct policies *policies = set->options.policies;
    return (!policies->arrays && !policies->timestamps && !policies->booleans &&
            !policies->geometry) ||
           fail(set->failure,
                "--arrays, --timestamps, --booleans and --geometry want to "
                "know what the values are: let the definitions stand before "
                "the rows (pgdecant SCHEMA.sql ROWS.sql --into DATABASE), or "
                "name them with --types-from");
}

/* Rows of a COPY say nothing of the tables, so one of each is enough. */
static bool dump_set_read_columns(struct dump_set *set, const char *types_from)
{
    struct contents *contents = &set->contents;
    if ((types_from && !read_definitions(set, types_from)) ||
        !survey_dumps(set, SURVEY_SAMPLE))
        return false;
    use_definitions(set, types_from || contents->defines_tables);
    return contents->plans.catalog || check_policies(set);
}

/* The definitions first: they say what the values are, the database what they
 * are to be. */
bool dump_set_into(struct dump_set *set, const char *path,
                   const char *types_from)
{
    return dump_set_read_columns(set, types_from) &&
           dump_set_open_database(set, path, true);
}

/* ---- progress ---- */

void dump_set_phase(struct dump_set *set, const char *phase)
{
    progress_phase(&set->progress, phase);
}

void dump_set_end_progress(struct dump_set *set)
{
    progress_end(&set->progress);
}

const struct progress *dump_set_progress(const struct dump_set *set)
{
    return &set->progress;
}

bool dump_set_check_selection(struct dump_set *set)
{
    return table_patterns_check(&set->contents, set->options.selection,
                                set->failure);
}

bool dump_set_is_threaded(const struct dump_set *set)
{
    return set->options.n_workers > 1;
}

/* ---- rounds ---- */

/* Plans count what they see, so a round has its own; what they have learned
 * stays. */
static void forget_plans(struct dump_set *set)
{
    struct learned learned = set->contents.plans.learned;
    struct plans plans = {.selection = set->contents.plans.selection,
                          .schema = set->contents.plans.schema,
                          .defined = set->contents.plans.defined,
                          .catalog = set->contents.plans.catalog,
                          .client = set->contents.plans.client,
                          .policies = set->contents.plans.policies,
                          .keeps_bookkeeping =
                              set->contents.plans.keeps_bookkeeping,
                          .must_exist = set->contents.plans.must_exist,
                          .is_strict = set->contents.plans.is_strict};
    learned_add(&learned, &set->contents.plans);
    plans.learned = learned;
    set->contents.plans.learned = (struct learned){0};
    plans_release(&set->contents.plans);
    set->contents.plans = plans;
}

bool dump_set_wants_another(const struct dump_set *set)
{
    for (size_t i = 0; i < set->contents.n_dumps; i++)
        if (!set->contents.dumps[i].is_kept &&
            !set->contents.dumps[i].source->is_seekable)
            return false;
    return learned_contradicts(&set->contents.plans);
}

bool dump_set_rewind(struct dump_set *set)
{
    forget_plans(set);
    set->n_targets = 0;
    set->contents.rows = set->contents.bytes_read = set->bytes_before = 0;
    for (size_t i = 0; i < set->contents.n_dumps; i++)
        if (!dump_rewind(&set->contents.dumps[i], set->failure))
            return false;
    return true;
}

/* Standard input may be shared: whoever reads it next begins where this began.
 * */
void dump_set_restore_position(struct dump_set *set)
{
    for (size_t i = 0; i < set->contents.n_dumps; i++)
        set->contents.dumps[i].source->rewind(set->contents.dumps[i].source,
                                              true);
}

/* Also after half an opening: all that is not there is NULL or 0. */
void dump_set_close(struct dump_set *set)
{
    struct contents *contents;
    if (!set)
        return;
    progress_end(&set->progress);
    contents = &set->contents;
    lite_schema_release(&contents->schema);
    sqlite3_close(contents->database);
    plans_release(&contents->plans);
    for (size_t i = 0; i < contents->n_dumps; i++)
        dump_close(&contents->dumps[i]);
    free(contents->dumps);
    schema_release(&contents->tables);
    report_release(&contents->report);
    survey_release(&contents->survey);
    dump_rows_release(set);
    catalog_release(&contents->catalog);
    free(set);
}
