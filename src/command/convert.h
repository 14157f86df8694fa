/* The command that converts a dump. */
#ifndef COMMAND_CONVERT_H
#define COMMAND_CONVERT_H

#include "base/failure.h"
#include "command/options.h"

enum exit_status cmd_convert(struct options *options);

#endif
