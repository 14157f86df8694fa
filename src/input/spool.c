#include "input/spool.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/output.h"
#include "base/temporary.h"

enum { IN_MEMORY = 1024 * 1024 };

void spool_release(struct spool *spool)
{
    if (spool->has_file)
        close(spool->descriptor);
    buffer_release(&spool->memory);
    *spool = (struct spool){0};
}

static bool open_file(struct spool *spool)
{
    spool->descriptor = temporary_open();
    spool->has_file = spool->descriptor >= 0;
    return spool->has_file;
}

bool spool_add(struct spool *spool, const char *bytes, size_t size)
{
    spool->position += size;
    if (!spool->has_file && spool->memory.size + size <= IN_MEMORY) {
        buffer_add(&spool->memory, bytes, size);
        return true;
    }
    return (spool->has_file || open_file(spool)) &&
           output_write_all(spool->descriptor, bytes, size);
}

ptrdiff_t spool_read(struct spool *spool, char *bytes, size_t room)
{
    uint64_t in_memory = spool->memory.size;
    ptrdiff_t length = 0;
    if (spool->position < in_memory) {
        uint64_t left = in_memory - spool->position;
        length = (ptrdiff_t)(left < room ? left : room);
        memcpy(bytes, spool->memory.bytes + spool->position, (size_t)length);
    } else if (spool->has_file) {
        do
            length = pread(spool->descriptor, bytes, room,
                           (off_t)(spool->position - in_memory));
        while (length < 0 && errno == EINTR);
    }
    if (length > 0)
        spool->position += (uint64_t)length;
    return length;
}
