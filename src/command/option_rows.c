#include "command/option_rows.h"

#include "base/memory.h"
#include "command/options.h"
#include "sqlite/definition.h"

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
static const char *const generate_words[] = {"bash", "zsh", "fish", "man",
                                             NULL};
static const char *const target_words[] = {
#define TARGET(name, ...) name,
#include "targets.def"
    NULL};
static const char *const numeric_words[] = {"auto", "text", "real", NULL};

#define MEMBER(name) offsetof(struct options, name)

const struct option_row option_rows[] = {
    /* letter kind  name      argument    offset  group  commands
     * help */
    {'o', TAKES_TEXT, "output", "FILE", MEMBER(output), GROUP_OUTPUT,
     FOR_CONVERT | FOR_QUERY,
     "'-' or *.sql: SQLite SQL (default: standard output);\n"
     "any other name: a new database",
     NULL},
    {0, TAKES_TEXT, "migration-dir", "FOLDER", MEMBER(migration_dir),
     GROUP_OUTPUT, FOR_CONVERT,
     "SQL into this folder, under the next number, such as\n"
     "0004_backup.sql",
     NULL},
    {'i', TAKES_TEXT, "into", "DATABASE", MEMBER(into), GROUP_OUTPUT,
     FOR_CONVERT, "load the rows into the tables of an existing database",
     NULL},
    {0, SETS_FLAG, "replace", NULL, MEMBER(replace), GROUP_OUTPUT,
     FOR_CONVERT | FOR_QUERY,
     "let -o and --report replace a file, once the new one is\n"
     "complete",
     NULL},
    {0, TAKES_WORD, "on-conflict", "ACTION", MEMBER(on_conflict), GROUP_OUTPUT,
     FOR_CONVERT,
     "with --into, for rows whose key is there already:\n"
     "fail (default), skip or replace",
     conflict_words},
    {0, TAKES_WORD, "target", "WHOM", MEMBER(target), GROUP_OUTPUT, FOR_CONVERT,
     "SQL or a database as it is taken by sqlite (default), d1,\n"
     "turso, rqlite, litestream or litefs",
     target_words},
    {0, TAKES_WORD, "for", "CLIENT", MEMBER(client), GROUP_OUTPUT,
     FOR_CONVERT | FOR_INSPECT | FOR_VERIFY,
     "declare and store what this client reads in the form that it\n"
     "finds: auto (default: by its table of migrations), none,\n"
     "django, rails, sqlalchemy, prisma, typeorm, sequelize,\n"
     "laravel, gorm, drizzle, efcore, ecto or jdbc",
     client_words},
    {0, TAKES_WORD, "bookkeeping", "WHOSE", MEMBER(bookkeeping), GROUP_OUTPUT,
     FOR_CONVERT | FOR_INSPECT | FOR_VERIFY,
     "with --into, of migrations: keep the database's own\n"
     "(default), or load the dump's",
     bookkeeping_words},
    {0, TAKES_COUNT, "timeout", "SECONDS", MEMBER(timeout), GROUP_OUTPUT,
     FOR_CONVERT, "wait so long for a database that is locked (default 10)",
     NULL},
    {0, TAKES_TEXT, "report", "FILE", MEMBER(report), GROUP_OUTPUT, FOR_CONVERT,
     "everything dropped or changed, as .txt, .json or .html", NULL},
    {'t', TAKES_PATTERN, "table", "PATTERN", MEMBER(selection), GROUP_SELECTION,
     FOR_CONVERT | FOR_INSPECT | FOR_VERIFY,
     "only these tables: pg_dump's patterns, or /PCRE2/", NULL},
    {'T', EXCLUDES, "exclude-table", "PATTERN", MEMBER(selection),
     GROUP_SELECTION, FOR_CONVERT | FOR_INSPECT | FOR_VERIFY,
     "not these tables", NULL},
    {'n', TAKES_SCHEMA, "schema", "PATTERN", MEMBER(selection), GROUP_SELECTION,
     FOR_CONVERT | FOR_INSPECT | FOR_VERIFY, "only the tables of these schemas",
     NULL},
    {'N', EXCLUDES_SCHEMA, "exclude-schema", "PATTERN", MEMBER(selection),
     GROUP_SELECTION, FOR_CONVERT | FOR_INSPECT | FOR_VERIFY,
     "not those of these schemas", NULL},
    {0, TAKES_MAP, "map", "FILE", MEMBER(selection), GROUP_SELECTION,
     FOR_CONVERT | FOR_INSPECT | FOR_VERIFY,
     "other names for tables and columns, columns to skip or to set", NULL},
    {'s', SETS_FLAG, "schema-only", NULL, MEMBER(schema_only), GROUP_SELECTION,
     FOR_CONVERT, "the tables without their rows", NULL},
    {'a', SETS_FLAG, "data-only", NULL, MEMBER(data_only), GROUP_SELECTION,
     FOR_CONVERT, "the rows without their tables", NULL},
    {0, TAKES_TEXT, "types-from", "DATABASE", MEMBER(types_from),
     GROUP_SELECTION, FOR_CONVERT | FOR_VERIFY | FOR_QUERY,
     "take the columns' types from a SQLite database, or from\n"
     "the definitions in another dump (with --into: those only)",
     NULL},
    {0, TAKES_TEXT, "database", "NAME", MEMBER(database_name), GROUP_SELECTION,
     FOR_CONVERT | FOR_INSPECT | FOR_VERIFY,
     "of pg_dumpall's output this database; without it -o with a\n"
     "%d in its name makes a file of each that has rows",
     NULL},
    {0, TAKES_WORD, "arrays", "FORM", MEMBER(policies.arrays), GROUP_FORMS,
     FOR_CONVERT | FOR_INSPECT | FOR_VERIFY | FOR_QUERY,
     "arrays as json (default), csv or pg's own text", array_words},
    {0, TAKES_WORD, "timestamps", "FORM", MEMBER(policies.timestamps),
     GROUP_FORMS, FOR_CONVERT | FOR_INSPECT | FOR_VERIFY | FOR_QUERY,
     "as utc (default), offset (UTC with +00:00), keep, unix\n(seconds) or "
     "unix-ms",
     timestamp_words},
    {0, TAKES_WORD, "numeric", "FORM", MEMBER(policies.numeric), GROUP_FORMS,
     FOR_CONVERT | FOR_INSPECT | FOR_VERIFY | FOR_QUERY,
     "numbers where they are exact, text elsewhere (auto), text,\nor real",
     numeric_words},
    {0, TAKES_WORD, "booleans", "FORM", MEMBER(policies.booleans), GROUP_FORMS,
     FOR_CONVERT | FOR_INSPECT | FOR_VERIFY | FOR_QUERY,
     "as integer (1 and 0, default), text (true and false)\n"
     "or pg (t and f)",
     boolean_words},
    {0, TAKES_WORD, "geometry", "FORM", MEMBER(policies.geometry), GROUP_FORMS,
     FOR_CONVERT | FOR_INSPECT | FOR_VERIFY,
     "PostGIS's as text (default) or blob", geometry_words},
    {0, SETS_FLAG, "strict-tables", NULL, MEMBER(policies.strict_tables),
     GROUP_FORMS, FOR_CONVERT | FOR_INSPECT | FOR_VERIFY, "make STRICT tables",
     NULL},
    {0, TAKES_WORD, "matviews", "FORM", MEMBER(policies.matviews), GROUP_FORMS,
     FOR_CONVERT | FOR_INSPECT | FOR_VERIFY,
     "materialized views as table (with rows, default) or view", matview_words},
    {0, TAKES_WORD, "inheritance", "HOW", MEMBER(policies.inheritance),
     GROUP_FORMS, FOR_CONVERT | FOR_INSPECT | FOR_VERIFY,
     "rows of inheriting tables into the parent: auto (those that\n"
     "are partitions but for the word, default), merge, separate",
     inheritance_words},
    {0, TAKES_COUNT, "rows-per-insert", "N", MEMBER(rows_per_insert),
     GROUP_FORMS, FOR_CONVERT, "join up to N rows in an INSERT (default 500)",
     NULL},
    {0, SETS_FLAG, "allow-truncated", NULL, MEMBER(allow_truncated),
     GROUP_DUMPS, FOR_CONVERT | FOR_INSPECT | FOR_VERIFY,
     "take what there is of a dump that is cut off", NULL},
    {0, SETS_FLAG, "skip-noise", NULL, MEMBER(skip_noise), GROUP_DUMPS,
     FOR_CONVERT | FOR_INSPECT | FOR_VERIFY,
     "pass over lines that a shell or a program wrote into it", NULL},
    {0, SETS_FLAG, "skip-unknown", NULL, MEMBER(skip_unknown), GROUP_DUMPS,
     FOR_CONVERT | FOR_INSPECT | FOR_VERIFY,
     "pass over statements that are no dump's; each is reported", NULL},
    {0, TAKES_TEXT, "from", "CONNINFO", MEMBER(from), GROUP_DUMPS,
     FOR_CONVERT | FOR_INSPECT | FOR_VERIFY,
     "run pg_dump: a database's name, or libpq's host=... dbname=...\n"
     "(postgres://HOST/NAME as DUMP does the same)",
     NULL},
    {0, TAKES_TEXT, "pg-dump", "PATH", MEMBER(pg_dump), GROUP_DUMPS,
     FOR_CONVERT | FOR_INSPECT | FOR_VERIFY,
     "the pg_dump to run (default: that of PATH)", NULL},
    {0, TAKES_WORD, "extension", "WHETHER", MEMBER(policies.dialect.extension),
     GROUP_QUERIES, FOR_CONVERT | FOR_INSPECT | FOR_VERIFY | FOR_QUERY,
     "may queries and views call pgdecant_functions?\nno (default) or yes",
     extension_words},
    {0, TAKES_VERSION, "sqlite-version", "3.X",
     MEMBER(policies.dialect.version), GROUP_QUERIES,
     FOR_CONVERT | FOR_INSPECT | FOR_VERIFY | FOR_QUERY,
     "the oldest SQLite that is to run queries and views\n"
     "(default 3.40)",
     NULL},
    {0, TAKES_WORD, "parameters", "FORM", MEMBER(policies.dialect.numbered),
     GROUP_QUERIES, FOR_QUERY,
     "with query: $1 as dollar ($1, default) or numbered (?1)",
     parameter_words},
    {0, TAKES_WORD, "advisory-locks", "ACTION",
     MEMBER(policies.dialect.ignores_locks), GROUP_QUERIES, FOR_QUERY,
     "with query: refuse pg_advisory_lock() and its like (default),\n"
     "or ignore them: SQLite has one writer",
     lock_words},
    {0, SETS_FLAG, "check", NULL, MEMBER(check), GROUP_QUERIES, FOR_QUERY,
     "with query: write nothing, tell what would be refused", NULL},
    {0, SETS_FLAG, "in-place", NULL, MEMBER(in_place), GROUP_QUERIES, FOR_QUERY,
     "with query: rewrite the files themselves, but for those in\n"
     "which a statement is refused",
     NULL},
    {0, SETS_FLAG, "sarif", NULL, MEMBER(sarif), GROUP_QUERIES, FOR_QUERY,
     "with query --check: as SARIF 2.1.0", NULL},
    {0, SETS_FLAG, "strict", NULL, MEMBER(strict), GROUP_PROOF,
     FOR_CONVERT | FOR_QUERY,
     "refuse (status 3) if anything is dropped or changed", NULL},
    {0, SETS_FLAG, "verify", NULL, MEMBER(verify), GROUP_PROOF, FOR_CONVERT,
     "compare the finished database with the dump; refuse\n"
     "(status 3) if they differ",
     NULL},
    {0, TAKES_WORDS, "ignore", "KINDS", MEMBER(ignored), GROUP_PROOF,
     FOR_VERIFY,
     "with verify, definitions that may differ, with commas:\n"
     "tables, columns, defaults, keys, foreign-keys, checks,\n"
     "indexes, views, triggers, sequences",
     definition_many},
    {0, SETS_FLAG, "json", NULL, MEMBER(json), GROUP_PROOF,
     FOR_INSPECT | FOR_VERIFY | FOR_QUERY,
     "with inspect, verify and query --check: for programs", NULL},
    {0, TAKES_COUNT, "jobs", "N", MEMBER(jobs), GROUP_MACHINE,
     FOR_CONVERT | FOR_INSPECT | FOR_VERIFY,
     "workers that read, translate and sort at once\n"
     "(default: as many as there are processors)",
     NULL},
    {0, TAKES_COUNT, "memory", "MIB", MEMBER(memory), GROUP_MACHINE,
     FOR_CONVERT | FOR_INSPECT | FOR_VERIFY,
     "memory for sorting a new database's keys (default 64; more\n"
     "goes into temporary files), and for a zstd window (128)",
     NULL},
    {0, TAKES_PAGE_SIZE, "page-size", "BYTES", MEMBER(page_size), GROUP_MACHINE,
     FOR_CONVERT,
     "of a new database: 512 to 65536, a power of two\n"
     "(default: SQLite's, 4096)",
     NULL},
    {0, TAKES_WORD, "journal", "MODE", MEMBER(journal), GROUP_MACHINE,
     FOR_CONVERT,
     "of a new database: delete (default), or wal, which\n"
     "Litestream, LiteFS and Turso want",
     journal_words},
    {0, TAKES_WORD, "writer", "KIND", MEMBER(writer), GROUP_MACHINE,
     FOR_CONVERT,
     "how a new database is filled: auto (default), pages\n"
     "(its file's pages are written directly) or api (INSERT)",
     writer_words},
    {0, TAKES_WORD, "progress", "WHEN", MEMBER(progress), GROUP_MESSAGES,
     FOR_CONVERT | FOR_INSPECT | FOR_VERIFY,
     "auto (default: on a terminal), always or never", progress_words},
    {'q', SETS_FLAG, "quiet", NULL, MEMBER(quiet), GROUP_MESSAGES, FOR_ALL,
     "no summary and no progress", NULL},
    {'v', SETS_FLAG, "verbose", NULL, MEMBER(verbose), GROUP_MESSAGES, FOR_ALL,
     "rows, size and time of every table, the time of every\n"
     "phase, and every line of the report",
     NULL},
    {0, SHOWS, "generate", "WHAT", 0, GROUP_MESSAGES, FOR_CONVERT,
     "print completions for bash, zsh or fish, or the manual's\n"
     "options (man)",
     generate_words},
    {'h', SHOWS, "help", NULL, 0, GROUP_MESSAGES, FOR_ALL,
     "show the options; -h shows the commands", NULL},
    {'V', SHOWS, "version", NULL, 0, GROUP_MESSAGES, FOR_ALL,
     "show the version, and those of its libraries", NULL},
};

const size_t n_option_rows = COUNT_OF(option_rows);
_Static_assert(COUNT_OF(option_rows) <= MOST_OPTIONS, "more options");
