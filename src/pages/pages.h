/* The writer of pages: a new database, faster than SQLite's own INSERT can
 * make it.
 *
 * SQLite makes the schema. Then rows become pages of the file format, written
 * from here, and the indexes' pages follow from sorted keys. What is left is
 * SQLite's again: indexes of expressions, views, triggers, and tables whose
 * rows only SQLite can make. The file has one owner at a time: SQLite in a
 * transaction, or the pages.
 *
 * CHECKs are not looked at, as PostgreSQL has held them. Where a key occurs
 * twice, so that SQLite would skip a row or has to be asked which one is to
 * blame, and in a few corners (a default that cannot be evaluated, rowids that
 * SQLite would choose at random) the writer gives up: database.h does it. */
#ifndef PAGES_PAGES_H
#define PAGES_PAGES_H

#include "sqlite/new_database.h"
#include "sqlite/row.h"

/* Makes a database in the file at `path`, which is empty. The writer closes it
 * when it finishes; the file is good only after that. */
struct row_writer *pages_create(const char *path,
                                const struct new_database_options *options,
                                struct failure *failure);

#endif
