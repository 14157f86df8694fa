#include "command/cluster.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "command/convert.h"
#include "command/paths.h"
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

/* %d is the database's name; a folder has it as a file. */
static char *cluster_name_for(const char *pattern, const char *name)
{
    const char *at = strstr(pattern, "%d");
    struct buffer path = {0};
    char *copy;
    buffer_add(&path, pattern, at ? (size_t)(at - pattern) : strlen(pattern));
    cluster_add_name(&path, name);
    buffer_add_text(&path, at ? at + 2 : ".db");
    copy = xstrndup(path.bytes, path.size);
    buffer_release(&path);
    return copy;
}

/* ---- what is written ---- */

/* A database of the cluster, and its files. */
struct cluster_part {
    char *name, *output, *report;
};

struct cluster {
    struct cluster_part *parts;
    size_t n, n_done;
};

static void cluster_release(struct cluster *cluster)
{
    for (size_t i = 0; i < cluster->n; i++) {
        free(cluster->parts[i].name);
        free(cluster->parts[i].output);
        free(cluster->parts[i].report);
    }
    free(cluster->parts);
}

/* Takes the names. */
static void name_parts(struct cluster *cluster, const struct options *options,
                       char **names, size_t n)
{
    cluster->parts = xreallocarray(NULL, n + 1, sizeof *cluster->parts);
    cluster->n = n;
    for (size_t i = 0; i < n; i++)
        cluster->parts[i] = (struct cluster_part){
            names[i], cluster_name_for(options->output, names[i]),
            options->report ? cluster_name_for(options->report, names[i])
                            : NULL};
    free((void *)names);
}

/* The options of one conversion. */
static struct options options_of_part(const struct options *options,
                                      const struct cluster_part *part)
{
    struct options own = *options;
    own.output = part->output;
    own.report = part->report;
    own.database_name = part->name;
    return own;
}

/* '/' and '_' of two names are one, and a folder's name may be a link. */
static bool parts_are_apart(const struct cluster *cluster,
                            struct failure *failure)
{
    for (size_t i = 0; i < cluster->n; i++)
        for (size_t j = 0; j < i; j++)
            if (!strcmp(cluster->parts[i].output, cluster->parts[j].output) ||
                paths_are_same(cluster->parts[i].output,
                               cluster->parts[j].output))
                return fail(failure,
                            "the databases %s and %s would both be %s; convert "
                            "each by itself, with --database",
                            cluster->parts[j].name, cluster->parts[i].name,
                            cluster->parts[i].output);
    return true;
}

/* Before anything is written. */
static bool check_parts(const struct cluster *cluster,
                        const struct options *options, struct failure *failure)
{
    if (cluster->n > 1 && options->report && !strstr(options->report, "%d"))
        return fail(failure, "several databases have a report each: --report "
                             "with %%d for the database's name");
    for (size_t i = 0; i < cluster->n; i++) {
        struct options own = options_of_part(options, &cluster->parts[i]);
        if (!paths_check(&own, failure))
            return false;
    }
    return parts_are_apart(cluster, failure);
}

static enum exit_status convert_part(const struct options *options,
                                     const struct cluster_part *part)
{
    struct options own = options_of_part(options, part);
    if (!options->quiet)
        say("database %s: %s", part->name, part->output);
    return cmd_convert(&own);
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

/* Those before the one that failed have their names already. */
static void tell_done(const struct cluster *cluster)
{
    struct buffer names = {0};
    for (size_t i = 0; i < cluster->n_done; i++)
        buffer_printf(&names, "%s%s", i ? ", " : "", cluster->parts[i].output);
    if (names.size)
        say("complete all the same: %s", buffer_text(&names));
    buffer_release(&names);
}

/* One after the other; the first that fails ends it. */
enum exit_status cmd_cluster(struct options *options)
{
    struct failure failure = {.happened = false};
    struct cluster cluster = {NULL, 0, 0};
    enum exit_status status = EXIT_FAILED;
    char **names = NULL;
    size_t n = 0;
    bool done = choose_databases(options, &names, &n, &failure);
    name_parts(&cluster, options, names, n);
    if (!done || !check_parts(&cluster, options, &failure) ||
        !make_folder(options->output, &failure)) {
        say("%s", failure.text);
    } else {
        do
            status = convert_part(options, &cluster.parts[cluster.n_done]);
        while (status == EXIT_DONE && ++cluster.n_done < cluster.n);
        if (status != EXIT_DONE)
            tell_done(&cluster);
    }
    cluster_release(&cluster);
    return status;
}
