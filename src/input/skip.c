#include "input/skip.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/location.h"
#include "base/memory.h"
#include "base/scan.h"
#include "base/together.h"

/* Bytes before a slice and behind it that are read with it: do backslashes
 * stand before its first newline, and what line begins behind its last one? */
enum { BEFORE = 32, BEHIND = 2 };

enum { MOST_SLICES = 1024 };

struct slice {
    bool is_known;  /* it has been looked at */
    bool is_last;   /* what comes behind it is not for us */
    bool has_place; /* a line begins there: a wanted one, or else the last */
    bool is_wanted;
    uint64_t place; /* bytes from the slice's beginning on ... */
    uint64_t newlines_before, newlines_behind; /* ... and newlines of it */
};

struct skipping {
    const struct source *source;
    uint64_t at;
    size_t slice_bytes;
    atomic_size_t next;
    atomic_bool ends; /* no more slices are wanted */
    struct slice slices[MOST_SLICES];
};

/* ---- lines ---- */

static bool skip_is_wanted(const char *line, const char *end)
{
    return end - line >= 2 && ((line[0] == '\\' && line[1] == '.') ||
                               (line[0] == '-' && line[1] == '-'));
}

static const char *skip_find(const char *start, const char *from,
                             const char *end)
{
    const char *line = from;
    while ((line = scan_line(line, end, '\\', '-'))) {
        if (skip_is_wanted(line, end) && !scan_is_escaped(start, line - 1))
            return line;
        line++;
    }
    return NULL;
}

const char *skip_find_place(const struct skip_text *text, bool begins_line,
                            bool *is_wanted)
{
    const char *line =
        begins_line && skip_is_wanted(text->begin, text->behind)
            ? text->begin
            : skip_find(text->start, text->begin + 1, text->behind);
    *is_wanted = line != NULL;
    return line ? line
                : scan_last_line_end(text->start, text->begin, text->end);
}

static uint64_t newlines_in(const char *text, const char *end)
{
    struct location location = {.column = 1};
    location_advance(&location, text, (size_t)(end - text));
    return location.line;
}

/* ---- a slice ---- */

static void find_place(struct slice *slice, const struct skip_text *text)
{
    const char *line =
        skip_find_place(text, text->start == text->begin, &slice->is_wanted);
    slice->has_place = line != NULL;
    if (!line)
        line = text->begin;
    slice->place = (uint64_t)(line - text->begin);
    slice->newlines_before = newlines_in(text->begin, line);
    slice->newlines_behind =
        newlines_in(line, line < text->end ? text->end : line);
}

static bool is_all_backslashes(const char *bytes, size_t size)
{
    while (size && bytes[size - 1] == '\\')
        size--;
    return size == 0;
}

/* Less than there is room for is the end, or what could not be read. */
static size_t read_whole(const struct source *source, char *bytes, size_t room,
                         uint64_t at)
{
    size_t used = 0;
    ptrdiff_t length = 1;
    while (used < room && length > 0) {
        length = source->read_at(source, bytes + used, room - used, at + used);
        if (length > 0)
            used += (size_t)length;
    }
    return used;
}

/* Text ends at a NUL, as elsewhere. The last slice has what is behind it,
 * too. */
static void look_at_slice(struct skipping *skipping, size_t number, char *bytes)
{
    struct slice *slice = &skipping->slices[number];
    size_t before = number ? BEFORE : 0, whole = skipping->slice_bytes, size;
    uint64_t at = skipping->at + (uint64_t)number * whole;
    const char *nul, *begin = bytes + before;
    size = read_whole(skipping->source, bytes, before + whole + BEHIND,
                      at - before);
    nul = memchr(bytes, '\0', size);
    size = nul ? (size_t)(nul - bytes) : size;
    slice->is_last = size < before + whole + BEHIND;
    if (size <= before || (before && is_all_backslashes(bytes, before)))
        return;
    size -= before;
    find_place(slice, &(struct skip_text){
                          bytes, begin, begin + (slice->is_last ? size : whole),
                          begin + size});
    slice->is_known = true;
}

/* ---- threads ---- */

static void *look_at_slices(void *argument)
{
    struct skipping *skipping = argument;
    char *bytes = xmalloc(BEFORE + skipping->slice_bytes + BEHIND);
    size_t number;
    while (!skipping->ends && (number = skipping->next++) < MOST_SLICES) {
        const struct slice *slice = &skipping->slices[number];
        look_at_slice(skipping, number, bytes);
        if (!slice->is_known || slice->is_last || slice->is_wanted)
            skipping->ends = true;
    }
    free(bytes);
    return NULL;
}

/* Slices are taken in their order, so that all before the last are known. */
static struct skipped put_together(const struct skipping *skipping)
{
    struct skipped skipped = {0};
    uint64_t newlines = 0;
    for (size_t i = 0; i < MOST_SLICES; i++) {
        const struct slice *slice = &skipping->slices[i];
        if (!slice->is_known)
            break;
        if (slice->has_place)
            skipped = (struct skipped){(uint64_t)i * skipping->slice_bytes +
                                           slice->place,
                                       newlines + slice->newlines_before};
        if (slice->is_wanted || slice->is_last)
            break;
        newlines += slice->newlines_before + slice->newlines_behind;
    }
    return skipped;
}

struct skipped skip_lines(const struct source *source, uint64_t at,
                          size_t slice_bytes, unsigned threads)
{
    struct skipping *skipping = xmalloc(sizeof *skipping);
    struct skipped skipped;
    assert(slice_bytes >= BEFORE);
    *skipping = (struct skipping){
        .source = source, .at = at, .slice_bytes = slice_bytes};
    together_run(look_at_slices, skipping, threads);
    skipped = put_together(skipping);
    free(skipping);
    return skipped;
}
