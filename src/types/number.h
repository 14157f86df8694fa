/* Numbers: PostgreSQL's digits as SQLite values, without losing any.
 *
 * A dump writes numeric, real and integer columns alike as bare digits, and
 * SQLite reads a bare number with a point as a double: 1.50 becomes 1.5, and
 * digits beyond the fifteenth may go. So a number that a double cannot stand
 * for goes out as text; a column with a numeric affinity makes the same double
 * of it, and a TEXT column keeps it as it is. */
#ifndef TYPES_NUMBER_H
#define TYPES_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sqlite/row.h"

/* The number for a column that nothing is known of. As SQL (`as_text`) it may
 * stay the slice it is; otherwise the value is bound. `text` must live as long
 * as the value. */
struct lite_value number_for_any(const char *text, size_t length, bool as_text);

/* The number for a column of INTEGER, REAL or NUMERIC affinity. `*rounded` is
 * set if digits are lost; NULL: PostgreSQL has made a double of it, too. */
struct lite_value number_for_numeric(const char *text, size_t length,
                                     bool as_text, bool is_real, bool *rounded);

/* ---- quickly ---- */

/* A number of digits, a point and digits. */
struct number_parts {
    uint64_t digits;     /* all of them */
    size_t whole, scale; /* how many are before the point and behind it */
    bool is_negative;
    bool begins_with_zero;
};

/* False for what has no point, or more digits than a double's. */
bool number_take_apart(struct number_parts *parts, const char *text,
                       size_t length);

/* The double next to it, and with `as_text` one that every SQLite reads from
 * these digits; false where that is not sure, or unless it is a double
 * precision's own digits more than a double keeps. */
bool number_as_double(const struct number_parts *parts, bool is_double,
                      bool as_text, double *real);

/* ---- questions ---- */

/* True if the text is a number as PostgreSQL writes it: digits, a point, an
 * exponent; not NaN or Infinity. */
bool number_is_plain(const char *text, size_t length);

/* True if a double, or an integer of 64 bits, holds all digits of the number.
 */
bool number_fits_double(const char *text, size_t length);

/* Could a text that begins so be taken for a number, blanks before it or not?
 */
static inline bool number_may_begin(char byte)
{
    return (byte >= '0' && byte <= '9') || byte == '.' || byte == '-' ||
           byte == '+' || byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* True if a column of numeric affinity makes a number of this text. */
bool number_looks_like(const char *text, size_t length);

/* True if a column of numeric affinity makes a number of this text, and not
 * one that reads the same. */
bool number_changes_text(const char *text, size_t length);

#endif
