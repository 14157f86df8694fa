/* What the grammar's actions and the parser itself do to the parser's state. */
#include "postgres/parser.h"

/* Places within a statement are counted from the last one, so it is read once.
 */
void parser_reach(struct pg_parser *parser, uint32_t at)
{
    if (at <= parser->location_at)
        return;
    location_advance(&parser->location, parser->text + parser->location_at,
                     at - parser->location_at);
    parser->location_at = at;
}

/* The first problem is the cause. */
void parser_fail(struct pg_parser *parser, uint32_t at, const char *problem)
{
    if (parser->problem)
        return;
    parser->problem = problem;
    parser->problem_at = at;
}

void parser_unexpected(struct pg_parser *parser, const struct pg_word *word)
{
    const char *text = word->text ? word->text : "the statement's end";
    parser_fail(
        parser, word->at,
        arena_printf(parser->arena, "'%.60s' is not expected here", text));
}
