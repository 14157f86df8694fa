/* Lines on standard output, for people. */
#ifndef REPORT_LINES_H
#define REPORT_LINES_H

/* Control characters are shown as '?': names and values of a dump may hold
 * what plays with terminals. */
void print_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
