/* The lexer: PostgreSQL's tokens, as psql and the server read them.
 *
 * The rules are in grammar/postgres.re. Text comes from a text_input into the
 * batch at hand, as much as a token needs; a token is a slice of the batch.
 *
 * When the batch is full and holds rows already, the lexer does not make room:
 * it stops with LEXER_FULL, and the reader hands the batch over and begins the
 * row or statement at `keep` again in the next one. A batch without rows grows
 * instead, so one huge value only needs memory for itself.
 *
 * A token is good only while `stop` is LEXER_GOING or LEXER_END. */
#ifndef POSTGRES_LEXER_H
#define POSTGRES_LEXER_H

#include <stdbool.h>
#include <stddef.h>

#include "input/text.h"
#include "postgres/row.h"
#include "postgres/token.h"

enum lexer_stop {
    LEXER_GOING,
    LEXER_END,       /* no more input after the batch's text */
    LEXER_FULL,      /* hand the batch over */
    LEXER_TRUNCATED, /* the input ended too early, and that is allowed */
    LEXER_FAILED     /* `failure` says why */
};

struct lexer {
    struct pg_batch *batch;
    const char *token;       /* where the last token begins */
    const char *cursor;      /* just after it */
    const char *limit;       /* just after the text; *limit is NUL */
    const char *retain_from; /* text from here on is still wanted */
    enum lexer_stop stop;
    bool backslash; /* standard_conforming_strings is off */
    size_t
        soft_limit; /* a batch with rows grows up to here before it is full */
    struct failure failure;

    /* what the last string or bits token holds */
    unsigned string_flags; /* PG_DOUBLED_QUOTES, PG_ESCAPED, PG_HAS_CR */

    /* private */
    struct text_input *input;
    const unsigned char *marker; /* re2c's way back */
    bool has_cr;                 /* the batch's text holds a carriage return */
    struct location retained_at; /* of a full batch: where the next begins */
};

void lexer_init(struct lexer *lexer, struct text_input *input);

/* Over a text that is all there, and NUL-terminated; there is no input, so
 * nothing of it may be filled, dropped, or fail at a place. Releasing the batch
 * is not needed. */
void lexer_init_text(struct lexer *lexer, struct pg_batch *batch, char *text,
                     size_t length);

/* Goes on in another batch; text from `keep` on moves there. */
void lexer_enter(struct lexer *lexer, struct pg_batch *batch);

/* Over a piece of a batch's text, behind which a byte stands that is nobody's:
 * it is a NUL until the piece is left, which puts it back. Nothing more comes.
 */
void lexer_enter_piece(struct lexer *lexer, struct pg_batch *batch, size_t text,
                       size_t length);
void lexer_leave_piece(struct lexer *lexer, char behind);

/* The next token, comments and psql commands included. */
enum pg_token lexer_next(struct lexer *lexer);

/* What kind of token the operator is. */
enum pg_token lexer_operator(const char *text, size_t length);

/* The next value of a VALUES row (its kind, flags and slice, which begins at
 * `row`), white space before it skipped. Returns false where something else
 * stands, with the cursor before it. */
bool lexer_value(struct lexer *lexer, struct pg_value *value);

/* Reads more text after the limit, at least one byte. Moves text, so all
 * pointers into it but the lexer's own are stale afterwards. */
bool lexer_fill(struct lexer *lexer);

/* Takes the last `length` bytes of the text back. */
void lexer_drop(struct lexer *lexer, size_t length);

/* Passes over lines from retain_from on, where one begins: see
 * text_input_skip_lines. Nothing before is wanted. False if there were none;
 * else the batch is full, and empty. */
bool lexer_skip_lines(struct lexer *lexer);

/* Fails with the place of `at` in front of the message. */
bool lexer_fail(struct lexer *lexer, const char *at, const char *format, ...)
    __attribute__((format(printf, 3, 4), cold));

#endif
