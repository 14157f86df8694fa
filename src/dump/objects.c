/* Statements that define objects, on their way into the catalog. */
#include <stdlib.h>
#include <string.h>

#include "dump/head.h"
#include "dump/reader_internal.h"
#include "postgres/tokens.h"

/* As slices: nothing is decoded for statements that are skipped. */
void objects_take_token(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    if (!reader->catalog)
        return;
    grow_array(&reader->tokens, &reader->tokens_capacity, reader->n_tokens + 1,
               sizeof *reader->tokens);
    reader->tokens[reader->n_tokens++] = (struct pg_token_slice){
        reader->token, (uint32_t)(lexer->token - lexer->retain_from),
        (uint32_t)(lexer->cursor - lexer->token)};
}

/* ---- names of objects, for people ---- */

/* Names as people write them, a.b. */
static size_t add_qualified(const struct pg_reader *reader, size_t at,
                            struct buffer *name)
{
    while (at < reader->n_head) {
        buffer_add_text(name, reader->head[at++].text);
        if (!head_is_byte(reader, at, '.'))
            break;
        buffer_add_byte(name, '.');
        at++;
    }
    return at;
}

/* The name stands after the words that tell the kind; a trigger's, a rule's
 * and a policy's is followed by its table's. */
static const char *objects_name(struct pg_reader *reader, size_t at)
{
    struct buffer name = {0};
    const char *copy;
    if (head_is_word(reader, at, "if"))
        at += head_is_word(reader, at + 1, "not") ? 3 : 2;
    if (head_is_word(reader, at, "only"))
        at++;
    at = add_qualified(reader, at, &name);
    if (head_is_word(reader, 1, "trigger") || head_is_word(reader, 1, "rule") ||
        head_is_word(reader, 1, "policy") ||
        head_is_word(reader, 2, "trigger")) {
        const char *word = head_is_word(reader, 1, "rule") ? "to" : "on";
        while (at < reader->n_head && !head_is_word(reader, at, word))
            at++;
        buffer_add_text(&name, " on ");
        add_qualified(reader, at + 1, &name);
    }
    for (at++; at < reader->n_head && head_is_word(reader, 0, "alter"); at++)
        if (head_is_word(reader, at - 1, "constraint"))
            buffer_printf(&name, ".%s", reader->head[at].text);
    copy = arena_copy(&reader->scratch, name.bytes, name.size);
    buffer_release(&name);
    return copy;
}

/* ---- into the catalog ---- */

/* What the grammar cannot read becomes an entry of the report, not an error:
 * the rows can be had all the same. */
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
        .text = reader->lexer.retain_from,
        .location =
            pg_batch_location(reader->lexer.batch, reader->lexer.retain_from)};
    tokens =
        tokens_decode(&reader->catalog->arena, &reader->scratch,
                      &(struct tokens_slices){reader->tokens, reader->n_tokens,
                                              reader->lexer.retain_from,
                                              reader->lexer.backslash},
                      &problem);
    if (!problem)
        problem = parser_statement(&parser, tokens, reader->n_tokens);
    if (!problem)
        return;
    /* Half a definition may be in the catalog: what it defined is marked. */
    parser_break(&parser);
    catalog_add_other(
        reader->catalog, kind, objects_name(reader, words),
        pg_batch_location(reader->lexer.batch,
                          reader->lexer.retain_from + parser.problem_at),
        problem);
}

/* Known and not translated: functions, rules, policies. */
void objects_keep(struct pg_reader *reader, const char *kind, size_t words)
{
    catalog_add_other(
        reader->catalog, kind, objects_name(reader, words),
        pg_batch_location(reader->lexer.batch, reader->lexer.retain_from),
        NULL);
}
