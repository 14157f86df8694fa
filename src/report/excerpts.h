/* Excerpts: the lines of a dump that the entries of a report speak of. */
#ifndef REPORT_EXCERPTS_H
#define REPORT_EXCERPTS_H

#include "base/memory.h"
#include "base/report.h"
#include "input/source.h"

/* The report is sorted, and stays as it is. */
struct excerpts {
    const struct report *report;
    struct buffer *texts; /* one for each entry */
};

void excerpts_init(struct excerpts *excerpts, const struct report *report);

/* Reads a source once more, from its beginning, for the entries that are of
 * it. False if it cannot be read again. */
bool excerpts_read(struct excerpts *excerpts, struct source *source);

/* The dump's bytes as they are, long lines cut; "" where there are none. */
const char *excerpts_text(const struct excerpts *excerpts, size_t entry);

void excerpts_release(struct excerpts *excerpts);

#endif
