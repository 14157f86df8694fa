#include "containers/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/output.h"
#include "base/temporary.h"
#include "containers/members.h"
#include "containers/wrapped.h"
#include "input/descriptor.h"

/* ---- names ---- */

static const struct {
    const char *suffix;
    enum packing packing;
} suffixes[] = {{"", PACKING_NONE},
                {".gz", PACKING_GZIP},
                {".lz4", PACKING_LZ4},
                {".zst", PACKING_ZSTD}};

enum packing folder_packing_of(const char *name, size_t *length)
{
    *length = strlen(name);
    for (size_t i = 1; i < COUNT_OF(suffixes); i++) {
        size_t n = strlen(suffixes[i].suffix);
        if (*length > n && !strcmp(name + *length - n, suffixes[i].suffix)) {
            *length -= n;
            return suffixes[i].packing;
        }
    }
    return PACKING_NONE;
}

struct source *folder_find(struct folder *folder, const char *name,
                           int window_bits, struct failure *failure)
{
    struct source *source = NULL;
    for (size_t i = 0; i < COUNT_OF(suffixes) && !failure->happened; i++) {
        struct buffer path = {0};
        buffer_printf(&path, "%s%s", name, suffixes[i].suffix);
        source = folder->open(folder, buffer_text(&path), failure);
        buffer_release(&path);
        if (source)
            return suffixes[i].packing == PACKING_NONE
                       ? source
                       : wrapped_open(source, suffixes[i].packing, window_bits);
    }
    return NULL;
}

/* ---- a directory ---- */

struct directory {
    struct folder folder; /* first: the interface */
    int descriptor;
    const char *name;
};

static bool is_file(int descriptor)
{
    struct stat status;
    return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

/* Not to wait for a FIFO. */
static struct source *directory_open(struct folder *folder, const char *name,
                                     struct failure *failure)
{
    const struct directory *directory = (struct directory *)folder;
    int descriptor =
        openat(directory->descriptor, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        if (errno != ENOENT)
            fail(failure, "%s: %s", name, strerror(errno));
        return NULL;
    }
    if (is_file(descriptor))
        return descriptor_open(descriptor, directory->name);
    close(descriptor);
    fail(failure, "%s: this is no file", name);
    return NULL;
}

static void directory_close(struct folder *folder)
{
    close(((struct directory *)folder)->descriptor);
    free(folder);
}

struct folder *folder_of_directory(int descriptor, const char *name)
{
    struct directory *directory = xmalloc(sizeof *directory);
    *directory = (struct directory){
        .folder = {.open = directory_open, .close = directory_close},
        .descriptor = descriptor,
        .name = name};
    return &directory->folder;
}

/* ---- what an archive holds ---- */

struct unpacked_file {
    const char *name;
    uint64_t start, size;
};

struct unpacked {
    struct folder folder; /* first: the interface */
    int descriptor;       /* of the temporary file */
    struct unpacked_file *files;
    size_t n, capacity;
    struct arena arena;
};

/* A part of the temporary file. */
struct part {
    struct source source; /* first: the interface */
    int descriptor;
    uint64_t start, at;
};

static ptrdiff_t part_read(struct source *source, char *bytes, size_t room)
{
    struct part *part = (struct part *)source;
    uint64_t left = source->size - part->at;
    ptrdiff_t length;
    if (left < room)
        room = (size_t)left;
    length =
        temporary_read(part->descriptor, bytes, room, part->start + part->at);
    if (length < 0)
        source->problem = strerror(errno);
    else
        part->at += (uint64_t)length;
    return length;
}

static bool part_rewind(struct source *source, bool is_last)
{
    (void)is_last;
    ((struct part *)source)->at = 0;
    return true;
}

static void part_close(struct source *source)
{
    free(source);
}

static int compare_files(const void *one, const void *other)
{
    const struct unpacked_file *a = one, *b = other;
    return strcmp(a->name, b->name);
}

static struct source *unpacked_open(struct folder *folder, const char *name,
                                    struct failure *failure)
{
    const struct unpacked *unpacked = (struct unpacked *)folder;
    struct unpacked_file wanted = {.name = name}, *file;
    struct part *part;
    (void)failure;
    file = bsearch(&wanted, unpacked->files, unpacked->n, sizeof wanted,
                   compare_files);
    if (!file)
        return NULL;
    part = xmalloc(sizeof *part);
    *part = (struct part){.source = {.name = file->name,
                                     .size = file->size,
                                     .is_seekable = true,
                                     .read = part_read,
                                     .rewind = part_rewind,
                                     .finish = source_ends_well,
                                     .close = part_close},
                          .descriptor = unpacked->descriptor,
                          .start = file->start};
    return &part->source;
}

static void unpacked_close(struct folder *folder)
{
    struct unpacked *unpacked = (struct unpacked *)folder;
    if (unpacked->descriptor >= 0)
        close(unpacked->descriptor);
    free(unpacked->files);
    arena_release(&unpacked->arena);
    free(unpacked);
}

static bool unpack_member(struct unpacked *unpacked, struct members *members,
                          const char *name, uint64_t *end,
                          struct failure *failure)
{
    struct unpacked_file file = {.start = *end};
    char bytes[64 * 1024];
    ptrdiff_t length;
    while ((length = members_read(members, bytes, sizeof bytes, failure)) > 0) {
        if (!output_write_all(unpacked->descriptor, bytes, (size_t)length))
            return fail(failure,
                        "its files are kept in a temporary file in TMPDIR, and "
                        "there is no room for them: %s",
                        strerror(errno));
        *end += (uint64_t)length;
    }
    file.name = arena_copy(&unpacked->arena, name, strlen(name));
    file.size = *end - file.start;
    grow_array(&unpacked->files, &unpacked->capacity, unpacked->n + 1,
               sizeof file);
    unpacked->files[unpacked->n++] = file;
    return length == 0;
}

static bool unpack_all(struct unpacked *unpacked, struct members *members,
                       struct failure *failure)
{
    const char *name;
    uint64_t end = 0;
    int found;
    while ((found = members_next(members, &name, failure)) > 0)
        if (!unpack_member(unpacked, members, name, &end, failure))
            return false;
    if (unpacked->n)
        qsort(unpacked->files, unpacked->n, sizeof *unpacked->files,
              compare_files);
    for (size_t i = 1; found == 0 && i < unpacked->n; i++)
        if (!strcmp(unpacked->files[i].name, unpacked->files[i - 1].name))
            return fail(failure, "it has two files of the name %s",
                        unpacked->files[i].name);
    return found == 0;
}

struct folder *folder_unpack(struct source *under, struct failure *failure)
{
    struct unpacked *unpacked = xmalloc(sizeof *unpacked);
    struct members *members = members_open(under, failure);
    bool done = members != NULL;
    *unpacked = (struct unpacked){
        .folder = {.open = unpacked_open, .close = unpacked_close},
        .descriptor = done ? temporary_open() : -1};
    if (done && unpacked->descriptor < 0)
        done = fail(failure, "a temporary file in TMPDIR: %s", strerror(errno));
    done = done && unpack_all(unpacked, members, failure);
    members_close(members);
    if (done)
        return &unpacked->folder;
    unpacked_close(&unpacked->folder);
    return NULL;
}
