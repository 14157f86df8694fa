#include "input/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool examine(struct source *source, struct failure *failure)
{
    struct stat status;
    if (fstat(source->descriptor, &status) != 0)
        return fail(failure, "%s: %s", source->name, strerror(errno));
    if (S_ISDIR(status.st_mode))
        return fail(failure,
                    "%s: this is a directory (pg_dump -Fd?): make plain text "
                    "of it on the way: pg_restore -f - %s | pgdecant",
                    source->name, source->name);
    source->size = S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0;
    source->start = lseek(source->descriptor, 0, SEEK_CUR);
    return true;
}

bool source_open(struct source *source, const char *path,
                 struct failure *failure)
{
    bool standard_input = strcmp(path, "-") == 0;
    *source =
        (struct source){.descriptor = STDIN_FILENO, .name = "standard input"};
    if (!standard_input) {
        source->name = path;
        source->descriptor = open(path, O_RDONLY | O_CLOEXEC);
        if (source->descriptor < 0)
            return fail(failure, "%s: %s", path, strerror(errno));
    } else if (isatty(STDIN_FILENO)) {
        return fail(failure, "no dump given: name a file, or pipe pg_dump "
                             "into pgdecant");
    }
    return examine(source, failure);
}

void source_close(struct source *source)
{
    if (source->descriptor > STDIN_FILENO)
        close(source->descriptor);
    source->descriptor = -1;
    spool_release(&source->spool);
}

static ptrdiff_t read_descriptor(struct source *source, char *bytes,
                                 size_t room)
{
    ptrdiff_t length;
    do
        length = read(source->descriptor, bytes, room);
    while (length < 0 && errno == EINTR);
    return length;
}

ptrdiff_t source_read(struct source *source, char *bytes, size_t room)
{
    ptrdiff_t length = 0;
    if (source->replaying)
        length = spool_read(&source->spool, bytes, room);
    if (length != 0)
        return length;
    length = read_descriptor(source, bytes, room);
    if (length > 0 && source->recording &&
        !spool_add(&source->spool, bytes, (size_t)length)) {
        source->spool_failed = true;
        return -1;
    }
    return length;
}

const char *source_problem(const struct source *source)
{
    return source->spool_failed
               ? "a dump of tables and rows that comes through a pipe is kept "
                 "in a temporary file in TMPDIR, and there is no room for it; "
                 "set TMPDIR, or convert from a file"
               : strerror(errno);
}

bool source_is_file(const struct source *source)
{
    return source->start >= 0;
}

void source_record(struct source *source)
{
    source->recording = !source_is_file(source);
}

void source_rewind(struct source *source, bool once_more)
{
    source->recording &= once_more;
    if (source_is_file(source)) {
        lseek(source->descriptor, source->start, SEEK_SET);
        return;
    }
    source->replaying = true;
    source->spool.position = 0;
}

static const struct format {
    size_t offset, length;
    const char *bytes, *problem;
} formats[] = {
#define FORMAT(offset, bytes, what, advice)                                    \
    {offset, sizeof(bytes) - 1, bytes, "this is " what ": " advice},
#include "formats.def"
#undef FORMAT
};

const char *source_format_problem(const char *bytes, size_t length)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        const struct format *format = &formats[i];
        if (length >= format->offset + format->length &&
            !memcmp(bytes + format->offset, format->bytes, format->length))
            return format->problem;
    }
    if (length >= 4 &&
        (!memcmp(bytes, "-\0-\0", 4) || !memcmp(bytes, "S\0E\0", 4)))
        return "this is UTF-16 text without a byte order mark: use pg_dump -f "
               "FILE, or: iconv -f UTF-16LE -t UTF-8 FILE | pgdecant";
    return NULL;
}
