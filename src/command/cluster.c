#include "command/cluster.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "command/convert.h"
#include "containers/open.h"
#include "pipeline/dump.h"

bool cluster_is_wanted(const struct options *options)
{
    const char *output = options->output;
    return output && (strstr(output, "%d") ||
                      (*output && output[strlen(output) - 1] == '/'));
}

bool cluster_list(const struct options *options, char ***names, size_t *n,
                  struct failure *failure)
{
    const struct open_options how = {.again = true, .memory = options->memory};
    struct dump dump = {.skips_noise = options->skip_noise,
                        .skips_unknown = options->skip_unknown};
    bool done;
    if (options->n_dumps != 1 || !strcmp(options->dumps[0], "-"))
        return fail(failure, "for a file of each database the dump is read "
                             "more than once: pg_dumpall >all.sql first, and "
                             "name that");
    done = dump_open(&dump, source_open(options->dumps[0], &how, failure),
                     options->buffer_size, options->allow_truncated, failure) &&
           dump_list_databases(&dump, names, n, failure);
    if (done && !*n)
        done = fail(failure,
                    "%s: rows of one database only, without a name of its own "
                    "(pg_dumpall writes \\connect): name the file, -o DIR/x.db",
                    options->dumps[0]);
    dump_close(&dump);
    return done;
}

/* A database's name may be a path. */
static void cluster_add_name(struct buffer *path, const char *name)
{
    for (; *name; name++)
        buffer_add_byte(path, *name == '/' ? '_' : *name);
}

static char *output_of(const char *output, const char *name)
{
    const char *at = strstr(output, "%d");
    struct buffer path = {0};
    char *copy;
    buffer_add(&path, output, at ? (size_t)(at - output) : strlen(output));
    cluster_add_name(&path, name);
    buffer_add_text(&path, at ? at + 2 : ".db");
    copy = xstrndup(path.bytes, path.size);
    buffer_release(&path);
    return copy;
}

static enum exit_status convert_database(struct options *options,
                                         const char *name)
{
    const char *output = options->output;
    char *path = output_of(output, name);
    enum exit_status status;
    options->output = path;
    options->database_name = name;
    if (!options->quiet)
        say("database %s: %s", name, path);
    status = cmd_convert(options);
    options->output = output;
    options->database_name = NULL;
    free(path);
    return status;
}

/* A folder that is not there is made. */
static bool make_folder(const char *output, struct failure *failure)
{
    const char *slash = strrchr(output, '/'), *at = strstr(output, "%d");
    char *path;
    bool done;
    if (!slash || (at && at < slash))
        return true;
    path = xstrndup(output, (size_t)(slash - output));
    done = !*path || mkdir(path, 0777) == 0 || errno == EEXIST ||
           fail(failure, "%s: %s", path, strerror(errno));
    free(path);
    return done;
}

/* --database names the one. */
static bool choose_databases(const struct options *options, char ***names,
                             size_t *n, struct failure *failure)
{
    if (!options->database_name)
        return cluster_list(options, names, n, failure);
    *names = xreallocarray(NULL, 1, sizeof **names);
    (*names)[0] =
        xstrndup(options->database_name, strlen(options->database_name));
    *n = 1;
    return true;
}

/* One after the other; the first that fails ends it. */
enum exit_status cmd_cluster(struct options *options)
{
    struct failure failure = {.happened = false};
    enum exit_status status = EXIT_DONE;
    char **names = NULL;
    size_t n = 0;
    if (!choose_databases(options, &names, &n, &failure) ||
        !make_folder(options->output, &failure)) {
        say("%s", failure.text);
        status = EXIT_FAILED;
    }
    for (size_t i = 0; i < n && status == EXIT_DONE; i++)
        status = convert_database(options, names[i]);
    for (size_t i = 0; i < n; i++)
        free(names[i]);
    free((void *)names);
    return status;
}
