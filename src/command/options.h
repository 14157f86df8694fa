/* Options: what the user asked for. */
#ifndef COMMAND_OPTIONS_H
#define COMMAND_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "pipeline/dump_set.h"
#include "schema/selection.h"
#include "sqlite/database.h"
#include "sqlite/profile.h"
#include "types/types.h"

enum progress_when { PROGRESS_AUTO, PROGRESS_ALWAYS, PROGRESS_NEVER };

/* What fills a new database: pages, or SQLite's own INSERT where they give up;
 * only pages; only SQLite. */
enum writer_kind { WRITER_AUTO, WRITER_PAGES, WRITER_API };
enum { DEFAULT_MEMORY = 64 };
enum journal_mode { JOURNAL_DELETE, JOURNAL_WAL };

enum command {
    COMMAND_CONVERT,
    COMMAND_INSPECT,
    COMMAND_VERIFY,
    COMMAND_QUERY
};

struct options {
    enum command command;
    char *line;         /* the command line, for reports; owned */
    const char **dumps; /* "-" for standard input */
    size_t n_dumps;
    const char *output;        /* "-" for standard output */
    const char *migration_dir; /* of which the output is one; or NULL */
    char *migration;           /* the output's path there; owned */
    const char *into;          /* a database, or NULL */
    const char *types_from;    /* a database or a dump, or NULL */
    const char *database;      /* verify's */
    const char *sql;           /* query's; NULL: a file or standard input */
    const char *shown;         /* by an option that shows something, and ends */
    bool replace;
    bool schema_only, data_only;
    bool strict;
    const char *report;    /* a file, or NULL ... */
    bool reads_for_report; /* ... which shows lines of the dump */
    bool allow_truncated, skip_noise, skip_unknown;
    const char *database_name; /* --database */
    const char *from;          /* a server, as libpq's connection string */
    const char *pg_dump;       /* the program */
    char *server;              /* `from` as a dump's path; owned */
    bool quiet, verbose;
    bool verify;
    unsigned ignored;     /* by verify: bits of enum definition_kind */
    bool check, in_place; /* query: nothing is written, or its files are */
    bool json, sarif;     /* for programs */
    int writer;           /* enum writer_kind */
    int journal;          /* enum journal_mode */
    int target;           /* which of the profiles */
    long page_size;       /* bytes; 0: SQLite's own */
    long memory;          /* MiB; 0: DEFAULT_MEMORY */
    long jobs;
    long rows_per_insert;
    int on_conflict; /* enum lite_on_conflict */
    int client;      /* enum client_choice */
    int bookkeeping; /* of migrations: 0 keeps the database's, 1 loads */
    long timeout;    /* seconds to wait for a locked database */
    int progress;    /* enum progress_when */
    struct policies policies;
    struct selection selection;
    size_t buffer_size; /* bytes of a batch; PGDECANT_BUFFER, for tests */
};

/* Parses the command line. Prints help or the version, or says what is wrong;
 * then returns false with the status to exit with. */
bool options_parse(struct options *options, int argc, char **argv,
                   enum exit_status *status);

/* What the dumps are opened with. */
struct dump_set_options options_of_dumps(struct options *options);

/* paths.c: -o names a database to be made. */
bool options_make_database(const struct options *options);

/* misuse.c: what does not go together, and what to do instead; or NULL. */
const char *options_find_misuse(const struct options *options);

void options_release(struct options *options);

#endif
