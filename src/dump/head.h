/* The head of a statement: its first tokens, decoded, which tell what kind of
 * statement it is, what it is about, and the arguments of a function's call. */
#ifndef DUMP_HEAD_H
#define DUMP_HEAD_H

#include <stdbool.h>
#include <stddef.h>

#include "dump/reader.h"

/* Adds the current token, as long as there is room. */
void head_take_token(struct pg_reader *reader);

/* Is the token at `at` this word, or this byte? False after the last. */
bool head_is_word(const struct pg_reader *reader, size_t at, const char *word);
bool head_is_byte(const struct pg_reader *reader, size_t at, char byte);

/* Do the words stand from `at` on, one after the other? `words` may have a '*'
 * after them. A word in quotes is one that the dump quotes. */
bool head_words_stand(const struct pg_reader *reader, size_t at,
                      const char *words);

/* Where the first '(' stands; n_head if there is none. */
size_t head_find_open(const struct pg_reader *reader);

/* Reads a call from its '(' on: arguments that are literals or words, with a
 * sign or a cast perhaps. Returns what stands behind its ')', or 0 if it is
 * anything else. */
size_t head_call(struct pg_reader *reader, size_t at, const char *arguments[],
                 size_t most, size_t *count);

#endif
