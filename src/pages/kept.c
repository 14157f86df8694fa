#include "pages/kept.h"

/* Integers of a REAL column are kept as such in six bytes at most. */
static const int64_t LARGEST_KEPT_INTEGER = 140737488355327;

void kept_find_sources(const struct table_layout *layout,
                       const struct lite_target *target, ptrdiff_t *sources)
{
    for (size_t i = 0; i < layout->n_stored; i++) {
        sources[i] = -1;
        for (size_t j = 0; j < target->n_columns; j++)
            if (!sqlite3_stricmp(target->columns[j], layout->stored[i]->name))
                sources[i] = (ptrdiff_t)j;
    }
}

/* ---- affinities ---- */

/* By the rule of SQLite's affinities, which leaves the ends of the range out.
 */
static bool is_integral(double real)
{
    return real > -9223372036854775808.0 && real < 9223372036854775807.0 &&
           real == (double)(int64_t)real && (int64_t)real != INT64_MAX;
}

/* Whole numbers are kept as integers, also in REAL columns as long as that is
 * shorter. */
static struct lite_value kept_number(enum lite_affinity affinity,
                                     struct lite_value value)
{
    int64_t limit =
        affinity == AFFINITY_REAL ? LARGEST_KEPT_INTEGER : INT64_MAX;
    if (value.kind == LITE_REAL && is_integral(value.real)) {
        int64_t integer = (int64_t)value.real;
        if (integer <= limit && integer >= -limit - 1)
            return (struct lite_value){.kind = LITE_INTEGER,
                                       .integer = integer};
    }
    return value;
}

/* What SQLite's affinities would have made of it, by SQLite's own rules. */
static struct lite_value by_affinity(enum lite_affinity affinity,
                                     struct stored *stored, struct arena *arena,
                                     struct lite_value value)
{
    value = stored_value(stored, arena, affinity, value);
    if (affinity == AFFINITY_TEXT || affinity == AFFINITY_BLOB)
        return value;
    return kept_number(affinity, value);
}

struct lite_value kept_otherwise(const struct table_layout *layout, size_t at,
                                 struct stored *stored, struct arena *arena,
                                 const struct lite_value *value)
{
    enum lite_affinity affinity = layout->affinities[at];
    struct lite_value plain = lite_decoded(arena, value);
    if (plain.kind == LITE_REAL && affinity != AFFINITY_TEXT)
        return kept_number(affinity, plain);
    return by_affinity(affinity, stored, arena, plain);
}

/* ---- what is refused ---- */

/* What a STRICT table takes; the values' affinity has been applied. */
static bool is_strictly(const struct lite_column *column,
                        const struct lite_value *value)
{
    static const struct {
        const char *type;
        unsigned kinds;
    } rules[] = {{"INT", 1u << LITE_INTEGER},
                 {"INTEGER", 1u << LITE_INTEGER},
                 {"REAL", 1u << LITE_INTEGER | 1u << LITE_REAL},
                 {"TEXT", 1u << LITE_TEXT},
                 {"BLOB", 1u << LITE_BLOB}};
    for (size_t i = 0; i < COUNT_OF(rules); i++)
        if (!sqlite3_stricmp(column->type, rules[i].type))
            return value->kind == LITE_NULL ||
                   (rules[i].kinds >> value->kind & 1);
    return true;
}

const char *kept_find_problem(const struct table_layout *layout, size_t at,
                              const struct lite_value *value)
{
    const struct lite_column *column = layout->stored[at];
    if (value->kind == LITE_NULL && column->not_null &&
        (ptrdiff_t)at != layout->rowid)
        return "NOT NULL constraint failed:";
    if (layout->table->is_strict && !is_strictly(column, value))
        return "this type is not for the STRICT column";
    return NULL;
}
