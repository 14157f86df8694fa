#include "verify/verification.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/set_sequences.h"
#include "sqlite/schema.h"

/* Seconds: nobody else should have the database. */
enum { LOCK_TIMEOUT = 10 };

/* ---- what SQLite says of the database ---- */

/* Of SQLite itself: whoever wrote the file, its reader has to say that it is
 * sound. */
static bool check_integrity(struct verification *verification,
                            sqlite3 *database, struct failure *failure)
{
    struct buffer *out = &verification->checks.integrity;
    sqlite3_stmt *query = NULL;
    const char *line;
    sqlite3_prepare_v2(database, "PRAGMA integrity_check(20)", -1, &query,
                       NULL);
    while (query && sqlite3_step(query) == SQLITE_ROW) {
        line = (const char *)sqlite3_column_text(query, 0);
        if (line && strcmp(line, "ok") != 0)
            buffer_printf(out, "%s%s", out->size ? "; " : "", line);
    }
    verification->checks.without_checks =
        sqlite3_db_readonly(database, "main") != 0;
    return (query && sqlite3_finalize(query) == SQLITE_OK) ||
           fail(failure, "cannot check the database: %s",
                sqlite3_errmsg(database));
}

/* A foreign key to a table that is not there is an error of the pragma's. */
static bool verification_check_foreign_keys(struct verification *verification,
                                            sqlite3 *database,
                                            struct failure *failure)
{
    enum { MAX_TABLES = 10 };
    struct database_checks *checks = &verification->checks;
    sqlite3_stmt *query = NULL;
    size_t n_tables = 0;
    int status;
    sqlite3_prepare_v2(database,
                       "SELECT \"table\", parent, count(*) FROM "
                       "pragma_foreign_key_check GROUP BY 1, 2, fkid",
                       -1, &query, NULL);
    while (query && sqlite3_step(query) == SQLITE_ROW) {
        checks->n_broken += (uint64_t)sqlite3_column_int64(query, 2);
        if (++n_tables <= MAX_TABLES)
            buffer_printf(&checks->foreign_keys, "%s%s to %s (%lld)",
                          checks->foreign_keys.size ? ", " : "",
                          sqlite3_column_text(query, 0),
                          sqlite3_column_text(query, 1),
                          sqlite3_column_int64(query, 2));
    }
    status = query ? sqlite3_finalize(query) : sqlite3_errcode(database);
    if (status == SQLITE_ERROR) {
        checks->n_broken++;
        buffer_printf(&checks->foreign_keys, "%s", sqlite3_errmsg(database));
    }
    return status == SQLITE_OK || status == SQLITE_ERROR ||
           fail(failure, "cannot check the foreign keys: %s",
                sqlite3_errmsg(database));
}

/* Once, however often its rows are read. */
static bool check_database(struct verification *verification, sqlite3 *database,
                           struct failure *failure)
{
    if (verification->checks.are_made)
        return true;
    verification->checks.are_made = true;
    return verification_check_foreign_keys(verification, database, failure) &&
           check_integrity(verification, database, failure);
}

/* ---- rounds ---- */

/* All rows, through a writer that sums, buckets or keeps them, depending on the
 * round. */
static bool verification_read_dump(struct verification *verification)
{
    struct row_writer *writer =
        comparison_writer(&verification->comparison, false);
    struct sequence_counts sequences;
    bool done = dump_set_rewind(verification->dumps) &&
                dump_set_rows(verification->dumps, writer, "comparing") &&
                set_sequences(verification->contents, writer, &sequences);
    writer->release(writer);
    return done;
}

/* A column that rows do not name is known only after their round, and so may be
 * what the first rows are. */
static bool is_round_void(const struct verification *verification)
{
    return verification->comparison.is_void ||
           dump_set_wants_another(verification->dumps);
}

static bool count_dump(struct verification *verification)
{
    do {
        comparison_begin(&verification->comparison, COUNTING);
        if (!verification_read_dump(verification))
            return false;
    } while (is_round_void(verification));
    return true;
}

/* Only after the sums have differed. */
static bool read_both(struct verification *verification, enum round round)
{
    comparison_begin(&verification->comparison, round);
    return verification_read_dump(verification) &&
           comparison_read(&verification->comparison, verification->failure);
}

struct database_side {
    struct verification *verification;
    struct failure failure;
};

/* The handle is this thread's while the dump is read by the others. */
static void *read_database(void *user)
{
    struct database_side *side = user;
    comparison_read(&side->verification->comparison, &side->failure);
    return NULL;
}

/* By a handle of its own: SQLite's checks take as long as its rows. */
static void *check_by_another_handle(void *user)
{
    struct database_side *side = user;
    const char *path =
        sqlite3_db_filename(side->verification->comparison.database, "main");
    sqlite3 *database = lite_open_to_prove(path, LOCK_TIMEOUT, &side->failure);
    if (database)
        check_database(side->verification, database, &side->failure);
    sqlite3_close(database);
    return NULL;
}

static bool start_thread(pthread_t *thread, void *(*work)(void *),
                         struct database_side *side)
{
    return pthread_create(thread, NULL, work, side) == 0 ||
           fail(side->verification->failure, "cannot start a thread");
}

static bool join_thread(pthread_t thread, const struct database_side *side)
{
    pthread_join(thread, NULL);
    return !side->failure.happened ||
           fail(side->verification->failure, "%s", side->failure.text);
}

/* Both sides at once, where all tables are known before, and SQLite's checks
 * beside them. */
static bool count_together(struct verification *verification)
{
    struct database_side rows = {.verification = verification}, checks = rows;
    pthread_t reading, checking;
    bool done;
    comparison_begin(&verification->comparison, COUNTING);
    if (!start_thread(&reading, read_database, &rows))
        return false;
    if (!start_thread(&checking, check_by_another_handle, &checks)) {
        pthread_join(reading, NULL);
        return false;
    }
    done = verification_read_dump(verification);
    done &= join_thread(reading, &rows);
    return join_thread(checking, &checks) && done;
}

/* Without definitions the dump's tables are known only once their rows have
 * come. */
static bool count_both(struct verification *verification)
{
    if (!verification->contents->plans.defined ||
        !dump_set_is_threaded(verification->dumps))
        return count_dump(verification) &&
               comparison_read(&verification->comparison,
                               verification->failure);
    do {
        if (!count_together(verification))
            return false;
    } while (is_round_void(verification));
    return true;
}

/* Counting alone if all is the same, else two rounds more. Counting itself may
 * be repeated, without some columns. */
static bool verification_compare(struct verification *verification)
{
    if (!count_both(verification))
        return false;
    return comparison_count_differing(&verification->comparison) == 0 ||
           (read_both(verification, BUCKETING) &&
            read_both(verification, COLLECTING));
}

/* The comparison knows no dumps: it asks for the place. */
static struct location locate(void *user, const char *text)
{
    return dump_set_location(user, text);
}

/* Tables that the dump defines are compared even if it has no rows for them. */
static void add_defined(struct verification *verification)
{
    const struct schema *schema = &verification->contents->tables;
    if (!verification->contents->plans.defined)
        return;
    for (size_t i = 0; i < schema->n_maps; i++)
        if (schema->maps[i].root == &schema->maps[i] && schema->maps[i].table)
            comparison_table(&verification->comparison, schema->maps[i].table);
}

static void verification_begin(struct verification *verification,
                               struct dump_set *dumps, sqlite3 *database,
                               const struct lite_schema *schema,
                               struct failure *failure)
{
    *verification = (struct verification){.dumps = dumps,
                                          .contents = dump_set_contents(dumps),
                                          .failure = failure};
    comparison_init(&verification->comparison, database, schema);
    verification->comparison.locate = locate;
    verification->comparison.user = dumps;
    add_defined(verification);
}

static void add_ddl(struct schema_comparison *schema,
                    const struct ddl_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        schema_comparison_add(schema, list->items[i].sql);
}

/* Without definitions, and where the tables are an application's own, there is
 * nothing that they ought to be. */
static bool verification_compare_schemas(struct verification *verification,
                                         unsigned ignored)
{
    const struct schema *wanted = &verification->contents->tables;
    struct schema_comparison *schema = &verification->schema;
    if (!verification->contents->plans.defined)
        return true;
    schema->ignored = ignored;
    schema->is_partial = wanted->selection && wanted->selection->n_patterns;
    add_ddl(schema, &wanted->before);
    add_ddl(schema, &wanted->indexes);
    add_ddl(schema, &wanted->after);
    return schema_comparison_run(schema, &verification->comparison,
                                 verification->failure);
}

bool verification_run(struct verification *verification, struct dump_set *dumps,
                      sqlite3 *database, const struct lite_schema *schema,
                      unsigned ignored, struct failure *failure)
{
    bool done;
    verification_begin(verification, dumps, database, schema, failure);
    done = verification_compare(verification) &&
           verification_compare_schemas(verification, ignored);
    dump_set_phase(dumps, "checking the database");
    done = done && check_database(verification, database, failure);
    dump_set_end_progress(dumps);
    return done;
}

/* What is in the tables already, so that it can be subtracted. */
bool verification_before(struct verification *verification,
                         struct dump_set *dumps, sqlite3 *database,
                         const struct lite_schema *schema,
                         struct failure *failure)
{
    verification_begin(verification, dumps, database, schema, failure);
    if (!count_dump(verification) ||
        !comparison_read(&verification->comparison, verification->failure))
        return false;
    comparison_forget(&verification->comparison);
    verification->present = comparison_writer(&verification->comparison, true);
    return dump_set_rewind(dumps);
}

/* Inside of the same transaction: nobody else has written meanwhile. */
bool verification_after(struct verification *verification)
{
    return comparison_read(&verification->comparison, verification->failure) &&
           check_database(verification, verification->comparison.database,
                          verification->failure);
}

void verification_release(struct verification *verification)
{
    if (verification->present)
        verification->present->release(verification->present);
    comparison_release(&verification->comparison);
    schema_comparison_release(&verification->schema);
    buffer_release(&verification->checks.integrity);
    buffer_release(&verification->checks.foreign_keys);
}

/* ---- the result ---- */

/* Rows for a table that the database does not have. */
bool verification_lacks(const struct plan *plan)
{
    return plan &&
           (plan->kind == PLAN_MISSING || plan->kind == PLAN_MISMATCHED);
}

const char *verification_left_out(const struct table_map *map)
{
    return map->is_selected && !map->table ? map->reason : NULL;
}

static bool lacks_tables(const struct plans *plans)
{
    for (size_t i = 0; i < plans->n_items; i++)
        if (verification_lacks(plans->items[i]))
            return true;
    return false;
}

/* All of it: rows, tables, schema, SQLite's own checks. */
bool verification_is_good(const struct verification *verification)
{
    return comparison_count_differing(&verification->comparison) == 0 &&
           !lacks_tables(&verification->contents->plans) &&
           verification->schema.n_differences == 0 &&
           verification->checks.integrity.size == 0 &&
           verification->checks.n_broken == 0;
}
