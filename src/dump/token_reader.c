/* The tokens of a dump one after the other, and what can be wrong with them. */
#include <string.h>
#include <strings.h>

#include "dump/reader_internal.h"

/* Comments may stand anywhere, and mean nothing between tokens. */
bool reader_advance(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    do
        reader->token = lexer_next(lexer);
    while (reader->token == PG_TOKEN_COMMENT ||
           reader->token == PG_TOKEN_BLOCK_COMMENT);
    return lexer->stop == LEXER_GOING || lexer->stop == LEXER_END;
}

size_t reader_token_length(const struct pg_reader *reader)
{
    return (size_t)(reader->lexer.cursor - reader->lexer.token);
}

bool reader_is_word(const struct pg_reader *reader, const char *word)
{
    size_t length = strlen(word);
    return reader->token == PG_TOKEN_IDENTIFIER &&
           reader_token_length(reader) == length &&
           strncasecmp(reader->lexer.token, word, length) == 0;
}

bool reader_is(const struct pg_reader *reader, char byte)
{
    return reader->token == PG_TOKEN_SELF && *reader->lexer.token == byte;
}

static const char *kind_of_unterminated(const char *text)
{
    switch (*text) {
    case '/': return "comment";
    case '$': return "dollar-quoted string";
    case '"': return "quoted identifier";
    default: return "string";
    }
}

bool reader_truncated(struct pg_reader *reader, const char *what,
                      const char *start)
{
    return reader_truncated_since(
        reader, what, pg_batch_location(reader->lexer.batch, start));
}

/* With --allow-truncated this is the end; rows before it count. */
bool reader_truncated_since(struct pg_reader *reader, const char *what,
                            struct location opened)
{
    struct lexer *lexer = &reader->lexer;
    if (reader->allow_truncated) {
        reader->truncated = true;
        reader->truncated_at =
            pg_batch_location(lexer->batch, lexer->retain_from);
        lexer->stop = LEXER_TRUNCATED;
        return false;
    }
    return lexer_fail(lexer, lexer->limit,
                      "unterminated %s, opened at line %llu; the dump is cut "
                      "off (--allow-truncated takes the rows before)",
                      what, (unsigned long long)opened.line);
}

/* Nothing stands after the current token: what seems wrong with it is that
 * the dump is cut off there. */
static bool is_last_token(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    return reader->token == PG_TOKEN_END ||
           (lexer->cursor == lexer->limit && !lexer_fill(lexer) &&
            lexer->stop == LEXER_END);
}

/* One message for all that is not as expected, so the reason is looked for
 * here: cut off, unterminated, or another word. */
bool reader_unexpected(struct pg_reader *reader, const char *wanted)
{
    struct lexer *lexer = &reader->lexer;
    size_t length = reader_token_length(reader);
    if (reader->token == PG_TOKEN_UNTERMINATED)
        return reader_truncated(reader, kind_of_unterminated(lexer->token),
                                lexer->token);
    if (is_last_token(reader))
        return reader_truncated(reader, "statement", lexer->retain_from);
    if (lexer->stop != LEXER_GOING && lexer->stop != LEXER_END)
        return false;
    return lexer_fail(lexer, lexer->token, "expected %s, found '%.*s'", wanted,
                      length < 60 ? (int)length : 60, lexer->token);
}
