/* Scanning: which of 64 bytes are one of two or three, and how many are one.
 * What asks for bytes in order walks over the bits, and looks at each byte
 * once. */
#ifndef BASE_SCAN_H
#define BASE_SCAN_H

#include <stddef.h>
#include <stdint.h>

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

#ifdef __SSE2__

static inline unsigned scan_count(const char bytes[SCAN_BYTES], char one)
{
    const __m128i ones = _mm_set1_epi8(one);
    __m128i counts = _mm_setzero_si128();
    for (unsigned i = 0; i < SCAN_BYTES; i += 16) {
        __m128i piece = _mm_loadu_si128((const __m128i *)(bytes + i));
        counts = _mm_sub_epi8(counts, _mm_cmpeq_epi8(piece, ones));
    }
    counts = _mm_sad_epu8(counts, _mm_setzero_si128());
    return (unsigned)(_mm_cvtsi128_si32(counts) +
                      _mm_cvtsi128_si32(_mm_srli_si128(counts, 8)));
}

static inline uint64_t scan_pair(const char bytes[SCAN_BYTES], char one,
                                 char other)
{
    const __m128i ones = _mm_set1_epi8(one), others = _mm_set1_epi8(other);
    uint64_t found = 0;
    for (unsigned i = 0; i < SCAN_BYTES; i += 16) {
        __m128i piece = _mm_loadu_si128((const __m128i *)(bytes + i));
        __m128i equal = _mm_or_si128(_mm_cmpeq_epi8(piece, ones),
                                     _mm_cmpeq_epi8(piece, others));
        found |= (uint64_t)(uint32_t)_mm_movemask_epi8(equal) << i;
    }
    return found;
}

static inline uint64_t scan_three(const char bytes[SCAN_BYTES], char one,
                                  char other, char third)
{
    const __m128i ones = _mm_set1_epi8(one), others = _mm_set1_epi8(other),
                  thirds = _mm_set1_epi8(third);
    uint64_t found = 0;
    for (unsigned i = 0; i < SCAN_BYTES; i += 16) {
        __m128i piece = _mm_loadu_si128((const __m128i *)(bytes + i));
        __m128i equal =
            _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(piece, ones),
                                      _mm_cmpeq_epi8(piece, others)),
                         _mm_cmpeq_epi8(piece, thirds));
        found |= (uint64_t)(uint32_t)_mm_movemask_epi8(equal) << i;
    }
    return found;
}

#else

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

#endif
