#include "containers/toc.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_ENTRIES = 4 * 1000 * 1000,
    MOST_TEXT = 256 * 1024 * 1024,  /* of one text */
    MOST_BYTES = 1024 * 1024 * 1024 /* of all */
};

/* An archive at work. */
struct toc_reader {
    struct toc *toc;
    struct cursor *cursor;
    struct failure *failure;
    struct buffer text;
};

/* ---- numbers and texts ---- */

static bool cut_off(const struct cursor *cursor, struct failure *failure)
{
    return fail(failure, "%s",
                cursor->problem ? cursor->problem
                                : "the archive is cut off: it ends too early");
}

static bool read_byte(struct toc_reader *reader, int *byte)
{
    *byte = cursor_byte(reader->cursor);
    return *byte >= 0 || cut_off(reader->cursor, reader->failure);
}

/* Least significant byte first; what is beyond 63 bits is no number of ours. */
static bool read_magnitude(struct cursor *cursor, int size, uint64_t *magnitude,
                           struct failure *failure)
{
    *magnitude = 0;
    for (int i = 0; i < size; i++) {
        int byte = cursor_byte(cursor);
        if (byte < 0)
            return cut_off(cursor, failure);
        if (i < 8)
            *magnitude |= (uint64_t)byte << (8 * i);
        else if (byte)
            *magnitude = UINT64_MAX;
    }
    return *magnitude <= INT64_MAX ||
           fail(failure,
                "byte %" PRIu64 " of the archive: a number that is too large; "
                "the archive is damaged",
                cursor_position(cursor));
}

bool toc_read_number(const struct toc *toc, struct cursor *cursor,
                     int64_t *number, struct failure *failure)
{
    int sign = cursor_byte(cursor);
    uint64_t magnitude = 0;
    if (sign < 0)
        return cut_off(cursor, failure);
    if (sign > 1)
        return fail(failure,
                    "byte %" PRIu64 " of the archive: a number was expected "
                    "here; the archive is damaged",
                    cursor_position(cursor) - 1);
    if (!read_magnitude(cursor, toc->int_size, &magnitude, failure))
        return false;
    *number = sign ? -(int64_t)magnitude : (int64_t)magnitude;
    return true;
}

static bool toc_number(struct toc_reader *reader, int64_t *number)
{
    return toc_read_number(reader->toc, reader->cursor, number,
                           reader->failure);
}

/* As the bytes come: a length alone allocates nothing. */
static bool collect(struct toc_reader *reader, uint64_t length)
{
    const char *bytes;
    reader->text.size = 0;
    while (length) {
        size_t there = cursor_look(reader->cursor, &bytes);
        if (!there)
            return cut_off(reader->cursor, reader->failure);
        there = there < length ? there : (size_t)length;
        buffer_add(&reader->text, bytes, there);
        cursor_take(reader->cursor, there);
        length -= there;
    }
    return true;
}

/* NULL for none and for an empty one: pg_dump takes either. */
static bool read_text(struct toc_reader *reader, const char **text)
{
    int64_t length = 0;
    *text = NULL;
    if (!toc_number(reader, &length))
        return false;
    if (length <= 0)
        return true;
    if (length > MOST_TEXT ||
        cursor_position(reader->cursor) > (uint64_t)MOST_BYTES)
        return fail(reader->failure,
                    "byte %" PRIu64 " of the archive: a text of %" PRId64
                    " bytes in its table of contents; the archive is damaged",
                    cursor_position(reader->cursor), length);
    if (!collect(reader, (uint64_t)length))
        return false;
    if (memchr(reader->text.bytes, '\0', reader->text.size))
        return fail(reader->failure,
                    "byte %" PRIu64 " of the archive: a NUL in a text of its "
                    "table of contents; the archive is damaged",
                    cursor_position(reader->cursor));
    *text =
        arena_copy(&reader->toc->arena, reader->text.bytes, reader->text.size);
    return true;
}

static bool skip_text(struct toc_reader *reader)
{
    int64_t length = 0;
    if (!toc_number(reader, &length))
        return false;
    return length <= 0 || cursor_skip(reader->cursor, (uint64_t)length) ||
           cut_off(reader->cursor, reader->failure);
}

/* ---- the header ---- */

static bool check_version(const struct toc_reader *reader, int major, int minor)
{
    if (major == 1 && minor >= TOC_OLDEST && minor <= TOC_NEWEST)
        return true;
    return fail(reader->failure,
                "a pg_dump archive of version %d.%d, and 1.%d to 1.%d are "
                "read here; make plain text of it with a pg_restore of the "
                "PostgreSQL that made it: pg_restore -f - FILE | pgdecant",
                major, minor, (int)TOC_OLDEST, (int)TOC_NEWEST);
}

static bool read_sizes(struct toc_reader *reader)
{
    struct toc *toc = reader->toc;
    if (!read_byte(reader, &toc->int_size) ||
        !read_byte(reader, &toc->offset_size))
        return false;
    return (toc->int_size >= 1 && toc->int_size <= 32 &&
            toc->offset_size >= 1 && toc->offset_size <= 32) ||
           fail(reader->failure,
                "numbers of %d and %d bytes; the archive is "
                "damaged",
                toc->int_size, toc->offset_size);
}

/* Before 1.15 a level, where anything but 0 is gzip. */
static bool read_packing(struct toc_reader *reader)
{
    int algorithm = 0;
    int64_t level = 0;
    if (reader->toc->version < 15) {
        if (!toc_number(reader, &level))
            return false;
        reader->toc->packing = level ? PACKING_GZIP : PACKING_NONE;
        return true;
    }
    if (!read_byte(reader, &algorithm))
        return false;
    reader->toc->packing = (enum packing)algorithm;
    return algorithm <= PACKING_ZSTD ||
           fail(reader->failure,
                "the archive is compressed in a way that is not known here "
                "(number %d)",
                algorithm);
}

static bool toc_header(struct toc_reader *reader)
{
    static const char magic[] = "PGDMP";
    struct toc *toc = reader->toc;
    int byte = 0, major = 0, format = 0;
    int64_t unused = 0;
    for (size_t i = 0; i < sizeof magic - 1; i++)
        if (!read_byte(reader, &byte) ||
            (byte != magic[i] &&
             !fail(reader->failure, "this is no table of contents of pg_dump")))
            return false;
    if (!read_byte(reader, &major) || !read_byte(reader, &toc->version) ||
        !check_version(reader, major, toc->version) ||
        !read_byte(reader, &byte) || !read_sizes(reader) ||
        !read_byte(reader, &format) || !read_packing(reader))
        return false;
    toc->format = (enum toc_format)format;
    for (int i = 0; i < 7; i++) /* the time */
        if (!toc_number(reader, &unused))
            return false;
    return read_text(reader, &toc->database) &&
           read_text(reader, &toc->server_version) &&
           read_text(reader, &toc->dump_version);
}

/* ---- entries ---- */

static bool is_among(const char *kind, const char *const *kinds, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(kind, kinds[i]))
            return true;
    return false;
}

/* Before 1.11 the kind says in which section it is. */
static enum toc_section section_of(const char *kind)
{
    static const char *const none[] = {"COMMENT", "ACL", "ACL LANGUAGE"};
    static const char *const data[] = {"TABLE DATA", "BLOBS", "BLOB COMMENTS",
                                       "SEQUENCE SET"};
    static const char *const after[] = {"CONSTRAINT",    "CHECK CONSTRAINT",
                                        "FK CONSTRAINT", "INDEX",
                                        "RULE",          "TRIGGER"};
    return is_among(kind, none, COUNT_OF(none))     ? SECTION_NONE
           : is_among(kind, data, COUNT_OF(data))   ? SECTION_DATA
           : is_among(kind, after, COUNT_OF(after)) ? SECTION_AFTER
                                                    : SECTION_BEFORE;
}

/* Nothing is sorted, since whatever depends on another stands behind it. */
static bool skip_dependencies(struct toc_reader *reader)
{
    const char *id = NULL;
    do
        if (!read_text(reader, &id))
            return false;
    while (id);
    return true;
}

/* Where its data are, and a custom archive is read from front to back. */
static bool toc_place(struct toc_reader *reader, struct toc_entry *entry)
{
    if (reader->toc->format == FORMAT_FILES)
        return read_text(reader, &entry->file);
    return cursor_skip(reader->cursor,
                       1 + (uint64_t)reader->toc->offset_size) ||
           cut_off(reader->cursor, reader->failure);
}

static bool read_section(struct toc_reader *reader, struct toc_entry *entry)
{
    int64_t section = 0;
    if (reader->toc->version < 11) {
        entry->section = section_of(entry->kind);
        return true;
    }
    if (!toc_number(reader, &section))
        return false;
    entry->section = (enum toc_section)section;
    return (section >= SECTION_NONE && section <= SECTION_AFTER) ||
           fail(reader->failure,
                "entry %" PRId64 " is in section %" PRId64
                ", which there is not; the archive is damaged",
                entry->id, section);
}

static bool read_name(struct toc_reader *reader, struct toc_entry *entry)
{
    int64_t has_data = 0;
    if (!toc_number(reader, &entry->id) || !toc_number(reader, &has_data) ||
        !skip_text(reader) || !skip_text(reader) ||
        !read_text(reader, &entry->tag) || !read_text(reader, &entry->kind))
        return false;
    entry->has_data = has_data != 0;
    if (!entry->tag)
        entry->tag = "";
    return (entry->id > 0 && entry->kind) ||
           fail(reader->failure,
                "byte %" PRIu64 " of the archive: an entry without a number or "
                "a kind; the archive is damaged",
                cursor_position(reader->cursor));
}

/* In the order of the file. */
static bool read_entry(struct toc_reader *reader, struct toc_entry *entry)
{
    int version = reader->toc->version;
    const char *oids = NULL;
    int64_t kind = 0;
    if (!read_name(reader, entry) || !read_section(reader, entry) ||
        !read_text(reader, &entry->definition) || !skip_text(reader) ||
        !read_text(reader, &entry->copy) ||
        !read_text(reader, &entry->schema) || !skip_text(reader) ||
        (version >= 14 && !skip_text(reader)) ||
        (version >= 16 && !toc_number(reader, &kind)) || !skip_text(reader) ||
        !read_text(reader, &oids) || !skip_dependencies(reader) ||
        !toc_place(reader, entry))
        return false;
    entry->has_oids = oids && !strcmp(oids, "true");
    return true;
}

/* ---- by number ---- */

static int compare_ids(const void *one, const void *other)
{
    const struct toc_entry *a = *(struct toc_entry *const *)one;
    const struct toc_entry *b = *(struct toc_entry *const *)other;
    return (a->id > b->id) - (a->id < b->id);
}

static bool sort_by_id(struct toc_reader *reader)
{
    struct toc *toc = reader->toc;
    toc->by_id = xreallocarray(NULL, toc->n + 1, sizeof(struct toc_entry *));
    for (size_t i = 0; i < toc->n; i++)
        toc->by_id[i] = &toc->entries[i];
    qsort(toc->by_id, toc->n, sizeof(struct toc_entry *), compare_ids);
    for (size_t i = 1; i < toc->n; i++)
        if (toc->by_id[i]->id == toc->by_id[i - 1]->id)
            return fail(reader->failure,
                        "two entries have the number %" PRId64
                        "; the archive is damaged",
                        toc->by_id[i]->id);
    return true;
}

struct toc_entry *toc_find(const struct toc *toc, int64_t id)
{
    struct toc_entry wanted = {.id = id}, *key = &wanted, **found;
    found = bsearch(&key, toc->by_id, toc->n, sizeof *found, compare_ids);
    return found ? *found : NULL;
}

/* ---- all of it ---- */

static bool read_entries(struct toc_reader *reader)
{
    struct toc *toc = reader->toc;
    int64_t n = 0;
    if (!toc_number(reader, &n))
        return false;
    if (n < 0 || n > MOST_ENTRIES)
        return fail(reader->failure,
                    "a table of contents of %" PRId64 " entries; the archive "
                    "is damaged, or too large",
                    n);
    for (int64_t i = 0; i < n; i++) {
        struct toc_entry entry = {.id = 0};
        if (!read_entry(reader, &entry))
            return false;
        toc->has_search_path |= !strcmp(entry.kind, "SEARCHPATH");
        grow_array(&toc->entries, &toc->capacity, toc->n + 1,
                   sizeof *toc->entries);
        toc->entries[toc->n++] = entry;
    }
    return sort_by_id(reader);
}

bool toc_read(struct toc *toc, struct cursor *cursor, struct failure *failure)
{
    struct toc_reader reader = {
        .toc = toc, .cursor = cursor, .failure = failure};
    bool done = toc_header(&reader) && read_entries(&reader);
    buffer_release(&reader.text);
    return done;
}

void toc_release(struct toc *toc)
{
    arena_release(&toc->arena);
    free(toc->entries);
    free((void *)toc->by_id);
    *toc = (struct toc){.n = 0};
}

bool toc_is_file_name(const char *name)
{
    if (!*name || *name == '.' || *name == '-')
        return false;
    for (; *name; name++)
        if (!isalnum((unsigned char)*name) && !strchr("._-", *name))
            return false;
    return true;
}
