/* Sources: where the bytes of a dump come from.
 *
 * A source is one of several kinds behind one interface: a file or a pipe
 * (descriptor.h), bytes in memory (memory_source.h), or a source over another
 * one, which it reads and owns (spool.h keeps what a pipe gave). So they stack;
 * closing the uppermost closes all of them. open.h chooses for a path.
 *
 * The reader calls `read` until it gives 0, and then `finish`: only a source
 * that has finished well has given all of its bytes. A child process that
 * failed, or compressed bytes that are cut off, are known there. */
#ifndef INPUT_SOURCE_H
#define INPUT_SOURCE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"

/* Which tables' rows are wanted; asked by whichever thread reads. */
struct table_choice {
    bool (*wants)(void *context, const char *schema, const char *table);
    void *context;
    atomic_uint left_out; /* tables whose rows were not even unpacked */
};

struct source {
    const char *name;    /* for messages; outlives the source */
    uint64_t size;       /* bytes in all, 0 if not known */
    bool is_seekable;    /* rewinding costs nothing */
    const char *problem; /* why the last call failed */
    atomic_bool samples; /* the first rows of each table are wanted, and it may
                          * leave out others; any thread may read it */
    _Atomic(struct table_choice *) choice; /* NULL: all; any thread, too */

    /* Reads up to `room` bytes; 0 at the end, -1 with the problem. */
    ptrdiff_t (*read)(struct source *source, char *bytes, size_t room);
    /* Reads from a place, counted from the beginning, and moves nothing: for
     * any thread. As `read`, but where it fails errno says why. NULL: it
     * cannot. */
    ptrdiff_t (*read_at)(const struct source *source, char *bytes, size_t room,
                         uint64_t at);
    /* Reading begins again at the source's beginning; `is_last`: for the last
     * time. False if it cannot. */
    bool (*rewind)(struct source *source, bool is_last);
    /* At the end: false, with the problem, if it is not that of all bytes. */
    bool (*finish)(struct source *source);
    /* Closes it, and frees its memory. */
    void (*close)(struct source *source);
};

/* NULL is no source, and closed already. */
void source_close(struct source *source);

/* As its `read`, and at the end as its `finish`: 0 only where all bytes have
 * come. */
ptrdiff_t source_read(struct source *source, char *bytes, size_t room);
/* The same, with the problem as the failure. */
ptrdiff_t source_read_or_fail(struct source *source, char *bytes, size_t room,
                              struct failure *failure);

/* ---- for kinds of sources ---- */

/* For kinds that have no end but the end of their bytes. */
bool source_ends_well(struct source *source);
/* For kinds that end as well as the source under them. */
bool source_ends_as(struct source *source, struct source *under);

/* Explains why a dump that begins with these bytes cannot be read; NULL if it
 * may well be plain text. */
const char *source_format_problem(const char *bytes, size_t length);

#endif
