#include "pages/key.h"

#include <string.h>

#include "pages/varint.h"

/* What a value begins with; all bytes of a descending column are inverted. */
enum { TAG_NULL = 1, TAG_NUMBER = 2, TAG_TEXT = 3, TAG_BLOB = 4 };

/* Text and blobs end with END twice. A zero among their bytes is followed by
 * ESCAPED, which comes after that. */
enum { END = 0, ESCAPED = 0xff };

/* A number is the double at or next to it, and how far it is from that. */
enum { NUMBER_SIZE = 1 + 8 + 2, DISTANCE_ZERO = 0x8000 };

static void key_append(struct buffer *key, const void *bytes, size_t size)
{
    buffer_add(key, bytes, size);
}

/* ---- numbers ---- */

/* The bits of a double, in the order of the values. */
static uint64_t ordered_bits(double real)
{
    uint64_t bits;
    real += 0.0; /* -0 is 0 */
    memcpy(&bits, &real, sizeof bits);
    return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

/* The largest double below 2^63: what is between them is far from it. */
static const double LAST_DOUBLE = 9223372036854774784.0;

/* Integers beyond 2^53 may share a double: the distance puts them in order. */
static void key_add_number(struct buffer *key, double real, int64_t distance)
{
    unsigned char bytes[NUMBER_SIZE] = {TAG_NUMBER};
    big_endian_put(bytes + 1, 8, ordered_bits(real));
    big_endian_put(bytes + 9, 2, (uint64_t)(DISTANCE_ZERO + distance));
    key_append(key, bytes, sizeof bytes);
}

static void add_integer(struct buffer *key, int64_t integer)
{
    double real = (double)integer;
    /* The cast below would overflow at 2^63, which INT64_MAX rounds to. */
    if (real > LAST_DOUBLE)
        real = LAST_DOUBLE;
    key_add_number(key, real, integer - (int64_t)real);
}

/* ---- text and blobs ---- */

/* The rare case that there are zeros. */
static void key_add_escaped(struct buffer *key, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        buffer_add_byte(key, bytes[i]);
        if (bytes[i] == END)
            buffer_add_byte(key, (char)ESCAPED);
    }
}

/* A tag, the bytes, and END twice, with one look at the room there is. */
static void add_tagged(struct buffer *key, char tag, const char *bytes,
                       size_t size)
{
    char *out;
    buffer_reserve(key, size + 3);
    out = key->bytes + key->size;
    *out++ = tag;
    if (size && memchr(bytes, END, size)) {
        key->size++;
        key_add_escaped(key, bytes, size);
        buffer_add_byte(key, END);
        buffer_add_byte(key, END);
        return;
    }
    if (size)
        memcpy(out, bytes, size);
    out[size] = out[size + 1] = END;
    key->size += size + 3;
}

/* Returns whether that changes anything. */
static bool fold_case(char *bytes, size_t size)
{
    bool changed = false;
    for (size_t i = 0; i < size; i++)
        if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
            bytes[i] = (char)(bytes[i] + ('a' - 'A'));
            changed = true;
        }
    return changed;
}

static bool key_add_bytes(struct buffer *key, char tag,
                          const struct lite_value *value,
                          enum collation collation)
{
    size_t size = value->length, first = key->size;
    if (collation == COLLATE_RTRIM)
        while (size > 0 && value->bytes[size - 1] == ' ')
            size--;
    add_tagged(key, tag, value->bytes, size);
    if (collation == COLLATE_NOCASE)
        return !fold_case(key->bytes + first, key->size - first);
    return size == value->length;
}

/* Would key_get make an integer of it? */
static bool key_is_integer(double real)
{
    return real >= -9223372036854775808.0 && real <= LAST_DOUBLE &&
           real == (double)(int64_t)real;
}

/* Keys are compared as bytes, ascending; inverted bytes compare the other way.
 */
static void invert(char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)~bytes[i];
}

static bool key_add_value(struct buffer *key, const struct key_column *column,
                          const struct lite_value *value)
{
    switch ((enum lite_kind)value->kind) {
    case LITE_INTEGER: add_integer(key, value->integer); return true;
    /* 2.0 as a REAL would come back as the integer 2, so the key does not tell
     * it. */
    case LITE_REAL:
        key_add_number(key, value->real, 0);
        return !key_is_integer(value->real);
    case LITE_TEXT:
        return key_add_bytes(key, TAG_TEXT, value, column->collation);
    case LITE_BLOB: return key_add_bytes(key, TAG_BLOB, value, COLLATE_BINARY);
    case LITE_NULL:
    case LITE_DEFAULT: break;
    }
    buffer_add_byte(key, TAG_NULL);
    return true;
}

bool key_add(struct buffer *key, const struct key_column *column,
             const struct lite_value *value)
{
    size_t first = key->size;
    bool tells = key_add_value(key, column, value);
    if (column->descending)
        invert(key->bytes + first, key->size - first);
    return tells;
}

/* ---- rowids ---- */

/* With the sign bit turned, negative ones come first. */
void key_put_rowid(unsigned char out[KEY_ROWID], int64_t rowid)
{
    big_endian_put(out, KEY_ROWID, (uint64_t)rowid ^ UINT64_C(1) << 63);
}

int64_t key_get_rowid(const unsigned char in[KEY_ROWID])
{
    return (int64_t)(big_endian_get(in, KEY_ROWID) ^ UINT64_C(1) << 63);
}

/* ---- parts ---- */

/* The first byte also says how the part goes on. */
static unsigned char tag_of(const unsigned char *key,
                            const struct key_column *column)
{
    return column->descending ? (unsigned char)~*key : *key;
}

/* There is one: memchr stops as soon as it is found. No key is longer. */
static const unsigned char *next_end(const unsigned char *bytes,
                                     unsigned char end)
{
    return memchr(bytes, end, UINT32_MAX);
}

/* With ESCAPED after every other zero, END twice is the end. */
static size_t bytes_size(const unsigned char *bytes, unsigned char end,
                         bool *has_zero)
{
    const unsigned char *at = next_end(bytes, end);
    *has_zero = at[1] != end;
    while (at[1] != end)
        at = next_end(at + 2, end);
    return (size_t)(at + 2 - bytes);
}

static size_t part_size(const unsigned char *key,
                        const struct key_column *column, bool *has_zero)
{
    *has_zero = false;
    switch (tag_of(key, column)) {
    case TAG_NULL: return 1;
    case TAG_NUMBER: return NUMBER_SIZE;
    default: break;
    }
    return 1 + bytes_size(key + 1,
                          column->descending ? (unsigned char)~END
                                             : (unsigned char)END,
                          has_zero);
}

size_t key_part_size(const unsigned char *key, const struct key_column *column)
{
    bool unused;
    return part_size(key, column, &unused);
}

bool key_part_is_null(const unsigned char *key, const struct key_column *column)
{
    return tag_of(key, column) == TAG_NULL;
}

/* ---- values again ---- */

/* Undoes key_add_number. */
static void get_number(const unsigned char *bytes, struct lite_value *value)
{
    uint64_t bits = big_endian_get(bytes, 8);
    int64_t distance = (int64_t)big_endian_get(bytes + 8, 2) - DISTANCE_ZERO;
    bits = bits >> 63 ? bits ^ UINT64_C(1) << 63 : ~bits;
    memcpy(&value->real, &bits, sizeof bits);
    value->kind = LITE_REAL;
    if (key_is_integer(value->real)) {
        value->kind = LITE_INTEGER;
        value->integer = (int64_t)value->real + distance;
    }
}

/* Bytes with a zero lose their ESCAPED. */
static void get_escaped(const unsigned char *bytes, size_t size,
                        unsigned char *scratch, struct lite_value *value)
{
    value->length = 0;
    for (size_t i = 0; i < size; i++) {
        scratch[value->length++] = bytes[i];
        i += bytes[i] == END;
    }
    value->bytes = (const char *)scratch;
}

size_t key_get(const unsigned char *key, const struct key_column *column,
               unsigned char *scratch, struct lite_value *value)
{
    /* For text and blobs `size` includes the tag and the two END bytes. */
    bool has_zero;
    size_t size = part_size(key, column, &has_zero);
    if (column->descending) {
        for (size_t i = 0; i < size; i++)
            scratch[i] = (unsigned char)~key[i];
        key = scratch;
    }
    *value = (struct lite_value){.kind = LITE_NULL};
    if (*key == TAG_NUMBER) {
        get_number(key + 1, value);
    } else if (*key != TAG_NULL) {
        value->kind = *key == TAG_TEXT ? LITE_TEXT : LITE_BLOB;
        value->bytes = (const char *)key + 1;
        value->length = (uint32_t)(size - 3);
        if (has_zero)
            get_escaped(key + 1, size - 3, scratch, value);
    }
    return size;
}
