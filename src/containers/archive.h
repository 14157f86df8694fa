/* pg_dump's archives (-Fc, -Fd, -Ft) as the text that pg_restore makes of them.
 *
 * All definitions come first, those too that pg_restore makes behind the rows;
 * then the data in the order in which the archive has them, read and unpacked
 * once, from front to back. Which entry a line belongs to is told to
 * location.h. An archive has no mark at its end: that every entry's data have
 * come is looked at before the last line is given. */
#ifndef CONTAINERS_ARCHIVE_H
#define CONTAINERS_ARCHIVE_H

#include "containers/folder.h"
#include "input/source.h"

/* Each returns a source that owns what it is given. The table of contents is
 * read at the first read, so opening never fails. */

/* A custom archive. */
struct source *archive_of_custom(struct source *under, int window_bits);
/* A directory, or what has been unpacked of one. */
struct source *archive_of_folder(struct folder *folder, const char *name,
                                 int window_bits);
/* A tar that begins with toc.dat. */
struct source *archive_of_tar(struct source *under, int window_bits);

#endif
