/* Folders: files by their names, in a directory or unpacked from an archive. */
#ifndef CONTAINERS_FOLDER_H
#define CONTAINERS_FOLDER_H

#include "containers/unpack.h"
#include "input/source.h"

struct folder {
    /* The file of that name, which is none of a path; NULL without a failure:
     * there is none. */
    struct source *(*open)(struct folder *folder, const char *name,
                           struct failure *failure);
    void (*close)(struct folder *folder);
};

/* Takes the descriptor of a directory. */
struct folder *folder_of_directory(int descriptor, const char *name);

/* The files of a tar or zip, without the folders that they are in. They are
 * kept in a temporary file. `under` stays the caller's. NULL with the failure.
 */
struct folder *folder_unpack(struct source *under, struct failure *failure);

/* The file as it is, or with the suffix of a compression, unpacked. */
struct source *folder_find(struct folder *folder, const char *name,
                           int window_bits, struct failure *failure);

/* Without the suffix of a compression, which it returns; `length` becomes that
 * of the rest. */
enum packing folder_packing_of(const char *name, size_t *length);

#endif
