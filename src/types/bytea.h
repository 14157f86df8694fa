/* Bytes: PostgreSQL's bytea in its two forms, \x and escape. */
#ifndef TYPES_BYTEA_H
#define TYPES_BYTEA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"

/* Decodes into arena memory; false if the text is in neither form. */
bool bytea_decode(struct arena *arena, const char *text, size_t length,
                  const char **bytes, size_t *size);

/* Hex digits with nothing before them. */
bool hex_decode(struct arena *arena, const char *text, size_t length,
                const char **bytes, size_t *size);

#endif
