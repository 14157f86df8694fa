#include "sqlite/sql_tokens.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool is_word_byte(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || byte == '$' ||
           byte == '?' || (unsigned char)byte >= 0x80;
}

/* ---- what is passed over ---- */

static bool begins_comment(const struct sql_tokens *tokens)
{
    return tokens->end - tokens->at >= 2 &&
           (!memcmp(tokens->at, "--", 2) || !memcmp(tokens->at, "/*", 2));
}

/* Block comments of SQLite do not nest. */
static void skip_comment(struct sql_tokens *tokens)
{
    size_t left = (size_t)(tokens->end - tokens->at);
    const char *end = *tokens->at == '-'
                          ? memchr(tokens->at, '\n', left)
                          : memmem(tokens->at + 2, left - 2, "*/", 2);
    size_t mark = *tokens->at == '-' ? 0 : 2;
    tokens->at = end ? end + mark : tokens->end;
}

static void skip_sql_blanks(struct sql_tokens *tokens)
{
    while (tokens->at < tokens->end)
        if (isspace((unsigned char)*tokens->at))
            tokens->at++;
        else if (begins_comment(tokens))
            skip_comment(tokens);
        else
            return;
}

/* ---- a token ---- */

/* A doubled quote is part of the text, but not in brackets. */
static size_t quoted_token_length(const struct sql_tokens *tokens)
{
    char quote = *tokens->at == '[' ? ']' : *tokens->at;
    const char *at = tokens->at + 1;
    while (at < tokens->end &&
           (*at != quote ||
            (quote != ']' && at + 1 < tokens->end && at[1] == quote)))
        at += *at == quote ? 2 : 1;
    return (size_t)(at - tokens->at) + (at < tokens->end);
}

/* Longest operators first. */
static size_t operator_length(const struct sql_tokens *tokens)
{
    static const char *const operators[] = {"->>", "||", "<=", ">=", "<>",
                                            "!=",  "->", "<<", ">>", "=="};
    size_t left = (size_t)(tokens->end - tokens->at);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (strlen(operators[i]) <= left &&
            !memcmp(operators[i], tokens->at, strlen(operators[i])))
            return strlen(operators[i]);
    return 1;
}

static size_t token_length(const struct sql_tokens *tokens)
{
    size_t left = (size_t)(tokens->end - tokens->at), length = 0;
    if (memchr("'\"[`", *tokens->at, 4))
        return quoted_token_length(tokens);
    while (length < left && is_word_byte(tokens->at[length]))
        length++;
    return length ? length : operator_length(tokens);
}

bool sql_next_token(struct sql_tokens *tokens, struct sql_token *token)
{
    skip_sql_blanks(tokens);
    if (tokens->at == tokens->end)
        return false;
    *token = (struct sql_token){tokens->at, token_length(tokens)};
    tokens->at += token->length;
    return true;
}

/* ---- what it says ---- */

bool sql_token_is(const struct sql_token *token, const char *word)
{
    return strlen(word) == token->length &&
           !strncasecmp(word, token->text, token->length);
}

static bool is_quoted_name(const struct sql_token *token)
{
    return token->length >= 2 && memchr("\"[`", *token->text, 3);
}

bool sql_token_is_name(const struct sql_token *token)
{
    return is_word_byte(*token->text) || is_quoted_name(token);
}

void sql_token_add_name(struct buffer *out, const struct sql_token *token)
{
    if (!is_quoted_name(token)) {
        buffer_add(out, token->text, token->length);
        return;
    }
    for (size_t i = 1; i + 1 < token->length; i++) {
        buffer_add_byte(out, token->text[i]);
        if (*token->text != '[' && token->text[i] == *token->text)
            i++; /* of a doubled one, one */
    }
}
