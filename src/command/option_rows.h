/* The options: their names, what they do, and their help. */
#ifndef COMMAND_OPTION_ROWS_H
#define COMMAND_OPTION_ROWS_H

#include <stddef.h>

/* What an option does with its argument, and with the member of struct options
 * at `offset`. */
enum option_kind {
    TAKES_TEXT,    /* const char *: the argument */
    SETS_FLAG,     /* bool: true */
    TAKES_COUNT,   /* long: a number from 1 on */
    TAKES_WORD,    /* int: which of the `words` it is; NULL ends them */
    TAKES_WORDS,   /* unsigned: a bit for each of the `words`, by commas */
    TAKES_PATTERN, /* struct selection: tables that are wanted */
    EXCLUDES,      /* struct selection: tables that are not */
    TAKES_SCHEMA,  /* struct selection: the same for schemas */
    EXCLUDES_SCHEMA,
    TAKES_VERSION,   /* int: 3.40 is 340 */
    TAKES_PAGE_SIZE, /* long: a power of two that SQLite takes */
    TAKES_MAP,       /* struct selection: names of tables and columns */
    SHOWS            /* something, and ends the program */
};

/* What it is about: help shows those of a group together. */
enum option_group {
    GROUP_OUTPUT,
    GROUP_SELECTION,
    GROUP_FORMS,
    GROUP_DUMPS,
    GROUP_QUERIES,
    GROUP_PROOF,
    GROUP_MACHINE,
    GROUP_MESSAGES,
    OPTION_GROUPS
};

/* The commands that it goes with. */
enum option_commands {
    FOR_CONVERT = 1,
    FOR_INSPECT = 2,
    FOR_VERIFY = 4,
    FOR_QUERY = 8,
    FOR_ALL = 15
};

struct option_row {
    char letter; /* 0: none */
    enum option_kind kind;
    const char *name;
    const char *argument; /* NULL: takes none */
    size_t offset;
    enum option_group group;
    unsigned commands; /* bits of enum option_commands */
    const char *help;
    const char *const *words; /* what the argument may be; or NULL */
};

enum { MOST_OPTIONS = 100 };
extern const struct option_row option_rows[];
extern const size_t n_option_rows; /* MOST_OPTIONS at most */

#endif
