#include "containers/only_file.h"

#include <stdlib.h>

#include "base/memory.h"
#include "containers/members.h"

struct only_file {
    struct source source; /* first: the interface */
    struct source *under;
    struct members *members; /* NULL: not begun */
    bool ended;
    struct failure failure;
};

static bool only_file_begin(struct only_file *file)
{
    const char *name;
    int found;
    file->members = members_open(file->under, &file->failure);
    if (!file->members)
        return false;
    found = members_next(file->members, &name, &file->failure);
    return found > 0 || fail(&file->failure, "there is no file in it");
}

static bool only_file_has_another(struct only_file *file)
{
    const char *name;
    if (members_next(file->members, &name, &file->failure) == 0)
        return false;
    fail(&file->failure,
         "there is more than one file in it, another one is %.200s: unpack it, "
         "and name the dump",
         name);
    return true;
}

static ptrdiff_t only_file_read(struct source *source, char *bytes, size_t room)
{
    struct only_file *file = (struct only_file *)source;
    ptrdiff_t length = -1;
    if (file->ended)
        return 0;
    if (!file->failure.happened && (file->members || only_file_begin(file)))
        length = members_read(file->members, bytes, room, &file->failure);
    file->ended = length == 0;
    if (file->ended && only_file_has_another(file))
        length = -1;
    source->problem = file->failure.text;
    return length;
}

static bool only_file_rewind(struct source *source, bool is_last)
{
    struct only_file *file = (struct only_file *)source;
    members_close(file->members);
    file->members = NULL;
    file->failure.happened = file->ended = false;
    return file->under->rewind(file->under, is_last);
}

static void only_file_close(struct source *source)
{
    struct only_file *file = (struct only_file *)source;
    members_close(file->members);
    source_close(file->under);
    free(file);
}

struct source *only_file_open(struct source *under)
{
    struct only_file *file = xmalloc(sizeof *file);
    *file = (struct only_file){.source = {.name = under->name,
                                          .is_seekable = under->is_seekable,
                                          .read = only_file_read,
                                          .rewind = only_file_rewind,
                                          .finish = source_ends_well,
                                          .close = only_file_close},
                               .under = under};
    return &file->source;
}
