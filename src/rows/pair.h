/* Pairs: a value's type in PostgreSQL and the declared type of the column that
 * it goes into say together how it is stored. grammar/columns.def has the
 * declared types, grammar/pairs.def what both decide. */
#ifndef ROWS_PAIR_H
#define ROWS_PAIR_H

#include "sqlite/schema.h"
#include "types/types.h"

struct pair {
    const struct codec *codec;
    enum fit fit; /* what the value has to be */
};

/* `type` is NULL where nobody says what the values are: then the column decides
 * alone. */
struct pair pair_find(const struct lite_column *column,
                      const struct value_type *type);

#endif
