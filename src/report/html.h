/* HTML in pieces. What comes from a dump goes through html_add_text, in
 * attributes, too: nothing of it can be markup. */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "base/memory.h"

/* Adds the text with & < > " and ' as references; bytes that are no UTF-8 and
 * control characters as U+FFFD. */
void html_add_text(struct buffer *out, const char *text);

/* Adds markup in which each %s is a text and goes through html_add_text; %n
 * stands for a count (uint64_t) with commas. Nothing else is special. */
void html_add(struct buffer *out, const char *format, ...);

#endif
