/* Signatures: which operands a row of grammar/functions.def and
 * grammar/operators.def takes, what comes out, and its SQL with the operands
 * in it. */
#ifndef TRANSLATE_SIGNATURE_H
#define TRANSLATE_SIGNATURE_H

#include "translate/translator.h"

enum allowed_in {
    WHERE_STORED, /* anywhere */
    WHERE_QUERY,  /* in queries: it has a subquery in it, or a small difference
                   * that would matter in a CHECK */
    WHERE_EXTENSION,
    WHERE_OVER /* the same of an aggregate that can be a window's */
};

/* What functions, operators and aggregates have in common: the first part of
 * their rows. */
struct signature {
    const char *name, *arguments, *result;
    enum allowed_in allowed_in;
    int min_version;
    const char *sql;
};

/* Do the operands fit `arguments`? Literals without a type become what the row
 * wants, and numerics that are kept as text numbers; `operands` is changed
 * then. */
bool signature_matches(struct translator *translator, const char *arguments,
                       struct fragment *operands, uint32_t n);

/* The row of `name` for the operands, out of `n_rows` of `size` bytes, each of
 * which begins with its struct signature. Where the types of all operands are
 * known it is the first that fits. Where one is not, it is the row that
 * PostgreSQL would prefer: one that takes a text there, else the one that
 * assumes least. NULL if none may be used here; `*needs_extension` tells
 * whether one may with the extension. `operands` are what the row wants
 * afterwards, as with signature_matches. */
const struct signature *signature_choose(struct translator *translator,
                                         const void *rows, size_t n_rows,
                                         size_t size, const char *name,
                                         struct fragment *operands, uint32_t n,
                                         bool *needs_extension);

bool signature_is_extension(enum allowed_in allowed_in);
/* May the row be used here? */
bool signature_is_allowed(const struct translator *translator,
                          enum allowed_in allowed_in, int min_version);

/* "same" is the widest of the operands' types, "same2" the second's, "any" one
 * of which nothing is known, "element" that of an array's elements,
 * "array" that of an array of the first operand, "computed" a number that is
 * none if the types were other ones; others are PostgreSQL's
 * names. */
const struct value_type *signature_result_type(struct translator *translator,
                                               const char *result,
                                               const struct fragment *operands,
                                               uint32_t n);

/* A fragment, without its SQL, of that type: "exact" is a numeric as text. */
struct fragment signature_result(struct translator *translator,
                                 const struct signature *row,
                                 const struct fragment *operands, uint32_t n);

/* The row's SQL: $1 to $9 are operands, $* all of them with commas; `inside`
 * stands for $D, what is inside of an aggregate's parentheses before its
 * operands, `behind` for $F, what is after them. Operands that are not apart
 * by parentheses or commas get their own. */
const char *signature_expand(struct translator *translator, const char *sql,
                             const struct fragment *operands, uint32_t n,
                             const char *inside, const char *behind);

#endif
