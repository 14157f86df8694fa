#include "command/paths.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "schema/mapping.h"

/* Where a path leads: a file that is there, or a name in a folder. */
struct destination {
    const char *path; /* NULL: nowhere that matters */
    struct stat status;
    char *name; /* in that folder; NULL: the file is there */
};

/* Symbolic links are followed: what counts is the file, not its name. Devices
 * may be written and read at once. */
static struct destination path_find_destination(const char *path)
{
    struct destination found = {.path = path};
    char *copy, *last;
    if (!path || !strcmp(path, "-"))
        return (struct destination){0};
    if (stat(path, &found.status) == 0)
        return S_ISREG(found.status.st_mode) ? found : (struct destination){0};
    copy = xstrndup(path, strlen(path)); /* basename may write into it */
    last = basename(copy);
    found.name = xstrndup(last, strlen(last));
    free(copy);
    copy = xstrndup(path, strlen(path));
    if (stat(dirname(copy), &found.status) != 0)
        found.path = NULL;
    free(copy);
    return found;
}

static bool path_is_same(const struct destination *one,
                         const struct destination *other)
{
    if (!one->path || !other->path || !one->name != !other->name)
        return false;
    return one->status.st_dev == other->status.st_dev &&
           one->status.st_ino == other->status.st_ino &&
           (!one->name || !strcmp(one->name, other->name));
}

/* Comparing names would miss ./a and a. */
bool paths_are_same(const char *path, const char *other)
{
    struct destination one = path_find_destination(path);
    struct destination two = path_find_destination(other);
    bool same = path_is_same(&one, &two);
    free(one.name);
    free(two.name);
    return same;
}

static bool are_apart(const char *written, const char *other, const char *what,
                      struct failure *failure)
{
    return !paths_are_same(written, other) ||
           fail(failure, "%s would overwrite %s, %s", written, other, what);
}

static bool spares_what_is_read(const struct options *options,
                                const char *written, struct failure *failure)
{
    for (size_t i = 0; i < options->n_dumps; i++)
        if (!are_apart(written, options->dumps[i], "the dump", failure))
            return false;
    return are_apart(written, options->types_from, "which is read", failure) &&
           (!options->selection.mapping ||
            are_apart(written, mapping_path(options->selection.mapping),
                      "the map", failure));
}

bool paths_check(const struct options *options, struct failure *failure)
{
    return spares_what_is_read(options, options->report, failure) &&
           spares_what_is_read(options, options->output, failure) &&
           spares_what_is_read(options, options->into, failure) &&
           are_apart(options->report, options->output, "the output", failure) &&
           are_apart(options->report, options->into, "the database", failure);
}

/* ---- what a name says ---- */

static bool is_sql_file(const char *path)
{
    size_t length = strlen(path);
    return !strcmp(path, "-") ||
           (length > 4 && !strcasecmp(path + length - 4, ".sql"));
}

/* By the name: .sql and - are text. */
bool options_make_database(const struct options *options)
{
    return !options->into && options->output && !is_sql_file(options->output);
}
