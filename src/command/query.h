/* pgdecant query: an application's SQL in SQLite's words.
 *
 * Statements that need no change come out as they went in, layout and comments
 * included; what cannot be said stands as a comment in the output, with the
 * reason, and is reported with its place: then the status is 3. */
#ifndef COMMAND_QUERY_H
#define COMMAND_QUERY_H

#include "command/options.h"

enum exit_status cmd_query(struct options *options);

#endif
