/* pgdecant query at work: what the files of this command share.
 *
 * query.c has the inputs and outputs, query_statement.c what becomes of a
 * statement, query_messages.c how it is told. */
#ifndef COMMAND_QUERY_JOB_H
#define COMMAND_QUERY_JOB_H

#include <sys/types.h>

#include "base/output.h"
#include "command/options.h"
#include "pipeline/dump_set.h"
#include "postgres/script.h"
#include "translate/query.h"

/* What is said of a statement, and of a file that cannot be read. */
enum query_message {
    MESSAGE_REFUSED,
    MESSAGE_NOTE,
    MESSAGE_USE,
    MESSAGE_UNREAD
};

struct file_seen {
    dev_t device;
    ino_t inode;
    const char *path;
};

struct query_job {
    struct options *options;
    struct failure failure;
    struct dump_set *dumps; /* none, but --types-from */
    struct table_lookup tables;
    struct query_context query_context;

    struct script script; /* the input at hand */
    struct output output;
    bool is_silent;         /* nothing is written: --check */
    bool is_mute;           /* it has all been told already */
    bool is_refused;        /* by --strict */
    bool is_open_statement; /* the last one had no semicolon */
    char last_byte;         /* of the output */
    size_t n_inputs;
    struct file_seen *seen; /* the files so far */
    size_t n_seen, seen_capacity;
    struct arena names; /* of the inputs */

    struct pg_catalog nothing; /* of queries: no objects come of them */
    struct arena arena;        /* of the statement at hand ... */
    unsigned n_positional;     /* ... and how many ? are in it */
    uint64_t unchanged, translated, refused, notes;
    uint64_t unread;        /* files, which a check passes over */
    bool is_behind_comment; /* of a refused statement */

    struct buffer results; /* for programs, as JSON */
};

/* ---- query_statement.c ---- */

/* What stands before the statement at hand, and the statement. */
void query_add_layout(struct query_job *job);
void query_take_statement(struct query_job *job);

/* ---- query_messages.c ---- */

/* Tells it with its place, so that an editor can jump to it; `at` is a byte of
 * the statement. */
void query_tell(struct query_job *job, uint32_t at, enum query_message kind,
                const char *text);
/* Tells why `path` cannot be read: the job's failure. */
void query_tell_unread(struct query_job *job, const char *path);
/* --json and --sarif: all that was said, on standard output. */
bool query_print_results(struct query_job *job);

#endif
