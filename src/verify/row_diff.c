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
    struct shown *values;
};

struct sieve {
    struct digest sums[SIDES][BUCKETS];
    bool is_wanted[BUCKETS];
    size_t n_wanted, max_wanted;
    size_t n_differing;
    struct kept *rows;
    size_t n_rows, capacity;
    bool is_full;
    struct arena arena;
};

struct sieve *sieve_new(void)
{
    struct sieve *sieve = xmalloc(sizeof *sieve);
    memset(sieve, 0, sizeof *sieve);
    return sieve;
}

void sieve_free(struct sieve *sieve)
{
    if (!sieve)
        return;
    free(sieve->rows);
    arena_release(&sieve->arena);
    free(sieve);
}

static size_t bucket_of(const struct sieve_row *row)
{
    return row->key.low % BUCKETS;
}

void sieve_sift(struct sieve *sieve, const struct sieve_row *row)
{
    digest_add(&sieve->sums[row->side][bucket_of(row)], row->digest);
}

/* ---- keeping rows ---- */

/* The larger the table, the more rows are in a bucket. */
void sieve_collect(struct sieve *sieve, const struct compared_table *table)
{
    uint64_t rows = table->rows[IN_DUMP] + table->rows[IN_DATABASE];
    uint64_t fit = MAX_ROWS / 2 / (rows / BUCKETS + 1);
    sieve->max_wanted = fit < 2 ? 2 : fit > MAX_BUCKETS ? MAX_BUCKETS : fit;
    for (size_t i = 0; i < BUCKETS; i++)
        sieve->n_differing += !digest_is_same(sieve->sums[IN_DUMP][i],
                                              sieve->sums[IN_DATABASE][i]);
}

/* The dump's side comes first; some room is kept for what only the database
 * has. */
bool sieve_wants(struct sieve *sieve, const struct sieve_row *row)
{
    size_t bucket = bucket_of(row);
    size_t most = sieve->max_wanted / (row->side == IN_DUMP ? 2 : 1);
    if (sieve->is_wanted[bucket])
        return true;
    if (sieve->n_wanted >= most ||
        digest_is_same(sieve->sums[IN_DUMP][bucket],
                       sieve->sums[IN_DATABASE][bucket]))
        return false;
    sieve->n_wanted++;
    return sieve->is_wanted[bucket] = true;
}

static struct shown *show_values(struct sieve *sieve,
                                 const struct sieve_row *row)
{
    struct shown *values =
        arena_alloc(&sieve->arena, row->table->n_columns * sizeof *values);
    for (size_t i = 0; i < row->table->n_columns; i++) {
        struct lite_value value = row->values[i];
        if (row->table->columns[i].as != COMPARED)
            value = (struct lite_value){.kind = LITE_NULL};
        values[i] = shown_make(&sieve->arena, &value);
    }
    return values;
}

static void add_row(struct sieve *sieve, const struct sieve_row *row,
                    struct location location)
{
    grow_array(&sieve->rows, &sieve->capacity, sieve->n_rows + 1,
               sizeof *sieve->rows);
    sieve->rows[sieve->n_rows] =
        (struct kept){.key = row->key,
                      .row = row->digest,
                      .location = location,
                      .order = sieve->n_rows,
                      .values = show_values(sieve, row)};
    sieve->rows[sieve->n_rows++].counts[row->side] = 1;
}

/* Rows that are equal to the one before are only counted: a table without a
 * key may have a million of the same. */
void sieve_keep(struct sieve *sieve, const struct sieve_row *row,
                struct location location)
{
    struct kept *last = sieve->n_rows ? &sieve->rows[sieve->n_rows - 1] : NULL;
    if (last && digest_is_same(last->row, row->digest))
        last->counts[row->side]++;
    else if (sieve->n_rows < MAX_ROWS)
        add_row(sieve, row, location);
    else
        sieve->is_full = true;
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

static int by_key_and_row(const void *one, const void *other)
{
    const struct kept *a = one, *b = other;
    int order = compare_digests(a->key, b->key);
    if (order == 0)
        order = compare_digests(a->row, b->row);
    return order ? order : compare_orders(a, b);
}

static int by_key(const void *one, const void *other)
{
    const struct kept *a = one, *b = other;
    int order = compare_digests(a->key, b->key);
    return order ? order : compare_orders(a, b);
}

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

static const char *show_key(struct sieve *sieve,
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
        shown_add(&text, &row->values[i], 0);
    }
    copy = arena_copy(&sieve->arena, text.bytes, text.size);
    buffer_release(&text);
    return copy;
}

static struct difference one_sided(struct sieve *sieve,
                                   const struct compared_table *table,
                                   const struct kept *row)
{
    bool extra = row->counts[IN_DATABASE] > row->counts[IN_DUMP];
    return (struct difference){
        .kind = extra ? ROW_EXTRA : ROW_MISSING,
        .count = extra ? row->counts[IN_DATABASE] - row->counts[IN_DUMP]
                       : row->counts[IN_DUMP] - row->counts[IN_DATABASE],
        .key = show_key(sieve, table, row),
        .location = row->location};
}

static const char *show_value(struct sieve *sieve, const struct shown *value,
                              size_t from)
{
    struct buffer text = {0};
    const char *copy;
    shown_add(&text, value, from);
    copy = arena_copy(&sieve->arena, text.bytes, text.size);
    buffer_release(&text);
    return copy;
}

static void add_changed(struct sieve *sieve, struct difference *difference,
                        const char *column, const struct shown *dump,
                        const struct shown *database)
{
    size_t from = shown_same(dump, database);
    difference->values[difference->n_values++] =
        (struct changed_value){.column = column,
                               .sides = {show_value(sieve, dump, from),
                                         show_value(sieve, database, from)}};
}

static struct difference changed(struct sieve *sieve,
                                 const struct compared_table *table,
                                 const struct kept *dump,
                                 const struct kept *database)
{
    struct difference difference = {.kind = ROW_CHANGED,
                                    .count = 1,
                                    .key = show_key(sieve, table, dump),
                                    .location = dump->location};
    difference.values = arena_alloc(
        &sieve->arena, table->n_columns * sizeof *difference.values);
    for (size_t i = 0; i < table->n_columns; i++)
        if (!digest_is_same(dump->values[i].digest, database->values[i].digest))
            add_changed(sieve, &difference, table->columns[i].column->name,
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

static size_t make_all(struct sieve *sieve, const struct compared_table *table,
                       struct difference *out)
{
    const struct kept *rows = sieve->rows;
    size_t n = 0;
    for (size_t i = 0; i < sieve->n_rows; i++) {
        bool dump_first = rows[i].counts[IN_DUMP] > 0;
        if (!is_pair(rows, i, sieve->n_rows)) {
            out[n++] = one_sided(sieve, table, &rows[i]);
            continue;
        }
        out[n++] = changed(sieve, table, &rows[dump_first ? i : i + 1],
                           &rows[dump_first ? i + 1 : i]);
        i++;
    }
    return n;
}

struct differences sieve_find(struct sieve *sieve,
                              const struct compared_table *table)
{
    struct differences found = {0};
    if (sieve->is_full)
        return found;
    if (sieve->n_rows)
        qsort(sieve->rows, sieve->n_rows, sizeof *sieve->rows, by_key_and_row);
    sieve->n_rows = cancel(sieve->rows, sieve->n_rows);
    if (sieve->n_rows)
        qsort(sieve->rows, sieve->n_rows, sizeof *sieve->rows, by_key);
    found.items =
        arena_alloc(&sieve->arena, sieve->n_rows * sizeof *found.items);
    found.n = make_all(sieve, table, found.items);
    if (found.n)
        qsort(found.items, found.n, sizeof *found.items, by_place);
    found.all = sieve->n_wanted == sieve->n_differing && found.n <= MAX_SHOWN;
    if (found.n > MAX_SHOWN)
        found.n = MAX_SHOWN;
    return found;
}
