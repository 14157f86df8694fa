/* The report as a page: one file, no script, nothing from the network. */
#ifndef REPORT_REPORT_HTML_H
#define REPORT_REPORT_HTML_H

#include "base/memory.h"
#include "report/report_file.h"

/* Adds the page. It reads the dump once more for the lines that entries speak
 * of, and goes without them where that cannot be done. */
void report_add_html(struct buffer *out, const struct report_subject *subject);

/* report_diagram.c: tables and their foreign keys, a schema at a time. */
void report_add_diagrams(struct buffer *out, const struct schema *schema);

#endif
