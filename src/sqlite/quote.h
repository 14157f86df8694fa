/* SQLite's SQL in pieces: identifiers, text, blobs and numbers as literals. */
#ifndef SQLITE_QUOTE_H
#define SQLITE_QUOTE_H

#include <stddef.h>

#include "base/memory.h"

/* Adds an identifier, quoted only where SQLite needs it. */
void quote_identifier(struct buffer *out, const char *name);

/* The same as a text of its own. */
const char *quoted_identifier(struct arena *arena, const char *name);

/* Adds bytes as a text literal. */
void quote_text(struct buffer *out, const char *text, size_t length);

/* Adds bytes as a text literal without a carriage return in it: the sqlite3
 * shell drops those before a line feed, even inside a literal. */
void quote_text_with_returns(struct buffer *out, const char *text,
                             size_t length);

/* Adds bytes as x'...'. */
void quote_blob(struct buffer *out, const char *bytes, size_t length);

/* Adds a double so that every version of SQLite reads back the same double.
 * NaN, which SQLite does not know, becomes NULL. */
void quote_real(struct buffer *out, double real);

#endif
