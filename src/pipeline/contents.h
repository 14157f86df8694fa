/* Contents: what reading dumps has shown so far. A dump set fills it; reports,
 * the summary and the verification look at it. */
#ifndef PIPELINE_CONTENTS_H
#define PIPELINE_CONTENTS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/report.h"
#include "pipeline/dump.h"
#include "postgres/catalog.h"
#include "rows/plan.h"
#include "rows/survey.h"
#include "schema/schema.h"
#include "sqlite/schema.h"

struct contents {
    struct dump *dumps; /* as opened: notes, sequences, warnings */
    size_t n_dumps;
    uint64_t size; /* bytes of them all; 0: not known */

    bool defines_tables;       /* they define tables */
    struct pg_catalog catalog; /* of a whole dump, or --types-from's */
    struct survey survey;
    struct schema tables; /* what becomes of the catalog */
    struct report report;
    struct plans plans; /* of the round that is read, or was last */

    sqlite3 *database;         /* --into, --types-from; or NULL */
    struct lite_schema schema; /* its tables */

    uint64_t rows, bytes_read; /* of the round */
    unsigned tables_left_out;  /* whose rows an archive kept packed */
};

#endif
