/* Spools: what a source gave that can be read only once, kept so that it can be
 * read again.
 *
 * The first megabyte stays in memory; more goes to an unlinked temporary file
 * in TMPDIR. After the last rewinding nothing more is kept. */
#ifndef INPUT_SPOOL_H
#define INPUT_SPOOL_H

#include "input/source.h"

/* A source over `under`, which it owns. */
struct source *spool_open(struct source *under);

#endif
