/* UTF-16, as the > of a Windows shell writes it, as UTF-8. */
#ifndef CONTAINERS_UTF16_H
#define CONTAINERS_UTF16_H

#include "input/source.h"

/* A source over `under`, which it owns. Where the shell has taken the bytes of
 * letters for others on the way reading fails, and says so. */
struct source *utf16_open(struct source *under, bool is_big_endian);

#endif
