#include "postgres/row.h"

#include <stdlib.h>

#include "base/memory.h"

/* Room for one row and one value from the start, so that the arrays are never
 * NULL. */
void pg_batch_init(struct pg_batch *batch, size_t capacity)
{
    *batch = (struct pg_batch){.capacity = capacity, .location = {NULL, 1, 1}};
    batch->text = xmalloc(capacity + 1);
    batch->text[0] = '\0';
    grow_array(&batch->rows, &batch->rows_capacity, 1, sizeof *batch->rows);
    grow_array(&batch->values, &batch->values_capacity, 1,
               sizeof *batch->values);
}

void pg_batch_release(struct pg_batch *batch)
{
    free(batch->text);
    free(batch->rows);
    free(batch->values);
    *batch = (struct pg_batch){0};
}

/* Counted when it is asked for: nearly no row ever is. */
struct location pg_batch_location(const struct pg_batch *batch,
                                  const char *text)
{
    struct location location = batch->location;
    location_advance(&location, batch->text, (size_t)(text - batch->text));
    return location;
}
