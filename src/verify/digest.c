#include "verify/digest.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>
#include <xxhash.h>

static uint64_t digest_key;

/* Without randomness the digests are as good against accidents. */
void digest_draw_key(void)
{
    uint64_t key;
    if (!digest_key && getentropy(&key, sizeof key) == 0)
        digest_key = key;
}

/* 128 bits: two different rows with one hash are not expected in any dump. */
static struct digest hash(const void *bytes, size_t size, uint64_t seed)
{
    XXH128_hash_t hash = XXH3_128bits_withSeed(bytes, size, digest_key + seed);
    return (struct digest){hash.low64, hash.high64};
}

/* A double that is a whole number of 64 bits is that number. */
static bool digest_is_whole(double real)
{
    return real >= -0x1p63 && real < 0x1p63 && real == floor(real);
}

/* 1 and 1.0 are equal in SQLite, and a file may hold either. */
static struct digest hash_number(int64_t integer, uint64_t seed)
{
    return hash(&integer, sizeof integer, seed + LITE_INTEGER);
}

/* A text and a blob of the same bytes are different values. */
struct digest digest_value(const struct lite_value *value, size_t column)
{
    uint64_t seed = (uint64_t)column << 8;
    switch ((enum lite_kind)value->kind) {
    case LITE_INTEGER: return hash_number(value->integer, seed);
    case LITE_REAL:
        if (digest_is_whole(value->real))
            return hash_number((int64_t)value->real, seed);
        return hash(&value->real, sizeof value->real, seed + LITE_REAL);
    case LITE_TEXT:
    case LITE_BLOB:
        return hash(value->length ? value->bytes : "", value->length,
                    seed + value->kind);
    case LITE_NULL:
    case LITE_DEFAULT: break;
    }
    return hash("", 0, seed + LITE_NULL);
}

/* Hashed again: sums of values alone could be the same for rows that have
 * exchanged them. */
struct digest digest_row(struct digest values)
{
    return hash(&values, sizeof values, 0);
}

void digest_format(char text[33], struct digest digest)
{
    snprintf(text, 33, "%016llx%016llx", (unsigned long long)digest.high,
             (unsigned long long)digest.low);
}
