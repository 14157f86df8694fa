/* Values as people and other tools write them: literals with a type before or
 * behind them, strings in dollars, bytes as decode('00ff', 'hex'). */
#include <string.h>
#include <strings.h>

#include "dump/reader_internal.h"

/* An expression is code, and a dump's code is not run. */
bool reader_refuse_value(struct pg_reader *reader)
{
    return reader_unexpected(reader, "a value (expressions are not read; "
                                     "pg_dump writes none)");
}

/* ---- a cast behind ---- */

bool reader_is_cast(const struct pg_reader *reader)
{
    return reader_token_length(reader) == 2 &&
           !memcmp(reader->lexer.token, "::", 2);
}

/* Whether 'a'::type says more than the column does is for those who know the
 * column. What has numbers behind the type's name, or stands behind a number,
 * may change the value. */
bool reader_take_cast(struct pg_reader *reader, struct pg_value *value)
{
    if (value->kind != PG_STRING && value->kind != PG_NULL)
        return reader_unexpected(reader, "',' or ')' after a number (a cast "
                                         "may change it)");
    value->flags |= value->kind == PG_STRING ? PG_CAST : 0;
    do {
        if (!reader_advance(reader))
            return false;
        if (reader->token != PG_TOKEN_IDENTIFIER &&
            reader->token != PG_TOKEN_QUOTED && !reader_is(reader, '.') &&
            !reader_is(reader, '[') && !reader_is(reader, ']'))
            break;
    } while (!reader_is(reader, ',') && !reader_is(reader, ')'));
    return true;
}

/* ---- words before ---- */

bool reader_is_written_value(const struct pg_reader *reader)
{
    return reader->token == PG_TOKEN_IDENTIFIER ||
           reader->token == PG_TOKEN_DOLLAR;
}

/* $$it's$$, which wants to be decoded. */
static bool take_dollar(struct pg_reader *reader, struct pg_value *value)
{
    const struct lexer *lexer = &reader->lexer;
    *value = (struct pg_value){
        .start = (uint32_t)(lexer->token - lexer->retain_from),
        .length = (uint32_t)reader_token_length(reader),
        .kind = PG_STRING,
        .flags = PG_ESCAPED};
    return true;
}

/* DATE '2024-02-29'. Another word than a type's is found out with the column.
 */
static bool take_typed(struct pg_reader *reader, struct pg_value *value)
{
    struct lexer *lexer = &reader->lexer;
    ptrdiff_t word = lexer->token - lexer->retain_from;
    ptrdiff_t behind = lexer->cursor - lexer->retain_from;
    if (lexer_value(lexer, value) && value->kind == PG_STRING) {
        value->flags |= PG_CAST;
        return true;
    }
    if (lexer->stop > LEXER_END)
        return false;
    lexer->token = lexer->retain_from + word;
    lexer->cursor = lexer->retain_from + behind;
    return reader_refuse_value(reader);
}

static bool take_punctuation(struct pg_reader *reader, char mark)
{
    return reader_advance(reader) &&
           (reader_is(reader, mark) || reader_refuse_value(reader));
}

/* decode('00ff', 'hex') */
static bool take_decoded_hex(struct pg_reader *reader, struct pg_value *value)
{
    struct lexer *lexer = &reader->lexer;
    if (!take_punctuation(reader, '('))
        return false;
    if (!lexer_value(lexer, value) || value->kind != PG_STRING)
        return lexer->stop <= LEXER_END && reader_refuse_value(reader);
    if (!take_punctuation(reader, ',') || !reader_advance(reader))
        return false;
    if (reader_token_length(reader) != 5 ||
        strncasecmp(lexer->token, "'hex'", 5) != 0)
        return reader_unexpected(reader, "'hex', the only encoding that is "
                                         "read");
    value->flags |= PG_HEX;
    return take_punctuation(reader, ')');
}

bool reader_take_written_value(struct pg_reader *reader, struct pg_value *value)
{
    if (reader->token == PG_TOKEN_DOLLAR)
        return take_dollar(reader, value);
    return reader_is_word(reader, "decode") ? take_decoded_hex(reader, value)
                                            : take_typed(reader, value);
}
