#include "input/descriptor.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

struct descriptor {
    struct source source; /* first: the interface */
    int descriptor;
    off_t start; /* where reading began; -1 of a pipe */
};

static ptrdiff_t descriptor_read(struct source *source, char *bytes,
                                 size_t room)
{
    const struct descriptor *file = (struct descriptor *)source;
    ptrdiff_t length;
    do
        length = read(file->descriptor, bytes, room);
    while (length < 0 && errno == EINTR);
    if (length < 0)
        source->problem = strerror(errno);
    return length;
}

static ptrdiff_t descriptor_read_at(const struct source *source, char *bytes,
                                    size_t room, uint64_t at)
{
    const struct descriptor *file = (const struct descriptor *)source;
    ptrdiff_t length;
    do
        length = pread(file->descriptor, bytes, room, file->start + (off_t)at);
    while (length < 0 && errno == EINTR);
    return length;
}

/* Whoever has the descriptor next finds it where reading has come to. */
static bool descriptor_finish(struct source *source)
{
    const struct descriptor *file = (struct descriptor *)source;
    if (source->read_at)
        lseek(file->descriptor, 0, SEEK_END);
    return true;
}

/* To where it stood when it was opened: a shell may have read lines before. */
static bool descriptor_rewind(struct source *source, bool is_last)
{
    const struct descriptor *file = (struct descriptor *)source;
    (void)is_last;
    return file->start >= 0 &&
           lseek(file->descriptor, file->start, SEEK_SET) == file->start;
}

/* Standard input belongs to the process. */
static void descriptor_close(struct source *source)
{
    struct descriptor *file = (struct descriptor *)source;
    if (file->descriptor > STDIN_FILENO)
        close(file->descriptor);
    free(file);
}

struct source *descriptor_open(int descriptor, const char *name)
{
    struct descriptor *file = xmalloc(sizeof *file);
    struct stat status;
    bool is_file = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    *file = (struct descriptor){
        .source = {.name = name,
                   .size = is_file ? (uint64_t)status.st_size : 0,
                   .read = descriptor_read,
                   .rewind = descriptor_rewind,
                   .finish = descriptor_finish,
                   .close = descriptor_close},
        .descriptor = descriptor,
        /* Fails on a pipe, and that is how one is known. */
        .start = lseek(descriptor, 0, SEEK_CUR)};
    file->source.is_seekable = file->start >= 0;
    if (is_file && file->source.is_seekable)
        file->source.read_at = descriptor_read_at;
    return &file->source;
}
