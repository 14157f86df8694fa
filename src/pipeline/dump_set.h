/* Dump sets: dumps that are read as one, one after the other, first for their
 * definitions, then for their rows, as often as somebody wants them.
 *
 * dump_set_open and one of dump_set_survey, _types, _tables_of and _into come
 * first. Then dump_set_rows reads all rows, translates them and puts them into
 * a writer; for another round call dump_set_rewind before it. What fails says
 * why in the failure that the set was opened with. One thread calls. */
#ifndef PIPELINE_DUMP_SET_H
#define PIPELINE_DUMP_SET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/location.h"
#include "pipeline/contents.h"
#include "sqlite/row.h"
#include "types/types.h"

struct dump_set_options {
    const char *const *paths; /* "-": standard input */
    size_t n_paths;
    size_t batch_bytes;
    bool allow_truncated;
    bool skips_noise, skips_unknown;
    const char *database; /* of a cluster's dump; NULL: the only one */
    size_t n_workers;     /* threads that read, translate and write */
    bool wants_tables;    /* rows alone are of no use */
    bool rereads;         /* rows are, or may be, read more than once */
    bool shows_progress;
    bool is_strict;         /* a value that would be changed is a failure */
    bool replaces;          /* --on-conflict=replace */
    int client;             /* enum client_choice */
    bool loads_bookkeeping; /* --bookkeeping=load */
    long memory;            /* MiB for unpacking */
    const char *pg_dump;    /* the program; NULL: that of PATH */
    long timeout;           /* seconds to wait for a locked database */
    const struct policies *policies; /* it and the selection are kept */
    struct selection *selection;
};

struct dump_set;

/* Opens all dumps; the failure must live as long as the set. NULL if that
 * fails. */
struct dump_set *dump_set_open(const struct dump_set_options *options,
                               struct failure *failure);
void dump_set_close(struct dump_set *set); /* may be NULL */

struct contents *dump_set_contents(struct dump_set *set);

/* ---- what is known of the tables ---- */

/* How many rows a survey looks at. */
enum survey_extent {
    SURVEY_DEFINITIONS, /* all; none of a dump of rows alone */
    SURVEY_SAMPLE,      /* the first ones of each table stand for all; if they
                         * were not like all, dump_set_rows fails, and
                         * dump_set_assumption_failed says so */
    SURVEY_ALL
};

/* Reads the definitions, and makes of them what they become in SQLite, if
 * there are any (defines_tables). */
bool dump_set_survey(struct dump_set *set, enum survey_extent extent);

/* May the first rows be taken for all? Only of what can be read again. */
bool dump_set_may_sample(const struct dump_set *set);
bool dump_set_assumption_failed(const struct dump_set *set);

/* Takes the tables from a database, or from another dump's definitions. */
bool dump_set_types(struct dump_set *set, const char *path);

/* The same for queries: contents.tables has them whatever the file is. */
bool dump_set_names(struct dump_set *set, const char *path);

/* Takes the tables from a database that is there, whose rows are to be compared
 * with those of the dumps; what those say of their columns goes with it. */
bool dump_set_tables_of(struct dump_set *set, const char *path);

/* After the survey: are the tables of the database, as far as the dumps define
 * them, those that would be made of them? Else they are the application's. */
bool dump_set_makes(const struct dump_set *set,
                    const struct lite_schema *schema);

/* Takes the tables from a database that is there, for loading into them; what
 * the dumps say of their columns goes with it, or what a dump of definitions
 * says, which may be NULL. */
bool dump_set_into(struct dump_set *set, const char *path,
                   const char *types_from);

/* ---- rows ---- */

/* Reads all rows; `phase` is what progress calls it. */
bool dump_set_rows(struct dump_set *set, struct row_writer *writer,
                   const char *phase);

/* What comes after the rows, and the end of it all. */
void dump_set_phase(struct dump_set *set, const char *phase);
void dump_set_end_progress(struct dump_set *set);

/* Its phases, and how long each took. */
const struct progress *dump_set_progress(const struct dump_set *set);

/* Where a row that is being written stands, by its `text`. */
struct location dump_set_location(const struct dump_set *set, const char *text);

/* Is the reading done by threads of their own? */
bool dump_set_is_threaded(const struct dump_set *set);

/* After the rows: a selection that nothing fits is a mistake. */
bool dump_set_check_selection(struct dump_set *set);

/* After the rows: has a later one shown how an earlier one should have been
 * read, and can they be read once more? */
bool dump_set_wants_another(const struct dump_set *set);

/* Makes ready to read the rows once more, as if for the first time, but for
 * what they have shown of their columns. */
bool dump_set_rewind(struct dump_set *set);

/* Rewinds the inputs to where reading began, so that another set, or another
 * reader of a shared standard input, starts there. */
void dump_set_restore_position(struct dump_set *set);

#endif
