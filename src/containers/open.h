/* Opening: which kinds of sources a path needs. */
#ifndef INPUT_OPEN_H
#define INPUT_OPEN_H

#include "input/source.h"

/* Opens the file at `path`, or standard input for "-"; NULL if it fails. What
 * can be read only once is kept where it will be read `again`. */
struct source *source_open(const char *path, bool again,
                           struct failure *failure);

#endif
