#include "base/failure.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hidden.h"

/* Each hidden character becomes a question mark. */
static void defuse(char *text)
{
    size_t left = strlen(text);
    char *out = text;
    while (left) {
        size_t hidden = hidden_length(text, left);
        size_t taken = hidden ? hidden : 1;
        *out++ = hidden ? '?' : *text;
        text += taken;
        left -= taken;
    }
    *out = '\0';
}

/* Ends the text before a character that the buffer's end would cut in two. */
static void trim_cut_character(char *text, size_t length)
{
    size_t start = length;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xc0) == 0x80)
        start--;
    if (start > 0 && (unsigned char)text[start - 1] >= 0xc0)
        text[start - 1] = '\0';
}

__attribute__((format(printf, 3, 0))) static void
format_line(char *text, size_t size, const char *format, va_list args)
{
    int length = vsnprintf(text, size, format, args);
    if (length >= 0 && (size_t)length >= size)
        trim_cut_character(text, size - 1);
    defuse(text);
}

bool fail(struct failure *failure, const char *format, ...)
{
    va_list args;
    if (failure->happened)
        return false;
    failure->happened = true;
    va_start(args, format);
    format_line(failure->text, sizeof failure->text, format, args);
    va_end(args);
    return false;
}

bool fail_at(struct failure *failure, const char *file, struct place place,
             const char *format, ...)
{
    char message[1000];
    va_list args;
    va_start(args, format);
    format_line(message, sizeof message, format, args);
    va_end(args);
    return fail(failure, "%s:%llu:%llu: %s", file,
                (unsigned long long)place.line,
                (unsigned long long)place.column, message);
}

void say(const char *format, ...)
{
    char message[4096];
    va_list args;
    va_start(args, format);
    format_line(message, sizeof message, format, args);
    va_end(args);
    fprintf(stderr, "pgdecant: %s\n", message);
}

void fatal(const char *format, ...)
{
    char message[1200];
    va_list args;
    va_start(args, format);
    format_line(message, sizeof message, format, args);
    va_end(args);
    fprintf(stderr, "pgdecant: %s\n", message);
    exit(EXIT_FAILED);
}

static size_t count_newlines(const char *text, const char *end)
{
    size_t count = 0;
    while ((text = memchr(text, '\n', (size_t)(end - text)))) {
        count++;
        text++;
    }
    return count;
}

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

void place_advance(struct place *place, const char *text, size_t length)
{
    const char *newline = last_newline(text, length);
    if (newline) {
        place->line += count_newlines(text, newline + 1);
        place->column = 1;
        length -= (size_t)(newline + 1 - text);
        text = newline + 1;
    }
    place->column += count_characters(text, length);
}
