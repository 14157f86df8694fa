/* Tokens of one statement, from the lexer's slices to what they say. */
#ifndef POSTGRES_TOKENS_H
#define POSTGRES_TOKENS_H

#include "postgres/lexer.h"
#include "postgres/parser.h"

/* A token of the statement at hand. */
struct pg_token_slice {
    enum pg_token kind;
    uint32_t start, length; /* bytes, from the statement on */
};

struct tokens_slices {
    const struct pg_token_slice *items;
    size_t n;
    const char *text; /* the statement's */
    bool backslash;   /* standard_conforming_strings is off */
};

/* The tokens in the scratch arena, their texts in `arena`: trees point to
 * them. `problem` says which means nothing, or is NULL. */
struct pg_token_text *tokens_decode(struct arena *arena, struct arena *scratch,
                                    const struct tokens_slices *slices,
                                    const char **problem);

/* A text's own tokens, comments left out; NULL with the problem. */
struct pg_token_text *tokens_of_text(struct arena *arena, const char *text,
                                     size_t *n, const char **problem);

#endif
