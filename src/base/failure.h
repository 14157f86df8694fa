/* Failures: how an error travels from where it is found to the user.
 *
 * A function that can fail takes a struct failure and returns false (or NULL)
 * after `return fail(failure, "...")`. The first failure wins; later ones are
 * ignored, so callers may simply pass false upwards. Messages are lower case,
 * without a full stop, and say what to do where that is not obvious. Text that
 * comes from a dump goes through "%s" only; control characters in the message
 * are shown as '?', so a dump cannot play with the terminal. */
#ifndef BASE_FAILURE_H
#define BASE_FAILURE_H

#include <stdarg.h>
#include <stdbool.h>

/* What the program answers to its caller. */
enum exit_status { EXIT_DONE, EXIT_FAILED, EXIT_USAGE, EXIT_REFUSED };

struct failure {
    bool happened;
    char text[1200];
};

bool fail(struct failure *failure, const char *format, ...)
    __attribute__((format(printf, 2, 3), cold));

bool fail_va(struct failure *failure, const char *format, va_list args)
    __attribute__((format(printf, 2, 0), cold));

/* Prints "pgdecant: MESSAGE" and leaves, with status 1. For errors that no
 * caller can do anything about. */
_Noreturn void fatal(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* The status that it leaves with from now on: once a result is complete, what
 * is missing is only talk. */
void fatal_status(int status);

/* Prints "pgdecant: MESSAGE" on standard error as one line. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
