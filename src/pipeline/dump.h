/* A dump, opened: its source, its text and the reader over it. */
#ifndef PIPELINE_DUMP_H
#define PIPELINE_DUMP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "dump/reader.h"
#include "input/text.h"
#include "pipeline/progress.h"
#include "postgres/catalog.h"
#include "rows/survey.h"

struct dump {
    struct source *source; /* the dump's own */
    struct text_input input;
    struct pg_reader reader;
    size_t buffer_size;
    unsigned threads; /* that may look for the end of rows in a survey */
    bool allow_truncated, skips_noise,
        skips_unknown;    /* as the reader has them */
    const char *database; /* of a cluster's dump; NULL: the only one */
    bool to_the_end;      /* dump_survey reads on even if rows come first */
    struct progress *progress; /* of the survey; or NULL */
    bool samples;        /* dump_survey looks at the first row of a COPY only */
    bool is_kept;        /* it will be rewound once more after a survey */
    bool defines_tables; /* it defines tables; set by dump_survey */
    bool has_rows;       /* likewise */
};

/* Zero-initialise it. The source, which may be NULL where opening it failed, is
 * the dump's from now on. */
bool dump_open(struct dump *dump, struct source *source, size_t buffer_size,
               bool allow_truncated, struct failure *failure);

/* Reads the definitions, and looks at the rows if there are any of those
 * first; a dump that begins with rows is not read on. Afterwards the reader
 * stands at the beginning again. */
bool dump_survey(struct dump *dump, struct pg_catalog *catalog,
                 struct survey *survey, struct failure *failure);

/* Reads all of a cluster's dump for the databases that have rows in it; the
 * names are the caller's to free. */
bool dump_list_databases(struct dump *dump, char ***names, size_t *n,
                         struct failure *failure);

/* Begins again at the beginning; false if that is not possible. */
bool dump_rewind(struct dump *dump, struct failure *failure);

void dump_close(struct dump *dump);

#endif
