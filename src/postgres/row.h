/* Rows as PostgreSQL wrote them: the narrow place between reading a dump and
 * everything after it.
 *
 * A batch owns a piece of the dump's text and the rows found in it. Values are
 * slices of that text, never copies. A batch is filled by the reader, which
 * leaves most of its work for rows_split (dump/split.h),
 * handed over whole, and used again; what it points to (targets excepted, which
 * live as long as the reader) is gone after that. */
#ifndef POSTGRES_ROW_H
#define POSTGRES_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/location.h"

enum pg_kind {
    PG_NULL,
    PG_TRUE,
    PG_FALSE,
    PG_NUMBER, /* as written, perhaps with a sign */
    PG_STRING, /* from quote to quote, or more if PG_ESCAPED */
    PG_BITS,   /* from quote to quote, without the B or X */
    PG_COPY,   /* a field of COPY: the value's own text, if not PG_ESCAPED */
    PG_DEFAULT,
    PG_PIECES /* bytea literals with statements in between; may be empty */
};

enum pg_value_flag {
    PG_DOUBLED_QUOTES = 1, /* '' stands for ' somewhere inside */
    PG_ESCAPED = 2, /* wants literal_decode: backslash or \u escapes, parts on
                       several lines; number_decode: 0x1F, 1_000; or
                       copy_decode */
    PG_HAS_CR = 4,  /* holds a carriage return */
    PG_SMALL = 8,   /* PG_NUMBER: an integer of at most 18 digits */
    PG_HEX = 16,    /* PG_BITS: X'1F'; PG_STRING: decode('1f', 'hex') */
    PG_CAST = 32    /* PG_STRING: a type is named before or behind it */
};

struct pg_value {
    uint32_t start, length; /* bytes, from the row's text on */
    uint8_t kind;           /* enum pg_kind */
    uint8_t flags;          /* enum pg_value_flag */
};

/* What the rows of an INSERT go into. The same header gives the same target,
 * so a pointer tells whether two rows belong together. */
struct pg_target {
    size_t id;          /* counts from 0, in order of appearance */
    const char *schema; /* "" where neither the name nor a search_path says */
    const char *table;
    bool is_qualified;    /* the schema was written, not taken from a path */
    size_t n_columns;     /* 0: all columns, in the table's order */
    const char **columns; /* as named by the dump */
};

enum pg_row_flag {
    PG_SKIP_CONFLICTS = 1,  /* ON CONFLICT DO NOTHING */
    PG_ALL_DEFAULTS = 2,    /* DEFAULT VALUES: no value at all */
    PG_REGULAR_SPACING = 4, /* nothing but "," or ", " between the values */
    PG_BACKSLASH = 8,       /* standard_conforming_strings is off */
    PG_FROM_COPY = 16,      /* a line of COPY */
    PG_OTHER_ZONE = 32      /* TimeZone is, or may be, another than UTC */
};

struct pg_row {
    const struct pg_target *target;
    size_t text; /* where the row begins in the batch's text */
    size_t first_value;
    uint32_t n_values;
    uint32_t length; /* bytes of its text, from '(' to ')' */
    unsigned flags;  /* enum pg_row_flag */
};

/* What nobody has cut into rows yet: whole lines of COPY, without the one that
 * ends them; or whole statements of INSERT, all with the same header. */
struct pg_lines {
    const struct pg_target *target;
    size_t text; /* where the first begins in the batch's text */
    size_t length;
    size_t header;  /* of each INSERT, up to VALUES; 0: these are of COPY */
    bool has_oids;  /* in front of each row of COPY, and no value of it */
    unsigned flags; /* of the rows */
};

/* A place that is known, from which the next one is found: statements ask one
 * after the other. */
struct pg_batch_mark {
    uint64_t bytes_before; /* of the batch that it is in */
    struct location start; /* likewise */
    size_t at;
    struct location location;
};

struct pg_batch {
    char *text;                   /* `size` bytes and a NUL */
    size_t size, capacity, usual; /* that is what it began with */
    struct location location;     /* of text[0] */
    uint64_t bytes_before;        /* bytes of text in the batches before */
    struct pg_row *rows;
    size_t n_rows, rows_capacity;
    struct pg_value *values;
    size_t n_values, values_capacity;
    struct pg_lines *lines; /* behind the rows */
    size_t n_lines, lines_capacity;
    struct pg_batch_mark *mark; /* NULL: places are counted from the start */
};

void pg_batch_init(struct pg_batch *batch, size_t capacity);
void pg_batch_release(struct pg_batch *batch);

/* The place of a byte of the batch's text. */
struct location pg_batch_location(const struct pg_batch *batch,
                                  const char *text);

static inline const char *pg_row_text(const struct pg_batch *batch,
                                      const struct pg_row *row)
{
    return batch->text + row->text;
}

static inline const struct pg_value *pg_row_values(const struct pg_batch *batch,
                                                   const struct pg_row *row)
{
    return batch->values + row->first_value;
}

#endif
