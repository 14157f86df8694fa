/* What stands in a file beside the statements of a dump: lines of a shell or a
 * program (--skip-noise), and statements that people add (--skip-unknown). */
#include <string.h>
#include <strings.h>

#include "dump/head.h"
#include "dump/reader_internal.h"

/* With which words statements of PostgreSQL begin. */
static const char *const beginnings[] = {
    "abort",      "alter",   "analyze",  "begin",     "call",       "check",
    "close",      "cluster", "comment",  "commit",    "copy",       "create",
    "deallocate", "declare", "delete",   "discard",   "do",         "drop",
    "end",        "execute", "explain",  "fetch",     "grant",      "import",
    "insert",     "listen",  "load",     "lock",      "merge",      "move",
    "notify",     "prepare", "reassign", "refresh",   "reindex",    "release",
    "reset",      "revoke",  "rollback", "savepoint", "security",   "select",
    "set",        "show",    "start",    "table",     "truncate",   "unlisten",
    "update",     "vacuum",  "values",   "with",      "checkpoint",
};

/* (1 row) */
static bool is_answer(const struct pg_reader *reader)
{
    const char *at = reader->lexer.token;
    size_t digits = *at == '(' ? strspn(at + 1, "0123456789") : 0;
    return digits && !strncmp(at + 1 + digits, " row", 4);
}

bool passed_over_is_noise(const struct pg_reader *reader)
{
    size_t length = reader_token_length(reader);
    if (reader->token == PG_TOKEN_IDENTIFIER) {
        for (size_t i = 0; i < COUNT_OF(beginnings); i++)
            if (strlen(beginnings[i]) == length &&
                !strncasecmp(beginnings[i], reader->lexer.token, length))
                return false;
        return true;
    }
    return (!reader_is(reader, '(') || is_answer(reader)) &&
           reader->token != PG_TOKEN_UNTERMINATED;
}

static void passed_over_add(struct pg_reader *reader, const char *kind,
                            const char *text, size_t length)
{
    struct location location =
        pg_batch_location(reader->lexer.batch, reader->lexer.retain_from);
    if (reader->n_passed_over++ == 0)
        reader->passed_over_at = location;
    if (reader->catalog)
        catalog_add_other(reader->catalog, kind,
                          arena_copy(&reader->catalog->arena, text, length),
                          location,
                          "is no part of a dump, and was passed over");
}

/* The line's end may be in the next piece. */
static const char *noise_end(struct lexer *lexer)
{
    lexer->cursor = lexer->retain_from;
    for (;;) {
        const char *end =
            memchr(lexer->cursor, '\n', (size_t)(lexer->limit - lexer->cursor));
        if (end)
            return end;
        lexer->cursor = lexer->limit;
        if (!lexer_fill(lexer))
            return lexer->stop == LEXER_END ? lexer->limit : NULL;
    }
}

bool passed_over_line(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    const char *end = noise_end(lexer);
    size_t length, shown;
    if (!end)
        return false;
    length = (size_t)(end - lexer->retain_from);
    shown = length < 60 ? length : 60;
    while (shown && shown < length &&
           ((unsigned char)lexer->retain_from[shown] & 0xc0) == 0x80)
        shown--; /* not in the middle of a character */
    if (!reader->skips_noise && reader->allow_truncated && end == lexer->limit)
        return reader_truncated(reader, "statement", lexer->retain_from);
    if (!reader->skips_noise)
        return lexer_fail(lexer, lexer->retain_from,
                          "'%.*s' is no statement of a dump; lines that a "
                          "shell or a program has written into the file are "
                          "passed over with --skip-noise",
                          (int)shown, lexer->retain_from);
    passed_over_add(reader, "LINE", lexer->retain_from, shown);
    lexer->cursor = end;
    return true;
}

/* They change rows that have been read. */
static bool changes_rows(const struct pg_reader *reader)
{
    return head_is_word(reader, 0, "update") ||
           head_is_word(reader, 0, "delete") ||
           head_is_word(reader, 0, "merge") ||
           (head_is_word(reader, 0, "truncate") && reader->has_rows);
}

bool passed_over_statement(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    const char *text = lexer->retain_from;
    size_t length = (size_t)(lexer->cursor - text);
    if (head_is_word(reader, 0, "truncate") && !reader->has_rows)
        return true; /* of what is empty */
    if (changes_rows(reader))
        return lexer_fail(lexer, text,
                          "%s changes rows that have been read already, which "
                          "is not undone here; load the file into PostgreSQL, "
                          "and dump that",
                          reader->head[0].text);
    if (!reader->skips_unknown)
        return lexer_fail(lexer, text,
                          "'%s ...' is no statement of a dump that pgdecant "
                          "understands; it may change data, so nothing is "
                          "guessed (--skip-unknown passes over such "
                          "statements, and reports them)",
                          reader->head[0].text);
    passed_over_add(reader, "STATEMENT", text, length < 60 ? length : 60);
    return true;
}

bool passed_over_command(struct pg_reader *reader)
{
    const char *text = reader->lexer.retain_from;
    size_t length = (size_t)(reader->lexer.cursor - text);
    passed_over_add(reader, "COMMAND", text, length < 60 ? length : 60);
    return true;
}
