#include "pages/index_writer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "pages/payload.h"
#include "pages/varint.h"

/* One more than there are columns: the rowid ends each entry. */
void index_writer_begin(struct index_writer *writer,
                        const struct index_layout *layout,
                        struct sort_space *space)
{
    size_t n = layout->n_columns;
    *writer = (struct index_writer){
        .layout = layout,
        .distinct = xreallocarray(NULL, n + 1, sizeof *writer->distinct),
        .values = xreallocarray(NULL, n + 1, sizeof *writer->values),
        .serial_types =
            xreallocarray(NULL, n + 1, sizeof *writer->serial_types)};
    memset(writer->distinct, 0, (n + 1) * sizeof *writer->distinct);
    sorter_begin(&writer->sorter, space);
}

/* ---- collecting ---- */

/* It makes each key unique and puts equal ones into SQLite's order. */
static void index_writer_add_rowid(struct buffer *key, int64_t rowid)
{
    unsigned char bytes[KEY_ROWID];
    key_put_rowid(bytes, rowid);
    buffer_add(key, (const char *)bytes, sizeof bytes);
}

/* Fills the key and the values; returns whether the key tells them. */
static bool make_key(struct index_writer *writer,
                     const struct lite_value *values, int64_t rowid)
{
    const struct index_layout *layout = writer->layout;
    const struct lite_value row = {.kind = LITE_INTEGER, .integer = rowid};
    bool tells = true;
    writer->key.size = 0;
    for (size_t i = 0; i < layout->n_columns; i++) {
        const struct index_column *column = &layout->columns[i];
        writer->values[i] =
            column->position == NO_COLUMN ? row : values[column->position];
        tells &= key_add(&writer->key, &column->key, &writer->values[i]);
    }
    writer->values[layout->n_columns] = row;
    index_writer_add_rowid(&writer->key, rowid);
    return tells;
}

static void measure_record(struct index_writer *writer, struct record *record)
{
    record->values = writer->values;
    record->n_values = writer->layout->n_columns + 1;
    record->serial_types = writer->serial_types;
    record_measure(record);
}

/* A partial index has only the rows for which its WHERE is true. */
static bool is_in_index(const struct index_layout *layout,
                        const struct lite_value *values)
{
    for (size_t i = 0; i < layout->n_filters; i++) {
        ptrdiff_t at = layout->filters[i].position;
        bool is_null = at != NO_COLUMN && values[at].kind == LITE_NULL;
        if (is_null != layout->filters[i].is_null)
            return false;
    }
    return true;
}

/* Columns may stand in an index more than once. */
static bool is_too_big(struct index_writer *writer)
{
    struct record record;
    /* Only keys near the limit are worth measuring their record. */
    if (writer->key.size <= LITE_MAX_LENGTH / 2)
        return false;
    measure_record(writer, &record);
    return record.size > LITE_MAX_LENGTH;
}

/* The record goes along only if it cannot be made from the key again. */
bool index_writer_add(struct index_writer *writer,
                      const struct lite_value *values, int64_t rowid)
{
    struct record record = {0};
    unsigned char *place;
    bool tells;
    if (!is_in_index(writer->layout, values))
        return true;
    tells = make_key(writer, values, rowid);
    if (is_too_big(writer))
        return false;
    /* A key does not tell -0.0 from 0, or "A" from "a" under NOCASE: those
     * bring their record. */
    if (!tells)
        measure_record(writer, &record);
    place = sorter_add(&writer->sorter, writer->key.size, record.size);
    memcpy(place, writer->key.bytes, writer->key.size);
    if (record.size)
        record_put(&record, place + writer->key.size);
    return true;
}

/* ---- in two steps ---- */

/* For a row that is in a partial index's table and not in the index. */
static const uint32_t NO_KEY = UINT32_MAX;

static bool add_key_columns(const struct index_layout *layout,
                            const struct lite_value *values, struct buffer *out)
{
    for (size_t i = 0; i < layout->n_columns; i++) {
        const struct index_column *column = &layout->columns[i];
        if (column->position == NO_COLUMN ||
            !key_add(out, &column->key, &values[column->position]))
            return false;
    }
    return true;
}

bool index_key_make(const struct index_layout *layout,
                    const struct lite_value *values, struct buffer *out)
{
    size_t start = out->size;
    uint32_t size = NO_KEY;
    bool done = true;
    buffer_add(out, (const char *)&size, sizeof size);
    if (is_in_index(layout, values)) {
        done = add_key_columns(layout, values, out);
        size = (uint32_t)(out->size - start - sizeof size);
        memcpy(out->bytes + start, &size, sizeof size);
    }
    return done;
}

size_t index_writer_add_key(struct index_writer *writer,
                            const unsigned char *sized_key, int64_t rowid)
{
    uint32_t size;
    unsigned char *place;
    memcpy(&size, sized_key, sizeof size);
    if (size == NO_KEY)
        return sizeof size;
    place = sorter_add(&writer->sorter, size + KEY_ROWID, 0);
    memcpy(place, sized_key + sizeof size, size);
    key_put_rowid(place + size, rowid);
    return sizeof size + size;
}

/* ---- looking at neighbours ---- */

/* NULLs are distinct in a UNIQUE index, by the SQL standard. */
static bool has_null(const struct index_layout *layout,
                     const unsigned char *key)
{
    for (size_t i = 0; i < layout->n_columns; i++) {
        if (key_part_is_null(key, &layout->columns[i].key))
            return true;
        key += key_part_size(key, &layout->columns[i].key);
    }
    return false;
}

/* How many columns the keys have in common from the left. */
static size_t columns_alike(const struct index_layout *layout,
                            const struct buffer *last,
                            const struct sorted *entry)
{
    size_t at = 0, i = 0;
    for (; i < layout->n_columns; i++) {
        size_t size = key_part_size(entry->key + at, &layout->columns[i].key);
        if (at + size > last->size ||
            memcmp(last->bytes + at, entry->key + at, size) != 0)
            break;
        at += size;
    }
    return i;
}

/* Counts distinct values, as ANALYZE does, and finds a duplicate where all have
 * to be distinct. The key before stands in writer->key. */
static void compare_with_last(struct index_writer *writer,
                              const struct sorted *entry)
{
    const struct index_layout *layout = writer->layout;
    size_t alike = 0;
    if (writer->entries)
        alike = columns_alike(layout, &writer->key, entry);
    for (size_t i = alike; i < layout->n_columns; i++)
        writer->distinct[i]++;
    /* Equal keys are neighbours now, so looking at pairs finds every duplicate.
     */
    if (writer->entries && alike == layout->n_columns && layout->is_unique &&
        !has_null(layout, entry->key))
        writer->has_duplicate = true;
    writer->key.size = 0;
    buffer_add(&writer->key, (const char *)entry->key, entry->key_size);
    writer->entries++;
}

/* ---- building ---- */

/* The values of a key that tells them. */
static void restore_values(struct index_writer *writer,
                           const struct sorted *entry)
{
    const struct index_layout *layout = writer->layout;
    struct buffer *scratch = &writer->scratch;
    size_t at = 0;
    scratch->size = 0;
    buffer_reserve(scratch, entry->key_size);
    for (size_t i = 0; i < layout->n_columns; i++)
        at += key_get(entry->key + at, &layout->columns[i].key,
                      (unsigned char *)scratch->bytes + at, &writer->values[i]);
    assert(at + KEY_ROWID == entry->key_size);
    writer->values[layout->n_columns] = (struct lite_value){
        .kind = LITE_INTEGER, .integer = key_get_rowid(entry->key + at)};
}

/* A cell is the record's size, and what stays of it; returns where that
 * goes. */
static unsigned char *begin_cell(struct btree *btree, size_t record_size,
                                 size_t stays)
{
    size_t size = varint_size(record_size) + stays;
    unsigned char *cell =
        btree_add_entry(btree, size < MIN_CELL ? MIN_CELL : size);
    return cell + varint_put(cell, record_size);
}

static void index_writer_add_record(struct btree *btree,
                                    const unsigned char *record, size_t size)
{
    struct payload payload = payload_begin(btree->file, true, record, size);
    payload_put(&payload, begin_cell(btree, size, payload_size(&payload)));
}

/* Nearly all fit their cell, and are made there. */
static void add_restored(struct index_writer *writer, struct btree *btree,
                         const struct sorted *entry)
{
    struct record record;
    size_t local;
    restore_values(writer, entry);
    measure_record(writer, &record);
    local = payload_local(btree->file->page_size, true, record.size);
    if (local == record.size) {
        record_put(&record, begin_cell(btree, record.size, local));
        return;
    }
    writer->record.size = 0;
    buffer_reserve(&writer->record, record.size);
    record_put(&record, (unsigned char *)writer->record.bytes);
    index_writer_add_record(btree, (unsigned char *)writer->record.bytes,
                            record.size);
}

/* May run on several threads, one index each: what they write to in common is
 * the page file, which locks. */
void index_writer_build(struct index_writer *writer, struct page_file *file)
{
    struct btree btree;
    struct sorted entry;
    sorter_sort(&writer->sorter);
    btree_begin(&btree, file, writer->layout->root_page, true);
    /* After a duplicate the file is thrown away, so the rest need not be
     * sorted. */
    while (!writer->has_duplicate && sorter_next(&writer->sorter, &entry)) {
        assert(entry.key_size > KEY_ROWID);
        compare_with_last(writer, &entry);
        /* What came with its record has it; all others are made from their key
         * again. */
        if (entry.data_size)
            index_writer_add_record(&btree, entry.data, entry.data_size);
        else
            add_restored(writer, &btree, &entry);
    }
    btree_end(&btree);
}

void index_writer_release(struct index_writer *writer)
{
    sorter_release(&writer->sorter);
    buffer_release(&writer->key);
    buffer_release(&writer->record);
    buffer_release(&writer->scratch);
    free(writer->distinct);
    free(writer->values);
    free(writer->serial_types);
}
