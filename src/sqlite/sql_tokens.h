/* Tokens of SQLite's SQL: words, names in quotes, literals, operators. Blanks
 * and comments are passed over. */
#ifndef SQLITE_SQL_TOKENS_H
#define SQLITE_SQL_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"

/* What is left of a text. */
struct sql_tokens {
    const char *at, *end;
};

/* A slice of the text. */
struct sql_token {
    const char *text;
    size_t length;
};

/* False at the end. What has no end, a literal or a comment, ends with it. */
bool sql_next_token(struct sql_tokens *tokens, struct sql_token *token);

/* Is it this word, or this punctuation? ASCII case does not matter; a name in
 * quotes is no word. */
bool sql_token_is(const struct sql_token *token, const char *word);

/* A word, or a name in quotes: "a", [a] or `a`. */
bool sql_token_is_name(const struct sql_token *token);

/* Adds what a word or a name in quotes says, without its quotes. */
void sql_token_add_name(struct buffer *out, const struct sql_token *token);

#endif
