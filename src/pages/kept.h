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

/* Does the column keep it as it came, but for its form? */
static inline bool kept_as_it_is(enum lite_affinity affinity,
                                 const struct lite_value *value)
{
    switch (affinity) {
    case AFFINITY_TEXT: return value->kind == LITE_TEXT;
    case AFFINITY_INTEGER:
    case AFFINITY_NUMERIC: return value->kind == LITE_INTEGER;
    case AFFINITY_BLOB: return true;
    case AFFINITY_REAL: break;
    }
    return false;
}

/* For kept_value: what the affinity makes of another value than NULL. */
struct lite_value kept_otherwise(const struct table_layout *layout, size_t at,
                                 struct stored *stored, struct arena *arena,
                                 const struct lite_value *value);

/* What the column keeps of it; texts that are made live in the arena. */
static inline struct lite_value kept_value(const struct table_layout *layout,
                                           size_t at, struct stored *stored,
                                           struct arena *arena,
                                           const struct lite_value *value)
{
    if (value->kind == LITE_NULL ||
        kept_as_it_is(layout->affinities[at], value))
        return lite_decoded(arena, value);
    return kept_otherwise(layout, at, stored, arena, value);
}

/* For kept_problem. */
const char *kept_find_problem(const struct table_layout *layout, size_t at,
                              const struct lite_value *value);

/* Why SQLite would refuse it, or NULL. */
static inline const char *kept_problem(const struct table_layout *layout,
                                       size_t at,
                                       const struct lite_value *value)
{
    return value->kind == LITE_NULL || layout->table->is_strict
               ? kept_find_problem(layout, at, value)
               : NULL;
}

#endif
