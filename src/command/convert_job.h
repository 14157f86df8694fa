/* A conversion at work: what the files of this command share.
 *
 * convert.c has the order of things, destinations.c what is done for each kind
 * of output, losses.c the list of what is lost, and --strict. */
#ifndef COMMAND_CONVERT_JOB_H
#define COMMAND_CONVERT_JOB_H

#include "base/output.h"
#include "command/options.h"
#include "pipeline/dump_set.h"
#include "pipeline/set_sequences.h"
#include "verify/verification.h"

struct convert_job;

/* Where rows go: SQL text, a new database, or one that is there. */
struct destination {
    /* Before the rows: makes the writer. */
    bool (*open)(struct convert_job *job);
    /* After them: finishes, verifies and reports if that is asked for, and
     * gives the output its name or commits it. */
    bool (*complete)(struct convert_job *job);
};

extern const struct destination destination_text, destination_new_database,
    destination_existing;

struct convert_job {
    struct options *options;
    struct failure failure;
    const struct destination *destination;

    /* How it is tried: starting with hope, and once more without where that is
     * disappointed. */
    bool looks_at_all;    /* at every row before any is written */
    bool with_api;        /* SQLite's own INSERT fills a new database */
    bool has_late_tables; /* definitions came behind rows */

    struct dump_set *dumps;
    struct contents *contents; /* theirs */
    bool has_tables;           /* they have been looked at for definitions */
    struct output output;
    struct row_writer *writer;

    bool refused;                     /* by --strict or --verify */
    bool has_report;                  /* its file is written */
    struct verification verification; /* of --verify, once it is begun ... */
    struct lite_schema made;          /* ... of a new database */
    struct sequence_counts sequences;
};

/* ---- convert_job.c ---- */

/* The dump's definitions come out, too: not with --data-only, nor as SQL when
 * they are another file's. */
bool convert_makes_tables(const struct convert_job *job);

/* Makes the tables known, by --types-from or a survey; false, too, if --strict
 * refuses them. */
bool convert_read_types(struct convert_job *job);

/* Fails with what the writer says. */
bool convert_fail_writer(struct convert_job *job);

/* Has a row shown what those before it are? What SQLite has got can be undone,
 * text that is out cannot. */
bool convert_wants_another(const struct convert_job *job);

/* ---- losses.c ---- */

/* False if --strict refuses what is in the report so far, which then is
 * written. */
bool losses_check(struct convert_job *job);

/* The same after the rows, with what happened to values and with what was
 * passed over. */
bool losses_complete(struct convert_job *job);

/* --strict has refused a value while it was read. Returns false. */
bool losses_refuse_value(struct convert_job *job);

/* --report, if it is asked for. */
bool losses_write_report(struct convert_job *job);

/* Are definitions passed over because nobody wants them? */
bool losses_are_rows_wanted(const struct convert_job *job);

#endif
