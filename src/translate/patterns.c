#include "translate/patterns.h"

#include <ctype.h>
#include <string.h>

#include "sqlite/quote.h"

static const char *finish_pattern(struct arena *arena, struct buffer *sql)
{
    const char *copy = arena_copy(arena, sql->bytes, sql->size);
    buffer_release(sql);
    return copy;
}

/* GLOB has no escape: its own signs go into brackets. */
const char *pattern_to_glob(struct arena *arena, const char *pattern,
                            char escape)
{
    struct buffer glob = {0}, sql = {0};
    for (; *pattern; pattern++) {
        bool escaped = escape && *pattern == escape && pattern[1];
        pattern += escaped;
        if (!escaped && *pattern == '%')
            buffer_add_byte(&glob, '*');
        else if (!escaped && *pattern == '_')
            buffer_add_byte(&glob, '?');
        else if (strchr("*?[", *pattern))
            buffer_printf(&glob, "[%c]", *pattern);
        else
            buffer_add_byte(&glob, *pattern);
    }
    buffer_add_text(&sql, "GLOB ");
    quote_text(&sql, glob.bytes, glob.size);
    buffer_release(&glob);
    return finish_pattern(arena, &sql);
}

/* SQLite's LIKE knows the two cases of ASCII letters only. */
const char *pattern_to_like(struct arena *arena, const char *pattern,
                            char escape)
{
    struct buffer sql = {0};
    for (const char *at = pattern; *at; at++)
        if (!isascii((unsigned char)*at))
            return NULL;
    buffer_add_text(&sql, "LIKE ");
    quote_text(&sql, pattern, strlen(pattern));
    if (escape && strchr(pattern, escape))
        buffer_printf(&sql, " ESCAPE '%s%c'", escape == '\'' ? "'" : "",
                      escape);
    return finish_pattern(arena, &sql);
}
