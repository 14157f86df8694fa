#include "containers/unpack.h"

#include <lz4frame.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/failure.h"
#include "base/memory.h"
#include "containers/inflate.h"

struct unpacker {
    enum packing packing;
    bool is_complete;
    bool has_begun;            /* a stream before this one ended well */
    struct inflater *inflater; /* of gzip's */
    LZ4F_dctx *lz4;
    ZSTD_DCtx *zstd;
};

const char *packing_name(enum packing packing)
{
    static const char *const names[] = {"no", "gzip", "lz4", "zstd"};
    return names[packing];
}

static bool begin(struct unpacker *unpacker, int window_bits)
{
    switch (unpacker->packing) {
    case PACKING_GZIP: unpacker->inflater = inflater_open(); return true;
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
    LZ4F_freeDecompressionContext(unpacker->lz4);
    ZSTD_freeDCtx(unpacker->zstd);
    inflater_close(unpacker->inflater);
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

/* gzip's first byte, or that of zlib. */
static void begin_member(struct unpacker *unpacker,
                         const struct unpack_step *step)
{
    inflater_begin(unpacker->inflater, step->bytes[step->used] == '\x1f');
    unpacker->is_complete = false;
}

/* A member has ended: another one may follow. */
static const char *step_gzip(struct unpacker *unpacker,
                             struct unpack_step *step)
{
    size_t length, room = step->room;
    const char *problem;
    if (unpacker->is_complete && unpacker->has_begun && skip_zeros(step))
        return NULL;
    if (step->used == step->length && unpacker->is_complete)
        return NULL;
    if (unpacker->is_complete)
        begin_member(unpacker, step);
    unpacker->has_begun = true;
    length = step->length - step->used;
    problem = inflater_step(unpacker->inflater, step->bytes + step->used,
                            &length, step->out, &room, &unpacker->is_complete);
    step->used += length;
    step->given = room;
    return problem;
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
    if (!step->length)
        step->bytes = ""; /* at the end of an item there are none */
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
