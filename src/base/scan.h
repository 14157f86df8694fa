/* Scanning: which of 64 bytes are one of two or three, how many are one, which
 * are inside of quotes; copying up to a byte; where lines begin and end. What
 * asks for bytes in order walks over the bits, and looks at each byte once. */
#ifndef BASE_SCAN_H
#define BASE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { SCAN_BYTES = 64 };

/* A bit for each byte, the first one the lowest. For machines without the
 * other, and for tests: both say the same. */
static inline uint64_t scan_pair_plain(const char bytes[SCAN_BYTES], char one,
                                       char other)
{
    uint64_t found = 0;
    for (unsigned i = 0; i < SCAN_BYTES; i++)
        found |= (uint64_t)(bytes[i] == one || bytes[i] == other) << i;
    return found;
}

static inline uint64_t scan_three_plain(const char bytes[SCAN_BYTES], char one,
                                        char other, char third)
{
    return scan_pair_plain(bytes, one, other) |
           scan_pair_plain(bytes, third, third);
}

static inline unsigned scan_count_plain(const char bytes[SCAN_BYTES], char one)
{
    unsigned count = 0;
    for (unsigned i = 0; i < SCAN_BYTES; i++)
        count += bytes[i] == one;
    return count;
}

static inline bool scan_is_ascii_plain(const char bytes[SCAN_BYTES])
{
    for (unsigned i = 0; i < SCAN_BYTES; i++)
        if (bytes[i] & 0x80)
            return false;
    return true;
}

/* Of 16 bytes: which are hex digits, in small letters. */
enum { SCAN_HEX_BYTES = 16 };
static inline unsigned scan_hex_plain(const char bytes[SCAN_HEX_BYTES])
{
    unsigned found = 0;
    for (unsigned i = 0; i < SCAN_HEX_BYTES; i++)
        found |= (unsigned)((bytes[i] >= '0' && bytes[i] <= '9') ||
                            (bytes[i] >= 'a' && bytes[i] <= 'f'))
                 << i;
    return found;
}

#ifdef __SSE2__

/* Four times 16 bytes each, written out: compilers leave loops of four as they
 * are. */
static inline __m128i scan_load(const char *bytes)
{
    return _mm_loadu_si128((const __m128i *)bytes);
}

static inline uint64_t scan_bits(__m128i equal, unsigned at)
{
    return (uint64_t)(uint32_t)_mm_movemask_epi8(equal) << at;
}

static inline bool scan_is_ascii(const char bytes[SCAN_BYTES])
{
    return !_mm_movemask_epi8(_mm_or_si128(
        _mm_or_si128(scan_load(bytes), scan_load(bytes + 16)),
        _mm_or_si128(scan_load(bytes + 32), scan_load(bytes + 48))));
}

static inline unsigned scan_count(const char bytes[SCAN_BYTES], char one)
{
    const __m128i ones = _mm_set1_epi8(one);
    __m128i counts =
        _mm_add_epi8(_mm_add_epi8(_mm_cmpeq_epi8(scan_load(bytes), ones),
                                  _mm_cmpeq_epi8(scan_load(bytes + 16), ones)),
                     _mm_add_epi8(_mm_cmpeq_epi8(scan_load(bytes + 32), ones),
                                  _mm_cmpeq_epi8(scan_load(bytes + 48), ones)));
    counts = _mm_sub_epi8(_mm_setzero_si128(), counts);
    counts = _mm_sad_epu8(counts, _mm_setzero_si128());
    return (unsigned)(_mm_cvtsi128_si32(counts) +
                      _mm_cvtsi128_si32(_mm_srli_si128(counts, 8)));
}

static inline uint64_t scan_pair_piece(const char *bytes, unsigned at,
                                       __m128i ones, __m128i others)
{
    __m128i piece = scan_load(bytes + at);
    return scan_bits(_mm_or_si128(_mm_cmpeq_epi8(piece, ones),
                                  _mm_cmpeq_epi8(piece, others)),
                     at);
}

static inline uint64_t scan_pair(const char bytes[SCAN_BYTES], char one,
                                 char other)
{
    const __m128i ones = _mm_set1_epi8(one), others = _mm_set1_epi8(other);
    return scan_pair_piece(bytes, 0, ones, others) |
           scan_pair_piece(bytes, 16, ones, others) |
           scan_pair_piece(bytes, 32, ones, others) |
           scan_pair_piece(bytes, 48, ones, others);
}

static inline uint64_t scan_three_piece(const char *bytes, unsigned at,
                                        __m128i ones, __m128i others,
                                        __m128i thirds)
{
    __m128i piece = scan_load(bytes + at);
    return scan_bits(_mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(piece, ones),
                                               _mm_cmpeq_epi8(piece, others)),
                                  _mm_cmpeq_epi8(piece, thirds)),
                     at);
}

static inline uint64_t scan_three(const char bytes[SCAN_BYTES], char one,
                                  char other, char third)
{
    const __m128i ones = _mm_set1_epi8(one), others = _mm_set1_epi8(other),
                  thirds = _mm_set1_epi8(third);
    return scan_three_piece(bytes, 0, ones, others, thirds) |
           scan_three_piece(bytes, 16, ones, others, thirds) |
           scan_three_piece(bytes, 32, ones, others, thirds) |
           scan_three_piece(bytes, 48, ones, others, thirds);
}

/* Bytes are signed here, so that those beyond ASCII are below all. */
static inline __m128i scan_between(__m128i piece, char least, char most)
{
    return _mm_and_si128(
        _mm_cmpgt_epi8(piece, _mm_set1_epi8((char)(least - 1))),
        _mm_cmplt_epi8(piece, _mm_set1_epi8((char)(most + 1))));
}

static inline unsigned scan_hex(const char bytes[SCAN_HEX_BYTES])
{
    __m128i piece = scan_load(bytes);
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(
        scan_between(piece, '0', '9'), scan_between(piece, 'a', 'f')));
}

#else

static inline unsigned scan_hex(const char bytes[SCAN_HEX_BYTES])
{
    return scan_hex_plain(bytes);
}

static inline bool scan_is_ascii(const char bytes[SCAN_BYTES])
{
    return scan_is_ascii_plain(bytes);
}

static inline uint64_t scan_three(const char bytes[SCAN_BYTES], char one,
                                  char other, char third)
{
    return scan_three_plain(bytes, one, other, third);
}

static inline unsigned scan_count(const char bytes[SCAN_BYTES], char one)
{
    return scan_count_plain(bytes, one);
}

static inline uint64_t scan_pair(const char bytes[SCAN_BYTES], char one,
                                 char other)
{
    return scan_pair_plain(bytes, one, other);
}

#endif

/* ---- quotes ---- */

/* Of the bits of quotes: which bytes are between an opening and a closing one,
 * the opening one with them. `inside` is where the block before has ended. */
static inline uint64_t scan_inside(uint64_t quotes, bool *inside)
{
    uint64_t bits = quotes;
    for (unsigned step = 1; step < 64; step *= 2)
        bits ^= bits << step;
    if (*inside)
        bits = ~bits;
    *inside = bits >> 63;
    return bits;
}

/* ---- copying ---- */

/* Copies up to the first `stop`, which is not counted; returns how many. What
 * is behind it in `to`, up to `length`, may be written, too. */
static inline size_t scan_copy_plain(char *to, const char *from, size_t length,
                                     char stop)
{
    size_t at = 0;
    for (; at < length && from[at] != stop; at++)
        to[at] = from[at];
    return at;
}

/* Does one of eight bytes equal the one that is in all of `pattern`? */
static inline bool scan_word_has(uint64_t word, uint64_t pattern)
{
    const uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
    word ^= pattern;
    return (word - ones) & ~word & highs;
}

/* Of 8 to 16 bytes: two words, which may overlap. */
static inline size_t scan_copy_words(char *to, const char *from, size_t length,
                                     char stop)
{
    const uint64_t pattern = 0x0101010101010101 * (unsigned char)stop;
    uint64_t first, last;
    memcpy(&first, from, sizeof first);
    memcpy(&last, from + length - sizeof last, sizeof last);
    memcpy(to, &first, sizeof first);
    memcpy(to + length - sizeof last, &last, sizeof last);
    return scan_word_has(first, pattern) || scan_word_has(last, pattern)
               ? scan_copy_plain(to, from, length, stop)
               : length;
}

#ifdef __SSE2__

static inline size_t scan_copy(char *to, const char *from, size_t length,
                               char stop)
{
    const __m128i stops = _mm_set1_epi8(stop);
    if (length < 8)
        return scan_copy_plain(to, from, length, stop);
    if (length < 16)
        return scan_copy_words(to, from, length, stop);
    for (size_t at = 0;; at = length - at < 32 ? length - 16 : at + 16) {
        __m128i piece = _mm_loadu_si128((const __m128i *)(from + at));
        int found = _mm_movemask_epi8(_mm_cmpeq_epi8(piece, stops));
        _mm_storeu_si128((__m128i *)(to + at), piece);
        if (found)
            return at + (size_t)__builtin_ctz((unsigned)found);
        if (at == length - 16)
            return length;
    }
}

#else

static inline size_t scan_copy(char *to, const char *from, size_t length,
                               char stop)
{
    return length < 8 || length > 16 ? scan_copy_plain(to, from, length, stop)
                                     : scan_copy_words(to, from, length, stop);
}

#endif

/* Of few bytes mostly: no call for those. */
static inline void scan_put(char *to, const char *from, size_t length)
{
    if (length > 16) {
        memcpy(to, from, length);
    } else if (length >= 8) {
        memcpy(to, from, 8);
        memcpy(to + length - 8, from + length - 8, 8);
    } else {
        for (size_t i = 0; i < length; i++)
            to[i] = from[i];
    }
}

/* Has two lines of the cache on their way from memory; what is no object's is
 * not looked at. */
static inline void scan_prefetch(const void *bytes)
{
    __builtin_prefetch(bytes);
    __builtin_prefetch((const char *)bytes + SCAN_BYTES);
}

/* ---- lines ---- */

/* Does an odd number of backslashes stand before it, from `start` on? */
static inline bool scan_is_escaped(const char *start, const char *at)
{
    const char *slash = at;
    while (slash > start && slash[-1] == '\\')
        slash--;
    return (at - slash) % 2 != 0;
}

/* The first line that begins with one of two bytes behind a newline of
 * [text - 1, end), or NULL. There is a byte before `text`. */
static inline const char *scan_line(const char *text, const char *end, char one,
                                    char other)
{
    for (; end - text >= SCAN_BYTES; text += SCAN_BYTES) {
        uint64_t found =
            scan_pair(text - 1, '\n', '\n') & scan_pair(text, one, other);
        if (found)
            return text + __builtin_ctzll(found);
    }
    for (; text < end; text++)
        if (text[-1] == '\n' && (*text == one || *text == other))
            return text;
    return NULL;
}

/* NULL: there is none. memrchr is not everywhere. */
static inline const char *scan_last_newline(const char *text, size_t length)
{
    while (length >= SCAN_BYTES &&
           !scan_count(text + length - SCAN_BYTES, '\n'))
        length -= SCAN_BYTES;
    while (length--)
        if (text[length] == '\n')
            return text + length;
    return NULL;
}

/* Behind the last newline of [from, end) that no odd number of backslashes
 * stands before, or NULL; the line begins at `start`. */
static inline const char *scan_last_line_end(const char *start,
                                             const char *from, const char *end)
{
    while ((end = scan_last_newline(from, (size_t)(end - from))))
        if (!scan_is_escaped(start, end))
            return end + 1;
    return NULL;
}

#endif
