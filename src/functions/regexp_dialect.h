/* PostgreSQL's regular expressions (AREs) as PCRE2's. */
#ifndef FUNCTIONS_REGEXP_DIALECT_H
#define FUNCTIONS_REGEXP_DIALECT_H

#include "functions/function.h"

/* Adds the pattern with what means something else there in PCRE2's words: \m,
 * \M and \y, \d (ASCII's digits), \b (a backspace), \B, \v, \Z, \u.
 * True if it begins with ***= and so is a plain text. */
bool regexp_add_pcre(struct buffer *out, struct slice pattern);

#endif
