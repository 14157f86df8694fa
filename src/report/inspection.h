/* What is in a dump, and what will become of it, after a survey of all of it.
 */
#ifndef REPORT_INSPECTION_H
#define REPORT_INSPECTION_H

#include <stdbool.h>

#include "base/memory.h"
#include "pipeline/contents.h"

/* For people, on standard output. The report is sorted. */
void inspection_print(const struct contents *contents, bool verbose);

/* For programs; inspection_json.c says in which form. */
void inspection_add_json(struct buffer *out, struct contents *contents);

#endif
