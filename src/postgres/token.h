/* Tokens: PostgreSQL's kinds, and one that has been decoded. */
#ifndef POSTGRES_TOKEN_H
#define POSTGRES_TOKEN_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum pg_token {
    PG_TOKEN_END,
    PG_TOKEN_IDENTIFIER, /* or keyword */
    PG_TOKEN_QUOTED,     /* "..." */
    PG_TOKEN_UNICODE,    /* U&"..." */
    PG_TOKEN_STRING,     /* '...', E'...', U&'...', N'...', all its parts */
    PG_TOKEN_DOLLAR,     /* $tag$...$tag$ */
    PG_TOKEN_BITS,       /* B'...', X'...' */
    PG_TOKEN_INTEGER,
    PG_TOKEN_NUMBER, /* with point or exponent */
    PG_TOKEN_PARAMETER,
    PG_TOKEN_OPERATOR,
    PG_TOKEN_CAST,    /* :: */
    PG_TOKEN_DOTS,    /* .. */
    PG_TOKEN_ASSIGN,  /* := */
    PG_TOKEN_ARROW,   /* => */
    PG_TOKEN_COMPARE, /* <= >= <> != */
    PG_TOKEN_COMMENT, /* a line comment, without its line end */
    PG_TOKEN_BLOCK_COMMENT,
    PG_TOKEN_META,         /* a psql backslash command, to the line's end */
    PG_TOKEN_SELF,         /* one of , ( ) [ ] . ; : + - * / % ^ < > = */
    PG_TOKEN_UNTERMINATED, /* the input ended inside; begins at `token` */
    PG_TOKEN_JUNK          /* no token of PostgreSQL's */
};

/* A token of a statement: what it says, decoded. */
struct pg_token_text {
    enum pg_token kind;
    uint32_t at; /* byte of the statement */
    const char *text;
};

/* Is it this word, which is in lower case and was not in quotes? */
static inline bool token_is_word(const struct pg_token_text *token,
                                 const char *word)
{
    return token->kind == PG_TOKEN_IDENTIFIER && !strcmp(token->text, word);
}

/* Is it this sign? */
static inline bool token_is_byte(const struct pg_token_text *token, char byte)
{
    return token->kind == PG_TOKEN_SELF && *token->text == byte;
}

#endif
