/* inspect: what is in a dump, and what will become of it.
 *
 * One survey of the dump fills the inspection; inspect_text.c and
 * inspect_json.c show it. */
#ifndef COMMAND_INSPECT_H
#define COMMAND_INSPECT_H

#include "base/memory.h"
#include "report/report_tables.h"

struct inspection {
    struct options *options;
    struct passes passes;
};

/* Has it something that pg_dump would put behind the rows? */
bool inspect_has_keys(const struct inspection *inspection);

/* Both print on standard output. */
void inspect_as_text(const struct inspection *inspection);
void inspect_as_json(const struct inspection *inspection);

/* The command. An error goes to standard error. */
enum exit_status inspect(struct options *options);

#endif
