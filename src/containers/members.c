#include "containers/members.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

#include "base/failure.h"
#include "base/memory.h"

enum { BYTES_AT_ONCE = 64 * 1024 };

struct members {
    struct source *under;
    struct archive *archive;
    bool failed; /* the source has, and says why */
    char bytes[BYTES_AT_ONCE];
};

/* ---- libarchive over a source ---- */

static la_ssize_t give(struct archive *archive, void *context,
                       const void **bytes)
{
    struct members *members = context;
    ptrdiff_t length =
        source_read(members->under, members->bytes, BYTES_AT_ONCE);
    (void)archive;
    *bytes = members->bytes;
    members->failed |= length < 0;
    return length;
}

static bool members_refuse(const struct members *members,
                           struct failure *failure)
{
    const char *problem = archive_error_string(members->archive);
    return fail(failure, "%s",
                members->failed ? members->under->problem
                : problem       ? problem
                                : "the archive is damaged");
}

static struct members *members_make(struct source *under)
{
    struct members *members = xmalloc(sizeof *members);
    members->under = under;
    members->failed = false;
    members->archive = archive_read_new();
    if (!members->archive)
        fatal("out of memory");
    return members;
}

static bool begin_reading(struct members *members, struct failure *failure)
{
    return archive_read_open(members->archive, members, NULL, give, NULL) ==
               ARCHIVE_OK ||
           members_refuse(members, failure);
}

struct members *members_open(struct source *under, struct failure *failure)
{
    struct members *members = members_make(under);
    archive_read_support_format_tar(members->archive);
    archive_read_support_format_zip_streamable(members->archive);
    if (begin_reading(members, failure))
        return members;
    members_close(members);
    return NULL;
}

void members_close(struct members *members)
{
    if (!members)
        return;
    archive_read_free(members->archive);
    free(members);
}

/* ---- files ---- */

/* "._" files of macOS are no one's data. */
static bool members_is_file(struct archive_entry *entry, const char **name)
{
    const char *path = archive_entry_pathname(entry), *slash;
    if (archive_entry_filetype(entry) != AE_IFREG || !path ||
        archive_entry_hardlink(entry))
        return false;
    slash = strrchr(path, '/');
    *name = slash ? slash + 1 : path;
    return strncmp(*name, "._", 2) != 0 && **name;
}

int members_next(struct members *members, const char **name,
                 struct failure *failure)
{
    struct archive_entry *entry;
    int result;
    while ((result = archive_read_next_header(members->archive, &entry)) ==
               ARCHIVE_OK ||
           result == ARCHIVE_WARN)
        if (members_is_file(entry, name))
            return 1;
    if (result == ARCHIVE_EOF && !members->failed)
        return 0;
    members_refuse(members, failure);
    return -1;
}

ptrdiff_t members_read(struct members *members, char *bytes, size_t room,
                       struct failure *failure)
{
    la_ssize_t length = archive_read_data(members->archive, bytes, room);
    if (length >= 0 && !members->failed)
        return length;
    members_refuse(members, failure);
    return -1;
}

/* ---- the file at hand as a source ---- */

struct member {
    struct source source; /* first: the interface */
    struct members *members;
    bool is_owner;
    struct failure failure;
};

static ptrdiff_t member_read(struct source *source, char *bytes, size_t room)
{
    struct member *member = (struct member *)source;
    ptrdiff_t length =
        members_read(member->members, bytes, room, &member->failure);
    source->problem = member->failure.text;
    return length;
}

static bool member_rewind(struct source *source, bool is_last)
{
    (void)is_last;
    source->problem = "it cannot be read again";
    return false;
}

static void member_close(struct source *source)
{
    free(source);
}

struct source *members_source(struct members *members)
{
    struct member *member = xmalloc(sizeof *member);
    *member = (struct member){.source = {.name = members->under->name,
                                         .read = member_read,
                                         .rewind = member_rewind,
                                         .finish = source_ends_well,
                                         .close = member_close},
                              .members = members};
    return &member->source;
}

/* ---- bzip2 and xz ---- */

/* The bytes are the only file; opening it is put off until they are read. */
struct unwrapped {
    struct source source; /* first: the interface */
    struct source *under;
    struct members *members; /* NULL: not begun */
    struct failure failure;
};

static bool unwrapped_begin(struct unwrapped *unwrapped)
{
    struct archive_entry *entry;
    struct members *members = unwrapped->members =
        members_make(unwrapped->under);
    archive_read_support_filter_bzip2(members->archive);
    archive_read_support_filter_xz(members->archive);
    archive_read_support_format_raw(members->archive);
    return begin_reading(members, &unwrapped->failure) &&
           (archive_read_next_header(members->archive, &entry) == ARCHIVE_OK ||
            members_refuse(members, &unwrapped->failure));
}

static ptrdiff_t unwrapped_read(struct source *source, char *bytes, size_t room)
{
    struct unwrapped *unwrapped = (struct unwrapped *)source;
    ptrdiff_t length = -1;
    if (!unwrapped->failure.happened &&
        (unwrapped->members || unwrapped_begin(unwrapped)))
        length =
            members_read(unwrapped->members, bytes, room, &unwrapped->failure);
    source->problem = unwrapped->failure.text;
    return length;
}

static bool unwrapped_rewind(struct source *source, bool is_last)
{
    struct unwrapped *unwrapped = (struct unwrapped *)source;
    members_close(unwrapped->members);
    unwrapped->members = NULL;
    unwrapped->failure.happened = false;
    return unwrapped->under->rewind(unwrapped->under, is_last);
}

static bool unwrapped_finish(struct source *source)
{
    return source_ends_as(source, ((struct unwrapped *)source)->under);
}

static void unwrapped_close(struct source *source)
{
    struct unwrapped *unwrapped = (struct unwrapped *)source;
    members_close(unwrapped->members);
    source_close(unwrapped->under);
    free(unwrapped);
}

struct source *members_unwrap(struct source *under)
{
    struct unwrapped *unwrapped = xmalloc(sizeof *unwrapped);
    *unwrapped =
        (struct unwrapped){.source = {.name = under->name,
                                      .is_seekable = under->is_seekable,
                                      .read = unwrapped_read,
                                      .rewind = unwrapped_rewind,
                                      .finish = unwrapped_finish,
                                      .close = unwrapped_close},
                           .under = under};
    return &unwrapped->source;
}
