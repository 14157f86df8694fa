/* Scanning: which of 64 bytes are one of two, and how many are one. What asks
 * for bytes in order walks over the bits, and looks at each byte once. */
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

#else

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

/* NULL: there is none. memrchr is not everywhere. */
static inline const char *scan_last_newline(const char *text, size_t length)
{
    while (length--)
        if (text[length] == '\n')
            return text + length;
    return NULL;
}

#endif
