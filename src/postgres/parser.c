#include "postgres/parser.h"

#include <stdlib.h>
#include <string.h>

#include "postgres/parentheses.h"
#include "postgres.h" /* Lemon's numbers of the terminals */

/* What Lemon makes of grammar/postgres.y. */
void *pg_grammarAlloc(void *(*allocate)(size_t));
void pg_grammar(void *grammar, int token, struct pg_word word,
                struct pg_parser *parser);
void pg_grammarFree(void *grammar, void (*release)(void *));

/* ---- places ---- */

void parser_reach(struct pg_parser *parser, uint32_t at)
{
    if (at <= parser->place_at)
        return;
    place_advance(&parser->place, parser->text + parser->place_at,
                  at - parser->place_at);
    parser->place_at = at;
}

/* ---- failing ---- */

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

/* ---- from the lexer's tokens to the grammar's ---- */

struct keyword {
    const char *word;
    int token;
};

static const struct keyword keywords[] = {
#define KEYWORD(word, token) {word, token},
#include "keywords.def"
#undef KEYWORD
};

static int compare_keyword(const void *word, const void *keyword)
{
    return strcmp(word, ((const struct keyword *)keyword)->word);
}

static const struct keyword *find_keyword(const char *word)
{
    return bsearch(word, keywords, COUNT_OF(keywords), sizeof *keywords,
                   compare_keyword);
}

const char *parser_keyword(const char *word)
{
    const struct keyword *keyword = find_keyword(word);
    return keyword ? keyword->word : NULL;
}

static int word_token(const char *word)
{
    const struct keyword *keyword = find_keyword(word);
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

static bool is_word(const struct feed *feed, size_t at, const char *word)
{
    return at < feed->n && feed->tokens[at].kind == PG_TOKEN_IDENTIFIER &&
           !strcmp(feed->tokens[at].text, word);
}

static bool is_byte(const struct feed *feed, size_t at, char byte)
{
    return at < feed->n && feed->tokens[at].kind == PG_TOKEN_SELF &&
           *feed->tokens[at].text == byte;
}

static bool is_one_of(const struct feed *feed, size_t at,
                      const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_word(feed, at, words[i]))
            return true;
    return false;
}

/* NOT where it belongs to the word behind it. */
static bool is_later_not(const struct feed *feed, size_t at)
{
    static const char *const words[] = {"between", "in", "like", "ilike",
                                        "similar"};
    return is_one_of(feed, at, words, COUNT_OF(words));
}

/* NULLS where it is no name. */
static bool is_nulls(const struct feed *feed, size_t at)
{
    return is_word(feed, at, "first") || is_word(feed, at, "last") ||
           is_word(feed, at, "not") || is_word(feed, at, "distinct");
}

/* WITH where it belongs to what is before it, not to a query. */
static bool is_later_with(const struct feed *feed, size_t at)
{
    return is_word(feed, at, "time") || is_word(feed, at, "ordinality");
}

static bool is_exclusion(const struct feed *feed, size_t at)
{
    static const char *const words[] = {"using", "current", "group", "ties",
                                        "no"};
    return is_one_of(feed, at, words, COUNT_OF(words));
}

/* The grammar looks one token ahead. Where PostgreSQL's own needs two, the
 * tokens come as one of another kind. */
static int next_token(struct feed *feed, struct pg_word *word)
{
    const struct pg_token_text *token = &feed->tokens[feed->at];
    *word = (struct pg_word){token->text, token->at};
    feed->at++;
    if (feed->is_query[feed->at - 1])
        return TOKEN_QueryParen;
    if (feed->at > 1 && is_byte(feed, feed->at - 2, '.') &&
        token->kind == PG_TOKEN_IDENTIFIER)
        return TOKEN_Name;
    if (is_word(feed, feed->at - 1, "not") && is_word(feed, feed->at, "null")) {
        feed->at++;
        return TOKEN_NotNull;
    }
    if (is_word(feed, feed->at - 1, "not") && is_later_not(feed, feed->at))
        return TOKEN_NotLater;
    if (is_word(feed, feed->at - 1, "with") && is_later_with(feed, feed->at))
        return TOKEN_WithLater;
    if (is_word(feed, feed->at - 1, "exclude") && !is_exclusion(feed, feed->at))
        return TOKEN_Name;
    if (is_word(feed, feed->at - 1, "nulls") && !is_nulls(feed, feed->at))
        return TOKEN_Name;
    return token_number(token);
}

const char *parser_statement(struct pg_parser *parser,
                             const struct pg_token_text *tokens, size_t n)
{
    bool *is_query = parentheses_of_queries(tokens, n);
    struct feed feed = {tokens, n, 0, is_query};
    void *grammar = pg_grammarAlloc(xmalloc);
    struct pg_word word = {NULL, 0};
    parser->creates = is_word(&feed, 0, "create");
    while (feed.at < n && !parser->problem) {
        int token = next_token(&feed, &word);
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
