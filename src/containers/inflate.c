#include "containers/inflate.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/failure.h"
#include "base/memory.h"

/* Both libraries count in 32 bits. */
static uint32_t most_at_once(size_t length)
{
    return length < (1u << 30) ? (uint32_t)length : 1u << 30;
}

#ifndef WITHOUT_ISAL

#include <isa-l/igzip_lib.h>

struct inflater {
    struct inflate_state state;
};

struct inflater *inflater_open(void)
{
    return xmalloc(sizeof(struct inflater));
}

void inflater_close(struct inflater *inflater)
{
    free(inflater);
}

void inflater_begin(struct inflater *inflater, bool is_gzip)
{
    isal_inflate_init(&inflater->state);
    inflater->state.crc_flag = is_gzip ? ISAL_GZIP : ISAL_ZLIB;
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

const char *inflater_step(struct inflater *inflater, const char *bytes,
                          size_t *length, char *out, size_t *room,
                          bool *is_over)
{
    struct inflate_state *state = &inflater->state;
    uint32_t in = most_at_once(*length), most = most_at_once(*room);
    const char *problem;
    state->next_in = (uint8_t *)(uintptr_t)bytes;
    state->avail_in = in;
    state->next_out = (uint8_t *)out;
    state->avail_out = most;
    problem = problem_of_inflate(isal_inflate(state));
    *length = in - state->avail_in;
    *room = most - state->avail_out;
    *is_over = state->block_state == ISAL_BLOCK_FINISH;
    return problem;
}

#else

#include <string.h>
#include <zlib.h>

struct inflater {
    z_stream stream;
    bool has_begun;
};

struct inflater *inflater_open(void)
{
    struct inflater *inflater = xmalloc(sizeof *inflater);
    *inflater = (struct inflater){.has_begun = false};
    return inflater;
}

void inflater_close(struct inflater *inflater)
{
    if (inflater && inflater->has_begun)
        inflateEnd(&inflater->stream);
    free(inflater);
}

/* 15 bits of window; 16 more for gzip's wrapper. */
void inflater_begin(struct inflater *inflater, bool is_gzip)
{
    if (inflater->has_begun)
        inflateEnd(&inflater->stream);
    inflater->stream = (z_stream){0};
    if (inflateInit2(&inflater->stream, is_gzip ? 15 + 16 : 15) != Z_OK)
        fatal("out of memory");
    inflater->has_begun = true;
}

static const char *problem_of_inflate(int result, const z_stream *stream)
{
    const char *said = stream->msg ? stream->msg : "";
    switch (result) {
    case Z_OK:
    case Z_STREAM_END:
    case Z_BUF_ERROR: return NULL;
    case Z_NEED_DICT: return "it wants a dictionary";
    case Z_MEM_ERROR: fatal("out of memory");
    default:
        return strstr(said, "check")    ? "its checksum is another"
               : strstr(said, "header") ? "this is no gzip stream"
                                        : "these bytes are no deflated data";
    }
}

const char *inflater_step(struct inflater *inflater, const char *bytes,
                          size_t *length, char *out, size_t *room,
                          bool *is_over)
{
    z_stream *stream = &inflater->stream;
    uint32_t in = most_at_once(*length), most = most_at_once(*room);
    int result;
    stream->next_in = (Bytef *)(uintptr_t)bytes;
    stream->avail_in = in;
    stream->next_out = (Bytef *)out;
    stream->avail_out = most;
    result = inflate(stream, Z_NO_FLUSH);
    *length = in - stream->avail_in;
    *room = most - stream->avail_out;
    *is_over = result == Z_STREAM_END;
    return problem_of_inflate(result, stream);
}

#endif
