/* The lines that pg_dump begins and ends a dump with, and whether the last one
 * came: a dump without it may be cut off. */
#include <inttypes.h>
#include <string.h>

#include "dump/reader_internal.h"

/* Editors and mail add blanks and carriage returns. */
static bool comment_is(const char *text, size_t length, const char *wanted)
{
    while (length && strchr(" \t\r", text[length - 1]))
        length--;
    return length == strlen(wanted) && memcmp(text, wanted, length) == 0;
}

/* "-- Dumped from database version 15.18 (Debian ...)" */
static void marks_take_version(struct pg_reader *reader, const char *text,
                               size_t length, const char *before,
                               const char **version)
{
    size_t skipped = strlen(before);
    if (!reader->catalog || *version || length <= skipped ||
        memcmp(text, before, skipped) != 0)
        return;
    text += skipped;
    length -= skipped;
    *version = arena_copy(
        &reader->catalog->arena, text,
        strcspn(text, " \r\n") < length ? strcspn(text, " \r\n") : length);
}

static void take_versions(struct pg_reader *reader, const char *text,
                          size_t length)
{
    if (!reader->catalog)
        return;
    marks_take_version(reader, text, length, "-- Dumped from database version ",
                       &reader->catalog->server_version);
    marks_take_version(reader, text, length, "-- Dumped by pg_dump version ",
                       &reader->catalog->dump_version);
}

/* The lines that pg_dump begins and ends a dump with. */
bool marks_comment(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    const char *text = lexer->token;
    size_t length = (size_t)(lexer->cursor - text);
    if (lexer->cursor < lexer->limit && *lexer->cursor == '\r')
        reader->line_ends_crlf = true;
    take_versions(reader, text, length);
    if (comment_is(text, length, "-- PostgreSQL database dump")) {
        /* Dumps may be concatenated, but each has to end first. */
        if (reader->in_dump && !reader->allow_truncated)
            return lexer_fail(lexer, text,
                              "a dump begins here before the one before it "
                              "ended; that one is cut off");
        reader->in_dump = true;
    } else if (comment_is(text, length,
                          "-- PostgreSQL database dump complete")) {
        reader->in_dump = false;
        reader->complete = true;
    } else if (comment_is(text, length,
                          "-- PostgreSQL database cluster dump")) {
        reader->in_cluster = true;
    } else if (comment_is(text, length,
                          "-- PostgreSQL database cluster dump complete")) {
        reader->in_cluster = false;
        reader->complete = true;
    }
    return true;
}

/* --database names one that there is. */
static bool has_wanted(struct pg_reader *reader)
{
    struct buffer names = {0};
    bool found = false;
    if (!reader->wanted || !*reader->wanted)
        return true;
    for (size_t i = 0; i < reader->n_databases; i++) {
        found |= !strcmp(reader->databases[i].name, reader->wanted);
        buffer_printf(&names, "%s%s", names.size ? ", " : "",
                      reader->databases[i].name);
    }
    if (!found && !names.size)
        lexer_fail(&reader->lexer, reader->lexer.limit,
                   "this is a dump of one database, and does not say of which "
                   "(pg_dumpall writes \\connect): leave --database out");
    else if (!found)
        lexer_fail(&reader->lexer, reader->lexer.limit,
                   "there is no database %s in it (--database), but %s",
                   reader->wanted, buffer_text(&names));
    buffer_release(&names);
    return found;
}

/* The input has ended between two statements. */
bool marks_end(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    bool whole = reader->complete && !reader->in_dump && !reader->in_cluster &&
                 !reader->restrict_key && !lexer->input->ends_in_character;
    reader->state = AT_END;
    if (!has_wanted(reader))
        return false;
    if (reader->in_transaction && !reader->allow_truncated)
        return lexer_fail(lexer, lexer->limit,
                          "the BEGIN at line %" PRIu64 " has no COMMIT: the "
                          "file is cut off, or its author wanted none of it "
                          "(--allow-truncated takes it)",
                          reader->transaction_opened.line);
    if (whole)
        return true;
    if (reader->allow_truncated) {
        reader->truncated = true;
        reader->truncated_at = pg_batch_location(lexer->batch, lexer->limit);
        return true;
    }
    /* Every statement has its end, and nothing says that there was more. */
    if (reader->has_statements && !reader->complete && !reader->in_dump &&
        !reader->in_cluster && !reader->restrict_key &&
        !lexer->input->ends_in_character) {
        reader->is_handmade = true;
        return true;
    }
    if (!reader->complete && !reader->in_dump)
        return lexer_fail(lexer, lexer->limit,
                          "there is no statement in it (did pg_dump fail?)");
    return lexer_fail(lexer, lexer->limit,
                      "the dump is cut off: pg_dump's last lines ('-- "
                      "PostgreSQL database dump complete') are missing "
                      "(--allow-truncated takes what is there)");
}
