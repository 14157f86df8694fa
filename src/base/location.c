#include "base/location.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/scan.h"

/* This runs over each byte of the dump once. */
static size_t count_newlines(const char *text, const char *end)
{
    size_t count = 0;
    for (; end - text >= SCAN_BYTES; text += SCAN_BYTES)
        count += scan_count(text, '\n');
    for (; text < end; text++)
        count += *text == '\n';
    return count;
}

/* Columns are for people and editors: characters, not bytes. */
static size_t count_characters(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    return count;
}

/* Only the last line's characters are counted; of those before only the
 * newlines matter. */
void location_advance(struct location *location, const char *text,
                      size_t length)
{
    const char *newline = scan_last_newline(text, length);
    if (newline) {
        location->line += count_newlines(text, newline + 1);
        location->column = 1;
        length -= (size_t)(newline + 1 - text);
        text = newline + 1;
    }
    location->column += count_characters(text, length);
}

/* ---- parts ---- */

struct part {
    uint64_t line, rows;
    const char *name;
};

/* For as long as the program runs: messages come late. */
static struct parted_input {
    const char *input;
    struct part *parts;
    size_t n, capacity;
    struct arena arena;
    struct parted_input *next;
} * parted_inputs;

static pthread_mutex_t parts_lock = PTHREAD_MUTEX_INITIALIZER;

static struct parted_input *find_parted(const char *input)
{
    struct parted_input *parted = parted_inputs;
    while (parted && parted->input != input)
        parted = parted->next;
    return parted;
}

static struct parted_input *add_parted(const char *input)
{
    struct parted_input *parted = xmalloc(sizeof *parted);
    *parted = (struct parted_input){.input = input, .next = parted_inputs};
    return parted_inputs = parted;
}

void location_add_part(const char *input, uint64_t line, const char *name,
                       uint64_t rows)
{
    struct parted_input *parted;
    pthread_mutex_lock(&parts_lock);
    parted = find_parted(input);
    if (!parted)
        parted = add_parted(input);
    if (!parted->n || parted->parts[parted->n - 1].line < line) {
        grow_array(&parted->parts, &parted->capacity, parted->n + 1,
                   sizeof *parted->parts);
        parted->parts[parted->n++] = (struct part){
            line, rows, arena_copy(&parted->arena, name, strlen(name))};
    }
    pthread_mutex_unlock(&parts_lock);
}

void location_forget_rows(const char *input)
{
    struct parted_input *parted;
    pthread_mutex_lock(&parts_lock);
    parted = find_parted(input);
    for (size_t i = 0; parted && i < parted->n; i++)
        if (parted->parts[i].rows)
            parted->n = i;
    pthread_mutex_unlock(&parts_lock);
}

/* The last that begins not after the line. */
static bool location_part(const struct location *location, struct part *part)
{
    const struct parted_input *parted;
    size_t low = 0, high;
    pthread_mutex_lock(&parts_lock);
    parted = find_parted(location->input);
    high = parted ? parted->n : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (parted->parts[middle].line <= location->line)
            low = middle + 1;
        else
            high = middle;
    }
    if (low)
        *part = parted->parts[low - 1];
    pthread_mutex_unlock(&parts_lock);
    return low > 0;
}

bool location_has_part(const struct location *location)
{
    struct part unused;
    return location_part(location, &unused);
}

static void print_part(char text[LOCATION_ROOM], const struct part *part,
                       const struct location *location, enum location_form form)
{
    bool is_row = part->rows && location->line >= part->rows;
    int used =
        form == LOCATION_LINE || !location->input
            ? 0
            : snprintf(text, LOCATION_ROOM, "%.3000s: ", location->input);
    snprintf(text + used, LOCATION_ROOM - (size_t)used, "%.1000s, %s %" PRIu64,
             part->name, is_row ? "row" : "line",
             location->line - (is_row ? part->rows : part->line) + 1);
}

/* ---- as text ---- */

/* Names are cut rather than the number after them. */
const char *location_print(char text[LOCATION_ROOM],
                           const struct location *location,
                           enum location_form form)
{
    struct part part;
    int used;
    if (location_part(location, &part)) {
        print_part(text, &part, location, form);
        return text;
    }
    used = form == LOCATION_LINE || !location->input
               ? snprintf(text, LOCATION_ROOM, "line ")
               : snprintf(text, LOCATION_ROOM, "%.4096s:", location->input);
    used += snprintf(text + used, LOCATION_ROOM - (size_t)used, "%" PRIu64,
                     location->line);
    if (form == LOCATION_COLUMN)
        snprintf(text + used, LOCATION_ROOM - (size_t)used, ":%" PRIu64,
                 location->column);
    return text;
}

bool fail_at(struct failure *failure, struct location location,
             const char *format, ...)
{
    char at[LOCATION_ROOM];
    struct failure message = {.happened = false};
    va_list args;
    va_start(args, format);
    fail_va(&message, format, args);
    va_end(args);
    return fail(failure, "%s: %s",
                location_print(at, &location, LOCATION_COLUMN), message.text);
}
