/* Pieces of translated expressions, and how firmly SQLite's operators bind. */
#ifndef TRANSLATE_PIECE_H
#define TRANSLATE_PIECE_H

#include <stdbool.h>

#include "translate/types.h"

/* Loosest first. */
enum piece_level {
    LEVEL_OR = 1,
    LEVEL_AND,
    LEVEL_NOT,
    LEVEL_EQUALITY,
    LEVEL_COMPARISON,
    LEVEL_BITWISE,
    LEVEL_SUM,
    LEVEL_PRODUCT,
    LEVEL_CONCATENATION,
    LEVEL_SIGN,
    LEVEL_PRIMARY
};

struct piece {
    const char *sql; /* NULL: it could not be translated */
    enum conversion kind;
    enum piece_level level;
    bool is_volatile; /* its value changes with time */
    bool is_constant;
};

#endif
