/* A scan over a text that is not NUL-terminated, for the little parsers of
 * PostgreSQL's value formats. */
#ifndef TYPES_SCAN_H
#define TYPES_SCAN_H

#include <stdbool.h>

struct scan {
    const char *at, *end;
};

/* Moves past `byte` if it comes next. */
static inline bool scan_take(struct scan *scan, char byte)
{
    if (scan->at == scan->end || *scan->at != byte)
        return false;
    scan->at++;
    return true;
}

/* Moves past the digits that come next; false if there are none. */
static inline bool scan_digits(struct scan *scan)
{
    const char *start = scan->at;
    while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9')
        scan->at++;
    return scan->at > start;
}

#endif
