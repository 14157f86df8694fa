/* Plans: how the rows of one target of the dump become rows of SQLite.
 *
 * There is a plan for each struct pg_target, made when its first row comes. It
 * knows what the table is called in SQLite and, where the tables are known
 * (--into, --types-from), which column each value goes to and how that column
 * wants it. It also counts what was changed on the way. */
#ifndef ROWS_PLAN_H
#define ROWS_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/location.h"
#include "base/memory.h"
#include "base/report.h"
#include "postgres/row.h"
#include "rows/learned.h"
#include "schema/schema.h"
#include "schema/mapping.h"
#include "schema/selection.h"
#include "sqlite/row.h"
#include "sqlite/schema.h"
#include "types/canonical.h"
#include "types/client.h"
#include "types/losses.h"
#include "types/types.h"

struct loss {
    uint64_t count;
    struct location first;
};

/* See quick.h. */
enum quick {
    QUICK_NONE,
    QUICK_TEXT,
    QUICK_UUID,
    QUICK_INTEGER,
    QUICK_NUMBER,
    QUICK_BOOLEAN,
    QUICK_DATE,
    QUICK_MOMENT
};

struct column_plan {
    const struct lite_column *column; /* NULL if the table is not known */
    const struct codec *codec;        /* how it stores its values */
    enum type_class class;            /* the codec's, at hand for each value */
    enum fit fit;                     /* what its values have to be */
    const struct value_type *type;    /* NULL unless the dump defines it */
    /* How it stores what looks like one, where its type is not known; or NULL.
     */
    const struct codec *interval, *moment;
    size_t longest;   /* characters of varchar(n) and char(n); 0: any */
    bool is_filled;   /* char(n): with blanks up to that */
    bool is_checked;  /* each value of it goes through value_check */
    bool is_nullable; /* NULL needs no check */
    enum quick quick; /* what most of its values are */
    bool is_zoneless; /* timestamp without time zone */
    bool is_zoned;    /* timestamp with it */
    bool is_double;   /* double precision: no more digits than SQLite's */
    bool is_exact;    /* numeric, of this form: */
    struct numeric_form form;
    bool is_numeric;    /* it has an affinity that makes numbers of text */
    bool has_own_scale; /* each value: numeric without (p,s), as a number */
    bool seen_array;
    uint64_t empty_braces; /* before the first array */
    struct location first_braces;
    bool seen_text_array;     /* one whose elements are texts */
    bool has_text_arrays;     /* an earlier reading has shown it */
    struct loss digit_arrays; /* of what are texts if others are */
    struct loss *losses;      /* of each kind; NULL before the first */
};

enum plan_kind {
    PLAN_ROWS,
    PLAN_LEFT_OUT,     /* not selected */
    PLAN_OF_EXTENSION, /* a table that an extension would make */
    PLAN_BOOKKEEPING,  /* the database has its own rows there */
    PLAN_MISSING,      /* the database has no such table */
    PLAN_MISMATCHED    /* ... or not such columns */
};

/* --map: see mapped.h. */
struct mapped {
    struct pg_name table; /* that the lines are about */
    const char **names;   /* in SQLite, one for each value; NULL: left out */
    struct map_constant *constants; /* behind the values */
    size_t n_constants, capacity;
};

struct plan {
    enum plan_kind kind;
    bool by_position; /* nothing names the columns of its rows */
    bool is_first; /* of the plans for this table; others name other columns */
    struct location first; /* row, where the table is an extension's */
    const struct pg_target *source;
    struct lite_target target; /* its `known` table has the columns' types */
    size_t n_columns;
    struct column_plan *columns; /* one for each value of a row */
    struct mapped *mapped;       /* the values are not the target's; or NULL */
    const char *mismatch;        /* columns that only one side has; or NULL */
    uint64_t rows, bytes;        /* of the dump */
    double seconds;              /* its part of the time, by its bytes */
    struct loss met[ROW_FATES];  /* rows that met one of the table's */
};

struct plans {
    struct plan **items; /* by the target's id; NULL where there is none yet */
    void *by_name;       /* a tsearch tree of those that are first */
    size_t n_items, capacity;
    struct selection *selection;
    const struct lite_schema *schema; /* NULL if no table is known ... */
    struct schema *defined;           /* ... by the dump itself; or NULL */
    const struct pg_catalog *catalog; /* what the dump says of tables that a
                                         database has; or NULL */
    const struct client *client;      /* whose database it is; or NULL */
    const struct policies *policies;  /* for loading into it; or NULL */
    bool keeps_bookkeeping;           /* ... of migrations in it, its own */
    bool must_exist;                  /* tables are loaded into, not made */
    bool as_text;                     /* for SQL, not for binding */
    bool is_strict;                   /* a value's loss is a failure ... */
    bool refused;                     /* ... which has happened */
    struct learned learned;           /* by earlier readings */
    double settled_at; /* by clock_seconds(): rows up to then have theirs */
    struct arena arena;
};

/* Chooses how the column stores its values. */
static inline void plan_set_codec(struct column_plan *column,
                                  const struct codec *codec)
{
    column->codec = codec;
    column->class = codec->class;
}

void plans_release(struct plans *plans);

/* The plan for a row's target. Fails where rows cannot go anywhere, for
 * reasons that do not depend on the row's values. */
struct plan *plans_find(struct plans *plans, const struct pg_row *row,
                        struct failure *failure);

/* The first plan whose rows go into PostgreSQL's table, or NULL. */
const struct plan *plans_lookup(struct plans *plans, const char *schema,
                                const char *table);

/* The tables whose rows went into columns by position alone, with commas; how
 * many they are. */
size_t plans_by_position(const struct plans *plans, struct buffer *names);

/* The tables of the dump whose rows were left out since the database keeps its
 * own, with commas; how many rows they are. */
uint64_t plans_bookkeeping(const struct plans *plans, struct buffer *names);

/* Was a value of it changed? */
bool plan_has_losses(const struct plan *plan);

/* Adds what happened to the plan's values to the report. */
void plan_report_losses(const struct plan *plan, struct report *report);

/* Adds "table.column" of a row's value, or "table, column 2". */
void plan_add_label(struct buffer *out, const struct plan *plan, size_t value);

#endif
