/* A bounded queue of pointers between two threads.
 *
 * One side puts, the other takes; both block. After queue_close, put fails
 * at once and take fails when the queue is empty: that is how either side
 * tells the other that it has ended, well or badly. */
#ifndef BASE_QUEUE_H
#define BASE_QUEUE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

enum { QUEUE_CAPACITY = 8 };

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    void *items[QUEUE_CAPACITY];
    size_t first, count;
    bool closed;
};

void queue_init(struct queue *queue);
void queue_release(struct queue *queue);
bool queue_put(struct queue *queue, void *item);
void *queue_take(struct queue *queue); /* NULL when closed and empty */
void queue_close(struct queue *queue);

#endif
