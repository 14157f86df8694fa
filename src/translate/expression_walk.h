/* The walk over an expression: what its files share. See expression.h. */
#ifndef TRANSLATE_EXPRESSION_WALK_H
#define TRANSLATE_EXPRESSION_WALK_H

#include "translate/expression.h"
#include "translate/piece.h"

struct walk {
    const struct expression_place *place;
    const char *reason;
    const char *difference; /* the last one; NULL: it means the same */
    size_t depth;
};

#define WALK_NOTHING ((struct piece){0})

/* Any expression; a piece without SQL if it was refused. */
struct piece walk_translate(struct walk *walk, const struct pg_node *node);

/* The first reason counts. */
struct piece walk_refuse(struct walk *walk, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct piece walk_make(struct walk *walk, enum conversion kind,
                       enum piece_level level, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The piece's SQL, in parentheses if it binds less than `level`. */
const char *walk_within(struct walk *walk, struct piece piece,
                        enum piece_level level);

/* 'text'::type */
struct piece walk_constant(struct walk *walk, const struct value_type *type,
                           const char *text);

bool walk_is_number(enum conversion kind);
bool walk_is_text(enum conversion kind);
bool walk_is_time(enum conversion kind);

/* calls.c: functions, and words that call like them. */
struct piece walk_call(struct walk *walk, const struct pg_node *node);
struct piece walk_value(struct walk *walk, const char *name);

#endif
