/* A custom archive's blocks: a table's data, or large objects, in chunks. */
#include <inttypes.h>
#include <stdlib.h>

#include "containers/items.h"

enum { BLOCK_TABLE = 1, BLOCK_OBJECTS = 3 };

struct custom {
    struct items items; /* first: the interface */
    const struct toc *toc;
    struct cursor *cursor;
    int window_bits;
    struct unpacker *unpacker; /* of the item; NULL: there is none */
    struct toc_entry *objects; /* of the block of large objects; or NULL */
    int64_t left;              /* bytes of the chunk */
    bool ended;                /* the item's last chunk has been */
};

static bool damaged(const struct custom *custom, struct failure *failure,
                    const char *what)
{
    if (custom->cursor->problem)
        return fail(failure, "%s", custom->cursor->problem);
    return fail(failure, "byte %" PRIu64 " of the archive: %s",
                cursor_position(custom->cursor), what);
}

/* ---- an item ---- */

static bool next_chunk(struct custom *custom, struct failure *failure)
{
    if (!toc_read_number(custom->toc, custom->cursor, &custom->left, failure))
        return false;
    custom->ended = custom->left == 0;
    return custom->left >= 0 ||
           damaged(custom, failure,
                   "a chunk of less than no bytes; the archive is damaged");
}

/* One step; a chunk may end anywhere. */
static bool custom_step(struct custom *custom, struct unpack_step *step,
                        struct failure *failure)
{
    const char *problem;
    step->used = 0;
    step->length = custom->left ? cursor_look(custom->cursor, &step->bytes) : 0;
    if (custom->left && !step->length)
        return damaged(custom, failure, "the archive is cut off in its data");
    if (step->length > (uint64_t)custom->left)
        step->length = (size_t)custom->left;
    problem = unpacker_step(custom->unpacker, step);
    cursor_take(custom->cursor, step->used);
    custom->left -= (int64_t)step->used;
    if (problem)
        return fail(failure,
                    "byte %" PRIu64 " of the archive: its %s data are damaged: "
                    "%s",
                    cursor_position(custom->cursor),
                    packing_name(custom->toc->packing), problem);
    return true;
}

static ptrdiff_t custom_read(struct items *items, char *bytes, size_t room,
                             struct failure *failure)
{
    struct custom *custom = (struct custom *)items;
    for (;;) {
        struct unpack_step step = {.room = room};
        step.out = bytes;
        if (!custom->ended && !custom->left && !next_chunk(custom, failure))
            return -1;
        if (!custom_step(custom, &step, failure))
            return -1;
        if (step.given)
            return (ptrdiff_t)step.given;
        if (custom->ended)
            break;
    }
    if (unpacker_is_complete(custom->unpacker))
        return 0;
    damaged(custom, failure, "compressed data that have no end");
    return -1;
}

/* ---- from one to the next ---- */

/* By chunks, without unpacking. */
static bool custom_skip(struct custom *custom, struct failure *failure)
{
    while (custom->unpacker && !custom->ended) {
        if (!cursor_skip(custom->cursor, (uint64_t)custom->left))
            return damaged(custom, failure,
                           "the archive is cut off in its data");
        if (!next_chunk(custom, failure))
            return false;
    }
    unpacker_close(custom->unpacker);
    custom->unpacker = NULL;
    return true;
}

static void custom_begin(struct custom *custom)
{
    custom->unpacker = unpacker_open(custom->toc->packing, custom->window_bits);
    custom->ended = false;
    custom->left = 0;
}

/* 0 ends the block. Beyond 2^31 the number has a sign, as pg_dump writes it. */
static int next_object(struct custom *custom, struct item *item,
                       struct failure *failure)
{
    int64_t oid;
    if (!toc_read_number(custom->toc, custom->cursor, &oid, failure))
        return -1;
    if (!oid) {
        custom->objects = NULL;
        return 0;
    }
    *item = (struct item){.entry = custom->objects,
                          .is_large_object = true,
                          .oid = (uint32_t)oid};
    custom_begin(custom);
    return 1;
}

static struct toc_entry *entry_of_block(struct custom *custom,
                                        struct failure *failure)
{
    struct toc_entry *entry;
    int64_t id;
    if (!toc_read_number(custom->toc, custom->cursor, &id, failure))
        return NULL;
    entry = toc_find(custom->toc, id);
    if (!entry || !entry->has_data)
        fail(failure,
             "byte %" PRIu64 " of the archive: data for entry %" PRId64
             ", which %s; the archive is damaged",
             cursor_position(custom->cursor), id,
             entry ? "has none" : "there is not");
    else if (entry->was_met)
        fail(failure,
             "byte %" PRIu64 " of the archive: entry %" PRId64
             " has data twice; the archive is damaged",
             cursor_position(custom->cursor), id);
    if (failure->happened || !entry)
        return NULL;
    entry->was_met = true;
    return entry;
}

static int next_block(struct custom *custom, struct item *item,
                      struct failure *failure)
{
    int kind = cursor_byte(custom->cursor);
    struct toc_entry *entry;
    if (kind < 0 && !custom->cursor->problem)
        return 0;
    if (kind < 0) {
        fail(failure, "%s", custom->cursor->problem);
        return -1;
    }
    if (kind != BLOCK_TABLE && kind != BLOCK_OBJECTS) {
        damaged(custom, failure,
                "a block of an unknown kind; the archive is damaged");
        return -1;
    }
    entry = entry_of_block(custom, failure);
    if (!entry)
        return -1;
    if (kind == BLOCK_OBJECTS) {
        custom->objects = entry;
        return 2;
    }
    *item = (struct item){.entry = entry};
    custom_begin(custom);
    return 1;
}

static int custom_next(struct items *items, struct item *item,
                       struct failure *failure)
{
    struct custom *custom = (struct custom *)items;
    int found;
    if (!custom_skip(custom, failure))
        return -1;
    do {
        found = custom->objects ? next_object(custom, item, failure) : 0;
        if (!found)
            found = next_block(custom, item, failure);
    } while (found == 2);
    return found;
}

static void custom_close(struct items *items)
{
    unpacker_close(((struct custom *)items)->unpacker);
    free(items);
}

struct items *custom_items(const struct toc *toc, struct cursor *cursor,
                           int window_bits)
{
    struct custom *custom = xmalloc(sizeof *custom);
    *custom = (struct custom){.items = {.next = custom_next,
                                        .read = custom_read,
                                        .close = custom_close},
                              .toc = toc,
                              .cursor = cursor,
                              .window_bits = window_bits};
    return &custom->items;
}
