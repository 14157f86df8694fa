/* Do --table and --schema fit any table of the dumps? A typing error in a
 * pattern would otherwise pass unseen. */
#ifndef PIPELINE_TABLE_PATTERNS_H
#define PIPELINE_TABLE_PATTERNS_H

#include "pipeline/contents.h"

/* After the tables and rows have been looked at. False with a failure that
 * names the nearest table, if there is one. */
bool table_patterns_check(struct contents *contents,
                          struct selection *selection, struct failure *failure);

#endif
