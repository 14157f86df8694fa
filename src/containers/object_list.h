/* blobs.toc: the list of the large objects of a directory or tar, as lines
 * "OID FILE". */
#ifndef CONTAINERS_OBJECT_LIST_H
#define CONTAINERS_OBJECT_LIST_H

#include "base/memory.h"
#include "input/source.h"

struct listed_object {
    uint64_t oid;
    const char *file;
};

struct object_list {
    struct listed_object *objects;
    size_t n, capacity;
    struct arena arena;
};

/* Reads it anew; `source` stays the caller's. */
bool object_list_read(struct object_list *list, struct source *source,
                      struct failure *failure);
void object_list_release(struct object_list *list);

#endif
