/* Merging late rows into a table's b-tree that is complete already. Leaves
 * that get none stay where they are. */
#ifndef PAGES_MERGE_H
#define PAGES_MERGE_H

#include <stdbool.h>

#include "pages/page_file.h"
#include "pages/sorter.h"

/* The sorter's keys are rowids, its data complete cells. Returns false if a
 * rowid occurs twice. */
bool merge_out_of_order_rows(struct page_file *file, uint32_t root,
                             struct sorter *out_of_order);

#endif
