/* Markers: tables that betray by their name and their columns whose they are.
 */
#ifndef TYPES_MARKER_H
#define TYPES_MARKER_H

#include <stdbool.h>
#include <stddef.h>

#include "sqlite/schema.h"

struct marker {
    const char *table;
    const char *columns; /* all of them, with commas; NULL: any */
};

/* Is it the table? Case does not matter. An application may have a table of the
 * same name, so its columns have to be these, and no others:
 * `first` is the first one's name, each other's stands `stride` bytes behind;
 * NULL if there is none. */
bool marker_fits(const struct marker *marker, const char *table,
                 const char *const *first, size_t stride, size_t n);

/* The same for a table of a database. */
bool marker_fits_table(const struct marker *marker,
                       const struct lite_table *table);

#endif
