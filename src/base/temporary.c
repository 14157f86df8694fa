#include "base/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"

static const char *folder_of_files(void)
{
    const char *folder = getenv("TMPDIR");
    return folder && *folder ? folder : "/tmp";
}

/* Without a name from the beginning, where the file system can do that. */
static int open_nameless(void)
{
#ifdef O_TMPFILE
    return open(folder_of_files(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
#else
    return -1;
#endif
}

/* Without a name nobody else can open it, and it goes with the process. */
int temporary_open(void)
{
    struct buffer path = {0};
    int descriptor = open_nameless();
    if (descriptor >= 0)
        return descriptor;
    buffer_printf(&path, "%s/pgdecant.XXXXXX", folder_of_files());
    buffer_text(&path);
    descriptor = mkstemp(path.bytes);
    if (descriptor >= 0)
        unlink(path.bytes);
    buffer_release(&path);
    return descriptor;
}

ptrdiff_t temporary_read(int descriptor, void *bytes, size_t room, uint64_t at)
{
    ptrdiff_t length;
    do
        length = pread(descriptor, bytes, room, (off_t)at);
    while (length < 0 && errno == EINTR);
    return length;
}
