/* Help, and what is made of the tables of options and commands: all of it goes
 * to standard output. */
#ifndef COMMAND_HELP_H
#define COMMAND_HELP_H

#include <stdbool.h>

#include "command/command_rows.h"

/* -h: the commands, and where to read on. */
void help_print_short(void);

/* Options in groups: all, or those of a command. */
void help_print(const struct command_row *command);

/* The version, and those of the libraries and archives. */
void help_print_version(void);

/* The name of a group of options. */
const char *help_group_name(enum option_group group);

/* completion.c: "bash", "zsh" or "fish" completions, "man": the manual's
 * options; false for another word. */
bool help_generate(const char *what);

#endif
