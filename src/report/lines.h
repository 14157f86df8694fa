/* Lines on standard output, for people. */
#ifndef REPORT_LINES_H
#define REPORT_LINES_H

/* What is hidden is shown as '?' (base/hidden.h): names and values of a dump
 * may hold what plays with terminals. */
void print_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
