/* Passes: dumps read as one, one behind the other, first for their definitions,
 * then for their rows, as often as somebody wants them.
 *
 * passes_open and one of passes_survey, passes_types, passes_tables_of and
 * passes_into come first. Then passes_rows reads all rows, translates them and
 * puts them into a writer; for another round call passes_again before it. */
#ifndef PIPELINE_PASSES_H
#define PIPELINE_PASSES_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/report.h"
#include "command/options.h"
#include "pipeline/dump.h"
#include "pipeline/progress.h"
#include "rows/plan.h"
#include "schema/schema.h"
#include "sqlite/row.h"
#include "sqlite/schema.h"

struct passes {
    struct options *options;
    struct failure failure;

    struct dump *dumps;
    size_t n_dumps;
    struct dump *dump; /* the one at hand */
    bool is_whole;     /* they define tables */

    struct pg_catalog catalog; /* of a whole dump, or --types-from's */
    struct survey survey;
    bool samples;         /* the first rows stood for all in it ... */
    struct survey check;  /* ... which is checked while rows pass */
    struct schema tables; /* what becomes of the catalog */
    struct report report;
    struct plans plans;

    sqlite3 *database;         /* --into, --types-from; or NULL */
    struct lite_schema schema; /* its tables */

    struct progress progress;
    uint64_t rows, bytes_read; /* of this round */

    /* private */
    struct row_writer *writer;
    const struct pg_batch *batch;
    uint64_t bytes_before; /* of the dumps before */
    size_t n_targets;
};

/* Opens options->dumps. Release the passes even if it fails; so with the rest
 * below, which say why in passes->failure. */
bool passes_open(struct passes *passes, struct options *options);

/* Reads the definitions, and makes of them what they become in SQLite, if
 * there are any (is_whole). With `to_the_end` rows are looked at even if they
 * come first. */
bool passes_survey(struct passes *passes, bool to_the_end);

/* Takes the tables from a database, or from another dump's definitions. */
bool passes_types(struct passes *passes, const char *path);

/* The same for queries: passes->tables has them whatever the file is. */
bool passes_names(struct passes *passes, const char *path);

/* Takes the tables from a database that is there, whose rows are to be compared
 * with those of dumps that define nothing. */
bool passes_tables_of(struct passes *passes, const char *path);

/* Takes the tables from a database that is there, for loading into them; what
 * the dumps say of their columns goes with it. */
bool passes_into(struct passes *passes, const char *path);

/* May the first rows be taken for all? Only of files, which can be read again
 * when passes->check was surprised. Set passes->samples before the survey. */
bool passes_may_sample(const struct passes *passes);

/* Reads all rows. */
bool passes_rows(struct passes *passes, struct row_writer *writer);

/* After the rows: a selection that nothing fits is a mistake. */
bool passes_check_selection(struct passes *passes);

/* Makes ready to read the rows once more, as if for the first time. */
bool passes_again(struct passes *passes);

/* Where a row that is being written stands in the dump, by its `text`. */
struct location passes_location(const struct passes *passes, const char *text);

/* Leaves files as they were found: others, or passes that are opened anew, may
 * read them from where reading began, also where that is standard input. */
void passes_leave(struct passes *passes);

void passes_release(struct passes *passes);

#endif
