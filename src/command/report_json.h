/* JSON of the report, for its file and for inspect. */
#ifndef COMMAND_REPORT_JSON_H
#define COMMAND_REPORT_JSON_H

#include "base/memory.h"
#include "translate/report.h"

/* "name": "text"; null for NULL. */
void json_add_member(struct buffer *out, const char *name, const char *text);

/* "entries": [{"kind": "dropped" or "changed", "object", "name", "line",
 * "text"}] */
void json_add_entries(struct buffer *out, const struct report *report);

#endif
