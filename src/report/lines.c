#include "report/lines.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/hidden.h"
#include "base/memory.h"

/* As in `say`: names from the dump must not send control codes to the terminal.
 * */
void print_line(const char *format, ...)
{
    struct buffer text = {0};
    va_list args;
    va_start(args, format);
    buffer_vprintf(&text, format, args);
    va_end(args);
    if (text.size)
        text.size = hidden_defuse(text.bytes, text.size);
    puts(buffer_text(&text));
    buffer_release(&text);
}
