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

/* Reads "1 year 2 mons -3 days 04:05:06.7", "2 weeks ago", "1.5 hours",
 * "P1DT2H" as PostgreSQL does; false if it is none. */
bool interval_read(struct pg_interval *interval, const char *text);

/* Writes it as PostgreSQL does with intervalstyle = postgres; `text` has
 * INTERVAL_ROOM bytes. */
void interval_write(char *text, const struct pg_interval *interval);

#endif
