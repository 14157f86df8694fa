#include "rows/learned.h"

#include <stdlib.h>

#include "base/memory.h"
#include "rows/plan.h"

static struct learned_column *find_entry(const struct learned *learned,
                                         const struct lite_column *column)
{
    for (size_t i = 0; i < learned->n_columns; i++)
        if (learned->columns[i].column == column)
            return &learned->columns[i];
    return NULL;
}

const struct learned_column *learned_find(const struct learned *learned,
                                          const struct lite_column *column)
{
    return find_entry(learned, column);
}

static void learn_column(struct learned *learned,
                         const struct column_plan *column)
{
    struct learned_column *entry;
    if (!column->column || !column->seen_array)
        return;
    entry = find_entry(learned, column->column);
    if (!entry) {
        grow_array(&learned->columns, &learned->capacity,
                   learned->n_columns + 1, sizeof *learned->columns);
        entry = &learned->columns[learned->n_columns++];
        *entry = (struct learned_column){.column = column->column};
    }
    entry->has_texts |= column->seen_text_array;
}

void learned_add(struct learned *learned, const struct plans *plans)
{
    for (size_t i = 0; i < plans->n_items; i++)
        for (size_t j = 0; plans->items[i] && j < plans->items[i]->n_columns;
             j++)
            learn_column(learned, &plans->items[i]->columns[j]);
}

/* Rows of one table may have several plans. */
static bool is_contradicted(const struct learned *learned,
                            const struct column_plan *column)
{
    const struct learned_column *entry = find_entry(learned, column->column);
    bool has_digits = column->digit_arrays.count > 0;
    return entry && (column->empty_braces || (entry->has_texts && has_digits));
}

bool learned_contradicts(const struct plans *plans)
{
    struct learned learned = {0};
    bool found = false;
    learned_add(&learned, plans);
    for (size_t i = 0; i < plans->n_items; i++)
        for (size_t j = 0; plans->items[i] && j < plans->items[i]->n_columns;
             j++)
            found |= is_contradicted(&learned, &plans->items[i]->columns[j]);
    learned_release(&learned);
    return found;
}

void learned_release(struct learned *learned)
{
    free(learned->columns);
    *learned = (struct learned){0};
}
