/* Pairs: a value's type in PostgreSQL and the declared type of the column that
 * it goes into say together how it is stored. grammar/columns.def has the
 * declared types, grammar/pairs.def what both decide. */
#ifndef ROWS_PAIR_H
#define ROWS_PAIR_H

#include "sqlite/schema.h"
#include "types/client.h"
#include "types/types.h"

struct pair {
    const struct codec *codec;
    enum fit fit;                  /* what the value has to be */
    const struct value_type *type; /* which of the two it was found by */
    /* Where no type is known: for what looks like one; or NULL. */
    const struct codec *interval, *moment;
    bool is_missing; /* the column holds bytes, and the type has none */
};

/* `type` is NULL where nobody says what the values are: then the column decides
 * alone. `chosen` is the same type as the user wants it stored, which counts
 * where the column can hold that. The client, which may be NULL, wants times in
 * a form of its own. */
struct pair pair_find(const struct lite_column *column,
                      const struct value_type *type,
                      const struct value_type *chosen,
                      const struct client *client);

#endif
