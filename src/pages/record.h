/* The record format (https://sqlite.org/fileformat2.html#record_format): a
 * header with a serial type for each value, then the values' bytes.
 *
 * Values are plain ones (lite_decoded), and just as their columns keep them. */
#ifndef PAGES_RECORD_H
#define PAGES_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "sqlite/row.h"

/* A record that has been measured; the values are the caller's. */
struct record {
    const struct lite_value *values;
    size_t n_values;
    uint32_t *serial_types; /* of n_values; the caller's */
    size_t header_size;
    size_t size; /* with the header */
};

/* Fills in what is to be known before the record is put anywhere. */
void record_measure(struct record *record);

void record_put(const struct record *record, unsigned char *out);

#endif
