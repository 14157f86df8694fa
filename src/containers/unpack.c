#include "containers/unpack.h"

#include <lz4frame.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/failure.h"
#include "base/memory.h"

struct unpacker {
    enum packing packing;
    bool is_complete;
    bool has_begun; /* a stream before this one ended well */
    z_stream zlib;
    LZ4F_dctx *lz4;
    ZSTD_DCtx *zstd;
};

const char *packing_name(enum packing packing)
{
    static const char *const names[] = {"no", "gzip", "lz4", "zstd"};
    return names[packing];
}

/* Both headers, gzip's and zlib's, are recognised. */
enum { ANY_HEADER = 32 };

static bool begin(struct unpacker *unpacker, int window_bits)
{
    switch (unpacker->packing) {
    case PACKING_GZIP:
        return inflateInit2(&unpacker->zlib, MAX_WBITS + ANY_HEADER) == Z_OK;
    case PACKING_LZ4:
        return !LZ4F_isError(
            LZ4F_createDecompressionContext(&unpacker->lz4, LZ4F_VERSION));
    case PACKING_ZSTD:
        unpacker->zstd = ZSTD_createDCtx();
        return unpacker->zstd &&
               !ZSTD_isError(ZSTD_DCtx_setParameter(
                   unpacker->zstd, ZSTD_d_windowLogMax, window_bits));
    default: return true;
    }
}

/* Out of memory is the only failure here. */
struct unpacker *unpacker_open(enum packing packing, int window_bits)
{
    struct unpacker *unpacker = xmalloc(sizeof *unpacker);
    *unpacker = (struct unpacker){.packing = packing, .is_complete = true};
    if (!begin(unpacker, window_bits)) {
        unpacker_close(unpacker);
        fatal("out of memory");
    }
    return unpacker;
}

void unpacker_close(struct unpacker *unpacker)
{
    if (!unpacker)
        return;
    if (unpacker->packing == PACKING_GZIP)
        inflateEnd(&unpacker->zlib);
    LZ4F_freeDecompressionContext(unpacker->lz4);
    ZSTD_freeDCtx(unpacker->zstd);
    free(unpacker);
}

/* ---- gzip ---- */

/* Tapes and downloads fill the last block up with zeros, and gzip(1) passes
 * over them. */
static bool skip_zeros(struct unpack_step *step)
{
    while (step->used < step->length && !step->bytes[step->used])
        step->used++;
    return step->used == step->length;
}

/* A member has ended: another one may follow. */
static const char *begin_member(struct unpacker *unpacker,
                                struct unpack_step *step)
{
    if (!unpacker->is_complete || !unpacker->has_begun)
        return NULL;
    if (skip_zeros(step))
        return NULL;
    return inflateReset(&unpacker->zlib) == Z_OK ? NULL
                                                 : "zlib cannot begin again";
}

static size_t most_of_zlib(size_t length)
{
    return length < (1u << 30) ? length : (1u << 30);
}

static const char *step_gzip(struct unpacker *unpacker,
                             struct unpack_step *step)
{
    z_stream *zlib = &unpacker->zlib;
    const char *problem = begin_member(unpacker, step);
    size_t length = most_of_zlib(step->length - step->used);
    size_t room = most_of_zlib(step->room);
    int result;
    if (problem || !length)
        return problem;
    zlib->next_in =
        (unsigned char *)(step->bytes + step->used); /* never written to */
    zlib->avail_in = (unsigned)length;
    zlib->next_out = (unsigned char *)step->out;
    zlib->avail_out = (unsigned)room;
    result = inflate(zlib, Z_NO_FLUSH);
    step->used += length - zlib->avail_in;
    step->given = room - zlib->avail_out;
    unpacker->is_complete = result == Z_STREAM_END;
    unpacker->has_begun |= unpacker->is_complete;
    if (result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR)
        return NULL;
    if (result == Z_NEED_DICT)
        return "it wants a dictionary";
    return zlib->msg ? zlib->msg : "zlib cannot read it";
}

/* ---- lz4 and zstd ---- */

/* 0 is the end of a frame; with the next bytes another one begins. */
static const char *step_lz4(struct unpacker *unpacker, struct unpack_step *step)
{
    size_t length = step->length - step->used, room = step->room;
    size_t wanted = LZ4F_decompress(unpacker->lz4, step->out, &room,
                                    step->bytes + step->used, &length, NULL);
    step->used += length;
    step->given = room;
    if (LZ4F_isError(wanted))
        return LZ4F_getErrorName(wanted);
    if (length || room)
        unpacker->is_complete = wanted == 0;
    return NULL;
}

static const char *step_zstd(struct unpacker *unpacker,
                             struct unpack_step *step)
{
    ZSTD_inBuffer in = {step->bytes, step->length, step->used};
    ZSTD_outBuffer out = {step->out, step->room, 0};
    size_t wanted = ZSTD_decompressStream(unpacker->zstd, &out, &in);
    bool moved = in.pos > step->used || out.pos;
    step->used = in.pos;
    step->given = out.pos;
    if (ZSTD_getErrorCode(wanted) == ZSTD_error_frameParameter_windowTooLarge)
        return "it wants a larger window than --memory allows (zstd --long)";
    if (ZSTD_isError(wanted))
        return ZSTD_getErrorName(wanted);
    if (moved)
        unpacker->is_complete = wanted == 0;
    return NULL;
}

static const char *step_none(struct unpack_step *step)
{
    size_t left = step->length - step->used;
    size_t length = left < step->room ? left : step->room;
    memcpy(step->out, step->bytes + step->used, length);
    step->used += length;
    step->given = length;
    return NULL;
}

const char *unpacker_step(struct unpacker *unpacker, struct unpack_step *step)
{
    step->given = 0;
    switch (unpacker->packing) {
    case PACKING_GZIP: return step_gzip(unpacker, step);
    case PACKING_LZ4: return step_lz4(unpacker, step);
    case PACKING_ZSTD: return step_zstd(unpacker, step);
    default: return step_none(step);
    }
}

bool unpacker_is_complete(const struct unpacker *unpacker)
{
    return unpacker->is_complete;
}
