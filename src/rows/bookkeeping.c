#include "rows/bookkeeping.h"

#include "types/marker.h"

static const struct marker bookkeeping_tables[] = {
#define BOOKKEEPING(table, columns) {table, columns},
#include "bookkeeping.def"
#undef BOOKKEEPING
};

/* What the database does not have shows by what the rows name. */
bool bookkeeping_is(const struct plan *plan)
{
    const struct lite_table *known = plan->target.known;
    const struct pg_target *source = plan->source;
    for (size_t i = 0; i < COUNT_OF(bookkeeping_tables); i++) {
        const struct marker *marker = &bookkeeping_tables[i];
        if (known ? marker_fits_table(marker, known)
                  : marker_fits(marker, source->table, source->columns,
                                sizeof *source->columns, source->n_columns))
            return true;
    }
    return false;
}
