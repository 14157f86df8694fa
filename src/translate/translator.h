/* The translator of an expression or a query: what its files share. See
 * expression.h and query.h. */
#ifndef TRANSLATE_TRANSLATOR_H
#define TRANSLATE_TRANSLATOR_H

#include "translate/expression.h"
#include "translate/fragment.h"
#include "translate/scope.h"

/* What is different all the same. */
struct translator_note {
    uint32_t at; /* byte of the statement */
    const char *text;
    bool is_use; /* a row of a table that was used, for -v */
};

/* The keys of one GROUP BY. */
struct grouping_set {
    const struct pg_node **keys;
    size_t n;
};

struct query_context;
struct filled;
struct nesting;
struct change_script;
struct changing;
struct translator {
    const struct expression_context *context;
    const struct query_context
        *query_context; /* of queries; NULL for expressions */
    const struct scope *scope;
    const char *reason;
    uint32_t at, reason_at; /* byte of the statement: now; of what is refused */
    struct translator_note *notes;
    size_t n_notes, notes_capacity;
    size_t depth, links;            /* how deep; of a chain a || b || c */
    size_t queries;                 /* how deep they are nested */
    size_t written, allowance;      /* bytes of SQL; see translator_spend */
    const struct grouping_set *set; /* at work, ... */
    const struct grouping_set *all_keys; /* ... and all others; or NULL */
    const struct filled *filled;         /* by an INSERT ... SELECT; or NULL */
    const struct later_queries *later;   /* than the query of a WITH at work */
    struct change_script *script;        /* of changes in a WITH; or NULL */
    bool is_script;                      /* there was one */
    bool is_lateral; /* the columns of such a subquery are at work */
    const struct pg_query *picked; /* which has to give the row that its copies
                                    * with other columns give; or NULL */
    bool is_random;            /* something of random() has been translated */
    const struct scope *bound; /* no column beyond it; NULL: any */
    struct changing *changing; /* of a SET or RETURNING; or NULL */
    bool qualifies;            /* every column says its table ... */
    bool needs_qualifying;     /* ... as it has to */
    /* Takes parts of an expression to an inner SELECT; NULL: there is none. */
    bool (*lift)(struct translator *translator, const struct pg_node *node,
                 struct fragment *fragment);
    struct nesting *nesting; /* for it */
    unsigned n_names;        /* made up so far */
    size_t view_level;       /* of the views that are named, the highest */
};

/* What SQLite's functions take at most. */
enum { SQLITE_ARGUMENTS = 127 };

#define NOTE_COLLATION "texts are ordered by code point, as under COLLATE \"C\""

#define NOTE_NUMERIC                                                           \
    "numeric is reckoned with as a double: 0.1 + 0.2 is not quite 0.3"

#define NOTE_DIGITS                                                            \
    "a numeric is stored as a double: what has more than 15 digits is rounded"

#define NOTE_ZEROS                                                             \
    "numerics that are equal but for zeros at their end are different texts"

#define NOTE_REAL                                                              \
    "a real has the digits of a double precision here: 0.1 is 0.1, not "       \
    "0.100000001"
#define NOTE_LOST_ZEROS "a numeric as text may lack its zeros at the end"
#define NOTE_JSON_BLANKS                                                       \
    "an object or array of JSON as text may have its blanks elsewhere"
#define NOTE_BLANKS "what is made of a char(n) is without the blanks at its end"

#define NO_FRAGMENT ((struct fragment){0})

/* Any expression; a piece without SQL if it was refused. */
struct fragment translate_node(struct translator *translator,
                               const struct pg_node *node);

/* The same where it stands beside another: a literal without a type takes
 * that of `beside`, as in PostgreSQL. */
struct fragment fragment_typed_as(struct translator *translator,
                                  struct fragment fragment,
                                  const struct fragment *beside);
struct fragment fragment_as_branch(struct translator *translator,
                                   struct fragment fragment,
                                   const struct fragment *all);

/* The first reason counts. */
struct fragment translator_refuse(struct translator *translator,
                                  const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Each note is kept once. */
void translator_note(struct translator *translator, const char *text);
/* So many bytes of SQL have been made of the statement. What is translated may
 * stand several times in its translation, so nested calls could grow without
 * end: beyond what the statement's nodes allow it is refused. */
void translator_allow(struct translator *translator,
                      const struct pg_node *node);
void translator_spend(struct translator *translator, size_t bytes);
/* A row of grammar/ has been used: told with -v, and whether it is random. */
void translator_note_use(struct translator *translator, const char *name,
                         const char *arguments, const char *sql);
struct fragment fragment_make(struct translator *translator,
                              enum type_class kind, enum precedence precedence,
                              const char *format, ...)
    __attribute__((format(printf, 4, 5)));
struct fragment fragment_make_typed(struct translator *translator,
                                    const struct value_type *type,
                                    enum precedence precedence,
                                    const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* NULL, of any type, like a parameter. */
struct fragment fragment_null(struct translator *translator);

/* The piece's SQL, in parentheses if it binds less than `level`. */
const char *fragment_within(struct translator *translator,
                            struct fragment fragment,
                            enum precedence precedence);

/* Where texts are compared: a numeric without a scale may be 1.5 and 1.50. */
void fragment_note_zeros(struct translator *translator,
                         const struct fragment *fragment);

/* As a value that is given out, not compared. */
const char *fragment_as_stored(const struct fragment *fragment);

/* 'text'::type */
struct fragment translate_constant(struct translator *translator,
                                   const struct value_type *type,
                                   const char *text);

/* A type of PostgreSQL's own, by its name. */
const struct value_type *translator_type(struct translator *translator,
                                         const char *name);
bool fragment_is_type(const struct fragment *fragment, const char *name);

bool class_is_number(enum type_class kind);
bool class_is_text(enum type_class kind);
bool class_is_time(enum type_class kind);
bool fragment_is_interval(const struct fragment *fragment);

/* What the branches of a CASE, or of coalesce(), give: the type of the first
 * that has one. */
void fragment_join_types(struct fragment *all, const struct fragment *branch);

/* Is it SQLite 3.(version - 300) or later? */
bool translator_has_version(struct translator *translator, int version);
/* What is known of tables, views and triggers; nothing where nobody said. */
const struct pg_catalog *
translator_catalog(const struct translator *translator);

/* The number if it is digits with a sign and a point perhaps, NULL if it has an
 * exponent: for `fragment.number`. */
const char *fragment_number(const char *number);

/* The node without the casts around it. */
const struct pg_node *node_without_casts(const struct pg_node *node);

/* Does the test hold for a part of the expression itself? Its subqueries are
 * not looked into. `translator` is the test's. */
typedef bool node_test(struct translator *translator,
                       const struct pg_node *node);
bool node_holds(struct translator *translator, const struct pg_node *node,
                node_test *test);

/* casts.c: a value as another type. */
struct fragment translate_cast(struct translator *translator,
                               const struct pg_node *node);
struct fragment fragment_cast(struct translator *translator,
                              struct fragment fragment,
                              const struct value_type *type);
/* A number with so many digits after the point, rounded as numeric is. */
struct fragment fragment_round(struct translator *translator,
                               struct fragment fragment,
                               const struct value_type *type, long digits);

/* stored.c: what an expression gives, as a column of the type stores it: its
 * codec says how. */
struct fragment fragment_stored(struct translator *translator,
                                struct fragment fragment,
                                const struct value_type *type);
/* What is bound to a parameter of that type, in the form that is stored, or
 * with a note that it has to be. Anything else is as it was. */
struct fragment fragment_bound(struct translator *translator,
                               struct fragment fragment,
                               const struct value_type *type);
/* The note alone, for what is bound in an array. */
void translator_note_bound(struct translator *translator,
                           const struct value_type *type);
/* Is it in another form than expressions know? Then it can be shown, compared
 * with its like and counted, and nothing else: fragment_plain refuses it. */
bool fragment_is_form(const struct fragment *fragment);
struct fragment fragment_plain(struct translator *translator,
                               struct fragment fragment);
bool types_are_stored_alike(const struct value_type *a,
                            const struct value_type *b);
const struct value_type *type_as_computed(struct translator *translator,
                                          const struct value_type *type);

/* composites.c: arrays, rows and what is in them. */
struct fragment translate_array(struct translator *translator,
                                const struct pg_node *node);
struct fragment translate_row(struct translator *translator,
                              const struct pg_node *node);
struct fragment translate_subscript(struct translator *translator,
                                    const struct pg_node *node);
struct fragment translate_field(struct translator *translator,
                                const struct pg_node *node);
/* What SQLite's JSON functions give of an array, as a value of the type. */
const char *element_as_value(struct translator *translator,
                             const struct value_type *type, const char *sql);
/* A value as an argument of SQLite's JSON functions: of an array, which has
 * what a column has, and of JSON, which has times in a form of its own. */
const char *fragment_as_element(struct translator *translator,
                                const struct fragment *fragment);
const char *fragment_as_json(struct translator *translator,
                             const struct fragment *fragment);

/* operators.c */
struct fragment translate_operator(struct translator *translator,
                                   const struct pg_node *node);
struct fragment translate_operation(struct translator *translator,
                                    const char *name, struct fragment left,
                                    struct fragment right);
/* What ORDER BY sorts by to have PostgreSQL's order. */
struct fragment fragment_sort_key(struct translator *translator,
                                  struct fragment fragment);

/* Is a list of values, or a subquery, in it? */
bool quantified_holds_list(const struct pg_node *node);

/* row_values.c: (a, b) < (c, d) and the like, and (a, b) IN ((c, d), ...). */
struct fragment translate_row_comparison(struct translator *translator,
                                         const char *name,
                                         const struct pg_node *left,
                                         const struct pg_node *right);
struct fragment translate_row_in(struct translator *translator,
                                 const struct pg_node *left,
                                 const struct pg_node *const *items, size_t n,
                                 bool negated);
/* May SQLite compare its parts with those of a subquery? */
bool row_is_plain(struct translator *translator, const struct pg_node *row);

/* decimals.c: what + - * of two numbers gives that are written out; a piece
 * without SQL if it is left to SQLite. */
struct fragment fragment_computed(struct translator *translator,
                                  const char *name, const struct fragment *left,
                                  const struct fragment *right);

/* like.c: `name` is ~~ and the like. */
bool like_is_operator(const char *name);
struct fragment translate_like(struct translator *translator, const char *name,
                               struct fragment left,
                               const struct pg_node *right);
/* `escape` is the SQL of the character of ESCAPE; NULL: the backslash. */
struct fragment fragment_like(struct translator *translator, const char *name,
                              struct fragment left, struct fragment right,
                              const char *escape);

/* quantified.c */
struct fragment translate_in(struct translator *translator,
                             const struct pg_node *node);
struct fragment translate_any(struct translator *translator,
                              const struct pg_node *node);

/* times.c: a time without the part of a second that it may have: SQLite's
 * functions round to thousandths, and 23:59:59.9996 would be the next day. */
const char *fragment_whole_seconds(struct translator *translator,
                                   const struct fragment *fragment);

/* Plus and minus between times, dates and intervals; a piece without
 * SQL and no reason if that is not what the operands are. */
struct fragment translate_time_arithmetic(struct translator *translator,
                                          const struct pg_node *node,
                                          struct fragment left,
                                          struct fragment right);
struct fragment translate_extract(struct translator *translator,
                                  const struct pg_node *node);
struct fragment translate_at_time_zone(struct translator *translator,
                                       const struct pg_node *node);
struct fragment translate_trunc_in_zone(struct translator *translator,
                                        const struct pg_node *node);
struct fragment translate_overlaps(struct translator *translator,
                                   const struct pg_node *node);
struct fragment translate_to_char(struct translator *translator,
                                  const struct pg_node *node);

/* json_paths.c: json #> '{a,b}', json #- '{a,b}' and jsonb_set(); a piece
 * without SQL and no reason where the extension's functions have to do it. */
struct fragment translate_json_path(struct translator *translator,
                                    struct fragment json,
                                    const struct pg_node *node, bool as_text);
struct fragment translate_json_delete(struct translator *translator,
                                      struct fragment json,
                                      const struct pg_node *node);
struct fragment translate_jsonb_set(struct translator *translator,
                                    const struct pg_node *node);

/* function_calls.c: functions, and words that call like them. */
/* What grammar/functions.def says is different about a function. */
void translate_note_difference(struct translator *translator, const char *name);
struct fragment translate_call(struct translator *translator,
                               const struct pg_node *node);
struct fragment translate_keyword(struct translator *translator,
                                  const char *name);

/* locks.c: pg_advisory_lock() and its like. */
bool lock_is_known(const char *name);
struct fragment translate_lock(struct translator *translator,
                               const struct pg_node *node);

/* aggregates.c: calls that take many rows; a piece without SQL and no reason
 * if the function is none. */
struct fragment translate_aggregate(struct translator *translator,
                                    const struct pg_node *node);
bool aggregate_is_known(const char *name);
/* Is one in the expression itself, not in its subqueries? */
bool aggregate_is_in(const struct pg_node *node);

/* grouping.c */
bool grouping_leaves_out(const struct translator *translator,
                         const struct pg_node *node);
struct fragment grouping_call(struct translator *translator,
                              const struct pg_node *node);

/* query.c: a SELECT inside of parentheses. */
struct fragment translate_subquery(struct translator *translator,
                                   const struct pg_node *node);
/* x IN (SELECT ...), the same for = ANY */
struct fragment translate_in_subquery(struct translator *translator,
                                      struct fragment left,
                                      const struct pg_node *query,
                                      bool negated);

#endif
