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
                    "%s: this is a directory (pg_dump -Fd?): this version "
                    "reads plain text; dump again with "
                    "pg_dump --data-only --inserts DATABASE",
                    source->name);
    source->size = S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0;
    return true;
}

bool source_open(struct source *source, const char *path,
                 struct failure *failure)
{
    bool standard_input = strcmp(path, "-") == 0;
    *source = (struct source){STDIN_FILENO, "standard input", 0};
    if (!standard_input) {
        source->name = path;
        source->descriptor = open(path, O_RDONLY | O_CLOEXEC);
        if (source->descriptor < 0)
            return fail(failure, "%s: %s", path, strerror(errno));
    } else if (isatty(STDIN_FILENO)) {
        return fail(failure, "no dump given: name a file, or pipe pg_dump "
                             "--data-only --inserts into pgdecant");
    }
    return examine(source, failure);
}

void source_close(struct source *source)
{
    if (source->descriptor > STDIN_FILENO)
        close(source->descriptor);
    source->descriptor = -1;
}

ptrdiff_t source_read(struct source *source, char *bytes, size_t room)
{
    ptrdiff_t length;
    do
        length = read(source->descriptor, bytes, room);
    while (length < 0 && errno == EINTR);
    return length;
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
