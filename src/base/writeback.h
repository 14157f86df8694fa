/* Writeback: a file's bytes begin their way to the disk while it is still
 * being written, so that fsync at the end has little left to wait for. A thread
 * of its own asks for it; without one it is not done. */
#ifndef BASE_WRITEBACK_H
#define BASE_WRITEBACK_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct writeback {
    /* private */
    int descriptor;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int64_t reached;
    bool runs, ends;
};

/* The descriptor stays the caller's, and open. */
void writeback_begin(struct writeback *writeback, int descriptor);

/* Everything before this offset has been written. */
void writeback_reached(struct writeback *writeback, int64_t offset);

/* Also for one that never began, if it is all zeros. */
void writeback_end(struct writeback *writeback);

#endif
