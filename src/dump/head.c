#include "dump/head.h"

#include <string.h>

#include "dump/beginning.h"
#include "postgres/literal.h"

/* ---- filling ---- */

/* Words that are asked for are short; long texts would only cost memory. */
static const char *decode_token(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    size_t length = (size_t)(lexer->cursor - lexer->token);
    struct buffer text = {0};
    const char *problem = NULL, *copy;
    if (length > 4096)
        return "";
    if (reader->token == PG_TOKEN_STRING)
        problem = literal_decode(&text, lexer->token, length, lexer->backslash);
    else if (reader->token == PG_TOKEN_IDENTIFIER ||
             reader->token == PG_TOKEN_QUOTED ||
             reader->token == PG_TOKEN_UNICODE)
        problem = identifier_decode(&text, lexer->token, length);
    else
        buffer_add(&text, lexer->token, length);
    copy = problem ? "" : arena_copy(&reader->scratch, text.bytes, text.size);
    buffer_release(&text);
    return copy;
}

/* The first words tell what a statement is, so more need not be kept. */
void head_take_token(struct pg_reader *reader)
{
    const struct lexer *lexer = &reader->lexer;
    if (reader->n_head == STATEMENT_HEAD)
        return;
    reader->begins_line[reader->n_head] = beginning_of_line(lexer);
    reader->head[reader->n_head++] = (struct pg_token_text){
        reader->token, (uint32_t)(lexer->token - lexer->retain_from),
        decode_token(reader)};
}

/* ---- asking ---- */

bool head_is_byte(const struct pg_reader *reader, size_t at, char byte)
{
    return at < reader->n_head && token_is_byte(&reader->head[at], byte);
}

bool head_is_word(const struct pg_reader *reader, size_t at, const char *word)
{
    return at < reader->n_head && token_is_word(&reader->head[at], word);
}

/* The word may be in quotes. */
static bool is_word_of_kind(const struct pg_token_text *head, const char *word,
                            size_t length)
{
    bool is_quoted = *word == '"';
    enum pg_token kind = is_quoted ? PG_TOKEN_QUOTED : PG_TOKEN_IDENTIFIER;
    if (is_quoted) {
        word++;
        length -= 2;
    }
    return head->kind == kind && strlen(head->text) == length &&
           memcmp(head->text, word, length) == 0;
}

/* Names are apart by dots; the words of a kind do not say so. */
static bool is_filler(const struct pg_token_text *head)
{
    return head->kind == PG_TOKEN_SELF && strchr(".(*", *head->text);
}

/* Dots and parentheses are passed over: SELECT pg_catalog.setval('...') reads
 * as "select pg_catalog setval". */
bool head_words_stand(const struct pg_reader *reader, size_t at,
                      const char *words)
{
    while (*words && *words != '*') {
        size_t length = strcspn(words, " ");
        while (at < reader->n_head && is_filler(&reader->head[at]))
            at++;
        if (at == reader->n_head ||
            !is_word_of_kind(&reader->head[at++], words, length))
            return false;
        words += length + (words[length] == ' ');
    }
    return true;
}

size_t head_find_open(const struct pg_reader *reader)
{
    size_t at = 0;
    while (at < reader->n_head && !head_is_byte(reader, at, '('))
        at++;
    return at;
}

static bool is_argument(const struct pg_token_text *token)
{
    return token->kind == PG_TOKEN_STRING || token->kind == PG_TOKEN_INTEGER ||
           token->kind == PG_TOKEN_NUMBER || token->kind == PG_TOKEN_IDENTIFIER;
}

/* 'name'::regclass, 'name'::pg_catalog.regclass */
static size_t behind_casts(const struct pg_reader *reader, size_t at)
{
    while (at < reader->n_head && reader->head[at].kind == PG_TOKEN_CAST) {
        at += 2;
        while (head_is_byte(reader, at, '.'))
            at += 2;
    }
    return at;
}

size_t head_call(struct pg_reader *reader, size_t at, const char *arguments[],
                 size_t most, size_t *count)
{
    *count = 0;
    do {
        bool is_negative = head_is_byte(reader, ++at, '-');
        at += is_negative;
        if (at >= reader->n_head || *count == most ||
            !is_argument(&reader->head[at]))
            return 0;
        arguments[(*count)++] =
            is_negative
                ? arena_printf(&reader->scratch, "-%s", reader->head[at].text)
                : reader->head[at].text;
        at = behind_casts(reader, at + 1);
    } while (head_is_byte(reader, at, ','));
    return head_is_byte(reader, at, ')') ? at + 1 : 0;
}
