/* Files and pipes, by their descriptors. */
#ifndef INPUT_DESCRIPTOR_H
#define INPUT_DESCRIPTOR_H

#include "input/source.h"

/* The source owns the descriptor; standard input stays open. What can be read
 * again, a file, begins where it stands now. */
struct source *descriptor_open(int descriptor, const char *name);

#endif
