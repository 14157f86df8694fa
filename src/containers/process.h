/* What a program writes to its standard output, as a source. */
#ifndef CONTAINERS_PROCESS_H
#define CONTAINERS_PROCESS_H

#include "input/source.h"

/* Begins the program: argv[0] is looked for in PATH. What it writes to its
 * standard error comes through when it has ended. NULL with the failure. Its
 * failure is that of the source's end; closing the source before ends it. */
struct source *process_open(const char *name, const char *const argv[],
                            struct failure *failure);

#endif
