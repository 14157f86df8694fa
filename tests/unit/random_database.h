/* Random databases: a schema, and rows for it, that any row_writer can take.
 * The same seed gives the same ones; so do the same choices, which come before
 * what the seed gives (a fuzzer's). */
#ifndef RANDOM_DATABASE_H
#define RANDOM_DATABASE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "sqlite/row.h"

enum { MAX_COLUMNS = 12, MAX_STATEMENTS = 8, FILLER_BYTES = 300000 };

enum order { ASCENDING, DESCENDING, SHUFFLED, MOSTLY_ASCENDING, ORDERS };

struct random_database {
    uint64_t state; /* of the generator */
    const uint8_t *choices;
    size_t n_choices;
    size_t page_size;
    size_t n_columns; /* without generated ones */
    const char *types[MAX_COLUMNS];
    const char *names[MAX_COLUMNS];
    bool has_rowid_key, has_text_key;
    bool is_strict;
    bool may_be_refused; /* some rows break a constraint, or a key's */
    bool not_null[MAX_COLUMNS];
    enum order order;
    int64_t first_id, step;
    size_t n_rows;
    struct buffer statements[MAX_STATEMENTS]; /* the first makes the table */
    size_t n_statements;
    struct lite_target target;
    struct lite_value values[MAX_COLUMNS]; /* of the row at hand */
    struct arena arena;                    /* of its texts */
    char *filler;
};

/* Two bytes of choices serve for a number. */
static uint64_t random_bits(struct random_database *random)
{
    if (random->n_choices > 1) {
        random->n_choices -= 2;
        random->choices += 2;
        return (uint64_t)random->choices[-2] << 8 | random->choices[-1];
    }
    uint64_t z = random->state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static size_t below(struct random_database *random, size_t limit)
{
    return (size_t)(random_bits(random) % limit);
}

/* ---- the schema ---- */

static const char *const COLUMN_NAMES[MAX_COLUMNS] = {
    "id", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"};

static void make_column(struct random_database *random, size_t at,
                        struct buffer *sql)
{
    static const char *const types[] = {"INTEGER",
                                        "TEXT",
                                        "REAL",
                                        "NUMERIC",
                                        "BLOB",
                                        "DATETIME",
                                        "CHAR COLLATE NOCASE"};
    bool is_key = at == 0 && (random->has_rowid_key || random->has_text_key);
    static const char *const strict_types[] = {"INTEGER", "TEXT", "REAL",
                                               "BLOB",    "INT",  "ANY"};
    random->names[at] = COLUMN_NAMES[at];
    random->types[at] =
        random->is_strict ? strict_types[below(random, COUNT_OF(strict_types))]
                          : types[below(random, COUNT_OF(types))];
    if (at == 0)
        random->types[at] = random->has_text_key ? "TEXT" : "INTEGER";
    buffer_printf(sql, "%s%s %s%s", at ? ", " : "", COLUMN_NAMES[at],
                  random->types[at], is_key ? " PRIMARY KEY" : "");
    if (is_key && random->has_rowid_key && below(random, 2))
        buffer_add_text(sql, " AUTOINCREMENT");
    if (at && below(random, 6) == 0)
        buffer_add_text(sql, " DEFAULT (1 + 1)");
    random->not_null[at] = at && random->may_be_refused && !below(random, 3);
    if (random->not_null[at])
        buffer_add_text(sql, " NOT NULL");
}

static void make_table(struct random_database *random)
{
    struct buffer *sql = &random->statements[random->n_statements++];
    buffer_add_text(sql, "CREATE TABLE t(");
    for (size_t i = 0; i < random->n_columns; i++)
        make_column(random, i, sql);
    if (below(random, 8) == 0)
        buffer_add_text(sql, ", v TEXT AS (id || 'x') VIRTUAL");
    if (below(random, 12) == 0)
        buffer_add_text(sql, ", w TEXT AS (id || 'y') STORED");
    if (below(random, 4) == 0)
        buffer_printf(sql, ", UNIQUE(id, %s)",
                      COLUMN_NAMES[below(random, random->n_columns)]);
    buffer_add_text(sql, random->is_strict ? ") STRICT" : ")");
}

static void make_index(struct random_database *random, size_t number)
{
    static const char *const collations[] = {
        "", "", "", " COLLATE NOCASE", " COLLATE RTRIM", " COLLATE BINARY"};
    struct buffer *sql = &random->statements[random->n_statements++];
    size_t n = 1 + below(random, 3);
    buffer_printf(sql, "CREATE INDEX i%zu ON t(", number);
    for (size_t i = 0; i < n; i++)
        buffer_printf(sql, "%s%s%s%s", i ? ", " : "",
                      COLUMN_NAMES[below(random, random->n_columns)],
                      collations[below(random, COUNT_OF(collations))],
                      below(random, 3) ? "" : " DESC");
    if (below(random, 10) == 0)
        buffer_add_text(sql, ", lower(id)");
    buffer_add_text(sql, ")");
    if (below(random, 4) == 0)
        buffer_printf(sql, " WHERE %s IS %sNULL%s",
                      COLUMN_NAMES[below(random, random->n_columns)],
                      below(random, 2) ? "NOT " : "",
                      below(random, 3)   ? ""
                      : below(random, 2) ? " AND (id IS NOT NULL)"
                                         : " AND id > 3");
}

static size_t some_rows(struct random_database *random)
{
    static const size_t counts[] = {0, 1, 2, 3, 17, 100, 300, 1500};
    size_t count = counts[below(random, COUNT_OF(counts))];
    if (random->page_size > 4096 && count > 100)
        count = 100;
    return count > 3 ? 1 + below(random, count) : count;
}

/* The choices are set, the rest is zero. With `may_be_refused` there are
 * constraints that rows may break. */
static void random_database_make(struct random_database *random, uint64_t seed,
                                 bool may_be_refused)
{
    static const size_t sizes[] = {512,  512,  512,   1024,  2048,
                                   4096, 8192, 16384, 32768, 65536};
    static const int64_t firsts[] = {
        1, 1, 1, -20, INT64_MIN, 1000000, INT64_MAX - 5000};
    struct random_database filling = {.state = seed};
    random->filler = xmalloc(FILLER_BYTES);
    for (size_t i = 0; i < FILLER_BYTES; i++)
        random->filler[i] = (char)('A' + below(&filling, 58));
    random->state = filling.state;
    random->may_be_refused = may_be_refused;
    random->page_size = sizes[below(random, COUNT_OF(sizes))];
    random->n_columns = 1 + below(random, MAX_COLUMNS);
    random->has_rowid_key = below(random, 2);
    random->has_text_key = !random->has_rowid_key && below(random, 2);
    random->order = (enum order)below(random, ORDERS);
    random->first_id = firsts[below(random, COUNT_OF(firsts))];
    random->step = 1;
    random->is_strict = may_be_refused && below(random, 2);
    random->n_rows = some_rows(random);
    make_table(random);
    for (size_t i = below(random, 4); i > 0; i--)
        make_index(random, i);
    random->target = (struct lite_target){
        .table = "t", .n_columns = random->n_columns, .columns = random->names};
}

static void random_database_release(struct random_database *random)
{
    for (size_t i = 0; i < random->n_statements; i++)
        buffer_release(&random->statements[i]);
    arena_release(&random->arena);
    free(random->filler);
}

/* ---- the rows ---- */

/* Lengths on both sides of where payloads begin to overflow. */
static size_t some_length(struct random_database *random)
{
    size_t u = random->page_size, m = (u - 12) * 32 / 255 - 23;
    const size_t edges[] = {0,   8,         u - 35, (u - 12) * 64 / 255 - 23,
                            m,   m + u - 4, u,      2 * u,
                            127, 40,        u - 60, 3 * u + 100};
    size_t edge, spread = below(random, 40);
    if (below(random, 4))
        return below(random, 24);
    edge = edges[below(random, COUNT_OF(edges))];
    edge = edge + 20 > spread ? edge + 20 - spread : 0;
    return edge < FILLER_BYTES / 2 ? edge : FILLER_BYTES / 2;
}

static struct lite_value some_text(struct random_database *random, uint8_t kind)
{
    static const char *const odd[] = {"",
                                      " ",
                                      "1",
                                      "1.5",
                                      "-0",
                                      "1e3",
                                      "abc",
                                      "ABC",
                                      "aBc  ",
                                      "2020-01-02 03:04:05",
                                      "9223372036854775808",
                                      " 12 ",
                                      "0x10"};
    size_t length = some_length(random);
    struct lite_value value = {.kind = kind};
    if (below(random, 3) == 0) {
        value.bytes = odd[below(random, COUNT_OF(odd))];
        value.length = (uint32_t)strlen(value.bytes);
        return value;
    }
    value.length = (uint32_t)length;
    value.bytes = random->filler + below(random, FILLER_BYTES - length);
    if (kind == LITE_BLOB && length && below(random, 2)) {
        char *bytes = arena_copy(&random->arena, value.bytes, length);
        for (size_t i = 0; i < length; i++)
            bytes[i] = (char)(bytes[i] % 3 - 1);
        value.bytes = bytes;
    }
    return value;
}

/* 2^k - 1, 2^k, 2^k + 1, and the same below 0: where a size or a sign could
 * turn. */
static int64_t some_boundary(struct random_database *random)
{
    uint64_t bit = UINT64_C(1) << below(random, 64);
    uint64_t integer = bit - 1 + below(random, 3);
    return (int64_t)(below(random, 2) ? integer : 0 - integer);
}

static int64_t some_integer(struct random_database *random)
{
    if (below(random, 3) == 0)
        return some_boundary(random);
    uint64_t integer = random_bits(random) >> below(random, 64);
    return (int64_t)(below(random, 2) ? integer : 0 - integer);
}

static double some_real(struct random_database *random)
{
    static const double odd[] = {0.0,
                                 -0.0,
                                 1.0,
                                 -1.0,
                                 140737488355327.0,
                                 140737488355328.0,
                                 -140737488355328.0,
                                 9007199254740993.0,
                                 9223372036854775807.0,
                                 -9223372036854775808.0,
                                 1e300,
                                 0.1,
                                 1e-300};
    if (below(random, 3) == 0)
        return (double)some_boundary(random);
    return below(random, 2) ? odd[below(random, COUNT_OF(odd))]
                            : (double)some_integer(random) / 1024;
}

static struct lite_value some_value(struct random_database *random)
{
    switch (below(random, 7)) {
    case 0: return (struct lite_value){.kind = LITE_NULL};
    case 1: return (struct lite_value){.kind = LITE_DEFAULT};
    case 2:
        return (struct lite_value){.kind = LITE_INTEGER,
                                   .integer = some_integer(random)};
    case 3:
        return (struct lite_value){.kind = LITE_REAL,
                                   .real = some_real(random)};
    case 4: return some_text(random, LITE_BLOB);
    default: return some_text(random, LITE_TEXT);
    }
}

/* One that the column takes: or no row would get to what breaks the last. */
static struct lite_value fitting_value(struct random_database *random,
                                       const char *type)
{
    if (strstr(type, "INT"))
        return (struct lite_value){.kind = LITE_INTEGER,
                                   .integer = some_integer(random)};
    if (!strcmp(type, "REAL"))
        return (struct lite_value){.kind = LITE_REAL,
                                   .real = some_real(random)};
    return some_text(random, strcmp(type, "BLOB") ? LITE_TEXT : LITE_BLOB);
}

static struct lite_value value_of_column(struct random_database *random,
                                         size_t at)
{
    bool is_careful = (random->is_strict || random->not_null[at]) &&
                      below(random, 5 * random->n_rows * random->n_columns);
    return is_careful ? fitting_value(random, random->types[at])
                      : some_value(random);
}

/* All different: i times a number without a factor in common with n_rows. */
static size_t position_of_row(const struct random_database *random, size_t row)
{
    size_t n = random->n_rows ? random->n_rows : 1;
    switch (random->order) {
    case DESCENDING: return n - 1 - row;
    case SHUFFLED: return n % 7919 ? row * 7919 % n : row;
    case MOSTLY_ASCENDING:
        return row % 50 == 7 && row + 30 < n ? row + 30
               : row % 50 == 37 && row >= 30 ? row - 30
                                             : row;
    default: return row;
    }
}

static struct lite_value id_of_row(struct random_database *random, size_t row)
{
    size_t position = position_of_row(random, row);
    char *text;
    if (random->may_be_refused && row + 1 == random->n_rows && row &&
        below(random, 2))
        position = position_of_row(random, below(random, row)); /* again */
    else if (random->has_rowid_key && random->order == ASCENDING &&
             row + 2 >= random->n_rows && below(random, 2) &&
             (random->first_id == 1 || random->may_be_refused))
        return (struct lite_value){.kind = below(random, 2) ? LITE_NULL
                                                            : LITE_DEFAULT};
    if (!random->has_text_key)
        return (struct lite_value){.kind = LITE_INTEGER,
                                   .integer =
                                       random->first_id + (int64_t)position};
    text = arena_printf(&random->arena, "key %zu%s", position,
                        below(random, 3) ? "" : " and more of it");
    return (struct lite_value){
        .kind = LITE_TEXT, .length = (uint32_t)strlen(text), .bytes = text};
}

/* The row stays until arena_reset(&random->arena). */
static struct lite_row random_row(struct random_database *random, size_t row)
{
    struct lite_value *values =
        arena_alloc(&random->arena, sizeof random->values);
    for (size_t i = 0; i < random->n_columns; i++)
        values[i] = value_of_column(random, i);
    values[0] = id_of_row(random, row);
    return (struct lite_row){.target = &random->target,
                             .values = values,
                             .n_values = random->n_columns,
                             .text = ""};
}

/* Does the writer take all of it? Another may say why not. */
static bool random_database_fill(struct random_database *random,
                                 struct row_writer *writer)
{
    for (size_t i = 0; i < random->n_statements; i++)
        if (!writer->define(writer, buffer_text(&random->statements[i])))
            return false;
    for (size_t i = 0; i < random->n_rows; i++) {
        struct lite_row row = random_row(random, i);
        if (!writer->write(writer, &row) || !writer->flush(writer))
            return false;
        arena_reset(&random->arena);
    }
    return writer->end_rows(writer) && writer->finish(writer);
}

#endif
