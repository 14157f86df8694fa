/* Runs: sorted entries in a temporary file, read again from the first on. */
#ifndef PAGES_RUNS_H
#define PAGES_RUNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"
#include "pages/entries.h"

/* One file for many runs. Zero-initialise it. */
struct run_file {
    bool is_open;
    int descriptor;
    uint64_t size;
};

struct run {
    uint64_t at, end; /* in the file */
    /* private: what has been read */
    unsigned char *buffer;
    size_t used, size, capacity;
};

/* Appends entries in the order of the list. */
bool run_write(struct run_file *file, struct run *run,
               const struct sort_entry *list, size_t n,
               struct failure *failure);

/* Begins to read, so many bytes at once. */
void run_begin(struct run *run, size_t buffer_size);

/* The next entry, which stays until the next call; NULL at the end and after a
 * failure. Runs of one file may be read by a thread each. */
const unsigned char *run_next(struct run *run, const struct run_file *file,
                              struct failure *failure);

void run_release(struct run *run);
void run_file_close(struct run_file *file);

#endif
