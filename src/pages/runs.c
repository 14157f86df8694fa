#include "pages/runs.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/output.h"
#include "base/temporary.h"

enum { WRITTEN_AT_ONCE = 512 * 1024 };

static bool run_fail_file(struct failure *failure, const char *verb)
{
    return fail(failure, "cannot %s a temporary file for sorting (TMPDIR): %s",
                verb, errno ? strerror(errno) : "it was cut");
}

/* ---- writing ---- */

/* One file for all runs of all sorters, made when memory is full for the first
 * time. */
static bool open_file(struct run_file *file, struct failure *failure)
{
    if (file->is_open)
        return true;
    file->descriptor = temporary_open();
    file->is_open = file->descriptor >= 0;
    return file->is_open || run_fail_file(failure, "make");
}

/* At the end of the file: pread elsewhere does not move it. */
static bool write_buffer(struct run_file *file, struct buffer *buffer,
                         struct failure *failure)
{
    if (!output_write_all_at(file->descriptor, buffer->bytes, buffer->size,
                             (int64_t)file->size))
        return run_fail_file(failure, "write");
    file->size += buffer->size;
    buffer->size = 0;
    return true;
}

bool run_write(struct run_file *file, struct run *run,
               const struct sort_entry *list, size_t n, struct failure *failure)
{
    struct buffer buffer = {0};
    bool done = open_file(file, failure);
    *run = (struct run){.at = file->size};
    for (size_t i = 0; done && i < n; i++) {
        sort_prefetch(list, i, n);
        buffer_add(&buffer, (const char *)list[i].bytes,
                   entry_size(list[i].bytes));
        if (buffer.size >= WRITTEN_AT_ONCE)
            done = write_buffer(file, &buffer, failure);
    }
    done = done && write_buffer(file, &buffer, failure);
    run->end = done ? file->size : run->at;
    buffer_release(&buffer);
    return done;
}

/* ---- reading ---- */

/* Buffers are the reader's, so a run that waits takes none. */
void run_begin(struct run *run, size_t buffer_size)
{
    run->buffer = xmalloc(buffer_size);
    run->capacity = buffer_size;
}

static bool read_more(struct run *run, const struct run_file *file,
                      struct failure *failure)
{
    size_t room = run->capacity - run->size;
    uint64_t left = run->end - run->at;
    ptrdiff_t length =
        temporary_read(file->descriptor, run->buffer + run->size,
                       left < room ? (size_t)left : room, run->at);
    if (length == 0)
        errno = 0;
    if (length <= 0)
        return run_fail_file(failure, "read");
    run->size += (size_t)length;
    run->at += (uint64_t)length;
    return true;
}

/* Makes sure that so many bytes of the run are in its buffer. */
static bool fill(struct run *run, const struct run_file *file, size_t needed,
                 struct failure *failure)
{
    if (run->size - run->used >= needed)
        return true;
    if (run->used)
        memmove(run->buffer, run->buffer + run->used, run->size - run->used);
    run->size -= run->used;
    run->used = 0;
    /* An entry may be longer than the buffer, such as a blob in an index. */
    if (needed > run->capacity) {
        run->capacity = needed;
        run->buffer = xrealloc(run->buffer, needed);
    }
    assert(run->used == 0 && needed <= run->capacity);
    while (run->size < needed)
        if (!read_more(run, file, failure))
            return false;
    return true;
}

/* Its head says how long the entry is, so the head is fetched first. */
const unsigned char *run_next(struct run *run, const struct run_file *file,
                              struct failure *failure)
{
    const unsigned char *bytes;
    if (run->used == run->size && run->at == run->end)
        return NULL;
    if (!fill(run, file, sizeof(struct entry_head), failure) ||
        !fill(run, file, entry_size(run->buffer + run->used), failure))
        return NULL;
    bytes = run->buffer + run->used;
    run->used += entry_size(bytes);
    return bytes;
}

void run_release(struct run *run)
{
    free(run->buffer);
    run->buffer = NULL;
}

void run_file_close(struct run_file *file)
{
    if (file->is_open)
        close(file->descriptor);
    *file = (struct run_file){0};
}
