#include "sqlite/profile.h"

enum { SHOWS = false, HIDES = true };

#define IS_WAL_DELETE false
#define IS_WAL_WAL    true

const struct profile profiles[] = {
#define TARGET(name, begin, commit, bytes, most, columns, hides, takes,        \
               journal, page_size)                                             \
    {name,    begin,     commit,          bytes, most,                         \
     columns, page_size, PROFILE_##takes, hides, IS_WAL_##journal},
#include "targets.def"
};
