#include "postgres/row.h"

#include <stdlib.h>

#include "base/memory.h"

void pg_batch_init(struct pg_batch *batch, size_t capacity)
{
    *batch = (struct pg_batch){.capacity = capacity, .place = {1, 1}};
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

struct place pg_batch_place(const struct pg_batch *batch, const char *text)
{
    struct place place = batch->place;
    place_advance(&place, batch->text, (size_t)(text - batch->text));
    return place;
}
