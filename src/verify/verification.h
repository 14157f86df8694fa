/* Verification: are the rows of a dump those of a database, and is its schema
 * what a conversion would make?
 *
 * The dump is translated by its own definitions and the policies, as for a
 * conversion; a dump of rows alone by the database's columns. Who made the
 * database does not matter. report/verification.h shows the result. */
#ifndef VERIFY_VERIFICATION_H
#define VERIFY_VERIFICATION_H

#include "pipeline/dump_set.h"
#include "verify/comparison.h"
#include "verify/row_diff.h"
#include "verify/schema_comparison.h"

/* What SQLite says of the database itself. */
struct database_checks {
    bool are_made;
    struct buffer integrity; /* lines; empty: all is well */
    bool without_checks;     /* the file is read-only: SQLite skips CHECKs */
    struct buffer foreign_keys;
    uint64_t n_broken; /* rows with a foreign key that refers to nothing */
};

struct verification {
    struct dump_set *dumps;
    struct contents *contents; /* theirs */
    struct comparison comparison;
    struct schema_comparison schema; /* of a dump with definitions */
    struct database_checks checks;
    struct row_writer *present; /* from verification_before on: rows of the dump
                                 * that were there before go there, too */
    struct failure *failure;
};

/* The dump's rows against a database that is read through the handle, and its
 * schema, but for the kinds of definitions whose bits are in `ignored`. Release
 * the verification even if it fails. */
bool verification_run(struct verification *verification, struct dump_set *dumps,
                      sqlite3 *database, const struct lite_schema *schema,
                      unsigned ignored, struct failure *failure);

/* For rows that are added to what a database holds: what it holds before, and
 * whether the dump's rows have come to it after. */
bool verification_before(struct verification *verification,
                         struct dump_set *dumps, sqlite3 *database,
                         const struct lite_schema *schema,
                         struct failure *failure);
bool verification_after(struct verification *verification);
void verification_release(struct verification *verification);

/* Nothing differs, and the checks found nothing. */
bool verification_is_good(const struct verification *verification);

/* Rows for a table that the database does not have. */
bool verification_lacks(const struct plan *plan);

/* Tables of the dump that are left out; NULL if this one is not. */
const char *verification_left_out(const struct table_map *map);

#endif
