/* Fuzz target: any bytes as what a dump is packed in: compression, tar, zip,
 * archives. Reading them ends, with all bytes or with a problem that is said,
 * and twice alike. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "containers/open.h"
#include "input/memory_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a few bytes may unpack to before it is enough. */
enum { ENOUGH = 4 * 1024 * 1024 };

/* Returns how many bytes there were; `*ended_well` only at their end. */
static size_t read_through(struct source *source, bool *ended_well)
{
    static char bytes[64 * 1024];
    size_t sum = 0;
    ptrdiff_t length;
    while ((length = source->read(source, bytes, sizeof bytes)) > 0 &&
           sum < ENOUGH)
        sum += (size_t)length;
    *ended_well = length == 0 && source->finish(source);
    if (!*ended_well && length <= 0 && !source->problem)
        abort();
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct open_options options = {.again = false};
    struct failure failure = {0};
    struct source *source =
        source_unpack(memory_source_open((const char *)data, size, "fuzz"),
                      &options, &failure);
    bool one, other;
    size_t length;
    if (!source) {
        if (!failure.happened)
            abort();
        return 0;
    }
    length = read_through(source, &one);
    if (length < ENOUGH && source->rewind(source, true)) {
        size_t again = read_through(source, &other);
        /* How much comes before a problem is nobody's business. An empty
         * frame of zstd that says it is none is wrong only for whoever has room
         * for all that it says. */
        if ((one != other && length) || (one && other && again != length))
            abort();
    }
    source_close(source);
    return 0;
}
