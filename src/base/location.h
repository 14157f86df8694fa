/* Locations: where in the input something stands. Every message, every entry of
 * a report and every difference of a verification points to one. */
#ifndef BASE_LOCATION_H
#define BASE_LOCATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"

/* Lines and columns count from 1, columns count characters; a line of 0 stands
 * for no location. `input` is what the input is called; two inputs of one name
 * have pointers of their own. It outlives all locations in it. */
struct location {
    const char *input;
    uint64_t line;
    uint64_t column;
};

/* An input that is made of parts, as an archive is of entries: from the line on
 * it is the part of that name. Where it has rows, from the line `rows` on, they
 * are counted; else its lines. Parts come in their order; those that have come
 * already are passed over. Any thread may call. */
void location_add_part(const char *input, uint64_t line, const char *name,
                       uint64_t rows);
/* Is it in such an input? Then its line is not one of a file. */
bool location_has_part(const struct location *location);
/* From the first part with rows on nothing is known any more: they are read
 * again, and may stand in other lines. */
void location_forget_rows(const char *input);

/* Moves it over `length` bytes of UTF-8. */
void location_advance(struct location *location, const char *text,
                      size_t length);

/* How it is written. */
enum location_form {
    LOCATION_COLUMN, /* "dump.sql:12:5" */
    LOCATION_FILE,   /* "dump.sql:12" */
    LOCATION_LINE    /* "line 12", where there is one input only */
};

/* The text, into `room` bytes, which it returns; a long name is cut. */
enum { LOCATION_ROOM = 4200 };
const char *location_print(char text[LOCATION_ROOM],
                           const struct location *location,
                           enum location_form form);

/* Like fail, with FILE:LINE:COLUMN in front. */
bool fail_at(struct failure *failure, struct location location,
             const char *format, ...)
    __attribute__((format(printf, 3, 4), cold));

#endif
