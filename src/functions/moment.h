/* Moments: dates and timestamps as pgdecant stores them, for arithmetic. */
#ifndef FUNCTIONS_MOMENT_H
#define FUNCTIONS_MOMENT_H

#include "functions/function.h"
#include "postgres/interval.h"

struct moment {
    int64_t days;         /* since 1970-01-01, in the Gregorian calendar */
    int64_t microseconds; /* of the day */
    bool is_date;         /* there was no time of day */
};

struct calendar {
    int64_t year; /* 1 BC is 0 */
    int month, day;
};

/* Is it infinity, of either sign? Then that is the result. */
bool moment_pass_infinity(sqlite3_context *context, sqlite3_value *value);

/* YYYY-MM-DD, and HH:MM:SS with a fraction perhaps; false with an error if it
 * is none. */
bool moment_read(sqlite3_context *context, sqlite3_value *value,
                 struct moment *moment);
/* The same, and how many seconds it says to be ahead of UTC. */
bool moment_read_with_offset(sqlite3_context *context, sqlite3_value *value,
                             struct moment *moment, int *offset);
void moment_result(sqlite3_context *context, const struct moment *moment);
void date_result(sqlite3_context *context, const struct moment *moment);

struct calendar calendar_of(int64_t days);
int64_t calendar_days(int64_t year, int month, int day);
int calendar_month_length(int64_t year, int month);

/* Months first, to the last day of a shorter one; then days, then the rest. */
struct moment moment_plus(struct moment moment,
                          const struct pg_interval *interval, int sign);

/* The Monday of the week, and ISO's number of it. */
int64_t week_start(int64_t days);
int week_number(int64_t days, int64_t *year);

bool interval_argument(sqlite3_context *context, sqlite3_value *value,
                       struct pg_interval *interval);
void interval_result(sqlite3_context *context,
                     const struct pg_interval *interval);

#endif
