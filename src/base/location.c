#include "base/location.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* By memchr: this runs over each byte of the dump once. */
static size_t count_newlines(const char *text, const char *end)
{
    size_t count = 0;
    while ((text = memchr(text, '\n', (size_t)(end - text)))) {
        count++;
        text++;
    }
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

static const char *last_newline(const char *text, size_t length)
{
    while (length--)
        if (text[length] == '\n')
            return text + length;
    return NULL;
}

/* Only the last line's characters are counted; of those before only the
 * newlines matter. */
void location_advance(struct location *location, const char *text,
                      size_t length)
{
    const char *newline = last_newline(text, length);
    if (newline) {
        location->line += count_newlines(text, newline + 1);
        location->column = 1;
        length -= (size_t)(newline + 1 - text);
        text = newline + 1;
    }
    location->column += count_characters(text, length);
}

/* Names are cut rather than the number after them. */
const char *location_print(char text[LOCATION_ROOM],
                           const struct location *location,
                           enum location_form form)
{
    int used = form == LOCATION_LINE || !location->input
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
