/* inspect: what is in a dump, and what will become of it. It goes to standard
 * output. */
#ifndef COMMAND_INSPECT_H
#define COMMAND_INSPECT_H

#include "command/options.h"

enum exit_status cmd_inspect(struct options *options);

#endif
