/* Encoding: rows as records and keys, which do not depend on the rows before
 * them, so that any thread can make them.
 *
 * What is unusual is left to table_writer_add: a default that has to be
 * evaluated, a value that is refused, a row that is long, a key that has to
 * bring its record. */
#ifndef PAGES_ENCODER_H
#define PAGES_ENCODER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pages/layout.h"
#include "sqlite/row.h"

struct encoded_row {
    const struct lite_row *row;
    const unsigned char *record; /* NULL: it is not encoded */
    size_t record_size;
    const unsigned char *keys; /* one for each index, as index_key_make makes */
    bool has_rowid;
    int64_t rowid;
};

/* The layout is there before, and stays. */
struct row_encoder *encoder_new(const struct layout *layout);

/* The rows that were encoded last; they are gone with the next ones. */
struct encoded_rows {
    const struct encoded_row *rows;
    size_t n;
};
struct encoded_rows encoder_rows(const struct row_encoder *encoder);

#endif
