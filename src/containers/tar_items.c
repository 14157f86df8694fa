/* The data of a tar whose first member is the table of contents: its members in
 * their order, unpacked as they come. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "containers/folder.h"
#include "containers/items.h"
#include "containers/members.h"
#include "containers/object_list.h"
#include "containers/wrapped.h"

struct tar {
    struct items items; /* first: the interface */
    const struct toc *toc;
    struct members *members;
    int window_bits;
    struct toc_entry **by_file; /* those that have one */
    size_t n_files;
    struct source *source; /* of the member at hand */
    uint64_t *met;         /* large objects */
    size_t n_met, met_capacity;
    uint64_t *listed; /* those that there have to be */
    size_t n_listed, listed_capacity;
};

/* ---- entries by their files ---- */

static int tar_compare(const void *one, const void *other)
{
    const struct toc_entry *a = *(struct toc_entry *const *)one;
    const struct toc_entry *b = *(struct toc_entry *const *)other;
    return strcmp(a->file, b->file);
}

static void sort_by_file(struct tar *tar)
{
    const struct toc *toc = tar->toc;
    tar->by_file = xreallocarray(NULL, toc->n + 1, sizeof *tar->by_file);
    for (size_t i = 0; i < toc->n; i++)
        if (toc->entries[i].file && toc->entries[i].has_data)
            tar->by_file[tar->n_files++] = &toc->entries[i];
    if (tar->n_files)
        qsort((void *)tar->by_file, tar->n_files, sizeof *tar->by_file,
              tar_compare);
}

static struct toc_entry *entry_of_file(const struct tar *tar, const char *file)
{
    struct toc_entry wanted = {.file = file}, *key = &wanted, **found;
    found =
        bsearch(&key, tar->by_file, tar->n_files, sizeof *found, tar_compare);
    return found ? *found : NULL;
}

/* ---- members ---- */

static int compare_oids(const void *one, const void *other)
{
    uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;
    return (a > b) - (a < b);
}

static bool read_list(struct tar *tar, struct failure *failure)
{
    struct object_list list = {.n = 0};
    bool done = object_list_read(&list, tar->source, failure);
    for (size_t i = 0; done && i < list.n; i++) {
        grow_array(&tar->listed, &tar->listed_capacity, tar->n_listed + 1,
                   sizeof *tar->listed);
        tar->listed[tar->n_listed++] = list.objects[i].oid;
    }
    object_list_release(&list);
    return done;
}

/* At the end, since people put the members into any order. */
static bool check_lists(struct tar *tar, struct failure *failure)
{
    if (tar->n_met)
        qsort(tar->met, tar->n_met, sizeof *tar->met, compare_oids);
    for (size_t i = 0; i < tar->n_listed; i++)
        if (!tar->n_met || !bsearch(&tar->listed[i], tar->met, tar->n_met,
                                    sizeof *tar->met, compare_oids))
            return fail(failure,
                        "the large object %" PRIu64 " is not there: the "
                        "archive is not complete",
                        tar->listed[i]);
    return true;
}

/* blobs.toc is of all, blobs_4359.toc of one entry. */
static bool take_list(struct tar *tar, const char *name,
                      struct failure *failure)
{
    int64_t id = name[5] == '_' ? strtoll(name + 6, NULL, 10) : 0;
    for (size_t i = 0; i < tar->toc->n; i++) {
        struct toc_entry *entry = &tar->toc->entries[i];
        if (entry->has_data && !strcmp(entry->kind, "BLOBS") &&
            (!id || entry->id == id))
            entry->was_met = true;
    }
    return read_list(tar, failure);
}

static void open_member(struct tar *tar, enum packing packing)
{
    source_close(tar->source);
    tar->source = members_source(tar->members);
    if (packing != PACKING_NONE)
        tar->source = wrapped_open(tar->source, packing, tar->window_bits);
}

static int take_object(struct tar *tar, const char *name, struct item *item,
                       struct failure *failure)
{
    char *end;
    uint64_t oid = strtoull(name + strlen("blob_"), &end, 10);
    if (*end != '.' || oid > UINT32_MAX) {
        fail(failure, "it has a member %.60s, which is none of pg_dump", name);
        return -1;
    }
    grow_array(&tar->met, &tar->met_capacity, tar->n_met + 1, sizeof *tar->met);
    tar->met[tar->n_met++] = oid;
    *item = (struct item){.is_large_object = true, .oid = oid};
    return 1;
}

/* 2: it is nothing that is wanted. */
static int take_member(struct tar *tar, const char *name, struct item *item,
                       struct failure *failure)
{
    struct toc_entry *entry = entry_of_file(tar, name);
    if (!strncmp(name, "blobs", 5))
        return take_list(tar, name, failure) ? 2 : -1;
    if (!strncmp(name, "blob_", 5))
        return take_object(tar, name, item, failure);
    if (!entry)
        return 2;
    if (entry->was_met) {
        fail(failure, "it has the member %s twice", name);
        return -1;
    }
    entry->was_met = true;
    *item = (struct item){.entry = entry};
    return 1;
}

static int tar_next(struct items *items, struct item *item,
                    struct failure *failure)
{
    struct tar *tar = (struct tar *)items;
    int found = 2;
    while (found == 2) {
        const char *name;
        char *plain;
        size_t length;
        found = members_next(tar->members, &name, failure);
        if (found == 0 && !check_lists(tar, failure))
            found = -1;
        if (found <= 0)
            break;
        open_member(tar, folder_packing_of(name, &length));
        plain = xstrndup(name, length);
        found = take_member(tar, plain, item, failure);
        free(plain);
    }
    return found;
}

static ptrdiff_t tar_read(struct items *items, char *bytes, size_t room,
                          struct failure *failure)
{
    struct source *source = ((struct tar *)items)->source;
    return source_read_or_fail(source, bytes, room, failure);
}

static void tar_close(struct items *items)
{
    struct tar *tar = (struct tar *)items;
    source_close(tar->source);
    free((void *)tar->by_file);
    free(tar->met);
    free(tar->listed);
    free(tar);
}

struct items *tar_items(const struct toc *toc, struct members *members,
                        int window_bits)
{
    struct tar *tar = xmalloc(sizeof *tar);
    *tar = (struct tar){
        .items = {.next = tar_next, .read = tar_read, .close = tar_close},
        .toc = toc,
        .members = members,
        .window_bits = window_bits};
    sort_by_file(tar);
    return &tar->items;
}
