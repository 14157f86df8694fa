/* The data of a directory archive: a file for each table and large object. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "containers/folder.h"
#include "containers/items.h"
#include "containers/object_list.h"

struct folder_reader {
    struct items items; /* first: the interface */
    const struct toc *toc;
    struct folder *folder;
    int window_bits;
    size_t next;           /* entry */
    struct source *source; /* of the item; NULL: none */
    struct object_list list;
    size_t object;                /* of the list */
    struct toc_entry *of_objects; /* whose list it is; NULL: none */
};

static struct source *find_file(struct folder_reader *reader, const char *name,
                                struct failure *failure)
{
    struct source *source = NULL;
    if (!toc_is_file_name(name))
        fail(failure,
             "its table of contents names the file %s, which is no "
             "plain name; the archive is damaged",
             name);
    else
        source =
            folder_find(reader->folder, name, reader->window_bits, failure);
    if (!source && !failure->happened)
        fail(failure, "the file %s is not there: the archive is not complete",
             name);
    return source;
}

static bool open_item(struct folder_reader *reader, const char *name,
                      struct failure *failure)
{
    source_close(reader->source);
    reader->source = find_file(reader, name, failure);
    return reader->source != NULL;
}

/* Up to 1.15 the list has one name for all. */
static bool open_list(struct folder_reader *reader, struct toc_entry *entry,
                      struct failure *failure)
{
    const char *name =
        reader->toc->version >= 16 && entry->file ? entry->file : "blobs.toc";
    struct source *source = find_file(reader, name, failure);
    bool done = source && object_list_read(&reader->list, source, failure);
    source_close(source);
    reader->object = 0;
    reader->of_objects = entry;
    return done;
}

static int next_file(struct folder_reader *reader, struct item *item,
                     struct failure *failure)
{
    while (reader->next < reader->toc->n) {
        struct toc_entry *entry = &reader->toc->entries[reader->next++];
        if (!entry->has_data)
            continue;
        entry->was_met = true;
        if (!strcmp(entry->kind, "BLOBS"))
            return open_list(reader, entry, failure) ? 2 : -1;
        *item = (struct item){.entry = entry};
        return open_item(reader, entry->file ? entry->file : "", failure) ? 1
                                                                          : -1;
    }
    return 0;
}

static int next_of_list(struct folder_reader *reader, struct item *item,
                        struct failure *failure)
{
    const struct listed_object *object;
    if (reader->object == reader->list.n) {
        reader->of_objects = NULL;
        return 0;
    }
    object = &reader->list.objects[reader->object++];
    *item = (struct item){.entry = reader->of_objects,
                          .is_large_object = true,
                          .oid = object->oid};
    return open_item(reader, object->file, failure) ? 1 : -1;
}

static int folder_next(struct items *items, struct item *item,
                       struct failure *failure)
{
    struct folder_reader *reader = (struct folder_reader *)items;
    int found;
    do {
        found = reader->of_objects ? next_of_list(reader, item, failure) : 0;
        if (!found)
            found = next_file(reader, item, failure);
    } while (found == 2);
    return found;
}

static ptrdiff_t folder_read(struct items *items, char *bytes, size_t room,
                             struct failure *failure)
{
    struct source *source = ((struct folder_reader *)items)->source;
    return source_read_or_fail(source, bytes, room, failure);
}

static void folder_items_close(struct items *items)
{
    struct folder_reader *reader = (struct folder_reader *)items;
    source_close(reader->source);
    object_list_release(&reader->list);
    free(reader);
}

struct items *folder_items(const struct toc *toc, struct folder *folder,
                           int window_bits)
{
    struct folder_reader *reader = xmalloc(sizeof *reader);
    *reader = (struct folder_reader){.items = {.next = folder_next,
                                               .read = folder_read,
                                               .close = folder_items_close},
                                     .toc = toc,
                                     .folder = folder,
                                     .window_bits = window_bits};
    return &reader->items;
}
