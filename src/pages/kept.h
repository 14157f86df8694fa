/* Values as the file keeps them: what the columns' affinities make of a row's,
 * and what SQLite would refuse. */
#ifndef PAGES_KEPT_H
#define PAGES_KEPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "pages/layout.h"
#include "sqlite/row.h"
#include "sqlite/stored.h"

/* For each stored column which value of a target's rows it is, or -1. Rows of
 * one INSERT or COPY have the same. */
void kept_find_sources(const struct table_layout *layout,
                       const struct lite_target *target, ptrdiff_t *sources);

/* The row's value for a stored column, or NULL: DEFAULT. */
static inline const struct lite_value *
kept_said(const struct lite_row *row, const ptrdiff_t *sources, size_t at)
{
    bool is_said = sources[at] >= 0 && !(row->flags & LITE_ALL_DEFAULTS) &&
                   row->values[sources[at]].kind != LITE_DEFAULT;
    return is_said ? &row->values[sources[at]] : NULL;
}

/* What the column keeps of it; texts that are made live in the arena. */
struct lite_value kept_value(const struct table_layout *layout, size_t at,
                             struct stored *stored, struct arena *arena,
                             const struct lite_value *value);

/* Why SQLite would refuse it, or NULL. */
const char *kept_problem(const struct table_layout *layout, size_t at,
                         const struct lite_value *value);

#endif
