/* The command that converts each database of pg_dumpall's output into a file of
 * its own. */
#ifndef COMMAND_CLUSTER_H
#define COMMAND_CLUSTER_H

#include "base/failure.h"
#include "command/options.h"

/* Has the output a %d in its name, or is it a folder, DIR/? */
bool cluster_is_wanted(const struct options *options);
/* The databases that have rows in the one file that there is; the names are the
 * caller's to free. */
bool cluster_list(const struct options *options, char ***names, size_t *n,
                  struct failure *failure);
enum exit_status cmd_cluster(struct options *options);

#endif
