#include "command/options.h"

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
#include "command/paths.h"
#include "command/version.h"
#include "report/report_file.h"
#include "schema/mapping.h"

enum { BATCH_BYTES = 256 * 1024, MAX_COUNT = 1000000 };

/* ---- the table ---- */

/* What an option does with its argument, and with the member of struct options
 * at `offset`. */
enum option_kind {
    TAKES_TEXT,    /* const char *: the argument */
    SETS_FLAG,     /* bool: true */
    TAKES_COUNT,   /* long: a number from 1 on */
    TAKES_WORD,    /* int: which of the `words` it is; NULL ends them */
    TAKES_PATTERN, /* struct selection: tables that are wanted */
    EXCLUDES,      /* struct selection: tables that are not */
    TAKES_SCHEMA,  /* struct selection: the same for schemas */
    EXCLUDES_SCHEMA,
    TAKES_VERSION,   /* int: 3.40 is 340 */
    TAKES_PAGE_SIZE, /* long: a power of two that SQLite takes */
    TAKES_MAP,       /* struct selection: names of tables and columns */
    SHOWS            /* something, and ends the program */
};

static const char *const client_words[] = {"auto", "none",
#define CLIENT(name, ...) #name,
#include "clients.def"
#undef CLIENT
                                           NULL};
static const char *const bookkeeping_words[] = {"keep", "load", NULL};
static const char *const conflict_words[] = {"fail", "skip", "replace", NULL};
static const char *const progress_words[] = {"auto", "always", "never", NULL};
static const char *const array_words[] = {"json", "csv", "pg", NULL};
static const char *const timestamp_words[] = {"utc",  "offset",  "keep",
                                              "unix", "unix-ms", NULL};
static const char *const boolean_words[] = {"integer", "text", "pg", NULL};
static const char *const geometry_words[] = {"text", "blob", NULL};
static const char *const matview_words[] = {"table", "view", NULL};
static const char *const inheritance_words[] = {"auto", "merge", "separate",
                                                NULL};
static const char *const extension_words[] = {"no", "yes", NULL};
static const char *const parameter_words[] = {"dollar", "numbered", NULL};
static const char *const lock_words[] = {"refuse", "ignore", NULL};
static const char *const writer_words[] = {"auto", "pages", "api", NULL};
static const char *const journal_words[] = {"delete", "wal", NULL};
static const char *const numeric_words[] = {"auto", "text", "real", NULL};

#define MEMBER(name) offsetof(struct options, name)

static const struct option_row {
    char letter; /* 0: none */
    enum option_kind kind;
    const char *name;
    const char *argument; /* NULL: takes none */
    size_t offset;
    const char *help;
    const char *const *words;
} rows[] = {
    /* letter kind  name      argument    offset
     * help */
    {'o', TAKES_TEXT, "output", "FILE", MEMBER(output),
     "'-' or *.sql: SQLite SQL (default: standard output);\n"
     "any other name: a new database",
     NULL},
    {'i', TAKES_TEXT, "into", "DATABASE", MEMBER(into),
     "load the rows into the tables of an existing database", NULL},
    {0, SETS_FLAG, "replace", NULL, MEMBER(replace),
     "let -o replace a file, once the new one is complete", NULL},
    {0, TAKES_WORD, "on-conflict", "ACTION", MEMBER(on_conflict),
     "with --into, for rows whose key is there already:\n"
     "fail (default), skip or replace",
     conflict_words},
    {0, TAKES_WORD, "for", "CLIENT", MEMBER(client),
     "declare and store what this client reads in the form that it\n"
     "finds: auto (default: by its table of migrations), none,\n"
     "django, rails, sqlalchemy, prisma, typeorm, sequelize,\n"
     "laravel, gorm, drizzle, efcore, ecto or jdbc",
     client_words},
    {0, TAKES_WORD, "bookkeeping", "WHOSE", MEMBER(bookkeeping),
     "with --into, of migrations: keep the database's own\n"
     "(default), or load the dump's",
     bookkeeping_words},
    {0, TAKES_COUNT, "timeout", "SECONDS", MEMBER(timeout),
     "wait so long for a database that is locked (default 10)", NULL},
    {'t', TAKES_PATTERN, "table", "PATTERN", MEMBER(selection),
     "only these tables: pg_dump's patterns, or /PCRE2/", NULL},
    {'T', EXCLUDES, "exclude-table", "PATTERN", MEMBER(selection),
     "not these tables", NULL},
    {'n', TAKES_SCHEMA, "schema", "PATTERN", MEMBER(selection),
     "only the tables of these schemas", NULL},
    {'N', EXCLUDES_SCHEMA, "exclude-schema", "PATTERN", MEMBER(selection),
     "not those of these schemas", NULL},
    {0, TAKES_MAP, "map", "FILE", MEMBER(selection),
     "other names for tables and columns, columns to skip or to set", NULL},
    {'s', SETS_FLAG, "schema-only", NULL, MEMBER(schema_only),
     "the tables without their rows", NULL},
    {'a', SETS_FLAG, "data-only", NULL, MEMBER(data_only),
     "the rows without their tables", NULL},
    {0, TAKES_TEXT, "report", "FILE", MEMBER(report),
     "everything dropped or changed, as .txt, .json or .html", NULL},
    {0, TAKES_WORD, "arrays", "FORM", MEMBER(policies.arrays),
     "arrays as json (default), csv or pg's own text", array_words},
    {0, TAKES_WORD, "timestamps", "FORM", MEMBER(policies.timestamps),
     "as utc (default), offset (UTC with +00:00), keep, unix\n(seconds) or "
     "unix-ms",
     timestamp_words},
    {0, TAKES_WORD, "numeric", "FORM", MEMBER(policies.numeric),
     "numbers where they are exact, text elsewhere (auto), text,\nor real",
     numeric_words},
    {0, TAKES_WORD, "booleans", "FORM", MEMBER(policies.booleans),
     "as integer (1 and 0, default), text (true and false)\n"
     "or pg (t and f)",
     boolean_words},
    {0, TAKES_WORD, "geometry", "FORM", MEMBER(policies.geometry),
     "PostGIS's as text (default) or blob", geometry_words},
    {0, SETS_FLAG, "strict-tables", NULL, MEMBER(policies.strict_tables),
     "make STRICT tables", NULL},
    {0, SETS_FLAG, "strict", NULL, MEMBER(strict),
     "refuse (status 3) if anything is dropped or changed", NULL},
    {0, TAKES_TEXT, "types-from", "DATABASE", MEMBER(types_from),
     "take the columns' types from a SQLite database, or from\n"
     "the definitions in another dump (with --into: those only)",
     NULL},
    {0, TAKES_WORD, "matviews", "FORM", MEMBER(policies.matviews),
     "materialized views as table (with rows, default) or view", matview_words},
    {0, TAKES_WORD, "inheritance", "HOW", MEMBER(policies.inheritance),
     "rows of inheriting tables into the parent: auto (those that\n"
     "are partitions but for the word, default), merge, separate",
     inheritance_words},
    {0, TAKES_WORD, "extension", "WHETHER", MEMBER(policies.dialect.extension),
     "may queries and views call pgdecant_functions?\nno (default) or yes",
     extension_words},
    {0, TAKES_VERSION, "sqlite-version", "3.X",
     MEMBER(policies.dialect.version),
     "the oldest SQLite that is to run queries and views\n"
     "(default 3.40)",
     NULL},
    {0, TAKES_WORD, "parameters", "FORM", MEMBER(policies.dialect.numbered),
     "with query: $1 as dollar ($1, default) or numbered (?1)",
     parameter_words},
    {0, TAKES_WORD, "advisory-locks", "ACTION",
     MEMBER(policies.dialect.ignores_locks),
     "with query: refuse pg_advisory_lock() and its like (default),\n"
     "or ignore them: SQLite has one writer",
     lock_words},
    {0, TAKES_COUNT, "rows-per-insert", "N", MEMBER(rows_per_insert),
     "join up to N rows in an INSERT (default 500)", NULL},
    {0, SETS_FLAG, "allow-truncated", NULL, MEMBER(allow_truncated),
     "take what there is of a dump that is cut off", NULL},
    {0, SETS_FLAG, "skip-noise", NULL, MEMBER(skip_noise),
     "pass over lines that a shell or a program wrote into it", NULL},
    {0, SETS_FLAG, "skip-unknown", NULL, MEMBER(skip_unknown),
     "pass over statements that are no dump's; each is reported", NULL},
    {0, TAKES_TEXT, "from", "CONNINFO", MEMBER(from),
     "run pg_dump: a database's name, or libpq's host=... dbname=...\n"
     "(postgres://HOST/NAME as DUMP does the same)",
     NULL},
    {0, TAKES_TEXT, "pg-dump", "PATH", MEMBER(pg_dump),
     "the pg_dump to run (default: that of PATH)", NULL},
    {0, TAKES_TEXT, "database", "NAME", MEMBER(database_name),
     "of pg_dumpall's output this database; without it -o with a\n"
     "%d in its name makes a file of each that has rows",
     NULL},
    {0, TAKES_COUNT, "jobs", "N", MEMBER(jobs),
     "threads: 1, or 2 and more to read, write and sort at once\n"
     "(default: as many as there are processors)",
     NULL},
    {0, TAKES_COUNT, "memory", "MIB", MEMBER(memory),
     "memory for sorting a new database's keys (default 64; more\n"
     "goes into temporary files), and for a zstd window (128)",
     NULL},
    {0, TAKES_PAGE_SIZE, "page-size", "BYTES", MEMBER(page_size),
     "of a new database: 512 to 65536, a power of two\n"
     "(default: SQLite's, 4096)",
     NULL},
    {0, TAKES_WORD, "journal", "MODE", MEMBER(journal),
     "of a new database: delete (default), or wal, which\n"
     "Litestream, LiteFS and Turso want",
     journal_words},
    {0, TAKES_WORD, "writer", "KIND", MEMBER(writer),
     "how a new database is filled: auto (default), pages\n"
     "(its file's pages are written directly) or api (INSERT)",
     writer_words},
    {0, TAKES_WORD, "progress", "WHEN", MEMBER(progress),
     "auto (default: on a terminal), always or never", progress_words},
    {'q', SETS_FLAG, "quiet", NULL, MEMBER(quiet), "no summary and no progress",
     NULL},
    {'v', SETS_FLAG, "verbose", NULL, MEMBER(verbose),
     "a summary of every table", NULL},
    {0, SETS_FLAG, "verify", NULL, MEMBER(verify),
     "compare the finished database with the dump; refuse\n"
     "(status 3) if they differ",
     NULL},
    {0, SETS_FLAG, "check", NULL, MEMBER(check),
     "with query: write nothing, tell what would be refused", NULL},
    {0, SETS_FLAG, "in-place", NULL, MEMBER(in_place),
     "with query: rewrite the files themselves, but for those in\n"
     "which a statement is refused",
     NULL},
    {0, SETS_FLAG, "json", NULL, MEMBER(json),
     "with inspect, verify and query --check: for programs", NULL},
    {0, SETS_FLAG, "sarif", NULL, MEMBER(sarif),
     "with query --check: as SARIF 2.1.0", NULL},
    {'h', SHOWS, "help", NULL, 0, "show this", NULL},
    {'V', SHOWS, "version", NULL, 0, "show the version", NULL},
};

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

/* ---- help ---- */

static const char HEAD[] =
    "Usage: pgdecant [OPTION]... [DUMP]...\n"
    "       pgdecant inspect [OPTION]... [DUMP]\n"
    "       pgdecant verify [OPTION]... DUMP... DATABASE\n"
    "       pgdecant query [OPTION]... [SQL | FILE... | FOLDER...]\n"
    "Pours a PostgreSQL dump (pg_dump) into SQLite: a new database, SQL, or "
    "the tables\nof a database that is there.\n"
    "DUMP is a file, or '-' for standard input, which is the default; "
    "several\nare read as one. inspect tells what is in a dump, and what would "
    "become of it;\nverify, whether its rows are those of a database; query "
    "translates an application's\nSQL: an argument, files, the *.sql of "
    "folders, or standard input.\n"
    "\n"
    "  pg_dump mydb | pgdecant -o mydb.db\n"
    "  pgdecant backup.sql -o backup.sqlite.sql\n"
    "  pg_dump --data-only --inserts mydb | pgdecant --into app.db\n"
    "  pgdecant query \"SELECT array_agg(name) FROM users WHERE name ILIKE "
    "'a%'\"\n"
    "\n";

static const char TAIL[] =
    "\n"
    "Exit status: 0 done; 1 failed, nothing was written; 2 wrong usage; 3 "
    "refused\nby --strict, by verify, or some of a query.\n";

/* Further lines of a help stand under the first. */
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

/* Longs begin at 256, beyond any letter. */
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

/* getopt's own messages name argv[0] and go to standard error by themselves. */
static bool take_wrong(int code, char **argv, struct failure *failure)
{
    if (code == ':')
        return fail(failure, "'%s' wants an argument", argv[optind - 1]);
    if (optopt && optopt < 256)
        return fail(failure, "there is no option '-%c'", optopt);
    return fail(failure, "there is no option '%s'", argv[optind - 1]);
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
    if (options->command == COMMAND_VERIFY && n > 1)
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
    struct option longs[COUNT_OF(rows) + 1];
    char shorts[2 * COUNT_OF(rows) + 2];
    int code;
    make_getopt_tables(longs, shorts);
    opterr = 0;
    while ((code = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        const struct option_row *row = find_row(code);
        if (!row)
            return take_wrong(code, argv, failure);
        if (row->kind == SHOWS) {
            *special = row;
            return true;
        }
        if (!take_option(options, row, optarg, failure))
            return false;
    }
    take_files(options, (const char **)argv + optind, argc - optind);
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
        .is_threaded = options->jobs > 1,
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
static enum command take_command(int *argc, char ***argv)
{
    static const struct {
        const char *name;
        enum command command;
    } commands[] = {{"inspect", COMMAND_INSPECT},
                    {"verify", COMMAND_VERIFY},
                    {"query", COMMAND_QUERY}};
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (*argc > 1 && !strcmp((*argv)[1], commands[i].name)) {
            (*argv)[1] = (*argv)[0];
            --*argc;
            ++*argv;
            return commands[i].command;
        }
    return COMMAND_CONVERT;
}

/* Two at least: reading and writing overlap even on one. */
static long processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 2 ? 2 : count;
}

static const char *standard_input[] = {"-"};

/* Everything is checked here, before any file is touched. */
bool options_parse(struct options *options, int argc, char **argv,
                   enum exit_status *status)
{
    struct failure failure = {0};
    const struct option_row *special = NULL;
    *options = (struct options){.dumps = standard_input,
                                .n_dumps = 1,
                                .jobs = processors(),
                                .rows_per_insert = 500,
                                .timeout = 10,
                                .policies.dialect.version = DIALECT_VERSION,
                                .buffer_size = buffer_size()};
    *status = EXIT_DONE;
    options->command = take_command(&argc, &argv);
    if (take_options(options, argc, argv, &special, &failure) && !special &&
        check_together(options, &failure) && paths_check(options, &failure)) {
        if (!options->output)
            options->output = "-";
        options->reads_for_report =
            options->report && report_file_reads(options->report);
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
    free(options->server);
    mapping_release(options->selection.mapping);
    selection_release(&options->selection);
}
