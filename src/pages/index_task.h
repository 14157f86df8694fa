/* Building all indexes of some tables, several at a time.
 *
 * The sort_space has settled before. Afterwards look at the file's failure, and
 * of each index at its sorter's failure and whether it has_duplicate. */
#ifndef PAGES_INDEX_TASK_H
#define PAGES_INDEX_TASK_H

#include "pages/table_writer.h"

/* `threads` is how many there may be with this one. */
void index_task_run(struct table_writer **tables, size_t n_tables,
                    struct page_file *file, size_t threads);

#endif
