#include "sqlite/same_sql.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

struct token {
    const char *text;
    size_t length;
};

struct tokens {
    const char *at, *end;
    bool changes; /* an UPDATE or DELETE */
};

static bool same_sql_is_word(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || byte == '$' ||
           byte == '?' || (unsigned char)byte >= 0x80;
}

/* Block comments of SQLite do not nest. */
static void skip_comment(struct tokens *tokens)
{
    const char *end;
    if (*tokens->at == '-') {
        end = memchr(tokens->at, '\n', (size_t)(tokens->end - tokens->at));
        tokens->at = end ? end : tokens->end;
        return;
    }
    for (tokens->at += 2; tokens->at + 1 < tokens->end; tokens->at++)
        if (tokens->at[0] == '*' && tokens->at[1] == '/') {
            tokens->at += 2;
            return;
        }
    tokens->at = tokens->end;
}

static bool begins_comment(const struct tokens *tokens)
{
    return tokens->at + 1 < tokens->end &&
           ((tokens->at[0] == '-' && tokens->at[1] == '-') ||
            (tokens->at[0] == '/' && tokens->at[1] == '*'));
}

/* A doubled quote is part of the text. */
static size_t same_sql_quoted_length(const struct tokens *tokens)
{
    const char *at = tokens->at + 1;
    while (at < tokens->end &&
           (*at != *tokens->at || (at + 1 < tokens->end && at[1] == *at)))
        at += *at == *tokens->at ? 2 : 1;
    return (size_t)(at - tokens->at) + (at < tokens->end);
}

/* Longest operators first. */
static size_t token_length(const struct tokens *tokens)
{
    static const char *const operators[] = {"->>", "||", "<=", ">=", "<>",
                                            "!=",  "->", "<<", ">>", "=="};
    size_t left = (size_t)(tokens->end - tokens->at), length = 0;
    if (*tokens->at == '\'' || *tokens->at == '"')
        return same_sql_quoted_length(tokens);
    while (length < left && same_sql_is_word(tokens->at[length]))
        length++;
    for (size_t i = 0; !length && i < sizeof operators / sizeof *operators; i++)
        if (strlen(operators[i]) <= left &&
            !memcmp(operators[i], tokens->at, strlen(operators[i])))
            length = strlen(operators[i]);
    return length ? length : 1;
}

/* Keywords and names: case does not matter. */
static bool is(const struct token *token, const char *word)
{
    return strlen(word) == token->length &&
           !strncasecmp(word, token->text, token->length);
}

/* Words that say nothing more, here and there. SQLite wants AS before the alias
 * of a table that is changed. */
static bool is_noise(const struct tokens *tokens, const struct token *token)
{
    return (is(token, "as") && !tokens->changes) || is(token, "outer") ||
           is(token, "inner") || is(token, "asc") || is(token, "recursive");
}

/* TRUE is 1, and != is <>. */
static void normalise(struct token *token)
{
    static const struct {
        const char *one, *other;
    } pairs[] = {{"true", "1"}, {"false", "0"}, {"!=", "<>"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (is(token, pairs[i].one))
            *token = (struct token){pairs[i].other, strlen(pairs[i].other)};
}

/* False at the end. */
static bool same_sql_next(struct tokens *tokens, struct token *token)
{
    do {
        while (tokens->at < tokens->end &&
               (isspace((unsigned char)*tokens->at) || begins_comment(tokens)))
            if (begins_comment(tokens))
                skip_comment(tokens);
            else
                tokens->at++;
        if (tokens->at == tokens->end)
            return false;
        *token = (struct token){tokens->at, token_length(tokens)};
        tokens->at += token->length;
    } while (is_noise(tokens, token));
    if (is(token, "update") || is(token, "delete"))
        tokens->changes = true;
    normalise(token);
    return true;
}

/* Case matters only within string literals. */
static bool same_sql_are_same(const struct token *one,
                              const struct token *other)
{
    if (one->length != other->length)
        return false;
    return *one->text == '\''
               ? !memcmp(one->text, other->text, one->length)
               : !strncasecmp(one->text, other->text, one->length);
}

/* Whether a statement can be printed as its author wrote it, layout and all:
 * the translation then only says the same in other spaces. */
bool sql_is_same(const char *one, size_t one_length, const char *other,
                 size_t other_length)
{
    struct tokens a = {one, one + one_length, false};
    struct tokens b = {other, other + other_length, false};
    struct token first, second;
    if (memchr(one, '\r', one_length))
        return false; /* it may end a comment, in PostgreSQL */
    for (;;) {
        bool more = same_sql_next(&a, &first);
        if (more != same_sql_next(&b, &second))
            return false;
        if (!more)
            return true;
        if (!same_sql_are_same(&first, &second))
            return false;
    }
}

/* ---- parameters ---- */

/* Drivers number ? themselves; numbers that only count up are noise. */
const char *sql_with_positional(struct arena *arena, const char *sql,
                                unsigned n)
{
    struct tokens tokens = {sql, sql + strlen(sql), false};
    struct buffer out = {0};
    struct token token;
    const char *copied = sql;
    unsigned count = 0;
    char wanted[16];
    if (!n)
        return sql;
    while (same_sql_next(&tokens, &token)) {
        if (*token.text != '?')
            continue;
        snprintf(wanted, sizeof wanted, "?%u", ++count);
        if (!is(&token, wanted))
            count = n + 1; /* another order: the numbers are needed */
        buffer_add(&out, copied, (size_t)(token.text + 1 - copied));
        copied = token.text + token.length;
    }
    buffer_add_text(&out, copied);
    if (count == n)
        sql = arena_copy(arena, out.bytes, out.size);
    buffer_release(&out);
    return sql;
}
