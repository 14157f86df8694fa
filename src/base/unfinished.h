/* Unfinished files: what is written beside a name until it is complete.
 *
 * A signal or the program's exit removes them. A run that is killed leaves its
 * own, which the next one for the same name finds, by a name that nobody else
 * gives (NAME.pgdecant-XXXXXX) and a lock that went with the process, and
 * removes. What SQLite keeps beside a file goes with it. */
#ifndef BASE_UNFINISHED_H
#define BASE_UNFINISHED_H

#include "base/failure.h"

enum { MOST_UNFINISHED = 4 }; /* at a time */

/* Removes what killed runs have left beside the name. */
void unfinished_sweep(const char *name);

/* Makes a file beside the name. Its path goes to `path`, which is the caller's
 * to free once it is removed or forgotten. Returns a descriptor, which has to
 * stay open as long; -1 with the failure. */
int unfinished_make(const char *name, char **path, struct failure *failure);

/* It has its name now, and stays. */
void unfinished_forget(const char *path);

/* Removes the file, if it is still one of these. */
void unfinished_remove(const char *path);

#endif
