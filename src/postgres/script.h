/* Scripts: statements of PostgreSQL one after another, and what stands between
 * them.
 *
 * script_next gives the statement at hand; its text, and that of the layout
 * and comments before it, are good until the next call. */
#ifndef POSTGRES_SCRIPT_H
#define POSTGRES_SCRIPT_H

#include "input/text.h"
#include "postgres/tokens.h"

struct script {
    struct text_input input;
    struct failure failure;

    /* the statement at hand */
    const char *layout; /* what stands before it; not NUL-terminated */
    size_t layout_length;
    const char *text; /* without the semicolon; NUL-terminated no more than
                       * the layout */
    size_t length;    /* 0: there is only layout, at the script's end */
    bool has_semicolon;
    struct location location;
    struct tokens_slices slices;

    /* private */
    struct lexer lexer;
    struct pg_batch batch;
    struct pg_token_slice *tokens;
    size_t n_tokens, capacity;
    size_t layout_start, statement_start; /* bytes of the batch */
    bool ended;
};

/* The source stays the caller's. */
bool script_open(struct script *script, struct source *source,
                 size_t piece_size);

/* False at the end, or with a failure. */
bool script_next(struct script *script);
void script_close(struct script *script);

#endif
