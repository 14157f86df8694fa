/* Members: the files in a tar or zip, and what bzip2 and xz have compressed, by
 * libarchive. */
#ifndef CONTAINERS_MEMBERS_H
#define CONTAINERS_MEMBERS_H

#include "base/failure.h"
#include "input/source.h"

struct members;

/* Over a source that stays the caller's, from where it stands. NULL with the
 * failure. */
struct members *members_open(struct source *under, struct failure *failure);
void members_close(struct members *members); /* may be NULL */

/* Goes to the next file: 1 with its name, without the folders that it is in; 0
 * at the end, -1 with the failure. Folders, links and what macOS adds are
 * passed over. */
int members_next(struct members *members, const char **name,
                 struct failure *failure);

/* Bytes of the file; 0 at its end, -1 with the failure. */
ptrdiff_t members_read(struct members *members, char *bytes, size_t room,
                       struct failure *failure);

/* The file at hand as a source, which does not own the members. It cannot be
 * rewound. */
struct source *members_source(struct members *members);

/* Over a source that bzip2 or xz have made, and which it owns. */
struct source *members_unwrap(struct source *under);

#endif
