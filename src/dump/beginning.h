/* Where statements begin: for one that lacks its semicolon and would take the
 * next one along. */
#ifndef DUMP_BEGINNING_H
#define DUMP_BEGINNING_H

#include "dump/reader.h"

/* A word outside of parentheses, in lower case; empty if it was none. */
struct last_word {
    char text[32];
    bool begins_line;
};

/* Is the token the first of its line? Not where its statement begins. */
bool beginning_of_line(const struct lexer *lexer);

/* For each token that is outside of parentheses and bodies, `last` from zeros
 * on: sets the reader's `swallowed` where another statement begins. INSERT INTO
 * and DELETE FROM do so anywhere, the kinds of grammar/statements.def that have
 * two words where a line does. */
void beginning_look(struct pg_reader *reader, struct last_word *last);

#endif
