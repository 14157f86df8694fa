/* HTML in pieces. What comes from a dump goes through %s, in attributes, too:
 * nothing of it can be markup. */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "base/memory.h"

/* Adds markup in which each %s is a text, with & < > " and ' as references, and
 * with U+FFFD for bytes that are no UTF-8 and control characters; %n stands for
 * a count (uint64_t) with commas. Nothing else is special. */
void html_add(struct buffer *out, const char *format, ...);

#endif
