#include "containers/unpack.h"

#include <isa-l/igzip_lib.h>
#include <lz4frame.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/failure.h"
#include "base/memory.h"

struct unpacker {
    enum packing packing;
    bool is_complete;
    bool has_begun; /* a stream before this one ended well */
    struct inflate_state inflate;
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
    isal_inflate_init(&unpacker->inflate);
    unpacker->inflate.crc_flag =
        step->bytes[step->used] == '\x1f' ? ISAL_GZIP : ISAL_ZLIB;
    unpacker->is_complete = false;
}

static const char *problem_of_inflate(int result)
{
    switch (result) {
    case ISAL_DECOMP_OK:
    case ISAL_END_INPUT:
    case ISAL_OUT_OVERFLOW: return NULL;
    case ISAL_INCORRECT_CHECKSUM: return "its checksum is another";
    case ISAL_NEED_DICT: return "it wants a dictionary";
    case ISAL_INVALID_WRAPPER:
    case ISAL_UNSUPPORTED_METHOD: return "this is no gzip stream";
    default: return "these bytes are no deflated data";
    }
}

/* Its counts have 32 bits. */
static uint32_t most_at_once(size_t length)
{
    return length < (1u << 30) ? (uint32_t)length : 1u << 30;
}

/* A member has ended: another one may follow. */
static const char *step_gzip(struct unpacker *unpacker,
                             struct unpack_step *step)
{
    struct inflate_state *state = &unpacker->inflate;
    const char *problem;
    uint32_t room = most_at_once(step->room), length;
    if (unpacker->is_complete && unpacker->has_begun && skip_zeros(step))
        return NULL;
    if (step->used == step->length && unpacker->is_complete)
        return NULL;
    if (unpacker->is_complete)
        begin_member(unpacker, step);
    unpacker->has_begun = true;
    length = most_at_once(step->length - step->used);
    state->next_in = (uint8_t *)(uintptr_t)(step->bytes + step->used);
    state->avail_in = length;
    state->next_out = (uint8_t *)step->out;
    state->avail_out = room;
    problem = problem_of_inflate(isal_inflate(state));
    step->used += length - state->avail_in;
    step->given = room - state->avail_out;
    unpacker->is_complete = state->block_state == ISAL_BLOCK_FINISH;
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
