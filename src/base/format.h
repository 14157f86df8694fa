/* Numbers for people. */
#ifndef BASE_FORMAT_H
#define BASE_FORMAT_H

#include <stdint.h>

/* 1536 -> "1.5 KB", into a buffer of 32 bytes. */
void format_bytes(char text[32], double bytes);

/* 1234567 -> "1,234,567", into a buffer of 32 bytes. */
void format_count(char text[32], uint64_t count);

/* What makes a plural of most words: "", or "s". */
const char *plural(uint64_t count);

#endif
