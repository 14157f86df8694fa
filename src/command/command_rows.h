/* The commands: their names, and what help says of each. */
#ifndef COMMAND_COMMAND_ROWS_H
#define COMMAND_COMMAND_ROWS_H

#include "command/option_rows.h"
#include "command/options.h"

struct command_row {
    const char *name; /* of the first: what is done without a word */
    enum command command;
    enum option_commands bit; /* of the options that go with it */
    const char *usage, *summary, *text;
};

extern const struct command_row command_rows[];
extern const size_t n_command_rows;

/* NULL: there is no such command. */
const struct command_row *command_row_of(const char *name);

#endif
