#include "base/failure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hidden.h"

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
    text[hidden_defuse(text, strlen(text))] = '\0';
}

bool fail_va(struct failure *failure, const char *format, va_list args)
{
    if (failure->happened)
        return false;
    failure->happened = true;
    format_line(failure->text, sizeof failure->text, format, args);
    return false;
}

/* The first failure is the cause; those that follow are its consequences. */
bool fail(struct failure *failure, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fail_va(failure, format, args);
    va_end(args);
    return false;
}

/* A line on standard error, with everything a terminal would obey made
 * harmless. */
void say(const char *format, ...)
{
    char message[4096];
    va_list args;
    va_start(args, format);
    format_line(message, sizeof message, format, args);
    va_end(args);
    fprintf(stderr, "pgdecant: %s\n", message);
}

/* For what no caller can mend. exit() removes an unfinished output. */
static int status_of_fatal = EXIT_FAILED;

void fatal_status(int status)
{
    status_of_fatal = status;
}

void fatal(const char *format, ...)
{
    char message[1200];
    va_list args;
    va_start(args, format);
    format_line(message, sizeof message, format, args);
    va_end(args);
    fprintf(stderr, "pgdecant: %s\n", message);
    exit(status_of_fatal);
}
