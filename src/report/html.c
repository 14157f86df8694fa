#include "report/html.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "base/format.h"
#include "base/utf8.h"

/* U+FFFD */
static const char UNKNOWN[] = "\xEF\xBF\xBD";

/* Texts and attributes need the same five. */
static const char *reference_of(char byte)
{
    switch (byte) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

/* A browser would not show them, or show something else. */
static bool is_control(char byte)
{
    unsigned char c = (unsigned char)byte;
    return (c < ' ' && c != '\n' && c != '\t') || c == 127;
}

static void add_byte(struct buffer *out, char byte)
{
    const char *reference = reference_of(byte);
    if (reference)
        buffer_add_text(out, reference);
    else if (is_control(byte))
        buffer_add_text(out, UNKNOWN);
    else
        buffer_add_byte(out, byte);
}

/* What is not UTF-8 must not make the browser guess another encoding. */
static void html_add_text(struct buffer *out, const char *text)
{
    size_t length = strlen(text);
    while (length > 0) {
        size_t valid = utf8_valid_prefix(text, length);
        for (size_t i = 0; i < valid; i++)
            add_byte(out, text[i]);
        text += valid;
        length -= valid;
        if (length > 0) {
            buffer_add_text(out, UNKNOWN);
            text++;
            length--;
        }
    }
}

/* Only %s and %n, both escaped: so nothing of a dump gets into a page as it is.
 */
void html_add(struct buffer *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    while (*format) {
        size_t plain = strcspn(format, "%");
        char count[32];
        buffer_add(out, format, plain);
        format += plain;
        if (*format && format[1] == 's') {
            html_add_text(out, va_arg(args, const char *));
            format += 2;
        } else if (*format && format[1] == 'n') {
            format_count(count, va_arg(args, uint64_t));
            buffer_add_text(out, count);
            format += 2;
        } else if (*format) {
            buffer_add_byte(out, *format++);
        }
    }
    va_end(args);
}
