/* Characters that change how a text is shown without being seen: controls, and
 * those that turn the direction of writing. Names and values of a dump may hold
 * them; messages and comments must not. */
#ifndef BASE_HIDDEN_H
#define BASE_HIDDEN_H

#include <stddef.h>

/* How many of the `left` bytes at `text` are such a character in UTF-8; 0 if
 * another begins there. Line ends and tabs are among them. */
size_t hidden_length(const char *text, size_t left);

/* Makes '?' of them, of what has no width (which may be a part of a word in
 * some scripts, so only a terminal does not get it), and of bytes that are no
 * UTF-8. Returns the new length. */
size_t hidden_defuse(char *text, size_t length);

#endif
