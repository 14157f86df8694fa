/* Excerpts: the lines of a dump that the entries of a report speak of. */
#ifndef REPORT_EXCERPTS_H
#define REPORT_EXCERPTS_H

#include "base/memory.h"
#include "base/report.h"
#include "input/source.h"

/* Zero-initialise it. */
struct excerpts {
    const char **texts; /* one for each entry; "" where there is none */
    struct arena arena;
};

/* Reads the source once more, from its beginning, for a report that is sorted.
 * The texts are the dump's bytes as they are, long lines cut. False if the
 * source cannot be read again. */
bool excerpts_read(struct excerpts *excerpts, struct source *source,
                   const struct report *report);
void excerpts_release(struct excerpts *excerpts);

#endif
