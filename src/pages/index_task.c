#include "pages/index_task.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/together.h"

/* Each thread takes the next index until there are none left. */
struct task {
    pthread_mutex_t lock;
    struct table_writer **tables;
    size_t n_tables, table, index; /* the next one */
    struct page_file *file;
};

/* Index by index, not table by table: one table may have all of them. */
static struct index_writer *index_task_take(struct task *task)
{
    struct index_writer *writer = NULL;
    pthread_mutex_lock(&task->lock);
    while (!writer && task->table < task->n_tables) {
        struct table_writer *table = task->tables[task->table];
        if (task->index < table->n_indexes) {
            writer = &table->indexes[task->index++];
        } else {
            task->table++;
            task->index = 0;
        }
    }
    pthread_mutex_unlock(&task->lock);
    return writer;
}

static void *work(void *argument)
{
    struct task *task = argument;
    struct index_writer *writer;
    while ((writer = index_task_take(task)))
        index_writer_build(writer, task->file);
    return NULL;
}

static size_t count_indexes(const struct task *task)
{
    size_t count = 0;
    for (size_t i = 0; i < task->n_tables; i++)
        count += task->tables[i]->n_indexes;
    return count;
}

void index_task_run(struct table_writer **tables, size_t n_tables,
                    struct page_file *file, size_t threads)
{
    struct task task = {.tables = tables, .n_tables = n_tables, .file = file};
    size_t indexes = count_indexes(&task);
    pthread_mutex_init(&task.lock, NULL);
    /* A thread without an index to build would only cost its start. */
    together_run(work, &task, threads < indexes ? threads : indexes);
    pthread_mutex_destroy(&task.lock);
}
