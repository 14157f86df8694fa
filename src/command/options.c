#include "command/options.h"

#include "command/option_rows.h"

#include <errno.h>
#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/memory.h"
#include "containers/server.h"
#include "command/command_line.h"
#include "command/help.h"
#include "command/migration.h"
#include "command/paths.h"
#include "base/suggestion.h"
#include "report/report_file.h"
#include "schema/mapping.h"

enum { BATCH_BYTES = 256 * 1024, MAX_COUNT = 1000000 };

/* ---- what options set ---- */

/* strtol takes blanks and signs; the range sees to the rest. */
static bool take_count(long *count, const char *argument,
                       struct failure *failure)
{
    char *end;
    errno = 0;
    *count = strtol(argument, &end, 10);
    if (errno || *end || end == argument || *count < 1 || *count > MAX_COUNT)
        return fail(failure, "'%s' is no number from 1 to %d", argument,
                    MAX_COUNT);
    return true;
}

/* Sets which of the words the argument is. */
static bool take_word(int *which, const char *argument,
                      const char *const *words, struct failure *failure)
{
    struct buffer all = {0};
    for (*which = 0; words[*which]; ++*which) {
        if (!strcmp(argument, words[*which])) {
            buffer_release(&all);
            return true;
        }
        buffer_printf(&all, "%s%s", *which ? ", " : "", words[*which]);
    }
    fail(failure, "'%s' is none of %s", argument, buffer_text(&all));
    buffer_release(&all);
    return false;
}

static bool options_take_words(unsigned *bits, const char *argument,
                               const char *const *words,
                               struct failure *failure)
{
    struct arena arena = {0};
    bool done = true;
    for (size_t length; done; argument += length + 1) {
        int which = 0;
        length = strcspn(argument, ",");
        done = take_word(&which, arena_copy(&arena, argument, length), words,
                         failure);
        *bits |= done ? 1u << which : 0;
        if (!argument[length])
            break;
    }
    arena_release(&arena);
    return done;
}

/* 3.8.3 is the first with WITH, which queries need. */
static bool options_take_version(int *version, const char *argument,
                                 struct failure *failure)
{
    char *end = NULL;
    long minor =
        strncmp(argument, "3.", 2) ? -1 : strtol(argument + 2, &end, 10);
    if (minor < 8 || minor > 999 || (*end && *end != '.'))
        return fail(failure, "'%s' is no version of SQLite from 3.8 on",
                    argument);
    *version = 300 + (int)minor;
    return true;
}

static bool take_page_size(long *size, const char *argument,
                           struct failure *failure)
{
    if (take_count(size, argument, failure) && *size >= 512 && *size <= 65536 &&
        (*size & (*size - 1)) == 0)
        return true;
    /* The list of page sizes helps more than take_count's message. */
    *failure = (struct failure){0};
    return fail(failure, "'%s' is no page size: 512, 1024, 2048 ... 65536",
                argument);
}

static bool take_map(struct selection *selection, const char *path,
                     struct failure *failure)
{
    if (selection->mapping)
        return fail(failure, "--map is given twice");
    selection->mapping = mapping_read(path, selection, failure);
    return selection->mapping != NULL;
}

/* All that an option can do; what it means is where it is used. */
static bool take_option(struct options *options, const struct option_row *row,
                        const char *argument, struct failure *failure)
{
    void *member = (char *)options + row->offset;
    switch (row->kind) {
    case TAKES_TEXT: *(const char **)member = argument; break;
    case SETS_FLAG: *(bool *)member = true; break;
    case TAKES_COUNT: return take_count(member, argument, failure);
    case TAKES_VERSION: return options_take_version(member, argument, failure);
    case TAKES_PAGE_SIZE: return take_page_size(member, argument, failure);
    case TAKES_WORD: return take_word(member, argument, row->words, failure);
    case TAKES_WORDS:
        return options_take_words(member, argument, row->words, failure);
    case TAKES_PATTERN:
    case EXCLUDES:
        return selection_add(member, SELECT_TABLES, argument,
                             row->kind == EXCLUDES, failure);
    case TAKES_SCHEMA:
    case EXCLUDES_SCHEMA:
        return selection_add(member, SELECT_SCHEMAS, argument,
                             row->kind == EXCLUDES_SCHEMA, failure);
    case TAKES_MAP: return take_map(member, argument, failure);
    case SHOWS: break;
    }
    return true;
}

/* ---- parsing ---- */

/* Longs begin at 256, beyond any letter. */
static void make_getopt_tables(struct option longs[MOST_OPTIONS + 1],
                               char shorts[2 * MOST_OPTIONS + 2])
{
    *shorts++ = ':';
    for (size_t i = 0; i < n_option_rows; i++) {
        longs[i] = (struct option){option_rows[i].name,
                                   option_rows[i].argument ? required_argument
                                                           : no_argument,
                                   NULL, 256 + (int)i};
        if (option_rows[i].letter)
            *shorts++ = option_rows[i].letter;
        if (option_rows[i].letter && option_rows[i].argument)
            *shorts++ = ':';
    }
    longs[n_option_rows] = (struct option){0};
    *shorts = '\0';
}

static const struct option_row *find_row(int code)
{
    if (code >= 256)
        return &option_rows[code - 256];
    for (size_t i = 0; i < n_option_rows; i++)
        if (option_rows[i].letter == code)
            return &option_rows[i];
    return NULL;
}

/* "--tabel=x" */
static bool fail_with_option(const char *wrong, struct failure *failure)
{
    size_t dashes = strspn(wrong, "-");
    struct suggestion near =
        suggestion_begin(wrong + dashes, strcspn(wrong + dashes, "="));
    for (size_t i = 0; i < n_option_rows; i++)
        suggestion_consider(&near, option_rows[i].name);
    return near.best
               ? fail(failure, "there is no option '%s'; did you mean --%s?",
                      wrong, near.best)
               : fail(failure, "there is no option '%s'", wrong);
}

/* getopt's own messages name argv[0] and go to standard error by themselves. */
static bool take_wrong(int code, char **argv, struct failure *failure)
{
    if (code == ':')
        return fail(failure, "'%s' wants an argument", argv[optind - 1]);
    if (optopt && optopt < 256)
        return fail(failure, "there is no option '-%c'", optopt);
    return fail_with_option(argv[optind - 1], failure);
}

/* What is the name of nothing is SQL, unless it can only be one. */
static bool is_sql(const char *argument)
{
    size_t length = strlen(argument);
    bool is_name = length > 4 && !strcmp(argument + length - 4, ".sql") &&
                   !strpbrk(argument, " \t\n;");
    return strcmp(argument, "-") != 0 && !is_name &&
           access(argument, F_OK) != 0;
}

/* verify's database is the last. */
static void take_files(struct options *options, const char **files, int n)
{
    if (options->command == COMMAND_VERIFY && n > (options->from ? 0 : 1))
        options->database = files[--n];
    if (options->command == COMMAND_QUERY && n == 1 && is_sql(files[0])) {
        options->sql = files[--n];
        return;
    }
    if (n > 0) {
        options->dumps = files;
        options->n_dumps = (size_t)n;
    }
}

/* Passwords go from the command line, whoever lists it. */
static void take_servers(struct options *options)
{
    struct buffer path = {0};
    for (size_t i = 0; i < options->n_dumps; i++)
        if (server_is_meant(options->dumps[i]))
            server_hide_password((char *)(uintptr_t)options->dumps[i]);
    if (!options->from)
        return;
    buffer_printf(&path,
                  server_is_meant(options->from) ? "%s"
                  : strchr(options->from, '=')   ? "postgres:%s"
                                                 : "postgres:dbname=%s",
                  options->from);
    options->server = xstrndup(buffer_text(&path), path.size);
    server_hide_password(options->server);
    memset((char *)(uintptr_t)options->from, 0, strlen(options->from));
    buffer_release(&path);
    options->from = options->server;
    options->dumps = &options->from;
    options->n_dumps = 1;
}

static bool take_options(struct options *options, int argc, char **argv,
                         const struct option_row **special,
                         struct failure *failure)
{
    struct option longs[MOST_OPTIONS + 1];
    char shorts[2 * MOST_OPTIONS + 2];
    int code;
    make_getopt_tables(longs, shorts);
    opterr = 0;
    while ((code = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        const struct option_row *row = find_row(code);
        if (!row)
            return take_wrong(code, argv, failure);
        if (row->kind == SHOWS) {
            *special = row;
            options->shown = code == 'h' ? "" : optarg;
            return true;
        }
        if (!take_option(options, row, optarg, failure))
            return false;
    }
    take_files(options, (const char **)argv + optind, argc - optind);
    if (options->from && optind + (options->database ? 1 : 0) < argc)
        return fail(failure, "--from is the dump: name no other");
    take_servers(options);
    return true;
}

static bool wants_progress(const struct options *options)
{
    if (options->quiet || options->progress == PROGRESS_NEVER)
        return false;
    return options->progress == PROGRESS_ALWAYS || isatty(STDERR_FILENO);
}

/* A new database may be begun again. */
static bool may_read_twice(const struct options *options)
{
    return options->verify || options->command == COMMAND_VERIFY ||
           options->reads_for_report ||
           (options_make_database(options) && options->writer == WRITER_AUTO);
}

struct dump_set_options options_of_dumps(struct options *options)
{
    return (struct dump_set_options){
        .paths = options->dumps,
        .n_paths = options->n_dumps,
        .batch_bytes = options->buffer_size,
        .allow_truncated = options->allow_truncated,
        .skips_noise = options->skip_noise,
        .skips_unknown = options->skip_unknown,
        .database = options->database_name,
        .n_workers = (size_t)options->jobs,
        .wants_tables = options_make_database(options),
        .rereads = may_read_twice(options),
        .shows_progress = wants_progress(options),
        .is_strict = options->strict,
        .replaces = options->on_conflict == ON_CONFLICT_REPLACE,
        .client = options->client,
        .loads_bookkeeping = options->bookkeeping,
        .memory = options->memory,
        .pg_dump = options->pg_dump,
        .timeout = options->timeout,
        .policies = &options->policies,
        .selection = &options->selection};
}

/* What the target wants of a new database, where nobody says otherwise. */
static void apply_target(struct options *options)
{
    const struct profile *profile = &profiles[options->target];
    if (!options->page_size)
        options->page_size = profile->page_size;
    if (profile->is_wal)
        options->journal = JOURNAL_WAL;
}

static bool check_together(const struct options *options,
                           struct failure *failure)
{
    const char *misuse = options_find_misuse(options);
    return !misuse || fail(failure, "%s", misuse);
}

/* For tests: small batches show what falls between two. */
static size_t buffer_size(void)
{
    const char *wanted = getenv("PGDECANT_BUFFER");
    long size = wanted ? strtol(wanted, NULL, 10) : 0;
    return size > 0 ? (size_t)size : BATCH_BYTES;
}

/* A conversion is what is done without a word. */
static const struct command_row *take_command(int *argc, char ***argv)
{
    for (size_t i = 0; i < n_command_rows; i++)
        if (*argc > 1 && !strcmp((*argv)[1], command_rows[i].name)) {
            (*argv)[1] = (*argv)[0];
            --*argc;
            ++*argv;
            return &command_rows[i];
        }
    return &command_rows[0];
}

/* "pgdecant help", alone or with a command, where no file has that name. */
static bool asks_for_help(int argc, char **argv)
{
    return argc > 1 && argc <= 3 && !strcmp(argv[1], "help") &&
           access("help", F_OK) != 0;
}

static enum exit_status give_help(int argc, char **argv)
{
    const struct command_row *command =
        argc > 2 ? command_row_of(argv[2]) : NULL;
    struct suggestion near;
    if (argc < 3 || command) {
        help_print(command);
        return EXIT_DONE;
    }
    near = suggestion_begin(argv[2], strlen(argv[2]));
    for (size_t i = 0; i < n_command_rows; i++)
        suggestion_consider(&near, command_rows[i].name);
    say("there is no command '%s'%s%s%s", argv[2],
        near.best ? "; did you mean " : "", near.best ? near.best : "",
        near.best ? "?" : "");
    return EXIT_USAGE;
}

/* "pgdecant insepct x.sql": a dump of that name is not there. */
static bool check_first_file(const struct options *options,
                             struct failure *failure)
{
    const char *first = options->n_dumps ? options->dumps[0] : "-";
    struct suggestion near = suggestion_begin(first, strlen(first));
    if (options->command != COMMAND_CONVERT || access(first, F_OK) == 0)
        return true;
    if (!strcmp(first, "version") || !strcmp(first, "generate"))
        return fail(failure, "there is no file '%s'; did you mean --%s?", first,
                    first);
    if (command_row_of(first) || !strcmp(first, "help"))
        return fail(failure,
                    "a command comes first, before its options: pgdecant %s",
                    first);
    for (size_t i = 1; i < n_command_rows; i++)
        suggestion_consider(&near, command_rows[i].name);
    return !near.best ||
           fail(failure, "there is no file '%s'; did you mean the command %s?",
                first, near.best);
}

/* Two at least: reading and writing overlap even on one. */
static long processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 2 ? 2 : count;
}

/* Shows what the option wants; false if there is no such thing. */
static bool show(const struct options *options, const struct option_row *row,
                 const struct command_row *command)
{
    if (!strcmp(row->name, "generate"))
        return help_generate(options->shown);
    if (!strcmp(row->name, "version"))
        help_print_version();
    else if (options->shown && command->command == COMMAND_CONVERT)
        help_print_short();
    else
        help_print(command->command == COMMAND_CONVERT ? NULL : command);
    return true;
}

static const char *standard_input[] = {"-"};

/* Its name is made here, so that all that looks at the output sees it. */
static bool take_migration(struct options *options, struct failure *failure)
{
    if (!options->migration_dir)
        return true;
    if (options->output || options->into)
        return fail(failure, "--migration-dir is a place of its own: not with "
                             "--output or --into");
    options->migration =
        migration_path(options->migration_dir, options->dumps[0], failure);
    options->output = options->migration;
    return options->output != NULL;
}

/* Everything is checked here, before any file is touched. */
bool options_parse(struct options *options, int argc, char **argv,
                   enum exit_status *status)
{
    struct failure failure = {0};
    const struct option_row *special = NULL;
    const struct command_row *command;
    *options = (struct options){.dumps = standard_input,
                                .n_dumps = 1,
                                .line = command_line_of(argc, argv),
                                .jobs = processors(),
                                .rows_per_insert = 500,
                                .timeout = 10,
                                .policies.dialect.version = DIALECT_VERSION,
                                .buffer_size = buffer_size()};
    *status = EXIT_DONE;
    if (asks_for_help(argc, argv)) {
        *status = give_help(argc, argv);
        return false;
    }
    command = take_command(&argc, &argv);
    options->command = command->command;
    if (take_options(options, argc, argv, &special, &failure) && !special &&
        check_first_file(options, &failure) &&
        take_migration(options, &failure) &&
        check_together(options, &failure) && paths_check(options, &failure)) {
        if (!options->output)
            options->output = "-";
        apply_target(options);
        options->reads_for_report =
            options->report && report_file_reads(options->report);
        return true;
    }
    if (special && !show(options, special, command))
        fail(&failure, "'%s' is none of bash, zsh, fish, man", options->shown);
    if (failure.happened) {
        say("%s (pgdecant --help shows all options)", failure.text);
        *status = EXIT_USAGE;
    }
    return false;
}

void options_release(struct options *options)
{
    free(options->server);
    free(options->migration);
    free(options->line);
    mapping_release(options->selection.mapping);
    selection_release(&options->selection);
}
