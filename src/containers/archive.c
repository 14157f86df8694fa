#include "containers/archive.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/location.h"
#include "base/scan.h"
#include "containers/items.h"
#include "containers/members.h"
#include "containers/toc.h"

/* How far the text is. */
enum phase {
    PHASE_HEAD,
    PHASE_ENTRIES, /* in three rounds, as pg_restore has them */
    PHASE_RIGHTS,
    PHASE_LATE,
    PHASE_DATA,
    PHASE_ITEM,
    PHASE_DONE
};

/* Bytes of each table where the first rows are enough. */
enum { SAMPLE = 64 * 1024 };

/* Bytes of a large object that one statement has: as pg_restore has them. */
enum { PIECE = 16 * 1024 };

struct archive_text {
    struct source source; /* first: the interface */
    struct source *under; /* of a custom archive or tar */
    struct folder *folder;
    bool is_tar;
    int window_bits;

    struct toc toc;
    struct cursor cursor;
    struct members *members;
    struct source *file; /* toc.dat */
    struct items *items;

    enum phase phase;
    size_t next; /* entry */
    struct item item;
    char tail[5];                /* the item's last bytes */
    bool is_chosen, is_unwanted; /* it was asked for; and the answer */
    size_t sampled;              /* bytes of it */
    bool has_backslashes;        /* standard_conforming_strings is off */
    const char *search_path;     /* schema of the last entry that had one */

    struct buffer text; /* to be given */
    size_t given;
    uint64_t line; /* of the next byte */
    struct failure failure;
};

/* ---- opening ---- */

/* The member at hand has to be the table of contents. */
static bool open_tar(struct archive_text *archive)
{
    const char *name;
    archive->members = members_open(archive->under, &archive->failure);
    if (!archive->members ||
        members_next(archive->members, &name, &archive->failure) < 0)
        return false;
    archive->file = members_source(archive->members);
    return true;
}

static bool open_toc(struct archive_text *archive)
{
    if (archive->folder)
        archive->file = folder_find(archive->folder, "toc.dat",
                                    archive->window_bits, &archive->failure);
    else if (archive->is_tar)
        open_tar(archive);
    if ((archive->folder || archive->is_tar) && !archive->file)
        return archive->failure.happened ||
               fail(&archive->failure,
                    "there is no toc.dat in it, so it is no archive of "
                    "pg_dump's; if a file in it is a dump, name that file");
    archive->cursor.under = archive->file ? archive->file : archive->under;
    return true;
}

static void open_items(struct archive_text *archive)
{
    if (archive->folder)
        archive->items =
            folder_items(&archive->toc, archive->folder, archive->window_bits);
    else if (archive->is_tar)
        archive->items =
            tar_items(&archive->toc, archive->members, archive->window_bits);
    else
        archive->items =
            custom_items(&archive->toc, &archive->cursor, archive->window_bits);
}

static bool archive_begin(struct archive_text *archive)
{
    if (!open_toc(archive) || archive->failure.happened ||
        !toc_read(&archive->toc, &archive->cursor, &archive->failure))
        return false;
    if (!archive->folder && !archive->is_tar &&
        archive->toc.format != FORMAT_CUSTOM)
        return fail(&archive->failure,
                    "this is the table of contents of a directory archive "
                    "(pg_dump -Fd): name the directory that it was in");
    open_items(archive);
    return true;
}

/* ---- text ---- */

/* Names go into comments: one line. */
static void add_one_line(struct buffer *text, const char *name)
{
    for (; *name; name++)
        buffer_add_byte(text, iscntrl((unsigned char)*name) ? ' ' : *name);
}

static void add_identifier(struct buffer *text, const char *name)
{
    buffer_add_byte(text, '"');
    for (; *name; name++) {
        if (*name == '"')
            buffer_add_byte(text, '"');
        buffer_add_byte(text, *name);
    }
    buffer_add_byte(text, '"');
}

/* ASCII only: the encoding is not known there. */
static void add_version(struct buffer *text, const char *what,
                        const char *version)
{
    buffer_printf(text, "-- Dumped %s version ", what);
    for (; version && *version; version++)
        buffer_add_byte(text,
                        isprint((unsigned char)*version) ? *version : '?');
    buffer_add_byte(text, '\n');
}

static void archive_add_head(struct archive_text *archive)
{
    struct buffer *text = &archive->text;
    buffer_add_text(text, "--\n-- PostgreSQL database dump\n--\n\n");
    add_version(text, "from database", archive->toc.server_version);
    add_version(text, "by pg_dump", archive->toc.dump_version);
    buffer_add_byte(text, '\n');
}

static uint64_t lines_in(const char *bytes, size_t length)
{
    const char *end = bytes + length;
    uint64_t n = 0;
    while ((bytes = memchr(bytes, '\n', (size_t)(end - bytes)))) {
        n++;
        bytes++;
    }
    return n;
}

/* From the next byte of the text on. `rows_begin`: lines later. */
static void tell_location(const struct archive_text *archive,
                          const struct toc_entry *entry, uint64_t rows_begin)
{
    struct buffer name = {0};
    uint64_t line =
        archive->line + lines_in(archive->text.bytes + archive->given,
                                 archive->text.size - archive->given);
    toc_add_label(&name, entry);
    location_add_part(archive->source.name, line, buffer_text(&name),
                      rows_begin ? line + rows_begin : 0);
    buffer_release(&name);
}

/* Before 1.13 names are not qualified, and the entry has the schema. */
static void archive_set_path(struct archive_text *archive,
                             const struct toc_entry *entry)
{
    if (archive->toc.has_search_path || !entry->schema ||
        (archive->search_path && !strcmp(archive->search_path, entry->schema)))
        return;
    archive->search_path = entry->schema;
    buffer_add_text(&archive->text, "SET search_path = ");
    add_identifier(&archive->text, entry->schema);
    buffer_add_text(&archive->text, ", pg_catalog;\n\n");
}

/* BLOB METADATA has numbers, one a line. */
static void add_definition(struct buffer *text, const struct toc_entry *entry)
{
    const char *at = entry->definition;
    if (strcmp(entry->kind, "BLOB METADATA") != 0) {
        buffer_printf(text, "%s\n\n", at);
        return;
    }
    while (*at) {
        size_t length = strcspn(at, "\n");
        if (length)
            buffer_printf(text, "SELECT pg_catalog.lo_create('%.*s');\n",
                          (int)length, at);
        at += length + (at[length] != '\0');
    }
}

/* The same thing is said twice in an archive, and nothing else tells of damage.
 */
static bool check_entry(struct archive_text *archive,
                        const struct toc_entry *entry)
{
    return toc_names_agree(entry) ||
           toc_refuse(&archive->failure, entry,
                      ", is about another table than its name says; the "
                      "archive is damaged");
}

static void add_entry(struct archive_text *archive,
                      const struct toc_entry *entry)
{
    struct buffer *text = &archive->text;
    if (!entry->definition || entry->has_data || !check_entry(archive, entry))
        return;
    if (!strcmp(entry->kind, "STDSTRINGS"))
        archive->has_backslashes = strstr(entry->definition, "'off'") != NULL;
    tell_location(archive, entry, 0);
    archive_set_path(archive, entry);
    buffer_add_text(text, "--\n-- Name: ");
    add_one_line(text, entry->tag);
    buffer_add_text(text, "; Type: ");
    add_one_line(text, entry->kind);
    buffer_add_text(text, "\n--\n\n");
    add_definition(text, entry);
}

/* ---- which entry when ---- */

static bool is_kind(const struct toc_entry *entry, const char *kind)
{
    return !strcmp(entry->kind, kind);
}

/* pg_restore makes the database with --create only; the others are messages. */
static bool is_left_out(const struct toc_entry *entry)
{
    bool is_about = is_kind(entry, "COMMENT") || is_kind(entry, "ACL") ||
                    is_kind(entry, "SECURITY LABEL");
    return is_kind(entry, "DATABASE") ||
           is_kind(entry, "DATABASE PROPERTIES") || is_kind(entry, "WARNING") ||
           is_kind(entry, "<Init>") ||
           (is_about && !strncmp(entry->tag, "DATABASE ", 9));
}

static enum phase phase_of(const struct toc_entry *entry)
{
    if (is_kind(entry, "ACL") || is_kind(entry, "ACL LANGUAGE") ||
        is_kind(entry, "DEFAULT ACL"))
        return PHASE_RIGHTS;
    if (is_kind(entry, "EVENT TRIGGER") ||
        is_kind(entry, "MATERIALIZED VIEW DATA") ||
        (is_kind(entry, "COMMENT") &&
         !strncmp(entry->tag, "EVENT TRIGGER ", 14)) ||
        (is_kind(entry, "STATISTICS DATA") && entry->section == SECTION_AFTER))
        return PHASE_LATE;
    return PHASE_ENTRIES;
}

/* One entry more, or the next round. */
static void step_entries(struct archive_text *archive)
{
    const struct toc_entry *entry;
    if (archive->next == archive->toc.n) {
        archive->next = 0;
        archive->phase++;
        return;
    }
    entry = &archive->toc.entries[archive->next++];
    if (phase_of(entry) == archive->phase && !is_left_out(entry))
        add_entry(archive, entry);
}

/* ---- data ---- */

static void begin_large_object(struct archive_text *archive)
{
    buffer_printf(&archive->text,
                  "SELECT pg_catalog.lo_open('%" PRIu64 "', 131072);\n",
                  archive->item.oid);
}

static void begin_item(struct archive_text *archive)
{
    const struct toc_entry *entry = archive->item.entry;
    uint64_t before;
    memset(archive->tail, 0, sizeof archive->tail);
    archive->sampled = 0;
    archive->is_chosen = archive->is_unwanted = false;
    archive->phase = PHASE_ITEM;
    if (archive->item.is_large_object) {
        if (entry)
            tell_location(archive, entry, 0);
        begin_large_object(archive);
        return;
    }
    /* The COPY is one line, unless a name has another. */
    before = entry->copy ? lines_in(entry->copy, strlen(entry->copy)) : 0;
    archive_set_path(archive, entry);
    tell_location(archive, entry, before);
    buffer_add_text(&archive->text, entry->copy ? entry->copy : "");
}

/* Every entry with data has had them. */
static bool check_data(struct archive_text *archive)
{
    for (size_t i = 0; i < archive->toc.n; i++) {
        const struct toc_entry *entry = &archive->toc.entries[i];
        if (entry->has_data && !entry->was_met)
            return toc_refuse(&archive->failure, entry,
                              ", has no data there: the archive is not "
                              "complete (was pg_dump interrupted, or the "
                              "file cut off?)");
    }
    return true;
}

/* The rows of others stay packed. */
static bool is_wanted(struct archive_text *archive)
{
    struct table_choice *choice = atomic_load(&archive->source.choice);
    const struct toc_entry *entry = archive->item.entry;
    if (!choice || archive->item.is_large_object || !entry->copy ||
        choice->wants(choice->context, entry->schema ? entry->schema : "",
                      entry->tag))
        return true;
    atomic_fetch_add(&choice->left_out, 1);
    return false;
}

static bool step_data(struct archive_text *archive)
{
    int found =
        archive->items->next(archive->items, &archive->item, &archive->failure);
    if (found < 0) {
        /* It is none of the entry before. */
        location_add_part(archive->source.name, archive->line, "its data", 0);
        return false;
    }
    if (found) {
        if (!archive->item.is_large_object &&
            !check_entry(archive, archive->item.entry))
            return false;
        if (is_wanted(archive))
            begin_item(archive);
        return true;
    }
    archive->phase = PHASE_DONE;
    buffer_add_text(&archive->text,
                    "--\n-- PostgreSQL database dump complete\n--\n\n");
    return check_data(archive);
}

/* The rows of a COPY bring their own end, without which whatever stands behind
 * would be rows as well. */
static bool end_item(struct archive_text *archive)
{
    const struct toc_entry *entry = archive->item.entry;
    archive->phase = PHASE_DATA;
    if (archive->item.is_large_object)
        buffer_add_text(&archive->text, "SELECT pg_catalog.lo_close(0);\n\n");
    else if (entry->copy && memcmp(archive->tail, "\\.\n\n\n", 5) != 0)
        return toc_refuse(&archive->failure, entry,
                          ": its rows have no end; the archive is damaged");
    else
        buffer_add_byte(&archive->text, '\n');
    return true;
}

static void keep_tail(struct archive_text *archive, const char *bytes,
                      size_t length)
{
    const size_t room = sizeof archive->tail;
    if (length >= room) {
        memcpy(archive->tail, bytes + length - room, room);
        return;
    }
    memmove(archive->tail, archive->tail + length, room - length);
    memcpy(archive->tail + room - length, bytes, length);
}

/* A piece of it in hexadecimal digits, as one statement. */
static bool step_large_object(struct archive_text *archive)
{
    static const char digits[] = "0123456789abcdef";
    char bytes[PIECE];
    ptrdiff_t length =
        archive->items->read(archive->items, bytes, PIECE, &archive->failure);
    if (length < 0)
        return false;
    if (length == 0)
        return end_item(archive);
    buffer_printf(&archive->text, "SELECT pg_catalog.lowrite(0, '\\%sx",
                  archive->has_backslashes ? "\\" : "");
    for (ptrdiff_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        buffer_add_byte(&archive->text, digits[byte >> 4]);
        buffer_add_byte(&archive->text, digits[byte & 15]);
    }
    buffer_add_text(&archive->text, "');\n");
    return true;
}

/* Are the rows to come wanted? It may be known only in the middle. */
static bool wants_more(struct archive_text *archive)
{
    if (atomic_load(&archive->source.samples))
        return archive->sampled < SAMPLE;
    if (!archive->is_chosen && atomic_load(&archive->source.choice)) {
        archive->is_chosen = true;
        archive->is_unwanted = !is_wanted(archive);
    }
    return !archive->is_unwanted;
}

/* Rows of a COPY are lines; what stands behind those that are wanted is not
 * even unpacked. */
static size_t cut_sample(struct archive_text *archive, const char *bytes,
                         size_t length)
{
    const char *end, *before;
    archive->sampled += length;
    if (!archive->item.entry->copy || wants_more(archive))
        return length;
    end = scan_last_newline(bytes, length);
    before = end ? scan_last_newline(bytes, (size_t)(end - bytes)) : NULL;
    /* Behind a row that is whole, and not behind the mark of the end. */
    if (!before || end == before + 1 || !memcmp(before, "\n\\.\n", 4))
        return length;
    buffer_add_text(&archive->text, "\\.\n\n\n\n");
    archive->phase = PHASE_DATA;
    return (size_t)(end - bytes) + 1;
}

/* Data go straight to where they are wanted; 0 at the item's end. */
static ptrdiff_t read_item(struct archive_text *archive, char *bytes,
                           size_t room)
{
    ptrdiff_t length =
        archive->items->read(archive->items, bytes, room, &archive->failure);
    if (length > 0) {
        keep_tail(archive, bytes, (size_t)length);
        length = (ptrdiff_t)cut_sample(archive, bytes, (size_t)length);
    } else if (length == 0 && !end_item(archive))
        return -1;
    return length;
}

/* ---- the source ---- */

static bool archive_step(struct archive_text *archive)
{
    archive->text.size = archive->given = 0;
    switch (archive->phase) {
    case PHASE_HEAD:
        archive->phase = PHASE_ENTRIES;
        if (!archive_begin(archive))
            return false;
        archive_add_head(archive);
        return true;
    case PHASE_DATA: return step_data(archive);
    case PHASE_ITEM: return step_large_object(archive);
    default: step_entries(archive); return true;
    }
}

static ptrdiff_t give_text(struct archive_text *archive, char *bytes,
                           size_t room)
{
    size_t length = archive->text.size - archive->given;
    length = length < room ? length : room;
    memcpy(bytes, archive->text.bytes + archive->given, length);
    archive->given += length;
    return (ptrdiff_t)length;
}

static ptrdiff_t archive_read(struct source *source, char *bytes, size_t room)
{
    struct archive_text *archive = (struct archive_text *)source;
    ptrdiff_t length = 0;
    while (length == 0 && !archive->failure.happened) {
        if (archive->given < archive->text.size)
            length = give_text(archive, bytes, room);
        else if (archive->phase == PHASE_DONE)
            return 0;
        else if (archive->phase == PHASE_ITEM && !archive->item.is_large_object)
            length = read_item(archive, bytes, room);
        else
            archive_step(archive);
    }
    if (archive->failure.happened) {
        source->problem = archive->failure.text;
        return -1;
    }
    archive->line += lines_in(bytes, (size_t)length);
    return length;
}

/* What has been opened in this round. */
static void archive_end(struct archive_text *archive)
{
    if (archive->items)
        archive->items->close(archive->items);
    archive->items = NULL;
    source_close(archive->file);
    archive->file = NULL;
    members_close(archive->members);
    archive->members = NULL;
    toc_release(&archive->toc);
    cursor_reset(&archive->cursor);
}

static bool archive_rewind(struct source *source, bool is_last)
{
    struct archive_text *archive = (struct archive_text *)source;
    archive_end(archive);
    archive->phase = PHASE_HEAD;
    archive->next = 0;
    archive->has_backslashes = false;
    archive->search_path = NULL;
    archive->text.size = archive->given = 0;
    location_forget_rows(source->name);
    archive->line = 1;
    archive->failure.happened = false;
    return !archive->under || archive->under->rewind(archive->under, is_last);
}

static void archive_close(struct source *source)
{
    struct archive_text *archive = (struct archive_text *)source;
    archive_end(archive);
    cursor_release(&archive->cursor);
    buffer_release(&archive->text);
    source_close(archive->under);
    if (archive->folder)
        archive->folder->close(archive->folder);
    free(archive);
}

static struct archive_text *archive_open(const char *name, int window_bits)
{
    struct archive_text *archive = xmalloc(sizeof *archive);
    *archive = (struct archive_text){.source = {.name = name,
                                                .read = archive_read,
                                                .rewind = archive_rewind,
                                                .finish = source_ends_well,
                                                .close = archive_close},
                                     .window_bits = window_bits,
                                     .line = 1};
    return archive;
}

struct source *archive_of_custom(struct source *under, int window_bits)
{
    struct archive_text *archive = archive_open(under->name, window_bits);
    archive->under = under;
    archive->source.is_seekable = under->is_seekable;
    return &archive->source;
}

struct source *archive_of_folder(struct folder *folder, const char *name,
                                 int window_bits)
{
    struct archive_text *archive = archive_open(name, window_bits);
    archive->folder = folder;
    archive->source.is_seekable = true;
    return &archive->source;
}

struct source *archive_of_tar(struct source *under, int window_bits)
{
    struct archive_text *archive = archive_open(under->name, window_bits);
    archive->under = under;
    archive->is_tar = true;
    archive->source.is_seekable = under->is_seekable;
    return &archive->source;
}
