/* Varints and big-endian integers, as SQLite's file format has them: seven bits
 * a byte, the most significant first; a ninth byte has eight. */
#ifndef PAGES_VARINT_H
#define PAGES_VARINT_H

#include <stddef.h>
#include <stdint.h>

enum { VARINT_MAX = 9 };

static inline size_t varint_size(uint64_t value)
{
    size_t size = 1;
    while (size < VARINT_MAX && (value >>= 7))
        size++;
    return size;
}

static inline size_t varint_put_long(unsigned char *out, uint64_t value)
{
    size_t size = varint_size(value), at = size;
    if (size == VARINT_MAX) {
        out[--at] = (unsigned char)value;
        value >>= 8;
    }
    for (unsigned char more = size == VARINT_MAX ? 0x80 : 0; at > 0;
         more = 0x80) {
        out[--at] = (unsigned char)((value & 0x7f) | more);
        value >>= 7;
    }
    return size;
}

/* Returns how many bytes it took, VARINT_MAX at most. */
static inline size_t varint_put(unsigned char *out, uint64_t value)
{
    if (value > 0x7f)
        return varint_put_long(out, value);
    *out = (unsigned char)value;
    return 1;
}

static inline size_t varint_get(const unsigned char *in, uint64_t *value)
{
    *value = 0;
    for (size_t i = 0; i < VARINT_MAX - 1; i++) {
        *value = *value << 7 | (in[i] & 0x7f);
        if (in[i] < 0x80)
            return i + 1;
    }
    *value = *value << 8 | in[VARINT_MAX - 1];
    return VARINT_MAX;
}

/* Integers of `size` bytes. */
static inline void big_endian_put(unsigned char *out, size_t size,
                                  uint64_t value)
{
    while (size > 0) {
        out[--size] = (unsigned char)value;
        value >>= 8;
    }
}

static inline uint64_t big_endian_get(const unsigned char *in, size_t size)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++)
        value = value << 8 | in[i];
    return value;
}

#endif
