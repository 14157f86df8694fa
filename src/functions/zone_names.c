#include "functions/zone_names.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    int seconds;
} abbreviations[] = {
#define ZONE_ABBREVIATION(name, seconds) {name, seconds},
#include "zones.def"
};

static bool find_abbreviation(struct slice name, int64_t *seconds)
{
    for (size_t i = 0; i < COUNT_OF(abbreviations); i++)
        if (strlen(abbreviations[i].name) == name.length &&
            !sqlite3_strnicmp(abbreviations[i].name, name.bytes,
                              (int)name.length)) {
            *seconds = abbreviations[i].seconds;
            return true;
        }
    return false;
}

/* One or two digits; `*at` is moved behind them. */
static bool take_two_digits(const char **at, int64_t *number)
{
    size_t n = strspn(*at, "0123456789");
    if (!n || n > 2)
        return false;
    *number = strtol(*at, NULL, 10);
    *at += n;
    return true;
}

/* Letters, three of them or none, or anything in <>; then hh, hh:mm or
 * hh:mm:ss. */
static bool read_posix(const char *at, int64_t *seconds)
{
    int64_t hours, minutes = 0, rest = 0;
    const char *end = *at == '<' ? strchr(at, '>') : NULL;
    size_t letters = 0;
    bool is_west;
    while (!end && isalpha((unsigned char)at[letters]))
        letters++;
    at = end ? end + 1 : at + letters;
    is_west = *at != '-';
    if ((!end && letters && letters < 3) ||
        (!letters && !end && *at != '+' && *at != '-'))
        return false;
    at += *at == '+' || *at == '-';
    if (!take_two_digits(&at, &hours) ||
        (*at == ':' && (at++, !take_two_digits(&at, &minutes))) ||
        (*at == ':' && (at++, !take_two_digits(&at, &rest))) || *at)
        return false;
    *seconds = (hours * 60 + minutes) * 60 + rest;
    if (is_west)
        *seconds = -*seconds;
    return hours <= 24 && minutes < 60 && rest < 60;
}

bool zone_fixed_offset(struct slice name, int64_t *seconds)
{
    return find_abbreviation(name, seconds) ||
           (strlen(name.bytes) == name.length &&
            read_posix(name.bytes, seconds));
}
