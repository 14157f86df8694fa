/* Profiles: what the result is for (--target), by grammar/targets.def. */
#ifndef SQLITE_PROFILE_H
#define SQLITE_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

enum profile_takes { PROFILE_EITHER, PROFILE_SQL, PROFILE_FILE };

struct profile {
    const char *name;
    const char *begin, *commit; /* around the SQL */
    size_t bytes;               /* of a statement of several rows */
    size_t most;                /* of any; 0: as SQLite takes */
    size_t columns;             /* of a table, at most; 0: as SQLite takes */
    long page_size;             /* of a new database; 0: SQLite's own */
    enum profile_takes takes;
    bool hides_transactions; /* in texts, which would be taken for some */
    bool is_wal;             /* a new database */
};

extern const struct profile profiles[]; /* the first is SQLite itself */

/* What is looked for in texts then. */
#define PROFILE_TRANSACTION "BEGIN TRANSACTION"

#endif
