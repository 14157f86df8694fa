/* What the grammar's actions and the parser itself do to the parser's state. */
#include "postgres/parser.h"

#include <string.h>

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

enum { MAX_SHOWN = 60 };

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
    size_t length = strnlen(text, MAX_SHOWN);
    /* Not within a character. */
    while (length && ((unsigned char)text[length] & 0xc0) == 0x80)
        length--;
    parser_fail(parser, word->at,
                arena_printf(parser->arena, "'%.*s' is not expected here",
                             (int)length, text));
}
