#include "postgres/parser.h"

#include <stdlib.h>
#include <string.h>

#include "postgres/keywords.h"
#include "postgres/parentheses.h"
#include "postgres.h" /* Lemon's numbers of the terminals */

/* What Lemon makes of grammar/postgres.y. */
void *pg_grammarAlloc(void *(*allocate)(size_t));
void pg_grammar(void *grammar, int token, struct pg_word word,
                struct pg_parser *parser);
void pg_grammarFree(void *grammar, void (*release)(void *));

/* ---- from the lexer's tokens to the grammar's ---- */

/* What is no keyword is a name; quoted words never come here. */
static int word_token(const char *word)
{
    const struct keyword *keyword = keyword_find(word);
    return keyword ? keyword->token : TOKEN_Name;
}

static int self_token(char byte)
{
    static const struct {
        char byte;
        int token;
    } selves[] = {
        {',', TOKEN_Comma},        {'(', TOKEN_LeftParen},
        {')', TOKEN_RightParen},   {'[', TOKEN_LeftBracket},
        {']', TOKEN_RightBracket}, {'.', TOKEN_Dot},
        {':', TOKEN_Colon},        {'+', TOKEN_Plus},
        {'-', TOKEN_Minus},        {'*', TOKEN_Star},
        {'/', TOKEN_Slash},        {'%', TOKEN_Percent},
        {'^', TOKEN_Caret},        {'<', TOKEN_Less},
        {'>', TOKEN_Greater},      {'=', TOKEN_Equal},
    };
    for (size_t i = 0; i < COUNT_OF(selves); i++)
        if (selves[i].byte == byte)
            return selves[i].token;
    return 0;
}

static int compare_token(const char *text)
{
    return !strcmp(text, "<=")   ? TOKEN_LessEqual
           : !strcmp(text, ">=") ? TOKEN_GreaterEqual
                                 : TOKEN_NotEqual;
}

/* 0 for what the grammar has no terminal for. */
static int token_number(const struct pg_token_text *token)
{
    switch (token->kind) {
    case PG_TOKEN_IDENTIFIER: return word_token(token->text);
    case PG_TOKEN_QUOTED:
    case PG_TOKEN_UNICODE: return TOKEN_Name;
    case PG_TOKEN_STRING:
    case PG_TOKEN_DOLLAR: return TOKEN_String;
    case PG_TOKEN_BITS: return TOKEN_Bits;
    case PG_TOKEN_INTEGER: return TOKEN_Integer;
    case PG_TOKEN_NUMBER: return TOKEN_Number;
    case PG_TOKEN_PARAMETER: return TOKEN_Parameter;
    case PG_TOKEN_OPERATOR: return TOKEN_Operator;
    case PG_TOKEN_CAST: return TOKEN_Cast;
    case PG_TOKEN_ASSIGN: return TOKEN_Assign;
    case PG_TOKEN_ARROW: return TOKEN_Arrow;
    case PG_TOKEN_COMPARE: return compare_token(token->text);
    case PG_TOKEN_SELF: return self_token(*token->text);
    default: return 0;
    }
}

/* ---- feeding ---- */

struct feed {
    const struct pg_token_text *tokens;
    size_t n, at;
    const bool *is_query; /* of each token: a parenthesis before a query */
};

static bool parser_is_word(const struct feed *feed, size_t at, const char *word)
{
    return at < feed->n && token_is_word(&feed->tokens[at], word);
}

static bool parser_is_byte(const struct feed *feed, size_t at, char byte)
{
    return at < feed->n && token_is_byte(&feed->tokens[at], byte);
}

/* The grammar looks one token ahead. Where PostgreSQL's own needs two, a word
 * comes as another terminal if one of these stands after it, and as yet
 * another, or as a name, if none does; 0: as itself. */
static const struct two_tokens {
    const char *word;
    const char *behind[6]; /* words, or a byte */
    int then, otherwise;
} two_tokens[] = {
    {"not", {"between", "in", "like", "ilike", "similar"}, TOKEN_NotLater, 0},
    {"with", {"time", "ordinality"}, TOKEN_WithLater, 0},
    {"current", {"of"}, TOKEN_CurrentLater, 0},
    {"exclude", {"using", "current", "group", "ties", "no"}, 0, TOKEN_Name},
    {"nulls", {"first", "last", "not", "distinct"}, 0, TOKEN_Name},
    {"operator", {"("}, 0, TOKEN_Name},
};

static bool parser_is_behind(const struct feed *feed, size_t at,
                             const struct two_tokens *row)
{
    for (size_t i = 0; i < COUNT_OF(row->behind) && row->behind[i]; i++)
        if (parser_is_word(feed, at, row->behind[i]) ||
            parser_is_byte(feed, at, *row->behind[i]))
            return true;
    return false;
}

/* By what stands after it; 0: as itself. */
static int by_next_token(const struct feed *feed, size_t at)
{
    for (size_t i = 0; i < COUNT_OF(two_tokens); i++)
        if (parser_is_word(feed, at, two_tokens[i].word))
            return parser_is_behind(feed, at + 1, &two_tokens[i])
                       ? two_tokens[i].then
                       : two_tokens[i].otherwise;
    return 0;
}

static int parser_next_token(struct feed *feed, struct pg_word *word)
{
    size_t at = feed->at++;
    const struct pg_token_text *token = &feed->tokens[at];
    int special;
    *word = (struct pg_word){token->text, token->at};
    if (feed->is_query[at])
        return TOKEN_QueryParen;
    /* After a dot any word is a name. */
    if (at > 0 && parser_is_byte(feed, at - 1, '.') &&
        token->kind == PG_TOKEN_IDENTIFIER)
        return TOKEN_Name;
    /* One terminal, since NOT alone begins other constraints. */
    if (parser_is_word(feed, at, "not") &&
        parser_is_word(feed, at + 1, "null")) {
        feed->at++;
        return TOKEN_NotNull;
    }
    special = by_next_token(feed, at);
    return special ? special : token_number(token);
}

/* Lemon is fed token by token; 0 is the end. What an action finds wrong stops
 * it. */
const char *parser_statement(struct pg_parser *parser,
                             const struct pg_token_text *tokens, size_t n)
{
    bool *is_query = parentheses_of_queries(tokens, n);
    struct feed feed = {tokens, n, 0, is_query};
    void *grammar = pg_grammarAlloc(xmalloc);
    struct pg_word word = {NULL, 0};
    parser->creates = parser_is_word(&feed, 0, "create");
    while (feed.at < n && !parser->problem) {
        int token = parser_next_token(&feed, &word);
        parser->fed_at = word.at;
        if (token)
            pg_grammar(grammar, token, word, parser);
        else
            parser_unexpected(parser, &word);
    }
    word.text = NULL;
    if (!parser->problem)
        pg_grammar(grammar, 0, word, parser);
    pg_grammarFree(grammar, free);
    free(is_query);
    return parser->problem;
}

/* A statement that was refused half way must not leave half an object that
 * looks whole. */
void parser_break(struct pg_parser *parser)
{
    if (parser->creates && parser->table)
        parser->table->is_broken = true;
    if (parser->creates && parser->index)
        parser->index->is_broken = true;
    if (parser->creates && parser->trigger)
        parser->trigger->table.name = NULL;
    if (parser->creates && parser->function)
        parser->function->body = NULL;
    if (parser->creates && parser->type)
        parser->type->kind = TYPE_BASE;
}
