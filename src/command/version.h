/* The version of the program. */
#ifndef COMMAND_VERSION_H
#define COMMAND_VERSION_H

#define PGDECANT_VERSION "0.1.0"

#endif
