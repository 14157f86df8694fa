/* The only file in a tar or zip, as a source. */
#ifndef CONTAINERS_ONLY_FILE_H
#define CONTAINERS_ONLY_FILE_H

#include "input/source.h"

/* A source over `under`, which it owns. With more than one file in it reading
 * fails at the end of the first. */
struct source *only_file_open(struct source *under);

#endif
