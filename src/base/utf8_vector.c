#include "base/utf8_vector.h"

#include <stdbool.h>

#if defined(__x86_64__) || defined(__i386__)

#include <tmmintrin.h>

#define VECTORS __attribute__((target("ssse3")))

/* What is wrong with two bytes in a row. Each table says what may be, by four
 * bits of one of them; what all three say is. CONTINUED is both wrong and
 * right: a third or fourth byte has to be there where the first one says so. */
enum {
    TOO_SHORT = 1,
    TOO_LONG = 2,
    OVERLONG_3 = 4,
    TOO_LARGE = 8,
    SURROGATE = 16,
    OVERLONG_2 = 32,
    TOO_LARGE_1000 = 64,
    OVERLONG_4 = 64,
    CONTINUED = -128,
    ANY = TOO_SHORT | TOO_LONG | CONTINUED
};

enum { WIDTH = 16, ASCII_BLOCKS = 4 };

VECTORS static __m128i high_bits(__m128i bytes)
{
    return _mm_and_si128(_mm_srli_epi16(bytes, 4), _mm_set1_epi8(15));
}

VECTORS static __m128i wrong_pairs(__m128i bytes, __m128i before)
{
    const __m128i first_high = _mm_setr_epi8(
        TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
        TOO_LONG, CONTINUED, CONTINUED, CONTINUED, CONTINUED,
        TOO_SHORT | OVERLONG_2, TOO_SHORT, TOO_SHORT | OVERLONG_3 | SURROGATE,
        TOO_SHORT | TOO_LARGE | TOO_LARGE_1000 | OVERLONG_4);
    const __m128i first_low = _mm_setr_epi8(
        ANY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4, ANY | OVERLONG_2, ANY, ANY,
        ANY | TOO_LARGE, ANY | TOO_LARGE | TOO_LARGE_1000,
        ANY | TOO_LARGE | TOO_LARGE_1000, ANY | TOO_LARGE | TOO_LARGE_1000,
        ANY | TOO_LARGE | TOO_LARGE_1000, ANY | TOO_LARGE | TOO_LARGE_1000,
        ANY | TOO_LARGE | TOO_LARGE_1000, ANY | TOO_LARGE | TOO_LARGE_1000,
        ANY | TOO_LARGE | TOO_LARGE_1000,
        ANY | TOO_LARGE | TOO_LARGE_1000 | SURROGATE,
        ANY | TOO_LARGE | TOO_LARGE_1000, ANY | TOO_LARGE | TOO_LARGE_1000);
    const __m128i second_high = _mm_setr_epi8(
        TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
        TOO_SHORT, TOO_SHORT,
        TOO_LONG | OVERLONG_2 | CONTINUED | OVERLONG_3 | TOO_LARGE_1000 |
            OVERLONG_4,
        TOO_LONG | OVERLONG_2 | CONTINUED | OVERLONG_3 | TOO_LARGE,
        TOO_LONG | OVERLONG_2 | CONTINUED | SURROGATE | TOO_LARGE,
        TOO_LONG | OVERLONG_2 | CONTINUED | SURROGATE | TOO_LARGE, TOO_SHORT,
        TOO_SHORT, TOO_SHORT, TOO_SHORT);
    __m128i previous = _mm_alignr_epi8(bytes, before, 15);
    __m128i low = _mm_and_si128(previous, _mm_set1_epi8(15));
    return _mm_and_si128(
        _mm_and_si128(_mm_shuffle_epi8(first_high, high_bits(previous)),
                      _mm_shuffle_epi8(first_low, low)),
        _mm_shuffle_epi8(second_high, high_bits(bytes)));
}

/* Where a third or fourth byte has to be, and only there, one may continue. */
VECTORS static bool is_block_valid(__m128i bytes, __m128i before)
{
    __m128i third = _mm_subs_epu8(_mm_alignr_epi8(bytes, before, 14),
                                  _mm_set1_epi8(0xe0 - 0x80));
    __m128i fourth = _mm_subs_epu8(_mm_alignr_epi8(bytes, before, 13),
                                   _mm_set1_epi8((char)(0xf0 - 0x80)));
    __m128i wanted =
        _mm_and_si128(_mm_or_si128(third, fourth), _mm_set1_epi8((char)0x80));
    __m128i wrong = _mm_xor_si128(wanted, wrong_pairs(bytes, before));
    return _mm_movemask_epi8(_mm_cmpeq_epi8(wrong, _mm_setzero_si128())) ==
           0xffff;
}

/* Blocks without a fault, until some are ASCII only. */
VECTORS static size_t valid_blocks(const unsigned char *text, size_t length)
{
    __m128i before = _mm_setzero_si128();
    unsigned ascii = 0;
    size_t at = 0;
    for (; length - at >= WIDTH && ascii < ASCII_BLOCKS; at += WIDTH) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(text + at));
        if (!is_block_valid(bytes, before))
            break;
        ascii = _mm_movemask_epi8(bytes) ? 0 : ascii + 1;
        before = bytes;
    }
    return at;
}

/* A character that the next block would have gone on with is not counted. */
static size_t whole_characters(const unsigned char *text, size_t length)
{
    for (size_t back = 1; back <= 3 && back <= length; back++) {
        unsigned char byte = text[length - back];
        size_t wanted = byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
        if (byte >= 0xc0)
            return wanted > back ? length - back : length;
        if (byte < 0x80)
            return length;
    }
    return length;
}

size_t utf8_skip_valid(const unsigned char *text, size_t length)
{
    return __builtin_cpu_supports("ssse3")
               ? whole_characters(text, valid_blocks(text, length))
               : 0;
}

#else

size_t utf8_skip_valid(const unsigned char *text, size_t length)
{
    (void)text;
    (void)length;
    return 0;
}

#endif
