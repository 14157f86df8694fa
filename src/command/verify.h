/* verify: are the rows of a dump those of a database? See
 * verify/verification.h. The result goes to standard output. */
#ifndef COMMAND_VERIFY_H
#define COMMAND_VERIFY_H

#include "command/options.h"

enum exit_status cmd_verify(struct options *options);

#endif
