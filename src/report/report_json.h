/* The report for programs, and pieces of it for inspect and verify.
 *
 *     {"version": 2, "dump",
 *      "tables": [{"schema", "name", "becomes" (null: left out), "rows",
 *          "bytes", "columns"}],
 *      "entries": [{"kind": "dropped" or "changed", "object", "name", "file",
 *          "place" (of an archive only: entry and row), "line", "text",
 *          "loss" and "count" (of values only)}],
 *      "verification": null, or what verify --json says}
 *
 * `version` goes up when something is taken away or changes its meaning; new
 * members may come at any time. */
#ifndef REPORT_REPORT_JSON_H
#define REPORT_REPORT_JSON_H

#include "base/memory.h"
#include "report/report_file.h"
#include "report/report_tables.h"

void report_add_json(struct buffer *out, const struct report_subject *subject);

/* "entries": [...] */
void json_add_entries(struct buffer *out, const struct report *report);

/* "tables": [...] */
void json_add_tables(struct buffer *out, const struct contents *contents);

#endif
