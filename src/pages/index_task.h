/* Building all indexes of some tables, several at a time. */
#ifndef PAGES_INDEX_TASK_H
#define PAGES_INDEX_TASK_H

#include "pages/table_writer.h"

void index_task_run(struct table_writer **tables, size_t n_tables,
                    struct page_file *file, size_t threads);

#endif
