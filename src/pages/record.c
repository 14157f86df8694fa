#include "pages/record.h"

#include <assert.h>
#include <string.h>

#include "pages/varint.h"

/* Serial types; from FIRST_BLOB on they hold a length, too. */
enum {
    SERIAL_NULL = 0,
    SERIAL_INT48 = 5,
    SERIAL_INT64 = 6,
    SERIAL_DOUBLE = 7,
    SERIAL_ZERO = 8,
    SERIAL_ONE = 9,
    FIRST_BLOB = 12,
    FIRST_TEXT = 13
};

static const unsigned char SIZES[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};

/* 0 and 1 have types without a body. SQLite chooses the same widths, so a
 * record is byte for byte what it would write. */
static uint32_t serial_of_integer(int64_t integer)
{
    uint64_t magnitude = (uint64_t)(integer < 0 ? ~integer : integer);
    if (magnitude <= 0x7f)
        return integer == 0 ? SERIAL_ZERO : integer == 1 ? SERIAL_ONE : 1;
    if (magnitude <= 0x7fff)
        return 2;
    if (magnitude <= 0x7fffff)
        return 3;
    if (magnitude <= 0x7fffffff)
        return 4;
    return magnitude <= 0x7fffffffffff ? SERIAL_INT48 : SERIAL_INT64;
}

static uint32_t serial_type(const struct lite_value *value)
{
    switch ((enum lite_kind)value->kind) {
    case LITE_INTEGER: return serial_of_integer(value->integer);
    case LITE_REAL: return SERIAL_DOUBLE;
    case LITE_TEXT: return FIRST_TEXT + 2 * value->length;
    case LITE_BLOB: return FIRST_BLOB + 2 * value->length;
    case LITE_NULL:
    case LITE_DEFAULT: break;
    }
    return SERIAL_NULL;
}

/* The header's size counts itself. */
static size_t with_own_size(size_t serial_types)
{
    size_t own = 1;
    while (varint_size(serial_types + own) > own)
        own++;
    return serial_types + own;
}

/* The header has to be known before the first byte of the body is put. */
void record_measure(struct record *record)
{
    size_t header = 0, body = 0;
    for (size_t i = 0; i < record->n_values; i++) {
        uint32_t serial = serial_type(&record->values[i]);
        assert(!(record->values[i].form & LITE_SQL)); /* they are decoded */
        record->serial_types[i] = serial;
        header += varint_size(serial);
        body += serial < FIRST_BLOB ? SIZES[serial] : record->values[i].length;
    }
    record->header_size = with_own_size(header);
    record->size = record->header_size + body;
}

static size_t record_put_number(unsigned char *out, uint32_t serial,
                                const struct lite_value *value)
{
    uint64_t bits;
    if (serial == SERIAL_DOUBLE)
        memcpy(&bits, &value->real, sizeof bits);
    else
        bits = (uint64_t)value->integer;
    big_endian_put(out, SIZES[serial], bits);
    return SIZES[serial];
}

/* Header and body grow side by side, in one pass over the values. */
void record_put(const struct record *record, unsigned char *out)
{
    unsigned char *start = out, *body = out + record->header_size;
    out += varint_put(out, record->header_size);
    for (size_t i = 0; i < record->n_values; i++) {
        const struct lite_value *value = &record->values[i];
        uint32_t serial = record->serial_types[i];
        out += varint_put(out, serial);
        if (serial < FIRST_BLOB) {
            body += record_put_number(body, serial, value);
        } else if (value->length) {
            memcpy(body, value->bytes, value->length);
            body += value->length;
        }
    }
    assert(out == start + record->header_size && body == start + record->size);
    (void)start; /* without asserts */
}
