#include "postgres/script.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 4096 };

/* Small: an application's script is some kilobytes. */
bool script_open(struct script *script, struct source *source,
                 size_t piece_size)
{
    *script = (struct script){.ended = false};
    script->batch.text = xmalloc(FIRST_ROOM + 1);
    script->batch.capacity = FIRST_ROOM;
    if (!text_input_init(&script->input, source, piece_size, &script->failure))
        return false;
    lexer_init(&script->lexer, &script->input);
    lexer_enter(&script->lexer, &script->batch);
    return true;
}

void script_close(struct script *script)
{
    text_input_release(&script->input);
    free(script->batch.text);
    free(script->tokens);
}

/* What does not move while the statement is read is counted from `keep`. */
static void add_token(struct script *script, enum pg_token kind)
{
    struct lexer *lexer = &script->lexer;
    grow_array(&script->tokens, &script->capacity, script->n_tokens + 1,
               sizeof *script->tokens);
    if (!script->n_tokens)
        script->statement_start = (size_t)(lexer->token - lexer->retain_from);
    script->tokens[script->n_tokens++] = (struct pg_token_slice){
        kind,
        (uint32_t)((size_t)(lexer->token - lexer->retain_from) -
                   script->statement_start),
        (uint32_t)(lexer->cursor - lexer->token)};
}

/* Comments go out as layout, so that they stay where they are. */
static bool is_comment(enum pg_token kind)
{
    return kind == PG_TOKEN_COMMENT || kind == PG_TOKEN_BLOCK_COMMENT;
}

/* True after the statement's semicolon, and at the end. */
static bool script_take(struct script *script, enum pg_token kind)
{
    struct lexer *lexer = &script->lexer;
    switch (kind) {
    case PG_TOKEN_END: script->ended = !script->n_tokens; return true;
    case PG_TOKEN_UNTERMINATED:
        lexer_fail(lexer, lexer->token, "a string or comment without an end");
        return true;
    case PG_TOKEN_JUNK:
        lexer_fail(lexer, lexer->token, "'%c' is not SQL", *lexer->token);
        return true;
    case PG_TOKEN_META:
        lexer_fail(lexer, lexer->token,
                   "a command of psql's; take it out of the script");
        return true;
    default: break;
    }
    if (is_comment(kind))
        return false;
    if (kind == PG_TOKEN_SELF && *lexer->token == ';') {
        if (!script->n_tokens) /* an empty statement is layout */
            return false;
        script->has_semicolon = true;
        return true;
    }
    add_token(script, kind);
    return false;
}

/* Everything points into the batch, until the next statement is read. */
static void script_give(struct script *script)
{
    struct lexer *lexer = &script->lexer;
    const struct pg_token_slice *last =
        script->n_tokens ? &script->tokens[script->n_tokens - 1] : NULL;
    size_t whole = (size_t)(lexer->cursor - lexer->retain_from);
    script->layout = lexer->retain_from;
    script->layout_length = last ? script->statement_start : whole;
    script->text = lexer->retain_from + script->layout_length;
    script->length = last ? last->start + last->length : 0;
    if (last && !script->has_semicolon) /* comments after it come later */
        lexer->cursor = script->text + script->length;
    script->location = pg_batch_location(lexer->batch, script->text);
    script->slices = (struct tokens_slices){script->tokens, script->n_tokens,
                                            script->text, lexer->backslash};
}

/* Behind the last statement there may be comments without a semicolon: they
 * are the layout of a statement that is not there. */
bool script_next(struct script *script)
{
    struct lexer *lexer = &script->lexer;
    enum pg_token kind;
    if (script->ended || lexer->stop == LEXER_FAILED)
        return false;
    lexer->retain_from = lexer->cursor;
    script->n_tokens = 0;
    script->has_semicolon = false;
    do
        kind = lexer_next(lexer);
    while (lexer->stop != LEXER_FAILED && !script_take(script, kind));
    if (lexer->stop == LEXER_FAILED) {
        script->failure = lexer->failure;
        return false;
    }
    script_give(script);
    return true;
}
