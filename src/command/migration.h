/* Migrations: SQL files in a folder that are applied in the order of the
 * numbers with which their names begin. */
#ifndef COMMAND_MIGRATION_H
#define COMMAND_MIGRATION_H

#include "base/failure.h"

/* The path of the folder's next migration, which the caller frees: the number
 * behind the greatest that is there, with four digits or as many as that has,
 * and the dump's name without its ending. NULL, with a message, if the folder
 * cannot be read or has no number left. */
char *migration_path(const char *folder, const char *dump,
                     struct failure *failure);

#endif
