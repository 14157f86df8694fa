/* Writing JSON. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stddef.h>

#include "base/memory.h"

/* "..."; the text is UTF-8, and is escaped as PostgreSQL's to_json does it. */
void json_add_string(struct buffer *out, const char *text, size_t length);

/* "name": "text"; null for NULL. */
void json_add_member(struct buffer *out, const char *name, const char *text);

#endif
