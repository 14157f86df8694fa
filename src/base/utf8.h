/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many bytes from `text` on are whole, valid characters. */
size_t utf8_valid_prefix(const char *text, size_t length);

/* True if `text` could become one valid character if more bytes followed. */
bool utf8_is_incomplete(const char *text, size_t length);

/* True if all of it is valid. */
bool utf8_is_valid(const char *text, size_t length);

/* Bytes of the longest character. */
enum { UTF8_ROOM = 4 };

/* Writes a character of at most 10FFFF; returns its bytes. */
size_t utf8_put(char out[UTF8_ROOM], uint32_t character);

#endif
