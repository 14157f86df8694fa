/* A source byte by byte, and by pieces, with the place where one is. */
#ifndef CONTAINERS_CURSOR_H
#define CONTAINERS_CURSOR_H

#include "input/source.h"

/* Zero-initialise it, with its source, which stays the caller's. */
struct cursor {
    struct source *under;
    const char *problem; /* why the last call failed; NULL: the bytes end */

    /* private */
    char *bytes;
    size_t length, used;
    uint64_t before; /* bytes before those in `bytes` */
};

void cursor_release(struct cursor *cursor);
/* To the beginning of what the source gives next. */
void cursor_reset(struct cursor *cursor);

/* Bytes that are there already, at least one; 0 at the end or on failure. They
 * are good until the next call, and have not been taken. */
size_t cursor_look(struct cursor *cursor, const char **bytes);
void cursor_take(struct cursor *cursor, size_t length);

/* -1: there is none. */
int cursor_byte(struct cursor *cursor);
/* All of them, or false. */
bool cursor_skip(struct cursor *cursor, uint64_t length);
/* How many bytes have been taken. */
uint64_t cursor_position(const struct cursor *cursor);

#endif
