/* The walk over an expression or a query: what its files share. See
 * expression.h and query.h. */
#ifndef TRANSLATE_TRANSLATOR_H
#define TRANSLATE_TRANSLATOR_H

#include "translate/expression.h"
#include "translate/fragment.h"
#include "translate/scope.h"

/* What is different all the same. */
struct walk_note {
    uint32_t at; /* byte of the statement */
    const char *text;
    bool is_use; /* a row of a table that was used, for -v */
};

/* The keys of one GROUP BY. */
struct grouping_set {
    const struct pg_node **keys;
    size_t n;
};

struct query_world;
struct filled;
struct walk {
    const struct expression_place *place;
    const struct query_world *world; /* of queries; NULL for expressions */
    const struct scope *scope;
    const char *reason;
    uint32_t at, reason_at; /* byte of the statement: now; of what is refused */
    struct walk_note *notes;
    size_t n_notes, notes_capacity;
    size_t depth;
    size_t written, allowance;           /* bytes of SQL; see walk_spend */
    const struct grouping_set *set;      /* at work, ... */
    const struct grouping_set *all_keys; /* ... and all others; or NULL */
    const struct filled *filled;         /* by an INSERT ... SELECT; or NULL */
    const char *changed;   /* the table that a SET changes at the moment */
    bool qualifies;        /* every column says its table ... */
    bool needs_qualifying; /* ... as it has to */
    unsigned n_names;      /* made up so far */
};

#define NOTE_COLLATION "texts are ordered by code point, as under COLLATE \"C\""

#define NOTE_NUMERIC                                                           \
    "numeric is reckoned with as a double: 0.1 + 0.2 is not quite 0.3"

#define WALK_NOTHING ((struct piece){0})

/* Any expression; a piece without SQL if it was refused. */
struct piece walk_translate(struct walk *walk, const struct pg_node *node);

/* The same where it stands beside another: a literal without a type takes
 * that of `beside`, as in PostgreSQL. */
struct piece walk_typed_as(struct walk *walk, struct piece piece,
                           const struct piece *beside);

/* The first reason counts. */
struct piece walk_refuse(struct walk *walk, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Each note is kept once. */
void walk_note(struct walk *walk, const char *text);
/* So many bytes of SQL have been made of the statement. What is translated may
 * stand several times in its translation, so nested calls could grow without
 * end: beyond what the statement's nodes allow it is refused. */
void walk_allow(struct walk *walk, const struct pg_node *node);
void walk_spend(struct walk *walk, size_t bytes);
/* A row of grammar/ has been used. */
void walk_use(struct walk *walk, const char *name, const char *takes,
              const char *sql);
struct piece walk_make(struct walk *walk, enum type_class kind,
                       enum piece_level level, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
struct piece walk_typed(struct walk *walk, const struct value_type *type,
                        enum piece_level level, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The piece's SQL, in parentheses if it binds less than `level`. */
const char *walk_within(struct walk *walk, struct piece piece,
                        enum piece_level level);

/* As a value that is given out, not compared. */
const char *walk_as_stored(const struct piece *piece);

/* 'text'::type */
struct piece walk_constant(struct walk *walk, const struct value_type *type,
                           const char *text);

/* A type of PostgreSQL's own, by its name. */
const struct value_type *walk_type(struct walk *walk, const char *name);
bool walk_is_type(const struct piece *piece, const char *name);

bool walk_is_number(enum type_class kind);
bool walk_is_text(enum type_class kind);
bool walk_is_time(enum type_class kind);
bool walk_is_interval(const struct piece *piece);

/* What the branches of a CASE and its like give: the type of the first that
 * has one. */
void walk_join_types(struct piece *all, const struct piece *branch);

/* Is it SQLite 3.(version - 300) or later? */
bool walk_has_version(struct walk *walk, int version);

/* The node without the casts around it. */
const struct pg_node *walk_uncast(const struct pg_node *node);

/* casts.c: a value as another type. */
struct piece walk_cast(struct walk *walk, const struct pg_node *node);
struct piece walk_cast_to(struct walk *walk, struct piece piece,
                          const struct value_type *type);
/* A number with so many digits behind the point, rounded as numeric is. */
struct piece walk_round(struct walk *walk, struct piece piece,
                        const struct value_type *type, long digits);

/* composites.c: arrays, rows and what is in them. */
struct piece walk_array(struct walk *walk, const struct pg_node *node);
struct piece walk_row(struct walk *walk, const struct pg_node *node);
struct piece walk_subscript(struct walk *walk, const struct pg_node *node);
struct piece walk_field(struct walk *walk, const struct pg_node *node);
/* A value as an argument of SQLite's JSON functions. */
const char *walk_json_value(struct walk *walk, const struct piece *piece);

/* signature.c: does = mean the same in SQLite for the two? */
bool walk_are_equal_kinds(const struct piece *a, const struct piece *b);

/* operators.c */
struct piece walk_operator(struct walk *walk, const struct pg_node *node);
struct piece walk_operation(struct walk *walk, const char *name,
                            struct piece left, struct piece right);
/* What ORDER BY sorts by to have PostgreSQL's order. */
struct piece walk_sort_key(struct walk *walk, struct piece piece);
struct piece walk_in(struct walk *walk, const struct pg_node *node);
struct piece walk_any(struct walk *walk, const struct pg_node *node);

/* times.c: plus and minus between times, dates and intervals; a piece without
 * SQL and no reason if that is not what the operands are. */
struct piece walk_time_arithmetic(struct walk *walk, const struct pg_node *node,
                                  struct piece left, struct piece right);
struct piece walk_extract(struct walk *walk, const struct pg_node *node);
struct piece walk_to_char(struct walk *walk, const struct pg_node *node);

/* json #> '{a,b}' */
struct piece walk_json_at(struct walk *walk, struct piece json,
                          const struct pg_node *path, bool as_text);

/* calls.c: functions, and words that call like them. */
struct piece walk_call(struct walk *walk, const struct pg_node *node);
struct piece walk_value(struct walk *walk, const char *name);

/* aggregates.c: calls that take many rows; a piece without SQL and no reason
 * if the function is none. */
struct piece walk_aggregate(struct walk *walk, const struct pg_node *node);
bool walk_is_aggregate(const char *name);

/* grouping.c */
bool grouping_leaves_out(const struct walk *walk, const struct pg_node *node);
struct piece grouping_call(struct walk *walk, const struct pg_node *node);

/* query.c: a SELECT inside of parentheses. */
struct piece walk_subquery(struct walk *walk, const struct pg_node *node);
/* x IN (SELECT ...), the same for = ANY */
struct piece walk_in_subquery(struct walk *walk, struct piece left,
                              const struct pg_node *query, bool negated);

#endif
