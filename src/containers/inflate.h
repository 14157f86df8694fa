/* Inflating: members of gzip and zlib, by ISA-L, or by zlib where the program
 * is built without it (WITHOUT_ISAL: there is no static library of it). */
#ifndef CONTAINERS_INFLATE_H
#define CONTAINERS_INFLATE_H

#include <stdbool.h>
#include <stddef.h>

struct inflater;

struct inflater *inflater_open(void);
void inflater_close(struct inflater *inflater); /* may be NULL */

/* Before each member, which may begin as gzip or as zlib does. */
void inflater_begin(struct inflater *inflater, bool is_gzip);

/* Takes up to `*length` bytes and gives up to `*room`; both become what was
 * taken and given. NULL, or what is wrong with the bytes; `*is_over` says
 * whether the member has ended, its checksum right. */
const char *inflater_step(struct inflater *inflater, const char *bytes,
                          size_t *length, char *out, size_t *room,
                          bool *is_over);

#endif
