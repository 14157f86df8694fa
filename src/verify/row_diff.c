#include "verify/row_diff.h"

#include <stdlib.h>
#include <string.h>

#include "verify/preview.h"

enum {
    BUCKETS = 16384,
    MAX_BUCKETS = 20,  /* that are collected, half of them for each side */
    MAX_ROWS = 100000, /* kept, for all buckets of a table */
    MAX_SHOWN = 10     /* differences of a table */
};

/* A row that was kept, and how often each side has it. */
struct kept {
    struct digest key, row;
    uint64_t counts[SIDES];
    struct location location; /* where it is in the dump; 0:0 if it is not */
    size_t order;             /* of coming */
    struct preview *values;
};

struct row_diff {
    struct digest sums[SIDES][BUCKETS];
    bool is_wanted[BUCKETS];
    size_t n_wanted, max_wanted;
    size_t n_differing;
    struct kept *rows;
    size_t n_rows, capacity;
    bool is_full;
    struct arena arena;
};

/* Some 500 KiB, so only for tables that differ. */
struct row_diff *row_diff_new(void)
{
    struct row_diff *row_diff = xmalloc(sizeof *row_diff);
    memset(row_diff, 0, sizeof *row_diff);
    return row_diff;
}

void row_diff_free(struct row_diff *row_diff)
{
    if (!row_diff)
        return;
    free(row_diff->rows);
    arena_release(&row_diff->arena);
    free(row_diff);
}

/* By key, so that both versions of a row are in one bucket. */
static size_t bucket_of(const struct diff_row *row)
{
    return row->key.low % BUCKETS;
}

/* A bucket with equal sums has no differing rows, so most of a table need not
 * be looked at again. */
void row_diff_count(struct row_diff *row_diff, const struct diff_row *row)
{
    digest_add(&row_diff->sums[row->side][bucket_of(row)], row->digest);
}

/* ---- keeping rows ---- */

/* The larger the table, the more rows are in a bucket. */
void row_diff_collect(struct row_diff *row_diff,
                      const struct compared_table *table)
{
    uint64_t rows = table->rows[IN_DUMP] + table->rows[IN_DATABASE];
    uint64_t fit = MAX_ROWS / 2 / (rows / BUCKETS + 1);
    row_diff->max_wanted = fit < 2 ? 2 : fit > MAX_BUCKETS ? MAX_BUCKETS : fit;
    for (size_t i = 0; i < BUCKETS; i++)
        row_diff->n_differing += !digest_is_same(
            row_diff->sums[IN_DUMP][i], row_diff->sums[IN_DATABASE][i]);
}

/* The dump's side comes first; some room is kept for what only the database
 * has. */
bool row_diff_wants(struct row_diff *row_diff, const struct diff_row *row)
{
    size_t bucket = bucket_of(row);
    size_t most = row_diff->max_wanted / (row->side == IN_DUMP ? 2 : 1);
    if (row_diff->is_wanted[bucket])
        return true;
    if (row_diff->n_wanted >= most ||
        digest_is_same(row_diff->sums[IN_DUMP][bucket],
                       row_diff->sums[IN_DATABASE][bucket]))
        return false;
    row_diff->n_wanted++;
    return row_diff->is_wanted[bucket] = true;
}

/* Only a beginning of each value is kept. */
static struct preview *show_values(struct row_diff *row_diff,
                                   const struct diff_row *row)
{
    struct preview *values =
        arena_alloc(&row_diff->arena, row->table->n_columns * sizeof *values);
    for (size_t i = 0; i < row->table->n_columns; i++) {
        struct lite_value value = row->values[i];
        if (row->table->columns[i].as != COMPARED)
            value = (struct lite_value){.kind = LITE_NULL};
        values[i] = preview_make(&row_diff->arena, &value);
    }
    return values;
}

/* Called for at most MAX_ROWS rows; if there are more, row_diff_find shows none
 * of them. */
static void row_diff_add_row(struct row_diff *row_diff,
                             const struct diff_row *row,
                             struct location location)
{
    grow_array(&row_diff->rows, &row_diff->capacity, row_diff->n_rows + 1,
               sizeof *row_diff->rows);
    row_diff->rows[row_diff->n_rows] =
        (struct kept){.key = row->key,
                      .row = row->digest,
                      .location = location,
                      .order = row_diff->n_rows,
                      .values = show_values(row_diff, row)};
    row_diff->rows[row_diff->n_rows++].counts[row->side] = 1;
}

/* Rows that are equal to the one before are only counted: a table without a
 * key may have a million of the same. */
void row_diff_retain(struct row_diff *row_diff, const struct diff_row *row,
                     struct location location)
{
    struct kept *last =
        row_diff->n_rows ? &row_diff->rows[row_diff->n_rows - 1] : NULL;
    if (last && digest_is_same(last->row, row->digest))
        last->counts[row->side]++;
    else if (row_diff->n_rows < MAX_ROWS)
        row_diff_add_row(row_diff, row, location);
    else
        row_diff->is_full = true;
}

/* ---- comparing ---- */

static int compare_digests(struct digest one, struct digest other)
{
    if (one.high != other.high)
        return one.high < other.high ? -1 : 1;
    return (one.low > other.low) - (one.low < other.low);
}

static int compare_orders(const struct kept *one, const struct kept *other)
{
    return (one->order > other->order) - (one->order < other->order);
}

/* Equal rows side by side, for `cancel`. */
static int by_key_and_row(const void *one, const void *other)
{
    const struct kept *a = one, *b = other;
    int order = compare_digests(a->key, b->key);
    if (order == 0)
        order = compare_digests(a->row, b->row);
    return order ? order : compare_orders(a, b);
}

/* Rows of one key side by side, for pairs. */
static int by_key(const void *one, const void *other)
{
    const struct kept *a = one, *b = other;
    int order = compare_digests(a->key, b->key);
    return order ? order : compare_orders(a, b);
}

/* In the dump's order; what only the database has comes last. */
static int by_place(const void *one, const void *other)
{
    const struct difference *a = one, *b = other;
    if ((a->kind == ROW_EXTRA) != (b->kind == ROW_EXTRA))
        return a->kind == ROW_EXTRA ? 1 : -1;
    return (a->location.line > b->location.line) -
           (a->location.line < b->location.line);
}

/* Equal rows become one with their counts' sums; those that both sides have
 * equally often go. */
static size_t cancel(struct kept *rows, size_t n)
{
    size_t left = 0;
    for (size_t i = 0; i < n;) {
        struct kept sum = rows[i++];
        for (; i < n && digest_is_same(rows[i].row, sum.row); i++)
            for (int side = 0; side < SIDES; side++)
                sum.counts[side] += rows[i].counts[side];
        if (sum.counts[IN_DUMP] != sum.counts[IN_DATABASE])
            rows[left++] = sum;
    }
    return left;
}

static bool is_shown_in_key(const struct compared_table *table, size_t column)
{
    return table->columns[column].is_key &&
           table->columns[column].as == COMPARED;
}

static const char *show_key(struct row_diff *row_diff,
                            const struct compared_table *table,
                            const struct kept *row)
{
    struct buffer text = {0};
    const char *copy;
    for (size_t i = 0; i < table->n_columns; i++) {
        if (!is_shown_in_key(table, i))
            continue;
        buffer_printf(&text, "%s%s ", text.size ? ", " : "",
                      table->columns[i].column->name);
        preview_add(&text, &row->values[i], 0);
    }
    copy = arena_copy(&row_diff->arena, text.bytes, text.size);
    buffer_release(&text);
    return copy;
}

/* Counted: a table without a key may have a row several times. */
static struct difference one_sided(struct row_diff *row_diff,
                                   const struct compared_table *table,
                                   const struct kept *row)
{
    bool extra = row->counts[IN_DATABASE] > row->counts[IN_DUMP];
    return (struct difference){
        .kind = extra ? ROW_EXTRA : ROW_MISSING,
        .count = extra ? row->counts[IN_DATABASE] - row->counts[IN_DUMP]
                       : row->counts[IN_DUMP] - row->counts[IN_DATABASE],
        .key = show_key(row_diff, table, row),
        .location = row->location};
}

static const char *show_value(struct row_diff *row_diff,
                              const struct preview *value, size_t from)
{
    struct buffer text = {0};
    const char *copy;
    preview_add(&text, value, from);
    copy = arena_copy(&row_diff->arena, text.bytes, text.size);
    buffer_release(&text);
    return copy;
}

static void add_changed(struct row_diff *row_diff,
                        struct difference *difference, const char *column,
                        const struct preview *dump,
                        const struct preview *database)
{
    size_t from = preview_same(dump, database);
    difference->values[difference->n_values++] =
        (struct changed_value){.column = column,
                               .sides = {show_value(row_diff, dump, from),
                                         show_value(row_diff, database, from)}};
}

static struct difference changed(struct row_diff *row_diff,
                                 const struct compared_table *table,
                                 const struct kept *dump,
                                 const struct kept *database)
{
    struct difference difference = {.kind = ROW_CHANGED,
                                    .count = 1,
                                    .key = show_key(row_diff, table, dump),
                                    .location = dump->location};
    difference.values = arena_alloc(
        &row_diff->arena, table->n_columns * sizeof *difference.values);
    for (size_t i = 0; i < table->n_columns; i++)
        if (!digest_is_same(dump->values[i].digest, database->values[i].digest))
            add_changed(row_diff, &difference, table->columns[i].column->name,
                        &dump->values[i], &database->values[i]);
    return difference;
}

/* Two rows of one key, one on each side, are one row that has changed. */
static bool is_pair(const struct kept *rows, size_t i, size_t n)
{
    const struct kept *one = &rows[i], *other = &rows[i + 1];
    if (i + 1 >= n || compare_digests(one->key, other->key) ||
        (i > 0 && !compare_digests(rows[i - 1].key, one->key)) ||
        (i + 2 < n && !compare_digests(one->key, rows[i + 2].key)))
        return false;
    return one->counts[IN_DUMP] + other->counts[IN_DUMP] == 1 &&
           one->counts[IN_DATABASE] + other->counts[IN_DATABASE] == 1;
}

static size_t row_diff_make_all(struct row_diff *row_diff,
                                const struct compared_table *table,
                                struct difference *out)
{
    const struct kept *rows = row_diff->rows;
    size_t n = 0;
    for (size_t i = 0; i < row_diff->n_rows; i++) {
        bool dump_first = rows[i].counts[IN_DUMP] > 0;
        if (!is_pair(rows, i, row_diff->n_rows)) {
            out[n++] = one_sided(row_diff, table, &rows[i]);
            continue;
        }
        out[n++] = changed(row_diff, table, &rows[dump_first ? i : i + 1],
                           &rows[dump_first ? i + 1 : i]);
        i++;
    }
    return n;
}

/* Sorted three times; at most MAX_ROWS of them. */
struct differences row_diff_find(struct row_diff *row_diff,
                                 const struct compared_table *table)
{
    struct differences found = {0};
    if (row_diff->is_full)
        return found;
    if (row_diff->n_rows)
        qsort(row_diff->rows, row_diff->n_rows, sizeof *row_diff->rows,
              by_key_and_row);
    row_diff->n_rows = cancel(row_diff->rows, row_diff->n_rows);
    if (row_diff->n_rows)
        qsort(row_diff->rows, row_diff->n_rows, sizeof *row_diff->rows, by_key);
    found.items =
        arena_alloc(&row_diff->arena, row_diff->n_rows * sizeof *found.items);
    found.n = row_diff_make_all(row_diff, table, found.items);
    if (found.n)
        qsort(found.items, found.n, sizeof *found.items, by_place);
    found.all =
        row_diff->n_wanted == row_diff->n_differing && found.n <= MAX_SHOWN;
    if (found.n > MAX_SHOWN)
        found.n = MAX_SHOWN;
    return found;
}
