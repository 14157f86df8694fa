/* Fuzz target: a database of the bytes' choice, through the writer of pages
 * and through SQLite's INSERT. SQLite has to find both sound, and the same in
 * both; what it refuses the writer refuses, or leaves to it. */
#include <stdint.h>
#include <unistd.h>

#include "../unit/random_database.h"
#include "database_text.h"
#include "pages/pages.h"
#include "sqlite/database.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct row_writer *make_writer(const char *,
                                       const struct new_database_options *,
                                       struct failure *);

/* Is it taken? Then `text` gets what the database holds. */
static bool make(make_writer *open, const uint8_t *data, size_t size,
                 bool *needs_fallback, struct buffer *text)
{
    struct random_database random = {.choices = data, .n_choices = size};
    struct failure failure = {0};
    struct row_writer *writer;
    char path[100];
    bool taken;
    snprintf(path, sizeof path, "%s/new.db", folder_of_databases());
    fclose(fopen(path, "w"));
    random_database_make(&random, 1, size && data[size - 1] % 2);
    writer = open(
        path,
        &(struct new_database_options){.page_size = random.page_size,
                                       .memory = size % 3 ? 20000 : 1 << 20,
                                       .threads = 1 + size % 2},
        &failure);
    if (!writer)
        abort();
    taken = random_database_fill(&random, writer);
    *needs_fallback = writer->needs_fallback;
    writer->release(writer);
    random_database_release(&random);
    if (taken)
        database_text(path, text);
    unlink(path);
    return taken;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer wanted = {0}, got = {0};
    bool needs_fallback;
    bool is_right = make(database_create, data, size, &needs_fallback, &wanted);
    bool taken = make(pages_create, data, size, &needs_fallback, &got);
    if (taken != is_right && (taken || !needs_fallback))
        abort();
    if (taken && (wanted.size != got.size ||
                  memcmp(wanted.bytes, got.bytes, got.size) != 0))
        abort();
    buffer_release(&wanted);
    buffer_release(&got);
    return 0;
}
