/* Timestamps: PostgreSQL's ISO form as the one form that SQLite's date
 * functions and the ORMs read: UTC, YYYY-MM-DD HH:MM:SS, then no fraction or
 * six digits. */
#ifndef TYPES_TIMESTAMP_H
#define TYPES_TIMESTAMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TIMESTAMP_ROOM = 64 };

/* Writes the timestamp into `out` and returns its length; 0 if the text is no
 * timestamp (a date, a time, infinity ...), which then stays as it is. Years
 * beyond 9999 and BC keep PostgreSQL's way of writing them. */
size_t timestamp_to_utc(char out[TIMESTAMP_ROOM], const char *text,
                        size_t length);

/* Seconds since 1970-01-01 00:00:00 UTC, rounded down, and the rest; false if
 * the text is no timestamp. */
bool timestamp_to_unix(int64_t *seconds, int64_t *microseconds,
                       const char *text, size_t length);

/* Is it a date as PostgreSQL writes it, 2024-02-29 or 0044-03-15 BC? */
bool timestamp_is_date(const char *text, size_t length);

/* Where the UTC form is a piece of the text, from its first byte on, so that
 * nothing has to be made: how many bytes it has. Else 0. */
size_t timestamp_utc_prefix(const char *text, size_t length);

/* 2024-02-29: a date of the years 1 to 9999. */
bool timestamp_is_plain_date(const char *text, size_t length);

#endif
