/* The command line, as it is shown in reports. */
#ifndef COMMAND_COMMAND_LINE_H
#define COMMAND_COMMAND_LINE_H

/* The words, quoted for a shell where they need it, with blanks between them;
 * the caller frees it. What --from says is left out: it may hold a password. */
char *command_line_of(int argc, char **argv);

#endif
