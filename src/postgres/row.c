#include "postgres/row.h"

#include <stdlib.h>

#include "base/memory.h"

/* Room for one row and one value from the start, so that the arrays are never
 * NULL. */
void pg_batch_init(struct pg_batch *batch, size_t capacity)
{
    *batch = (struct pg_batch){
        .capacity = capacity, .usual = capacity, .location = {NULL, 1, 1}};
    batch->text = xmalloc(capacity + 1);
    batch->text[0] = '\0';
    batch->mark = xmalloc(sizeof *batch->mark);
    *batch->mark = (struct pg_batch_mark){.at = 0};
    grow_array(&batch->rows, &batch->rows_capacity, 1, sizeof *batch->rows);
    grow_array(&batch->values, &batch->values_capacity, 1,
               sizeof *batch->values);
}

void pg_batch_release(struct pg_batch *batch)
{
    free(batch->text);
    free(batch->rows);
    free(batch->values);
    free(batch->lines);
    free(batch->mark);
    *batch = (struct pg_batch){0};
}

/* Counted when it is asked for: nearly no row ever is. */
struct location pg_batch_location(const struct pg_batch *batch,
                                  const char *text)
{
    struct pg_batch_mark unkept = {.at = 0};
    struct pg_batch_mark *mark = batch->mark ? batch->mark : &unkept;
    size_t at = (size_t)(text - batch->text);
    bool is_same = mark->bytes_before == batch->bytes_before &&
                   mark->start.input == batch->location.input &&
                   mark->start.line == batch->location.line &&
                   mark->start.column == batch->location.column;
    if (!is_same || at < mark->at)
        *mark = (struct pg_batch_mark){batch->bytes_before, batch->location, 0,
                                       batch->location};
    location_advance(&mark->location, batch->text + mark->at, at - mark->at);
    mark->at = at;
    return mark->location;
}
