/* Unpackers: one stream of compressed bytes, piece by piece.
 *
 * gzip and zlib, lz4 frames and zstd frames. Several streams one after the
 * other count as one, as the tools of these formats have it. Memory is bounded
 * by the format's window; a zstd stream that wants more than the limit is
 * refused. */
#ifndef CONTAINERS_UNPACK_H
#define CONTAINERS_UNPACK_H

#include <stdbool.h>
#include <stddef.h>

enum packing { PACKING_NONE, PACKING_GZIP, PACKING_LZ4, PACKING_ZSTD };

struct unpacker;

/* What one step reads and writes; the caller moves its pointers on. */
struct unpack_step {
    const char *bytes; /* packed */
    size_t length, used;
    char *out;
    size_t room, given;
};

/* `window_bits`: the largest window of zstd's is 2 to the power of it. */
struct unpacker *unpacker_open(enum packing packing, int window_bits);
void unpacker_close(struct unpacker *unpacker); /* may be NULL */

/* Unpacks what fits. NULL, or why the bytes are none of the format; they may
 * be damaged then. A step with neither bytes used nor given wants more. */
const char *unpacker_step(struct unpacker *unpacker, struct unpack_step *step);

/* Has the last stream ended, and nothing behind it begun? */
bool unpacker_is_complete(const struct unpacker *unpacker);

/* "gzip" */
const char *packing_name(enum packing packing);

#endif
