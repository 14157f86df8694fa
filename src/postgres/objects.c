/* Statements that define objects, on their way into the catalog. */
#include <stdlib.h>
#include <string.h>

#include "postgres/literal.h"
#include "postgres/parser.h"
#include "postgres/reader.h"

void objects_take_token(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    if (!reader->catalog)
        return;
    grow_array(&reader->tokens, &reader->tokens_capacity, reader->n_tokens + 1,
               sizeof *reader->tokens);
    reader->tokens[reader->n_tokens++] = (struct pg_token_slice){
        reader->token, (uint32_t)(lexer->token - lexer->keep),
        (uint32_t)(lexer->cursor - lexer->token)};
}

/* ---- decoding ---- */

/* $tag$...$tag$ */
static void undollar(struct buffer *out, const char *text, size_t length)
{
    const char *tag_end = memchr(text + 1, '$', length - 1);
    size_t tag = (size_t)(tag_end - text) + 1;
    buffer_add(out, text + tag, length - 2 * tag);
}

/* X'1F' becomes 00011111. */
static const char *decode_bits(struct buffer *out, const char *text,
                               size_t length)
{
    static const char hex[] = "0123456789abcdef";
    struct buffer digits = {0};
    const char *problem = literal_decode(&digits, text + 1, length - 1, false);
    bool is_hex = *text == 'x' || *text == 'X';
    for (size_t i = 0; i < digits.size && !problem; i++) {
        const char *digit = memchr(hex, digits.bytes[i] | 0x20, 16);
        if (!is_hex)
            buffer_add_byte(out, digits.bytes[i]);
        else if (!digit)
            problem = "a bit string in X'' that is not hex";
        for (unsigned bit = 0; is_hex && digit && bit < 4; bit++)
            buffer_add_byte(out, "01"[(digit - hex) >> (3 - bit) & 1]);
    }
    buffer_release(&digits);
    return problem;
}

static const char *decode(struct buffer *out, enum pg_token kind,
                          const char *text, size_t length, bool backslash)
{
    switch (kind) {
    case PG_TOKEN_STRING: return literal_decode(out, text, length, backslash);
    case PG_TOKEN_BITS: return decode_bits(out, text, length);
    case PG_TOKEN_IDENTIFIER:
    case PG_TOKEN_QUOTED:
    case PG_TOKEN_UNICODE: return identifier_decode(out, text, length);
    case PG_TOKEN_INTEGER:
    case PG_TOKEN_NUMBER: return number_decode(out, text, length);
    case PG_TOKEN_DOLLAR: undollar(out, text, length); return NULL;
    default: buffer_add(out, text, length); return NULL;
    }
}

/* Keywords and single bytes, which are most of a schema, need no copy. */
static const char *keep_text(struct arena *arena, enum pg_token kind,
                             struct buffer *text)
{
    static const char selves[] = "\0(\0)\0,\0[\0]\0.\0=";
    const char *known = NULL;
    if (kind == PG_TOKEN_SELF && text->size == 1)
        known = memchr(selves + 1, *text->bytes, sizeof selves - 1);
    else if (kind == PG_TOKEN_IDENTIFIER)
        known = parser_keyword(buffer_text(text));
    return known ? known : arena_copy(arena, text->bytes, text->size);
}

/* The statement's tokens, decoded into the catalog's arena: trees point to
 * them. NULL if one means nothing. */
static struct pg_token_text *decode_tokens(struct pg_reader *reader,
                                           const char **problem)
{
    struct arena *arena = &reader->catalog->arena;
    struct pg_token_text *tokens =
        arena_alloc(&reader->scratch, reader->n_tokens * sizeof *tokens);
    struct buffer text = {0};
    *problem = NULL;
    for (size_t i = 0; i < reader->n_tokens && !*problem; i++) {
        struct pg_token_slice slice = reader->tokens[i];
        text.size = 0;
        *problem = decode(&text, slice.kind, reader->lexer.keep + slice.start,
                          slice.length, reader->lexer.backslash);
        tokens[i] = (struct pg_token_text){slice.kind, slice.start,
                                           keep_text(arena, slice.kind, &text)};
    }
    buffer_release(&text);
    return tokens;
}

/* ---- names of objects, for people ---- */

static bool head_is(const struct pg_reader *reader, size_t at, const char *word)
{
    return at < reader->n_head &&
           reader->head[at].kind == PG_TOKEN_IDENTIFIER &&
           !strcmp(reader->head[at].text, word);
}

static bool is_dot(const struct pg_reader *reader, size_t at)
{
    return at < reader->n_head && reader->head[at].kind == PG_TOKEN_SELF &&
           *reader->head[at].text == '.';
}

static size_t add_qualified(const struct pg_reader *reader, size_t at,
                            struct buffer *name)
{
    while (at < reader->n_head) {
        buffer_add_text(name, reader->head[at++].text);
        if (!is_dot(reader, at))
            break;
        buffer_add_byte(name, '.');
        at++;
    }
    return at;
}

/* The name stands behind the words that tell the kind; a trigger's, a rule's
 * and a policy's is followed by its table's. */
const char *objects_name(struct pg_reader *reader, size_t at)
{
    struct buffer name = {0};
    const char *copy;
    if (head_is(reader, at, "if"))
        at += head_is(reader, at + 1, "not") ? 3 : 2;
    if (head_is(reader, at, "only"))
        at++;
    at = add_qualified(reader, at, &name);
    if (head_is(reader, 1, "trigger") || head_is(reader, 1, "rule") ||
        head_is(reader, 1, "policy") || head_is(reader, 2, "trigger")) {
        const char *word = head_is(reader, 1, "rule") ? "to" : "on";
        while (at < reader->n_head && !head_is(reader, at, word))
            at++;
        buffer_add_text(&name, " on ");
        add_qualified(reader, at + 1, &name);
    }
    for (at++; at < reader->n_head && head_is(reader, 0, "alter"); at++)
        if (head_is(reader, at - 1, "constraint"))
            buffer_printf(&name, ".%s", reader->head[at].text);
    copy = arena_copy(&reader->scratch, name.bytes, name.size);
    buffer_release(&name);
    return copy;
}

/* ---- into the catalog ---- */

void objects_define(struct pg_reader *reader, const char *kind, size_t words)
{
    const char *problem;
    struct pg_token_text *tokens;
    struct pg_parser parser = {
        .arena = &reader->catalog->arena,
        .catalog = reader->catalog,
        .search_schema = /* the reader's own goes with the reader */
        arena_copy(&reader->catalog->arena, reader->search_schema,
                   strlen(reader->search_schema)),
        .text = reader->lexer.keep,
        .place = pg_batch_place(reader->lexer.batch, reader->lexer.keep)};
    tokens = decode_tokens(reader, &problem);
    if (!problem)
        problem = parser_statement(&parser, tokens, reader->n_tokens);
    if (!problem)
        return;
    parser_break(&parser);
    catalog_add_other(reader->catalog, kind, objects_name(reader, words),
                      pg_batch_place(reader->lexer.batch,
                                     reader->lexer.keep + parser.problem_at),
                      problem);
}

void objects_keep(struct pg_reader *reader, const char *kind, size_t words)
{
    catalog_add_other(reader->catalog, kind, objects_name(reader, words),
                      pg_batch_place(reader->lexer.batch, reader->lexer.keep),
                      NULL);
}
