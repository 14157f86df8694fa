/* The report in a few lines, for the terminal (.txt is in report_file.c):
 * counts by kind, and the first of each. */
#ifndef REPORT_REPORT_TEXT_H
#define REPORT_REPORT_TEXT_H

#include <stdbool.h>

#include "base/report.h"

/* Prints one line, without its end. */
typedef void report_line(const char *format, ...);

/* With `verbose` all entries; those of values always. */
void report_print(const struct report *report, bool verbose, report_line *line);

#endif
