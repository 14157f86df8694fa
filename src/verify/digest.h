/* Digests: 128 bits that stand for a value, a row, or a set of rows.
 *
 * Values are equal if SQLite has them equal and of one kind: 1 is 1.0, but not
 * '1', and '' is not NULL. A set's digest is the sum of its rows', so their
 * order does not matter and a row that is there twice counts twice.
 *
 * The hash is XXH3 with a key that is drawn for the run, so that nobody can
 * prepare two values whose digests will be the same. Digests of two runs
 * differ. */
#ifndef VERIFY_DIGEST_H
#define VERIFY_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sqlite/row.h"

struct digest {
    uint64_t low, high;
};

static inline bool digest_is_same(struct digest one, struct digest other)
{
    return one.low == other.low && one.high == other.high;
}

/* Sums are modulo 2^128. */
static inline void digest_add(struct digest *sum, struct digest digest)
{
    sum->low += digest.low;
    sum->high += digest.high + (sum->low < digest.low);
}

/* What makes nothing of the sum when it is added. */
static inline struct digest digest_negative(struct digest digest)
{
    return (struct digest){0 - digest.low, ~digest.high + (digest.low == 0)};
}

/* Draws the run's key, once, before the first digest. */
void digest_draw_key(void);

/* Of a plain value as it is stored, in the column at this position. */
struct digest digest_value(const struct lite_value *value, size_t column);

/* Of a row, from the sum of its values' digests. */
struct digest digest_row(struct digest values);

/* 32 hex digits and a NUL. */
void digest_format(char text[33], struct digest digest);

#endif
