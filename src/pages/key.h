/* Keys of an index as bytes that memcmp orders as SQLite orders the values
 * (https://sqlite.org/datatype3.html#comparison_expressions): NULL, numbers by
 * their value, text by its collation, blobs. No key is the beginning of
 * another. */
#ifndef PAGES_KEY_H
#define PAGES_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "sqlite/row.h"

enum collation { COLLATE_BINARY, COLLATE_NOCASE, COLLATE_RTRIM };

struct key_column {
    enum collation collation;
    bool descending;
};

enum { KEY_ROWID = 8 }; /* bytes of a rowid */

/* Adds a plain value to a key. False if key_get could not tell the value from
 * it: a whole number that is REAL would be an integer, and a text that its
 * collation folds has lost its case. The record has to be kept then. */
bool key_add(struct buffer *key, const struct key_column *column,
             const struct lite_value *value);

/* Rowids are the last part of a key, or the whole of one. */
void key_put_rowid(unsigned char out[KEY_ROWID], int64_t rowid);
int64_t key_get_rowid(const unsigned char in[KEY_ROWID]);

/* The value at the beginning of a key that tells it; returns its bytes. The
 * value's text is in the key, or in `scratch`, which has room for a key. */
size_t key_get(const unsigned char *key, const struct key_column *column,
               unsigned char *scratch, struct lite_value *value);

/* The bytes of a value at the beginning of a key. */
size_t key_part_size(const unsigned char *key, const struct key_column *column);

/* Is the value NULL? */
bool key_part_is_null(const unsigned char *key,
                      const struct key_column *column);

#endif
