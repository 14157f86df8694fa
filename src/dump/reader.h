/* The reader: a plain dump in, batches of rows out.
 *
 * It knows every form of INSERT and COPY that pg_dump writes, obeys the
 * statements that change how the rest is read (client_encoding, search_path,
 * standard_conforming_strings), keeps the sequences' positions, and counts
 * everything else by kind. What it does not understand is an error, and so is
 * a dump without its end.
 *
 * One thread calls pg_reader_next; what the reader collects (targets apart)
 * may be looked at by another thread only after the last call. */
#ifndef DUMP_READER_H
#define DUMP_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "input/text.h"
#include "postgres/catalog.h"
#include "postgres/lexer.h"
#include "postgres/row.h"
#include "postgres/tokens.h"

enum pg_read { PG_READ_BATCH, PG_READ_END, PG_READ_FAILED };

enum pg_statement_class { PG_IGNORED, PG_DEFINES, PG_OBJECT, PG_DROPS };

/* Statements that are no rows, by kind. */
struct pg_note {
    const char *name;
    enum pg_statement_class class;
    uint64_t count;
    struct location first;
};

/* What setval said of a sequence, or of a column's own sequence. */
struct pg_sequence {
    const char *schema, *name; /* the sequence, or the table if `column` */
    const char *column;        /* NULL unless pg_get_serial_sequence */
    int64_t last;              /* the last value handed out */
    struct location location;
};

/* A database that a cluster's dump connects to. */
struct pg_database {
    const char *name;
    bool has_rows;
};

enum { STATEMENT_HEAD = 40 };

struct pg_reader {
    struct lexer lexer;
    struct pg_catalog *catalog; /* where objects go; NULL: they are counted */
    bool allow_truncated;       /* a dump without its end is only noted */
    bool skips_noise;           /* lines that are no SQL */
    bool skips_unknown;         /* statements that are no dump's */
    bool samples_rows;          /* of a COPY only the first is taken */
    bool leaves_inserts;      /* as lines, where that can be: looking for their
                                 ends pays if others read their values */
    bool rows_may_come_first; /* else, if they do, no objects are collected */
    bool truncated;           /* it was; `truncated_at` says where */
    bool line_ends_crlf; /* seen after a comment: values may hold them too */
    bool is_handmade;    /* it never had pg_dump's first and last lines */
    const char *wanted;  /* the database whose rows and definitions are given;
                          * NULL: there is one only */
    struct location truncated_at;
    struct pg_note *notes; /* with and without a count */
    size_t n_notes;
    struct pg_sequence *sequences;
    size_t n_sequences, sequences_capacity;
    uint64_t n_passed_over;         /* of both ... */
    struct location passed_over_at; /* ... and the first */
    struct pg_database *databases;  /* that there are */
    size_t n_databases, databases_capacity;

    /* private */
    struct arena names;   /* lives as long as the reader */
    struct arena scratch; /* lives for a statement */
    void *targets;        /* a tsearch tree of struct pg_target */
    size_t n_targets;
    enum reader_state {
        AT_STATEMENT,
        AT_ROW,
        AFTER_ROW,
        AT_COPY_LINES,
        AT_END
    } state;
    enum pg_token token;
    /* a statement that is no INSERT, by its first tokens */
    struct pg_token_text head[STATEMENT_HEAD];
    bool begins_line[STATEMENT_HEAD]; /* each of them */
    size_t n_head;
    const char *swallowed; /* how another statement begins inside of it */
    bool has_list;         /* a comma outside of parentheses */
    struct pg_token_slice *tokens;
    size_t n_tokens, tokens_capacity;
    struct buffer header; /* the last INSERT up to VALUES, as written ... */
    const struct pg_target *header_target; /* ... and what it says */
    const struct pg_target *target;
    const char *search_schema;
    const char *database, *rows_database;
    struct pg_catalog *set_aside;                    /* the catalog meanwhile */
    size_t wanted_rows, wanted_values, wanted_lines; /* of the batch */
    size_t statement_first_row;
    bool has_rows;       /* of whatever table */
    bool has_early_rows; /* before any table was defined */
    bool has_zone;       /* TimeZone has been set, to another than UTC */
    bool has_statements;
    bool in_transaction; /* BEGIN without COMMIT so far ... */
    struct location transaction_opened;
    bool is_unwanted;        /* the database at hand is another */
    bool statement_released; /* rows of it are in a batch handed over */
    bool all_defaults;       /* it says DEFAULT VALUES */
    bool is_header_doubtful; /* `header` is not for insert_lines.c */
    bool copies_oids;        /* COPY ... WITH OIDS */
    bool has_copied;         /* a row of this COPY */
    struct location copy_opened;
    uint64_t copy_lines_end; /* of `copy_lines`, in the dump's text */
    unsigned copy_lines;     /* of a dump's beginning, that stand as its rows */
    bool conflicts_known;    /* an INSERT has ended; does it skip conflicts? */
    bool skip_conflicts;
    bool in_dump, in_cluster, complete; /* statements.c */
    const char *restrict_key;           /* of a \restrict still open */
};

void pg_reader_init(struct pg_reader *reader, struct text_input *input);
void pg_reader_release(struct pg_reader *reader);

/* Fills the batch; rows_split (split.h) makes rows of the lines in it.
 * PG_READ_END comes with the last batch, which may hold rows too. After
 * PG_READ_FAILED lexer.failure has the message. */
enum pg_read pg_reader_next(struct pg_reader *reader, struct pg_batch *batch);

#endif
