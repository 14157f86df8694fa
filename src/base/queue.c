#include "base/queue.h"

#include <assert.h>

void queue_init(struct queue *queue)
{
    *queue = (struct queue){0};
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->changed, NULL);
}

void queue_release(struct queue *queue)
{
    pthread_cond_destroy(&queue->changed);
    pthread_mutex_destroy(&queue->lock);
}

/* Waits while it is full; a closed queue takes nothing, and the item stays the
 * caller's. */
bool queue_put(struct queue *queue, void *item)
{
    bool accepted;
    assert(item); /* NULL is what a closed queue gives */
    pthread_mutex_lock(&queue->lock);
    while (queue->count == QUEUE_CAPACITY && !queue->closed)
        pthread_cond_wait(&queue->changed, &queue->lock);
    accepted = !queue->closed;
    if (accepted) {
        queue->items[(queue->first + queue->count) % QUEUE_CAPACITY] = item;
        queue->count++;
        assert(queue->count <= QUEUE_CAPACITY);
        pthread_cond_signal(&queue->changed);
    }
    pthread_mutex_unlock(&queue->lock);
    return accepted;
}

/* What is in a closed queue is still given out; NULL after that. */
void *queue_take(struct queue *queue)
{
    void *item = NULL;
    pthread_mutex_lock(&queue->lock);
    while (queue->count == 0 && !queue->closed)
        pthread_cond_wait(&queue->changed, &queue->lock);
    if (queue->count > 0) {
        assert(queue->first < QUEUE_CAPACITY);
        item = queue->items[queue->first];
        queue->first = (queue->first + 1) % QUEUE_CAPACITY;
        queue->count--;
        pthread_cond_signal(&queue->changed);
    }
    pthread_mutex_unlock(&queue->lock);
    return item;
}

/* Wakes everybody: each looks again and finds it closed. */
void queue_close(struct queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->closed = true;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
}
