#include "sqlite/comment.h"

#include <stdbool.h>
#include <string.h>

#include "base/hidden.h"

static const char REPLACEMENT[] = "\xef\xbf\xbd";

/* Adds the character at `at`; returns how many bytes it has. */
static size_t comment_add_character(struct buffer *sql, const char *at,
                                    size_t left)
{
    size_t hidden = *at == '\t' ? 0 : hidden_length(at, left);
    if (hidden)
        buffer_add_text(sql, REPLACEMENT);
    else
        buffer_add_byte(sql, *at);
    return hidden ? hidden : 1;
}

/* Line ends become U+FFFD like other hidden characters, or they would end the
 * comment. */
void comment_add_line(struct buffer *sql, const char *text, size_t length)
{
    buffer_add_text(sql, "-- ");
    for (size_t at = 0; at < length;)
        at += comment_add_character(sql, text + at, length - at);
}

/* Star and slash would end the comment; slash and star are split as well, for
 * readers whose comments nest. */
static bool ends_or_begins(const char *at)
{
    return (at[0] == '*' && at[1] == '/') || (at[0] == '/' && at[1] == '*');
}

void comment_add_block(struct buffer *sql, const char *text)
{
    const char *end = text + strlen(text);
    buffer_add_text(sql, "/* ");
    while (text < end) {
        bool apart = ends_or_begins(text);
        if (*text == '\r' || *text == '\n')
            buffer_add_byte(sql, *text++ == '\r' ? ' ' : '\n');
        else
            text += comment_add_character(sql, text, (size_t)(end - text));
        if (apart)
            buffer_add_byte(sql, ' ');
    }
    buffer_add_text(sql, " */");
}
