/* Shown: values as people read them in a message, and as little of them as
 * will do. */
#ifndef VERIFY_PREVIEW_H
#define VERIFY_PREVIEW_H

#include "base/memory.h"
#include "sqlite/row.h"
#include "verify/digest.h"

struct preview {
    struct digest digest;    /* of the whole value */
    struct lite_value value; /* its first bytes */
    size_t length;           /* of all its bytes */
};

/* Keeps the beginning of a plain value in the arena. */
struct preview preview_make(struct arena *arena,
                            const struct lite_value *value);

/* Bytes at the beginning that two values have in common; 0 if they are not of
 * one kind. */
size_t preview_same(const struct preview *one, const struct preview *other);

/* Adds the value as an SQL literal: some of its bytes from a little before
 * `from` on, and "..." for what is not there. */
void preview_add(struct buffer *out, const struct preview *preview,
                 size_t from);

#endif
