/* inspect: what is in a dump, and what will become of it. */
#ifndef COMMAND_INSPECT_H
#define COMMAND_INSPECT_H

#include "base/failure.h"
#include "command/options.h"

/* Prints on standard output; an error on standard error. */
enum exit_status inspect(struct options *options);

#endif
