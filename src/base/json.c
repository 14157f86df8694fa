#include "base/json.h"

#include <string.h>

#include "base/utf8.h"

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

static void add_json_bytes(struct buffer *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        add_json_byte(out, text[i]);
}

/* Names of files, and texts of somebody's database, may be no UTF-8. */
void json_add_string(struct buffer *out, const char *text, size_t length)
{
    size_t valid = utf8_valid_prefix(text, length);
    buffer_add_byte(out, '"');
    add_json_bytes(out, text, valid);
    while (valid < length) {
        buffer_add_text(out, "\xef\xbf\xbd");
        text += valid + 1;
        length -= valid + 1;
        valid = utf8_valid_prefix(text, length);
        add_json_bytes(out, text, valid);
    }
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
