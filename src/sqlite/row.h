/* Rows as SQLite takes them, and what a writer of rows is.
 *
 * Values point into the dump's text or into memory that lives until the
 * writer's `flush` has returned. */
#ifndef SQLITE_ROW_H
#define SQLITE_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/failure.h"
#include "base/memory.h"

enum lite_kind {
    LITE_NULL,
    LITE_INTEGER,
    LITE_REAL,
    LITE_TEXT,
    LITE_BLOB,
    LITE_DEFAULT /* the column is to be left out */
};

enum lite_form {
    LITE_SQL = 1, /* bytes hold an SQL literal that SQLite reads right */
    LITE_DOUBLED_QUOTES = 2, /* ... a text in which '' stands for ' */
    LITE_HAS_CR = 4,         /* text that holds a carriage return */
    LITE_DETACHED = 8 /* ... a literal that is no part of the row's text */
};

struct lite_value {
    uint8_t kind; /* enum lite_kind */
    uint8_t form; /* enum lite_form */
    uint32_t length;
    union {
        const char *bytes; /* LITE_SQL, LITE_TEXT, LITE_BLOB */
        int64_t integer;
        double real;
    };
};

static inline struct lite_value lite_integer(int64_t integer)
{
    return (struct lite_value){.kind = LITE_INTEGER, .integer = integer};
}

/* Bytes that are there; the form is known. */
static inline struct lite_value lite_slice(enum lite_kind kind, unsigned form,
                                           const char *bytes, size_t length)
{
    return (struct lite_value){.kind = (uint8_t)kind,
                               .form = (uint8_t)form,
                               .length = (uint32_t)length,
                               .bytes = bytes};
}

/* Of bytes that are no part of an SQL literal. */
static inline struct lite_value lite_text(const char *bytes, size_t length)
{
    bool has_cr = memchr(bytes, '\r', length) != NULL;
    return (struct lite_value){.kind = LITE_TEXT,
                               .form = has_cr ? LITE_HAS_CR : 0,
                               .length = (uint32_t)length,
                               .bytes = bytes};
}

/* The value of an SQL literal. */
struct lite_value lite_of_literal(struct arena *arena,
                                  const struct lite_value *value);

/* The value itself, as it is bound: no form is set. What is no slice of its
 * bytes lives in the arena. */
static inline struct lite_value lite_decoded(struct arena *arena,
                                             const struct lite_value *value)
{
    struct lite_value plain = *value;
    plain.form = 0;
    return value->form & LITE_SQL ? lite_of_literal(arena, value) : plain;
}

struct lite_table;

/* What rows go into. Rows with the same pointer belong together. */
struct lite_target {
    const char *table;
    size_t n_columns;               /* 0: their names are not known */
    const char *const *columns;     /* one for each value of a row */
    bool name_columns;              /* the INSERT has to list them */
    const struct lite_table *known; /* NULL: nothing but the name is */
};

enum lite_row_flag {
    LITE_SKIP_CONFLICTS = 1, /* a row whose key is there already is skipped */
    LITE_ALL_DEFAULTS = 2,   /* no values */
    LITE_REGULAR_SPACING = 4 /* `text` has only "," or ", " between values */
};

struct lite_row {
    const struct lite_target *target;
    const struct lite_value *values;
    size_t n_values;
    unsigned flags;   /* enum lite_row_flag */
    const char *text; /* where it stands in the dump */
};

/* SQLite's own limits (SQLITE_MAX_LENGTH, SQLITE_MAX_SQL_LENGTH). */
enum { LITE_MAX_LENGTH = 1000000000 };

/* Where rows go. `define` runs a statement that makes a table or an index.
 * `write` may keep rows back until `flush`; after a failure `failed_row` is the
 * `text` of the row that could not be written, or NULL. `end_rows` says that
 * no more come. `finish` completes the output, `release` without it undoes
 * it.
 *
 * A writer may give up where another could do it, or could say better why
 * not: then `write` or `end_rows` fails, and `needs_fallback` is set. */
enum row_fate {
    ROW_SKIPPED,  /* its key was there already, and keeps its row */
    ROW_REPLACED, /* its key was there already, and this row took its place */
    ROW_PRESENT,  /* it was there already, value by value */
    ROW_FATES
};

/* What a writer can make of a batch of rows whatever rows came before: on any
 * thread, for several batches at once. The rows stay until they are written. A
 * failure is kept for write_encoded. */
struct row_encoder {
    void (*encode)(struct row_encoder *encoder, const struct lite_row *rows,
                   size_t n_rows);
    void (*release)(struct row_encoder *encoder);
};

struct row_writer {
    bool (*define)(struct row_writer *writer, const char *sql);
    /* NULL, or before the first row comes or is encoded; may be called again.
     */
    bool (*begin_rows)(struct row_writer *writer);
    bool (*write)(struct row_writer *writer, const struct lite_row *row);
    /* Instead of `write`, for what an encoder of this writer has made last;
     * both are NULL where there is nothing to be made. Making one is for any
     * thread. */
    struct row_encoder *(*make_encoder)(struct row_writer *writer);
    bool (*write_encoded)(struct row_writer *writer,
                          const struct row_encoder *encoder);
    bool (*flush)(struct row_writer *writer);
    bool (*end_rows)(struct row_writer *writer);
    bool (*set_sequence)(struct row_writer *writer, const char *table,
                         int64_t last);
    bool (*finish)(struct row_writer *writer);
    void (*release)(struct row_writer *writer);
    struct failure failure;
    const char *failed_row;
    bool indexes_first; /* they are to be defined before the rows come */
    bool as_text;       /* values become SQL, and are not bound */
    bool needs_fallback;
    uint64_t bytes; /* of output */
    /* Called for each row that met another, with its `text`; or NULL. */
    void (*tell)(void *listener, const struct lite_target *target,
                 const char *text, enum row_fate fate);
    void *listener;
    struct row_writer *present_rows; /* takes ROW_PRESENT; may be NULL */
};

#endif
