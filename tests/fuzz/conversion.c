/* Fuzz target: any bytes as a dump through the whole program, as a user calls
 * it. A file, a pipe, and a buffer of one byte with threads give the same SQL
 * and the same status; SQLite's INSERT and the writer of pages give the same
 * database. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "command/convert.h"
#include "database_text.h"
#include "functions/functions.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What fits into a pipe that nobody reads yet. */
enum { PIPE_ROOM = 60000 };

enum { NO_BUFFER_SIZE = 0 };

static enum exit_status convert(const char *const *arguments, int n,
                                size_t buffer_size)
{
    struct options options;
    char *argv[12];
    enum exit_status status;
    for (int i = 0; i < n; i++)
        argv[i] = xstrndup(arguments[i], strlen(arguments[i]));
    argv[n] = NULL;
    optind = 0; /* getopt begins again */
    if (options_parse(&options, n, argv, &status)) {
        if (buffer_size != NO_BUFFER_SIZE)
            options.buffer_size = buffer_size;
        status = cmd_convert(&options);
    }
    options_release(&options);
    for (int i = 0; i < n; i++)
        free(argv[i]);
    return status;
}

static void read_file(const char *path, struct buffer *bytes)
{
    char part[65536];
    size_t n;
    FILE *file = fopen(path, "r");
    if (!file)
        return;
    while ((n = fread(part, 1, sizeof part, file)) > 0)
        buffer_add(bytes, part, n);
    fclose(file);
}

/* One way to read the same bytes. */
static enum exit_status to_sql(const char *input, const char *jobs,
                               size_t buffer_size, struct buffer *sql)
{
    char path[100];
    const char *const arguments[] = {"pgdecant", "-q", jobs, "-o", path, input};
    enum exit_status status;
    snprintf(path, sizeof path, "%s/out.sql", folder_of_databases());
    status = convert(arguments, COUNT_OF(arguments), buffer_size);
    read_file(path, sql);
    unlink(path);
    return status;
}

static enum exit_status to_sql_by_pipe(const uint8_t *data, size_t size,
                                       struct buffer *sql)
{
    int ends[2], kept = dup(STDIN_FILENO);
    enum exit_status status;
    if (kept < 0 || pipe(ends) != 0 ||
        write(ends[1], data, size) != (ssize_t)size ||
        dup2(ends[0], STDIN_FILENO) < 0)
        abort();
    close(ends[0]);
    close(ends[1]);
    status = to_sql("-", "--jobs=1", NO_BUFFER_SIZE, sql);
    dup2(kept, STDIN_FILENO);
    close(kept);
    return status;
}

static enum exit_status to_database(const char *input, const char *writer,
                                    struct buffer *text, bool *passes)
{
    char path[100];
    const char *const arguments[] = {"pgdecant", "-q", "--jobs=1", writer,
                                     "-o",       path, input};
    enum exit_status status;
    snprintf(path, sizeof path, "%s/new.db", folder_of_databases());
    status = convert(arguments, COUNT_OF(arguments), NO_BUFFER_SIZE);
    if (status == EXIT_DONE)
        *passes = database_text(path, text);
    else if (access(path, F_OK) == 0)
        abort();
    unlink(path);
    return status;
}

static bool are_equal(const struct buffer *a, const struct buffer *b)
{
    return a->size == b->size &&
           (!a->size || memcmp(a->bytes, b->bytes, a->size) == 0);
}

/* A pipe cannot be read again where rows are before their tables: it may be
 * refused instead. */
static void compare_pipe(const uint8_t *data, size_t size,
                         enum exit_status wanted, const struct buffer *sql)
{
    struct buffer by_pipe = {0};
    enum exit_status status = to_sql_by_pipe(data, size, &by_pipe);
    if (status != EXIT_FAILED &&
        (status != wanted || !are_equal(sql, &by_pipe)))
        abort();
    buffer_release(&by_pipe);
}

static void compare_sql(const char *input, const uint8_t *data, size_t size)
{
    struct buffer one = {0}, other = {0};
    enum exit_status status = to_sql(input, "--jobs=1", NO_BUFFER_SIZE, &one);
    if (to_sql(input, "--jobs=3", 1, &other) != status ||
        !are_equal(&one, &other))
        abort();
    if (size <= PIPE_ROOM)
        compare_pipe(data, size, status, &one);
    buffer_release(&one);
    buffer_release(&other);
}

/* INSERT refuses what a CHECK forbids; pages have it. */
static void compare_databases(const char *input)
{
    struct buffer pages = {0}, api = {0};
    bool passes = true;
    enum exit_status status =
        to_database(input, "--writer=auto", &pages, &passes);
    if (passes &&
        (to_database(input, "--writer=api", &api, &passes) != status ||
         !are_equal(&pages, &api)))
        abort();
    buffer_release(&pages);
    buffer_release(&api);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int dump = -1;
    char input[64];
    if (dump < 0) {
        sqlite3_auto_extension((void (*)(void))functions_register);
        dump = memfd_create("dump", 0);
    }
    if (ftruncate(dump, 0) != 0 || pwrite(dump, data, size, 0) != (ssize_t)size)
        abort();
    snprintf(input, sizeof input, "/proc/self/fd/%d", dump);
    compare_sql(input, data, size);
    compare_databases(input);
    return 0;
}
