/* Fitting: is a value of the dump one of the kind that its column holds?
 *
 * A dump's own definitions say of which type a value is; the columns of a
 * database that is loaded into say by their declared type what they want. What
 * does not fit was written by no pg_dump, or comes for another column: it is
 * an error, never a text in its place. */
#ifndef TYPES_FIT_H
#define TYPES_FIT_H

#include <stdbool.h>
#include <stddef.h>

/* What the texts of a type are. */
enum fit {
    FIT_ANY, /* nothing is asked */
    FIT_SMALLINT,
    FIT_INTEGER,
    FIT_BIGINT,
    FIT_OID,
    FIT_NUMBER, /* also NaN and the infinities */
    FIT_BOOLEAN,
    FIT_DATE,
    FIT_TIMESTAMP,
    FIT_MOMENT, /* a date or a timestamp */
    FIT_CLOCK,
    FIT_INTERVAL,
    FIT_UUID,
    FIT_CONVERTED /* nothing fits but what a conversion takes */
};

struct value_type;

/* What values of PostgreSQL's type are. */
enum fit fit_of_type(const struct value_type *type);

/* What has to hold of a value from the one that goes into the other: where the
 * one can be made of the other what it is, else what is wanted. */
enum fit fit_of_pair(enum fit source, enum fit target);

/* Is it one, as PostgreSQL writes it? */
bool fit_text(enum fit fit, const char *text, size_t length);

/* "an integer" */
const char *fit_name(enum fit fit);

/* As PostgreSQL writes it: small letters, with dashes. */
bool fit_is_uuid(const char *text, size_t length);

#endif
