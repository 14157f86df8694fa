/* Paths: the files that a command reads and writes must not be the same. */
#ifndef COMMAND_PATHS_H
#define COMMAND_PATHS_H

#include <stdbool.h>

#include "base/failure.h"
#include "command/options.h"

/* False, with a message, if what is to be written would overwrite a dump, or
 * two of the files that are written are one. By what the paths lead to, links
 * included; devices and pipes do not count. */
bool paths_check(const struct options *options, struct failure *failure);

/* Do both lead to one file, which may not be there yet? */
bool paths_are_same(const char *path, const char *other);

#endif
