/* Names of time zones that stand for an offset alone. */
#ifndef FUNCTIONS_ZONE_NAMES_H
#define FUNCTIONS_ZONE_NAMES_H

#include "functions/function.h"

/* PostgreSQL's abbreviations (CET, z), and what POSIX writes: "UTC+3" and "+03"
 * are west of Greenwich there. False for any other name. */
bool zone_fixed_offset(struct slice name, int64_t *seconds);

#endif
