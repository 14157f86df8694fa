/* Items: the data of an archive one after the other, unpacked. Three kinds of
 * containers have them: a custom archive's blocks, the files of a directory,
 * the members of a tar. */
#ifndef CONTAINERS_ITEMS_H
#define CONTAINERS_ITEMS_H

#include "containers/toc.h"

/* One table's data, or one large object. */
struct item {
    struct toc_entry *entry; /* NULL of a large object without one of its own */
    bool is_large_object;
    uint64_t oid;
};

struct items {
    /* Goes to the next item, wherever in this one it is: 1, 0 at the end, -1
     * with the failure. */
    int (*next)(struct items *items, struct item *item,
                struct failure *failure);
    /* Bytes of the item; 0 at its end, -1 with the failure. */
    ptrdiff_t (*read)(struct items *items, char *bytes, size_t room,
                      struct failure *failure);
    void (*close)(struct items *items);
};

struct folder;
struct members;

/* The blocks behind the table of contents; cursor and toc stay the caller's. */
struct items *custom_items(const struct toc *toc, struct cursor *cursor,
                           int window_bits);
/* The files that the table of contents names, in its order. */
struct items *folder_items(const struct toc *toc, struct folder *folder,
                           int window_bits);
/* The members behind the table of contents, which has been read, in their
 * order.
 */
struct items *tar_items(const struct toc *toc, struct members *members,
                        int window_bits);

#endif
