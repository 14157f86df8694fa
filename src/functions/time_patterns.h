/* The fields of to_char's and to_date's patterns: YYYY, MM, DD ... */
#ifndef FUNCTIONS_TIME_PATTERNS_H
#define FUNCTIONS_TIME_PATTERNS_H

#include "functions/moment.h"

/* A time that is written by a pattern. */
struct time_writing {
    struct buffer out; /* the caller's to release */
    struct moment moment;
    struct calendar date; /* of the moment */
    bool fill;     /* numbers to their width: not after FM; true at first */
    bool is_local; /* names without blanks: after TM */
    int64_t last;  /* number written, for its ordinal */
};

/* One that is read; the parts that the pattern lacks stay as they are. */
struct time_reading {
    int64_t year, month, day, hour, minute, second, microsecond, of_year;
    bool afternoon, has_meridiem;
};

struct time_pattern;

/* The longest that a pattern begins with, in capitals or small letters (names
 * also Like This); or NULL. */
const struct time_pattern *time_pattern_at(const char *format);
size_t time_pattern_length(const struct time_pattern *pattern);

/* `like` is where it stands: its letters' case is that of what is written. */
void time_pattern_write(const struct time_pattern *pattern,
                        struct time_writing *writing, const char *like);

/* What may stand behind it: TH or SP. Returns its length; `writing` is NULL
 * where nothing is written. */
size_t time_pattern_end(const struct time_pattern *pattern,
                        struct time_writing *writing, const char *at);

/* Takes it from the text; false where it does not fit. */
bool time_pattern_read(const struct time_pattern *pattern,
                       struct time_reading *reading, const char **text);

#endif
