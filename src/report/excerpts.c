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
    size_t end; /* of the input's entries */
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

/* Up to the end of the definition, or of the lines that are shown. */
static void excerpt_add_line(struct reading *reading, size_t entry)
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

/* Entries are sorted by line, so a window moves over them with the text. */
static void end_line(struct reading *reading)
{
    const struct report *report = reading->report;
    while (reading->next < reading->end &&
           report->entries[reading->next].location.line <= reading->line)
        reading->next++;
    for (size_t i = reading->first; i < reading->next; i++) {
        const struct report_entry *entry = &report->entries[i];
        if (entry->location.line > 0 && reading->lines[i] < lines_wanted(entry))
            excerpt_add_line(reading, i);
        else if (i == reading->first)
            reading->first++;
    }
    reading->line++;
    reading->length = 0;
    reading->last = '\0';
}

/* Lines may be cut by the pieces that are read; only their beginning is kept.
 */
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
    return reading->first == reading->end;
}

/* Nothing but lines is looked for: the dump has been understood already. */
static bool read_lines(struct reading *reading, struct source *source)
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

void excerpts_init(struct excerpts *excerpts, const struct report *report)
{
    size_t n = report->n_entries;
    *excerpts = (struct excerpts){.report = report};
    excerpts->texts = xreallocarray(NULL, n + 1, sizeof *excerpts->texts);
    memset(excerpts->texts, 0, (n + 1) * sizeof *excerpts->texts);
}

/* The report is sorted: what is of one input stands together. */
bool excerpts_read(struct excerpts *excerpts, struct source *source)
{
    const struct report *report = excerpts->report;
    size_t n = report->n_entries, first = 0, end;
    struct reading reading = {
        .report = report, .texts = excerpts->texts, .line = 1};
    bool done;
    while (first < n && report->entries[first].location.input != source->name)
        first++;
    end = first;
    while (end < n && report->entries[end].location.input == source->name)
        end++;
    reading.first = reading.next = first;
    reading.end = end;
    reading.lines = xreallocarray(NULL, n + 1, sizeof *reading.lines);
    reading.is_inside = xreallocarray(NULL, n + 1, sizeof *reading.is_inside);
    memset(reading.lines, 0, (n + 1) * sizeof *reading.lines);
    done = is_done(&reading) || read_lines(&reading, source);
    free(reading.lines);
    free(reading.is_inside);
    return done;
}

const char *excerpts_text(const struct excerpts *excerpts, size_t entry)
{
    return buffer_text(&excerpts->texts[entry]);
}

void excerpts_release(struct excerpts *excerpts)
{
    for (size_t i = 0; i < excerpts->report->n_entries; i++)
        buffer_release(&excerpts->texts[i]);
    free(excerpts->texts);
}
