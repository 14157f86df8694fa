/* Pieces of translated expressions, and how firmly SQLite's operators bind. */
#ifndef TRANSLATE_FRAGMENT_H
#define TRANSLATE_FRAGMENT_H

#include <stdbool.h>

#include "types/types.h"

/* Loosest first. */
enum precedence {
    PRECEDENCE_OR = 1,
    PRECEDENCE_AND,
    PRECEDENCE_NOT,
    PRECEDENCE_EQUALITY,
    PRECEDENCE_COMPARISON,
    PRECEDENCE_BITWISE,
    PRECEDENCE_SUM,
    PRECEDENCE_PRODUCT,
    PRECEDENCE_CONCATENATION,
    PRECEDENCE_SIGN,
    PRECEDENCE_PRIMARY
};

struct fragment {
    const char *sql; /* NULL: it could not be translated */
    enum type_class class;
    enum precedence precedence;
    const struct value_type *type; /* NULL: no more than its kind is known */
    const char *text;              /* of a literal without a type */
    const char *constant;          /* of a literal with one, in the same way */
    const char *as_stored;         /* of a column that is compared in another
                                    * form than it has; NULL: the same */
    const char *digits; /* of a whole number that is written out; or NULL */
    const char *number; /* digits, a sign and a point perhaps; or NULL */
    const char *column; /* the name, quoted, of the column that it stands for */
    bool is_null;       /* the word NULL */
    bool is_keyword;    /* such as CURRENT_DATE: a DEFAULT takes it bare */
    bool is_call;       /* of a text that SQL says with a call */
    bool is_volatile;   /* its value changes with time */
    bool is_constant;
    bool is_not_null;
    bool is_exact;     /* a numeric that is kept as text */
    bool is_row;       /* (a, b): SQLite's row value */
    bool is_place;     /* ctid, whose values are other ones here */
    bool is_parameter; /* or NULL: PostgreSQL gives it a type by its place */
    bool is_collated;  /* by an explicit COLLATE "C" */
};

#endif
