/* The report as a file: FILE.txt for people, FILE.json for programs.
 *
 * The JSON is {"version": 1, "dump": ..., "tables": [{"name", "rows"}],
 * "entries": [{"kind": "dropped" or "changed", "object", "name", "line",
 * "text"}]}. */
#ifndef COMMAND_REPORT_FILE_H
#define COMMAND_REPORT_FILE_H

#include <stdbool.h>

#include "base/failure.h"
#include "translate/plan.h"
#include "translate/report.h"

/* True for a name that tells what to write. */
bool report_file_is_known(const char *path);

bool report_file_write(const char *path, const char *dump,
                       const struct report *report, const struct plans *plans,
                       struct failure *failure);

#endif
