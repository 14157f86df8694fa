/* Comments of SQL: whatever the text is, nothing of it is live, neither for
 * SQLite nor for the sqlite3 shell, which looks for commands at the beginnings
 * of lines. What cannot be seen (base/hidden.h) becomes U+FFFD. */
#ifndef SQLITE_COMMENT_H
#define SQLITE_COMMENT_H

#include <stddef.h>

#include "base/memory.h"

/* A line "-- text"; the text's own line ends are hidden, too. No line end. */
void comment_add_line(struct buffer *sql, const char *text, size_t length);

/* The text inside of slash and star, its lines kept. It goes where a statement
 * has begun already. */
void comment_add_block(struct buffer *sql, const char *text);

#endif
