/* Bytes in memory as a source. */
#ifndef INPUT_MEMORY_SOURCE_H
#define INPUT_MEMORY_SOURCE_H

#include "input/source.h"

/* The bytes stay the caller's, and where they are, until it is closed. */
struct source *memory_source_open(const char *bytes, size_t length,
                                  const char *name);

#endif
