#include "pages/encoder.h"

#include <stdlib.h>
#include <string.h>

#include "pages/index_writer.h"
#include "pages/kept.h"
#include "pages/record.h"

/* A longer row would be in memory once more. */
enum { LONGEST_RECORD = 256 * 1024 };

struct encoder {
    struct row_encoder encoder; /* first: the interface */
    const struct layout *layout;

    struct encoded_row *rows;
    size_t n_rows, rows_capacity;
    struct buffer bytes; /* theirs */

    /* of the last row's target */
    const struct lite_target *target;
    const struct table_layout *table; /* NULL: SQLite has to write its rows */
    ptrdiff_t *sources;               /* and for each stored column: */
    struct lite_value *values;
    uint32_t *serial_types;
    size_t columns_capacity;

    struct stored stored;
    struct arena arena; /* of values, until they are in a record */
};

/* ---- the target ---- */

static void reserve_columns(struct encoder *encoder, size_t n)
{
    if (n <= encoder->columns_capacity)
        return;
    encoder->columns_capacity = n;
    encoder->sources =
        xreallocarray(encoder->sources, n, sizeof *encoder->sources);
    encoder->values =
        xreallocarray(encoder->values, n, sizeof *encoder->values);
    encoder->serial_types =
        xreallocarray(encoder->serial_types, n, sizeof *encoder->serial_types);
}

static void turn_to_target(struct encoder *encoder,
                           const struct lite_target *target)
{
    const struct table_layout *table =
        layout_find(encoder->layout, target->table);
    encoder->target = target;
    encoder->table = table && table->is_plain ? table : NULL;
    if (!encoder->table)
        return;
    reserve_columns(encoder, table->n_stored);
    kept_find_sources(table, target, encoder->sources);
}

/* ---- values ---- */

/* False for a default that is more than NULL, and for what is refused. */
static bool encoder_take_value(struct encoder *encoder,
                               const struct lite_row *row, size_t at)
{
    const struct table_layout *table = encoder->table;
    const struct lite_value *said = kept_said(row, encoder->sources, at);
    struct lite_value *value = &encoder->values[at];
    if (!said && table->stored[at]->default_sql)
        return false;
    *value =
        said ? kept_value(table, at, &encoder->stored, &encoder->arena, said)
             : (struct lite_value){.kind = LITE_NULL};
    return !kept_problem(table, at, value);
}

static bool encoder_take_rowid(struct encoder *encoder, struct encoded_row *out)
{
    ptrdiff_t at = encoder->table->rowid;
    struct lite_value *value = &encoder->values[at == NO_COLUMN ? 0 : at];
    if (at == NO_COLUMN || value->kind == LITE_NULL)
        return true;
    if (value->kind != LITE_INTEGER)
        return false;
    out->has_rowid = true;
    out->rowid = value->integer;
    value->kind = LITE_NULL;
    return true;
}

static bool encoder_take_values(struct encoder *encoder,
                                const struct lite_row *row,
                                struct encoded_row *out)
{
    for (size_t i = 0; i < encoder->table->n_stored; i++)
        if (!encoder_take_value(encoder, row, i))
            return false;
    return encoder_take_rowid(encoder, out);
}

/* ---- rows ---- */

static bool encoder_add_record(struct encoder *encoder, struct encoded_row *out)
{
    struct record record = {.values = encoder->values,
                            .n_values = encoder->table->n_stored,
                            .serial_types = encoder->serial_types};
    struct buffer *bytes = &encoder->bytes;
    record_measure(&record);
    if (record.size > LONGEST_RECORD)
        return false;
    buffer_reserve(bytes, record.size);
    record_put(&record, (unsigned char *)bytes->bytes + bytes->size);
    bytes->size += record.size;
    out->record_size = record.size;
    return true;
}

static bool encoder_add_keys(struct encoder *encoder)
{
    for (const struct index_layout *index = encoder->table->indexes; index;
         index = index->next)
        if (!index_key_make(index, encoder->values, &encoder->bytes))
            return false;
    return true;
}

/* Places are known once no more bytes come. */
static void place_rows(struct encoder *encoder, const size_t *starts)
{
    const unsigned char *bytes = (const unsigned char *)encoder->bytes.bytes;
    for (size_t i = 0; i < encoder->n_rows; i++) {
        struct encoded_row *row = &encoder->rows[i];
        if (starts[i] == SIZE_MAX)
            continue;
        row->record = bytes + starts[i];
        row->keys = row->record + row->record_size;
    }
}

/* Where the row's bytes begin, or SIZE_MAX. */
static size_t encode_row(struct encoder *encoder, const struct lite_row *row,
                         struct encoded_row *out)
{
    size_t start = encoder->bytes.size;
    *out = (struct encoded_row){.row = row};
    if (encoder->target != row->target)
        turn_to_target(encoder, row->target);
    if (encoder->table && encoder_take_values(encoder, row, out) &&
        encoder_add_record(encoder, out) && encoder_add_keys(encoder))
        return start;
    encoder->bytes.size = start;
    return SIZE_MAX;
}

static void encoder_encode(struct row_encoder *base,
                           const struct lite_row *rows, size_t n_rows)
{
    struct encoder *encoder = (struct encoder *)base;
    size_t *starts;
    arena_reset(&encoder->arena);
    encoder->bytes.size = 0;
    grow_array(&encoder->rows, &encoder->rows_capacity, n_rows,
               sizeof *encoder->rows);
    starts = arena_alloc(&encoder->arena, n_rows * sizeof *starts);
    for (size_t i = 0; i < n_rows; i++)
        starts[i] = encode_row(encoder, &rows[i], &encoder->rows[i]);
    encoder->n_rows = n_rows;
    place_rows(encoder, starts);
}

static void encoder_release(struct row_encoder *base)
{
    struct encoder *encoder = (struct encoder *)base;
    free(encoder->rows);
    free(encoder->sources);
    free(encoder->values);
    free(encoder->serial_types);
    buffer_release(&encoder->bytes);
    stored_release(&encoder->stored);
    arena_release(&encoder->arena);
    free(encoder);
}

struct row_encoder *encoder_new(const struct layout *layout)
{
    struct encoder *encoder = xmalloc(sizeof *encoder);
    *encoder = (struct encoder){.encoder = {encoder_encode, encoder_release},
                                .layout = layout};
    return &encoder->encoder;
}

struct encoded_rows encoder_rows(const struct row_encoder *base)
{
    const struct encoder *encoder = (const struct encoder *)base;
    return (struct encoded_rows){encoder->rows, encoder->n_rows};
}
