#include "command/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "command/version.h"

enum { BATCH_BYTES = 256 * 1024 };

/* ---- what options set ---- */

typedef bool take_option(struct options *options, const char *argument,
                         struct failure *failure);

static bool take_output(struct options *options, const char *argument,
                        struct failure *failure)
{
    (void)failure;
    options->output = argument;
    return true;
}

static bool take_into(struct options *options, const char *argument,
                      struct failure *failure)
{
    (void)failure;
    options->into = argument;
    return true;
}

static bool take_types_from(struct options *options, const char *argument,
                            struct failure *failure)
{
    (void)failure;
    options->types_from = argument;
    return true;
}

static bool take_replace(struct options *options, const char *argument,
                         struct failure *failure)
{
    (void)argument, (void)failure;
    options->replace = true;
    return true;
}

static bool take_allow_truncated(struct options *options, const char *argument,
                                 struct failure *failure)
{
    (void)argument, (void)failure;
    options->allow_truncated = true;
    return true;
}

static bool take_quiet(struct options *options, const char *argument,
                       struct failure *failure)
{
    (void)argument, (void)failure;
    options->quiet = true;
    return true;
}

static bool take_verbose(struct options *options, const char *argument,
                         struct failure *failure)
{
    (void)argument, (void)failure;
    options->verbose = true;
    return true;
}

static bool take_table(struct options *options, const char *argument,
                       struct failure *failure)
{
    return selection_add(&options->selection, argument, false, failure);
}

static bool take_exclude_table(struct options *options, const char *argument,
                               struct failure *failure)
{
    return selection_add(&options->selection, argument, true, failure);
}

static bool take_count(long *count, const char *argument, long most,
                       struct failure *failure)
{
    char *end;
    errno = 0;
    *count = strtol(argument, &end, 10);
    if (errno || *end || end == argument || *count < 1 || *count > most)
        return fail(failure, "'%s' is no number from 1 to %ld", argument, most);
    return true;
}

static bool take_jobs(struct options *options, const char *argument,
                      struct failure *failure)
{
    return take_count(&options->jobs, argument, 1024, failure);
}

static bool take_rows_per_insert(struct options *options, const char *argument,
                                 struct failure *failure)
{
    return take_count(&options->rows_per_insert, argument, 1000000, failure);
}

/* The index of the argument among the words. */
static bool take_word(int *index, const char *argument,
                      const char *const words[3], struct failure *failure)
{
    for (*index = 0; *index < 3; ++*index)
        if (!strcmp(argument, words[*index]))
            return true;
    return fail(failure, "'%s' is none of %s, %s, %s", argument, words[0],
                words[1], words[2]);
}

static bool take_on_conflict(struct options *options, const char *argument,
                             struct failure *failure)
{
    static const char *const words[] = {"fail", "skip", "replace"};
    int index;
    if (!take_word(&index, argument, words, failure))
        return false;
    options->on_conflict = (enum lite_on_conflict)index;
    return true;
}

static bool take_progress(struct options *options, const char *argument,
                          struct failure *failure)
{
    static const char *const words[] = {"auto", "always", "never"};
    int index;
    if (!take_word(&index, argument, words, failure))
        return false;
    options->progress = (enum progress_when)index;
    return true;
}

/* ---- the table ---- */

static const struct option_row {
    char letter; /* 0: none */
    const char *name;
    const char *argument; /* NULL: takes none */
    take_option *take;    /* NULL: help and version */
    const char *help;
} rows[] = {
    /* letter name           argument   take                  help */
    {'o', "output", "FILE", take_output,
     "'-' or *.sql: SQLite SQL (default: standard output)"},
    {'i', "into", "DATABASE", take_into,
     "load the rows into the tables of an existing database"},
    {0, "replace", NULL, take_replace,
     "let -o replace a file, once the new one is complete"},
    {0, "on-conflict", "ACTION", take_on_conflict,
     "with --into, for rows whose key is there already:\n"
     "fail (default), skip or replace"},
    {'t', "table", "PATTERN", take_table,
     "only these tables: pg_dump's patterns, or /PCRE2/"},
    {'T', "exclude-table", "PATTERN", take_exclude_table, "not these tables"},
    {0, "types-from", "DATABASE", take_types_from,
     "take the columns' types from this SQLite database"},
    {0, "rows-per-insert", "N", take_rows_per_insert,
     "join up to N rows in an INSERT (default 500)"},
    {0, "allow-truncated", NULL, take_allow_truncated,
     "take what there is of a dump that is cut off"},
    {0, "jobs", "N", take_jobs,
     "threads: 1, or 2 to read and write at once (default)"},
    {0, "progress", "WHEN", take_progress,
     "auto (default: on a terminal), always or never"},
    {'q', "quiet", NULL, take_quiet, "no summary and no progress"},
    {'v', "verbose", NULL, take_verbose, "a summary of every table"},
    {'h', "help", NULL, NULL, "show this"},
    {'V', "version", NULL, NULL, "show the version"},
};

static const char HEAD[] =
    "Usage: pgdecant [OPTION]... [DUMP]\n"
    "Pours the rows of a PostgreSQL dump (pg_dump --data-only --inserts) into "
    "SQLite.\n"
    "DUMP is a file, or '-' for standard input, which is the default.\n"
    "\n"
    "  pg_dump --data-only --inserts mydb | pgdecant | sqlite3 app.db\n"
    "  pgdecant backup.sql -o data.sql\n"
    "  pg_dump --data-only --inserts mydb | pgdecant --into app.db\n"
    "\n";

static const char TAIL[] =
    "\n"
    "Exit status: 0 done; 1 failed, nothing was written; 2 wrong usage.\n";

static void print_help_row(const struct option_row *row)
{
    char left[64];
    const char *line = row->help;
    snprintf(left, sizeof left, "%s%c%s --%s%s%s", row->letter ? "-" : " ",
             row->letter ? row->letter : ' ', row->letter ? "," : " ",
             row->name, row->argument ? "=" : "",
             row->argument ? row->argument : "");
    while (line) {
        size_t length = strcspn(line, "\n");
        printf("  %-28s %.*s\n", left, (int)length, line);
        line = line[length] ? line + length + 1 : NULL;
        *left = '\0';
    }
}

static void print_help(void)
{
    fputs(HEAD, stdout);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        print_help_row(&rows[i]);
    fputs(TAIL, stdout);
}

/* ---- parsing ---- */

static void make_getopt_tables(struct option longs[COUNT_OF(rows) + 1],
                               char shorts[2 * COUNT_OF(rows) + 2])
{
    *shorts++ = ':';
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        longs[i] = (struct option){
            rows[i].name, rows[i].argument ? required_argument : no_argument,
            NULL, 256 + (int)i};
        if (rows[i].letter)
            *shorts++ = rows[i].letter;
        if (rows[i].letter && rows[i].argument)
            *shorts++ = ':';
    }
    longs[COUNT_OF(rows)] = (struct option){0};
    *shorts = '\0';
}

static const struct option_row *find_row(int code)
{
    if (code >= 256)
        return &rows[code - 256];
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].letter == code)
            return &rows[i];
    return NULL;
}

static bool take_wrong(int code, char **argv, struct failure *failure)
{
    if (code == ':')
        return fail(failure, "'%s' wants an argument", argv[optind - 1]);
    if (optopt && optopt < 256)
        return fail(failure, "there is no option '-%c'", optopt);
    return fail(failure, "there is no option '%s'", argv[optind - 1]);
}

static bool take_options(struct options *options, int argc, char **argv,
                         const struct option_row **special,
                         struct failure *failure)
{
    struct option longs[COUNT_OF(rows) + 1];
    char shorts[2 * COUNT_OF(rows) + 2];
    int code;
    make_getopt_tables(longs, shorts);
    opterr = 0;
    while ((code = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        const struct option_row *row = find_row(code);
        if (!row)
            return take_wrong(code, argv, failure);
        if (!row->take) {
            *special = row;
            return true;
        }
        if (!row->take(options, optarg, failure))
            return false;
    }
    if (argc - optind > 1)
        return fail(failure, "one dump at a time: '%s' is too many",
                    argv[optind + 1]);
    if (optind < argc)
        options->dump = argv[optind];
    return true;
}

static bool check_together(const struct options *options,
                           struct failure *failure)
{
    if (options->into && options->output)
        return fail(failure, "--into and --output exclude each other");
    if (options->into && options->types_from)
        return fail(failure, "--into takes the types from its own database; "
                             "--types-from is for SQL");
    if (!options->into && options->on_conflict != ON_CONFLICT_FAIL)
        return fail(failure, "--on-conflict goes with --into");
    if (options->replace && (!options->output || !strcmp(options->output, "-")))
        return fail(failure, "--replace goes with --output FILE");
    return true;
}

static size_t buffer_size(void)
{
    const char *wanted = getenv("PGDECANT_BUFFER");
    long size = wanted ? strtol(wanted, NULL, 10) : 0;
    return size > 0 ? (size_t)size : BATCH_BYTES;
}

bool options_parse(struct options *options, int argc, char **argv,
                   enum exit_status *status)
{
    struct failure failure = {0};
    const struct option_row *special = NULL;
    *options = (struct options){.dump = "-",
                                .jobs = 2,
                                .rows_per_insert = 500,
                                .buffer_size = buffer_size()};
    *status = EXIT_DONE;
    if (take_options(options, argc, argv, &special, &failure) && !special &&
        check_together(options, &failure)) {
        if (!options->output)
            options->output = "-";
        return true;
    }
    if (failure.happened) {
        say("%s (pgdecant --help shows all options)", failure.text);
        *status = EXIT_USAGE;
    } else if (special && special->letter == 'h') {
        print_help();
    } else {
        printf("pgdecant %s\n", PGDECANT_VERSION);
    }
    return false;
}

void options_release(struct options *options)
{
    selection_release(&options->selection);
}
