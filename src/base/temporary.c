#include "base/temporary.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"

static const char *folder_of_files(void)
{
    const char *folder = getenv("TMPDIR");
    return folder && *folder ? folder : "/tmp";
}

/* Without a name nobody else can open it, and it goes with the process. */
int temporary_open(void)
{
    struct buffer path = {0};
    int descriptor;
    buffer_printf(&path, "%s/pgdecant.XXXXXX", folder_of_files());
    buffer_text(&path);
    descriptor = mkstemp(path.bytes);
    if (descriptor >= 0)
        unlink(path.bytes);
    buffer_release(&path);
    return descriptor;
}
