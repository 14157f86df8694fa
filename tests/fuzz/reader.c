/* Fuzz target: any bytes through the whole way to SQL and into a database.
 * What comes out of a success must be SQL that SQLite can split and read, and
 * the same with small batches as with large ones. */
#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/output.h"
#include "input/text.h"
#include "dump/split.h"
#include "dump/reader.h"
#include "input/memory_source.h"
#include "sqlite/sql_text.h"
#include "rows/plan.h"
#include "rows/rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Tables of every kind of column, so that values are converted, too. */
static const char SCHEMA[] =
    "CREATE TABLE t(a INTEGER, b TEXT, c BLOB, d DATETIME, e JSON, f BOOLEAN, "
    "g REAL, h DECIMAL(9,2), i)";

struct run {
    struct output output;
    struct row_writer *writer;
    struct plans plans;
    int descriptor;
};

static bool is_next(void *user)
{
    (void)user;
    return true;
}

/* As far as they go. */
static bool write_rows(struct run *run, const struct pg_batch *batch)
{
    struct lite_batch lite = {0};
    bool done = true;
    rows_translate(&run->plans, false, (struct turn){is_next, NULL}, batch,
                   &lite);
    for (size_t i = 0; done && i < lite.n_rows; i++)
        done = run->writer->write(run->writer, &lite.rows[i]);
    rows_settle(&run->plans, batch, &lite);
    done &= !lite.failure.happened;
    lite_batch_release(&lite);
    return done;
}

static bool write_all(struct run *run, struct pg_reader *reader,
                      size_t batch_bytes)
{
    struct pg_batch batch;
    enum pg_read read;
    bool done = true;
    pg_batch_init(&batch, batch_bytes);
    do {
        read = pg_reader_next(reader, &batch);
        if (read != PG_READ_FAILED &&
            !rows_split_at_once(&batch, &reader->lexer.failure))
            read = PG_READ_FAILED;
        done = read != PG_READ_FAILED && write_rows(run, &batch);
    } while (done && read == PG_READ_BATCH);
    pg_batch_release(&batch);
    return done && read == PG_READ_END && run->writer->finish(run->writer);
}

static bool convert(const uint8_t *data, size_t size, size_t batch_bytes,
                    const struct lite_schema *schema, struct buffer *sql)
{
    struct failure failure = {0};
    struct source *source =
        memory_source_open((const char *)data, size, "fuzz");
    struct text_input input;
    struct pg_reader reader;
    struct selection selection = {0};
    struct run run = {.descriptor = memfd_create("out", 0)};
    struct sql_text_options options = {.rows_per_insert = 3};
    bool done = false;
    run.plans = (struct plans){
        .selection = &selection, .schema = schema, .as_text = true};
    if (text_input_init(&input, source, batch_bytes, &failure)) {
        pg_reader_init(&reader, &input);
        reader.allow_truncated = true;
        reader.leaves_inserts = batch_bytes % 2 == 0;
        run.output = (struct output){.buffer = xmalloc(OUTPUT_BUFFER),
                                     .descriptor = run.descriptor};
        run.writer = sql_text_open(&run.output, options);
        done = write_all(&run, &reader, batch_bytes);
        buffer_add(sql, run.output.buffer, run.output.used);
        run.writer->release(run.writer);
        free(run.output.buffer);
        pg_reader_release(&reader);
    }
    plans_release(&run.plans);
    text_input_release(&input);
    source_close(source);
    close(run.descriptor);
    return done;
}

/* SQLite's tokens decide where statements end: there must be no statement but
 * INSERT, the frame, and those about sqlite_sequence. */
static void check_sql(sqlite3 *database, struct buffer *sql)
{
    const char *rest = buffer_text(sql);
    static const char *const allowed[] = {"PRAGMA foreign_keys=OFF;",
                                          "BEGIN TRANSACTION;", "INSERT ",
                                          "COMMIT;", "\n"};
    if (!sqlite3_complete(rest))
        abort();
    while (*rest) {
        sqlite3_stmt *statement = NULL;
        bool known = false;
        for (size_t i = 0; i < COUNT_OF(allowed); i++)
            known |= strncmp(rest, allowed[i], strlen(allowed[i])) == 0;
        if (!known)
            abort();
        rest += *rest == '\n';
        if (sqlite3_prepare_v2(database, rest, -1, &statement, &rest) !=
            SQLITE_OK) {
            const char *message = sqlite3_errmsg(database);
            if (!strstr(message, "no such table") &&
                !strstr(message, "has no column") &&
                !strstr(message, "columns but") &&
                !strstr(message, "values for") && !strstr(message, "reserved"))
                abort();
            break;
        }
        sqlite3_finalize(statement);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static sqlite3 *database;
    static struct lite_schema schema;
    struct failure failure = {0};
    struct buffer small = {0}, large = {0};
    bool small_done, large_done;
    if (!database) {
        sqlite3_open(":memory:", &database);
        sqlite3_exec(database, SCHEMA, NULL, NULL, NULL);
        lite_schema_read(&schema, database, &failure);
    }
    small_done = convert(data, size, 21, size % 2 ? &schema : NULL, &small);
    large_done = convert(data, size, 65536, size % 2 ? &schema : NULL, &large);
    if (small_done && large_done &&
        (small.size != large.size ||
         memcmp(small.bytes, large.bytes, small.size) != 0))
        abort();
    if (large_done && large.size)
        check_sql(database, &large);
    buffer_release(&small);
    buffer_release(&large);
    return 0;
}
