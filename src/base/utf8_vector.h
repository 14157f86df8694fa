/* UTF-8 by vectors of 16 bytes, after J. Keiser and D. Lemire, "Validating
 * UTF-8 in less than one instruction per byte" (2020). */
#ifndef BASE_UTF8_VECTOR_H
#define BASE_UTF8_VECTOR_H

#include <stddef.h>

/* How many bytes, to the end of a character, are valid: some of those that are,
 * and none where the machine has no such instructions. It also stops where
 * nothing but ASCII follows. */
size_t utf8_skip_valid(const unsigned char *text, size_t length);

#endif
