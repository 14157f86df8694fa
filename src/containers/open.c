#include "containers/open.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "containers/ahead.h"
#include "containers/archive.h"
#include "containers/members.h"
#include "containers/only_file.h"
#include "containers/peeked.h"
#include "containers/server.h"
#include "containers/utf16.h"
#include "containers/wrapped.h"
#include "input/descriptor.h"
#include "input/memory_source.h"
#include "input/spool.h"

/* zstd's own limit is 2^27 bytes, its format's 2^31. */
enum { USUAL_BITS = 27, LEAST_BITS = 10, MOST_BITS = 31 };

static int window_bits_of(long memory)
{
    int bits = LEAST_BITS;
    if (!memory)
        return USUAL_BITS;
    while (bits < MOST_BITS && (2L << bits) <= memory * 1024 * 1024)
        bits++;
    return bits;
}

/* A gzip in a zip in a tar is somebody's; more are meant to do harm. */
enum { MOST_CONTAINERS = 5 };

/* ---- what it is ---- */

enum container {
    PLAIN,
    CUSTOM,
    TAR,
    ZIP,
    GZIP,
    ZSTD,
    LZ4,
    BZIP2,
    XZ,
    UTF16_LITTLE,
    UTF16_BIG
};

static const struct known_container {
    size_t offset, length;
    const char *bytes;
    enum container kind;
} containers[] = {
#define CONTAINER(offset, bytes, kind) {offset, sizeof(bytes) - 1, bytes, kind},
#include "formats.def"
};

static enum container container_of(const char *bytes, size_t length)
{
    for (size_t i = 0; i < COUNT_OF(containers); i++) {
        const struct known_container *known = &containers[i];
        if (length >= known->offset + known->length &&
            !memcmp(bytes + known->offset, known->bytes, known->length))
            return known->kind;
    }
    return PLAIN;
}

/* ---- tar and zip ---- */

/* What pg_dump calls the files of an archive. */
static bool is_of_archive(const char *name)
{
    size_t digits = strspn(name, "0123456789");
    return (digits && !strncmp(name + digits, ".dat", 4)) ||
           !strncmp(name, "toc.dat", 7) || !strncmp(name, "blob", 4) ||
           !strcmp(name, "restore.sql");
}

/* By the first bytes alone, which have its header. */
static bool first_name(const char *bytes, size_t length, char name[256])
{
    struct failure unused = {.happened = false};
    struct source *source = memory_source_open(bytes, length, "");
    struct members *members = members_open(source, &unused);
    const char *found;
    bool done = members && members_next(members, &found, &unused) > 0;
    snprintf(name, 256, "%s", done ? found : "");
    members_close(members);
    source_close(source);
    return done;
}

/* A tar by pg_dump begins with toc.dat, and is read as it comes; one that
 * people have made of its files is unpacked. `bytes` are the first of it. */
static struct source *open_members(struct source *source, const char *bytes,
                                   size_t length, int window_bits,
                                   struct failure *failure)
{
    struct failure problem = {.happened = false};
    struct folder *folder;
    char name[256];
    if (!first_name(bytes, length, name) || !is_of_archive(name))
        return only_file_open(source);
    if (!strcmp(name, "toc.dat"))
        return archive_of_tar(source, window_bits);
    folder = folder_unpack(source, &problem);
    if (folder) {
        const char *called = source->name;
        source_close(source);
        return archive_of_folder(folder, called, window_bits);
    }
    fail(failure, "%s: %s", source->name, problem.text);
    source_close(source);
    return NULL;
}

/* ---- one in the other ---- */

/* One layer less; `*is_text`: there is none left. */
static struct source *open_layer(struct source *source, int window_bits,
                                 bool *is_text, bool *is_packed,
                                 struct failure *failure)
{
    const char *bytes;
    size_t length;
    enum container kind;
    source = peeked_open(source, &bytes, &length);
    kind = container_of(bytes, length);
    *is_packed |= kind != PLAIN;
    switch (kind) {
    case CUSTOM: *is_text = true; return archive_of_custom(source, window_bits);
    case TAR:
    case ZIP: return open_members(source, bytes, length, window_bits, failure);
    case GZIP: return wrapped_open(source, PACKING_GZIP, window_bits);
    case ZSTD: return wrapped_open(source, PACKING_ZSTD, window_bits);
    case LZ4: return wrapped_open(source, PACKING_LZ4, window_bits);
    case BZIP2:
    case XZ: return members_unwrap(source);
    case UTF16_LITTLE:
    case UTF16_BIG:
        *is_text = true;
        return utf16_open(source, kind == UTF16_BIG);
    default: *is_text = true; return source;
    }
}

static struct source *open_layers(struct source *source, int window_bits,
                                  bool is_threaded, struct failure *failure)
{
    bool is_text = false, is_packed = false;
    for (int i = 0; source && !is_text; i++) {
        if (i > MOST_CONTAINERS) {
            fail(failure,
                 "%s: more than %d containers, one in the other: "
                 "unpack it",
                 source->name, (int)MOST_CONTAINERS);
            source_close(source);
            return NULL;
        }
        source = open_layer(source, window_bits, &is_text, &is_packed, failure);
    }
    /* Plain text is peeked at, and nothing more. */
    return source && is_threaded && is_packed ? ahead_open(source) : source;
}

struct source *source_unpack(struct source *under,
                             const struct open_options *options,
                             struct failure *failure)
{
    return open_layers(under, window_bits_of(options->memory),
                       options->is_threaded, failure);
}

/* ---- paths ---- */

static int open_path(const char *path, struct failure *failure)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        fail(failure, "%s: %s", path, strerror(errno));
    return descriptor;
}

/* Waiting at a terminal for a dump to be typed looks like hanging. */
static int open_standard_input(struct failure *failure)
{
    if (!isatty(STDIN_FILENO))
        return STDIN_FILENO;
    fail(failure, "no dump given: name a file, or pipe pg_dump into pgdecant");
    return -1;
}

/* pg_dump -Fd makes one. */
static bool is_directory(int descriptor)
{
    struct stat status;
    return fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode);
}

static struct source *open_directory(int descriptor, const char *name,
                                     int window_bits, bool is_threaded)
{
    struct source *source = archive_of_folder(
        folder_of_directory(descriptor, name), name, window_bits);
    return is_threaded ? ahead_open(source) : source;
}

/* A pipe that may have to be read again is put into a spool, packed as it is.
 */
struct source *source_open(const char *path, const struct open_options *options,
                           struct failure *failure)
{
    int window_bits = window_bits_of(options->memory);
    bool is_server = server_is_meant(path);
    bool standard_input = strcmp(path, "-") == 0;
    const char *name = standard_input ? "standard input" : path;
    int descriptor = is_server        ? -1
                     : standard_input ? open_standard_input(failure)
                                      : open_path(path, failure);
    struct source *source;
    if (descriptor < 0 && !is_server)
        return NULL;
    if (!is_server && is_directory(descriptor))
        return open_directory(descriptor, name, window_bits,
                              options->is_threaded);
    source = is_server ? server_open(path, options->pg_dump, failure)
                       : descriptor_open(descriptor, name);
    if (!source)
        return NULL;
    if (options->again && !source->is_seekable)
        source = spool_open(source);
    return source_unpack(source, options, failure);
}
