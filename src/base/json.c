#include "base/json.h"

#include <string.h>

/* As PostgreSQL's to_json writes it. */
static void add_json_byte(struct buffer *out, char byte)
{
    static const char escaped[] = "\b\f\n\r\t\"\\", letters[] = "bfnrt\"\\";
    const char *known = memchr(escaped, byte, sizeof escaped - 1);
    if (known)
        buffer_printf(out, "\\%c", letters[known - escaped]);
    else if ((unsigned char)byte < ' ')
        buffer_printf(out, "\\u%04x", (unsigned)byte);
    else
        buffer_add_byte(out, byte);
}

void json_add_string(struct buffer *out, const char *text, size_t length)
{
    buffer_add_byte(out, '"');
    for (size_t i = 0; i < length; i++)
        add_json_byte(out, text[i]);
    buffer_add_byte(out, '"');
}

void json_add_member(struct buffer *out, const char *name, const char *text)
{
    json_add_string(out, name, strlen(name));
    buffer_add_text(out, ": ");
    if (text)
        json_add_string(out, text, strlen(text));
    else
        buffer_add_text(out, "null");
}
