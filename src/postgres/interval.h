/* Intervals: PostgreSQL's months, days and microseconds, which it keeps apart
 * because months and days differ in length. */
#ifndef POSTGRES_INTERVAL_H
#define POSTGRES_INTERVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pg_interval {
    int64_t months, days, microseconds;
};

enum { INTERVAL_ROOM = 96 };

/* The fields of an interval type, such as INTERVAL DAY TO SECOND. */
enum interval_field {
    INTERVAL_YEAR = 1,
    INTERVAL_MONTH = 2,
    INTERVAL_DAY = 4,
    INTERVAL_HOUR = 8,
    INTERVAL_MINUTE = 16,
    INTERVAL_SECOND = 32
};

/* Reads "1 year 2 mons -3 days 04:05:06.7", "2 weeks ago", "1.5 hours",
 * "1-2", "P1DT2H" as PostgreSQL does; false if it is none. */
bool interval_read(struct pg_interval *interval, const char *text);

/* The same as a type with fields, all from the greatest to the smallest (0:
 * none are said), and with so many digits of a second (-1: all six). */
bool interval_read_as(struct pg_interval *interval, const char *text,
                      unsigned fields, long digits);

/* Writes it as PostgreSQL does with intervalstyle = postgres; `text` has
 * INTERVAL_ROOM bytes. */
void interval_write(char *text, const struct pg_interval *interval);

#endif
