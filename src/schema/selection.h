/* Selection: which tables of a dump are wanted (--table, --schema and what
 * excludes), and under which names (--map, see mapping.h).
 *
 * A pattern is one of pg_dump's ([schema.]table with * and ? and "quotes";
 * without a schema it fits tables of any) or a PCRE2 regular expression in
 * slashes, searched for in schema.table. */
#ifndef SCHEMA_SELECTION_H
#define SCHEMA_SELECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"

struct table_pattern;
struct selection {
    size_t n_patterns, capacity;
    struct table_pattern *patterns;
    bool has_tables;         /* a pattern includes tables */
    struct mapping *mapping; /* NULL: names stay; not released with it */
};

/* The selection may be NULL, and so may be what comes back. */
static inline struct mapping *
selection_mapping(const struct selection *selection)
{
    return selection ? selection->mapping : NULL;
}

enum selection_part { SELECT_TABLES, SELECT_SCHEMAS };

bool selection_add(struct selection *selection, enum selection_part part,
                   const char *pattern, bool excludes, struct failure *failure);
void selection_release(struct selection *selection);

/* Without a pattern that includes, every table is wanted. As in pg_dump,
 * schemas do not count where tables are given. */
bool selection_wants(struct selection *selection, const char *schema,
                     const char *table);

/* A pattern that fitted no table asked for; NULL if there is none left. `*at`
 * begins at 0. */
const char *selection_unused(const struct selection *selection, size_t *at);

/* True if no pattern that includes fitted any table. */
bool selection_is_empty(const struct selection *selection);

#endif
