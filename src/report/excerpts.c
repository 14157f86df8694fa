#include "report/excerpts.h"

#include <stdlib.h>
#include <string.h>

enum { PIECE = 64 * 1024, MAX_LINE = 160, MAX_LINES = 5 };

/* A line as it is read, and the entries that it is for: those from `first` to
 * `next` may still want lines. */
struct reading {
    const struct report *report;
    struct buffer *texts;
    size_t *lines;   /* of each entry so far */
    bool *is_inside; /* it begins within a statement */
    size_t first, next;
    uint64_t line;
    char text[MAX_LINE];
    size_t length; /* of the whole line; the text may be shorter */
    char last;     /* byte of the line */
};

/* A value stands in one line; a definition goes on up to its semicolon, a
 * column or a constraint inside of a table's up to its comma. */
static size_t lines_wanted(const struct report_entry *entry)
{
    return strcmp(entry->object, "value") ? MAX_LINES : 1;
}

static void add_line(struct reading *reading, size_t entry)
{
    struct buffer *text = &reading->texts[entry];
    bool is_cut = reading->length > MAX_LINE;
    if (reading->lines[entry]++)
        buffer_add_byte(text, '\n');
    buffer_add(text, reading->text, is_cut ? MAX_LINE : reading->length);
    buffer_add_text(text, is_cut ? "..." : "");
    if (reading->lines[entry] == 1)
        reading->is_inside[entry] = *reading->text == ' ';
    if (reading->last == ';' ||
        (reading->last == ',' && reading->is_inside[entry]))
        reading->lines[entry] = MAX_LINES;
    else if (reading->lines[entry] == MAX_LINES)
        buffer_add_text(text, "\n...");
}

static void end_line(struct reading *reading)
{
    const struct report *report = reading->report;
    while (reading->next < report->n_entries &&
           report->entries[reading->next].place.line <= reading->line)
        reading->next++;
    for (size_t i = reading->first; i < reading->next; i++) {
        const struct report_entry *entry = &report->entries[i];
        if (entry->place.line > 0 && reading->lines[i] < lines_wanted(entry))
            add_line(reading, i);
        else if (i == reading->first)
            reading->first++;
    }
    reading->line++;
    reading->length = 0;
    reading->last = '\0';
}

static void take_bytes(struct reading *reading, const char *bytes, size_t n)
{
    while (n > 0) {
        const char *end = memchr(bytes, '\n', n);
        size_t length = end ? (size_t)(end - bytes) : n;
        size_t room =
            reading->length < MAX_LINE ? MAX_LINE - reading->length : 0;
        memcpy(reading->text + (MAX_LINE - room), bytes,
               length < room ? length : room);
        reading->length += length;
        if (length)
            reading->last = bytes[length - 1];
        if (!end)
            return;
        end_line(reading);
        bytes += length + 1;
        n -= length + 1;
    }
}

static bool is_done(const struct reading *reading)
{
    return reading->first == reading->report->n_entries;
}

static bool read_all(struct reading *reading, struct source *source)
{
    char *piece;
    ptrdiff_t n = 0;
    if (!source->rewind(source, false))
        return false;
    piece = xmalloc(PIECE);
    while (!is_done(reading) && (n = source->read(source, piece, PIECE)) > 0)
        take_bytes(reading, piece, (size_t)n);
    if (reading->length)
        end_line(reading);
    free(piece);
    return n >= 0;
}

bool excerpts_read(struct excerpts *excerpts, struct source *source,
                   const struct report *report)
{
    size_t n = report->n_entries;
    struct reading reading = {.report = report, .line = 1};
    bool done;
    reading.texts = xreallocarray(NULL, n + 1, sizeof *reading.texts);
    reading.lines = xreallocarray(NULL, n + 1, sizeof *reading.lines);
    reading.is_inside = xreallocarray(NULL, n + 1, sizeof *reading.is_inside);
    memset(reading.texts, 0, (n + 1) * sizeof *reading.texts);
    memset(reading.lines, 0, (n + 1) * sizeof *reading.lines);
    done = read_all(&reading, source);
    excerpts->texts =
        arena_alloc(&excerpts->arena, (n + 1) * sizeof *excerpts->texts);
    for (size_t i = 0; i < n; i++) {
        excerpts->texts[i] = arena_copy(
            &excerpts->arena, reading.texts[i].bytes, reading.texts[i].size);
        buffer_release(&reading.texts[i]);
    }
    free(reading.texts);
    free(reading.lines);
    free(reading.is_inside);
    return done;
}

void excerpts_release(struct excerpts *excerpts)
{
    arena_release(&excerpts->arena);
}
