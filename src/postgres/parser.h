/* The parser: one statement's tokens in, objects of the catalog out.
 *
 * It wraps the grammar (grammar/postgres.y) and holds what the grammar's
 * actions are working on. */
#ifndef POSTGRES_PARSER_H
#define POSTGRES_PARSER_H

#include "base/location.h"
#include "base/memory.h"
#include "postgres/catalog.h"
#include "postgres/token.h"

/* A token as the grammar's actions get it. */
struct pg_word {
    const char *text; /* NULL: none was given */
    uint32_t at;
};

struct pg_parser {
    struct arena *arena; /* the catalog's */
    struct pg_catalog *catalog;
    const char *search_schema; /* of names without a schema */
    const char *text;          /* the statement's, for places in it */
    struct location location;  /* of what is being defined; at first, of the
                                * statement */
    uint32_t location_at;      /* the place's byte of the statement */
    uint32_t fed_at;           /* the byte of the token fed last */
    bool creates;              /* the statement is a CREATE */
    const char *problem;       /* NULL while all is well */
    uint32_t problem_at;

    const struct pg_query *query; /* what a statement that is none of a
                                   * schema's has become */

    /* what is being defined */
    struct pg_table *table;
    struct pg_column *column;
    const char *constraint_name;
    struct pg_constraint *constraint;
    bool is_temporal;
    struct pg_index *index;
    struct pg_sequence_definition *sequence;
    struct pg_type_definition *type;
    struct pg_trigger *trigger;
    struct pg_function *function;

    /* the last AND or OR: another part is added to its list, which would be
     * copied for each of thousands */
    struct {
        const struct pg_node *node;
        struct node_list *list;
    } chain;
};

/* Returns NULL, or why the statement is not understood; then nothing of it
 * can be relied on. */
const char *parser_statement(struct pg_parser *parser,
                             const struct pg_token_text *tokens, size_t n);

/* Marks what a statement that failed was making. */
void parser_break(struct pg_parser *parser);

/* ---- for the grammar: parser_state.c ---- */

/* Moves `place` on to this byte of the statement. */
void parser_reach(struct pg_parser *parser, uint32_t at);

/* The first failure counts. */
void parser_fail(struct pg_parser *parser, uint32_t at, const char *problem);
void parser_unexpected(struct pg_parser *parser, const struct pg_word *word);

#endif
