#include "sqlite/sequence.h"

#include "sqlite/statement.h"

/* Never backwards: a table may have rows beyond what the dump's sequence says.
 * sqlite_sequence has no key, so UPSERT is not for it. */
bool sequence_set(sqlite3 *database, const char *table, int64_t last,
                  struct failure *failure)
{
    char *update = statement_printf(
        "UPDATE main.sqlite_sequence SET seq = max(seq, %lld) WHERE name = %Q;"
        "INSERT INTO main.sqlite_sequence(name, seq) SELECT %Q, %lld "
        "WHERE NOT EXISTS (SELECT 1 FROM main.sqlite_sequence WHERE name = %Q)",
        (long long)last, table, table, (long long)last, table);
    bool done = statement_run(database, update);
    sqlite3_free(update);
    return done || fail(failure, "cannot set the sequence of %s: %s", table,
                        sqlite3_errmsg(database));
}
