/* Literals: what PostgreSQL's quoted and escaped tokens stand for.
 *
 * Each function adds the decoded bytes to `out` and returns NULL, or returns
 * why the token means nothing, as text for a message. */
#ifndef POSTGRES_LITERAL_H
#define POSTGRES_LITERAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"

/* A string literal in any form the lexer reads as PG_TOKEN_STRING: '...',
 * E'...', N'...', U&'...' (UESCAPE after it included), parts on several
 * lines; and $tag$...$tag$. `backslash` tells whether plain literals have
 * escapes. The result is valid UTF-8 without NUL. */
const char *literal_decode(struct buffer *out, const char *text, size_t length,
                           bool backslash);

/* An identifier: plain (folded to lower case, ASCII only), "...", U&"...". */
const char *identifier_decode(struct buffer *out, const char *text,
                              size_t length);

/* A number with underscores, or in base 2, 8 or 16, as a plain decimal. */
const char *number_decode(struct buffer *out, const char *text, size_t length);

/* A field of COPY's text format that holds a backslash. */
const char *copy_decode(struct buffer *out, const char *text, size_t length);

/* The name in a text such as 'public."T_id_seq"', whose quotes are undone, in
 * lower case where it has none; what
 * stands before its last dot goes to `*schema`, which stays as it is where
 * there is no dot. */
const char *qualified_split(struct arena *arena, const char *text,
                            const char **schema);

#endif
