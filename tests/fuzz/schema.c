/* Fuzz target: any bytes as a whole dump. Whatever the catalog becomes, SQLite
 * has to take every statement that comes out. */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "containers/open.h"
#include "pipeline/dump.h"
#include "schema/schema.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void run_all(sqlite3 *database, const struct ddl_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        char *message = NULL;
        if (sqlite3_exec(database, list->items[i].sql, NULL, NULL, &message) ==
            SQLITE_OK)
            continue;
        fprintf(stderr, "%s\n%s\n", message, list->items[i].sql);
        abort();
    }
}

static void check(struct pg_catalog *catalog, const struct policies *policies)
{
    struct schema schema = {0};
    struct report report = {0};
    sqlite3 *database = NULL;
    if (sqlite3_open(":memory:", &database) != SQLITE_OK)
        abort();
    schema_make(&schema, catalog, policies, NULL, &report);
    run_all(database, &schema.before);
    run_all(database, &schema.after);
    sqlite3_close(database);
    schema_release(&schema);
    report_release(&report);
}

/* The name of a file that holds the bytes. */
static void fill(int descriptor, const uint8_t *data, size_t size)
{
    if (ftruncate(descriptor, 0) != 0 || lseek(descriptor, 0, SEEK_SET) != 0 ||
        write(descriptor, data, size) != (ssize_t)size)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int descriptor = -1;
    char path[64];
    struct failure failure = {0};
    struct dump dump = {.to_the_end = true};
    struct pg_catalog catalog = {0};
    struct survey survey = {0};
    struct policies policies = {0};
    if (descriptor < 0)
        descriptor = memfd_create("dump", 0);
    fill(descriptor, data, size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    if (dump_open(
            &dump,
            source_open(path, &(struct open_options){.again = true}, &failure),
            4096, true, &failure) &&
        dump_survey(&dump, &catalog, &survey, &failure)) {
        check(&catalog, &policies);
        policies.strict_tables = true;
        policies.timestamps = TIMESTAMPS_UNIX;
        policies.arrays = ARRAYS_CSV;
        check(&catalog, &policies);
    }
    dump_close(&dump);
    survey_release(&survey);
    catalog_release(&catalog);
    return 0;
}
