/* The frame around the rows: sequences, comments that tell whether the dump is
 * whole, and statements that are only counted. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dump/beginning.h"
#include "dump/reader.h"
#include "postgres/literal.h"

/* ---- kinds of statements ---- */

static const struct kind {
    const char *words, *name;
    enum pg_statement_class class;
} kinds[] = {
#define STATEMENT(words, name, class) {words, name, PG_##class},
#include "statements.def"
#undef STATEMENT
};

void frame_init(struct pg_reader *reader)
{
    reader->n_notes = COUNT_OF(kinds);
    reader->notes = xreallocarray(NULL, COUNT_OF(kinds), sizeof *reader->notes);
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        reader->notes[i] =
            (struct pg_note){kinds[i].name, kinds[i].class, 0, {0, 0}};
}

bool frame_word_is(const struct pg_head *head, const char *word, size_t length)
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
static bool is_filler(const struct pg_head *head)
{
    return head->kind == PG_TOKEN_SELF && strchr(".(*", *head->text);
}

bool frame_words_stand(const struct pg_reader *reader, size_t at,
                       const char *words)
{
    while (*words && *words != '*') {
        size_t length = strcspn(words, " ");
        while (at < reader->n_head && is_filler(&reader->head[at]))
            at++;
        if (at == reader->n_head ||
            !frame_word_is(&reader->head[at++], words, length))
            return false;
        words += length + (words[length] == ' ');
    }
    return true;
}

static bool kind_fits(const struct pg_reader *reader, const struct kind *kind)
{
    const char *rest = strchr(kind->words, '*');
    if (!frame_words_stand(reader, 0, kind->words))
        return false;
    if (!rest)
        return true;
    for (size_t at = 0; at < reader->n_head; at++)
        if (frame_words_stand(reader, at, rest + 2))
            return true;
    return false;
}

/* ALTER TABLE with several actions: what one of them is says nothing of the
 * others, so the grammar reads them all. */
static bool alters_several(const struct pg_reader *reader)
{
    return reader->has_list &&
           (frame_words_stand(reader, 0, "alter table") ||
            frame_words_stand(reader, 0, "alter foreign table"));
}

static const struct kind *find_kind(const struct pg_reader *reader)
{
    bool several = alters_several(reader);
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (kind_fits(reader, &kinds[i]) &&
            (!several || !strchr(kinds[i].words, '*')))
            return &kinds[i];
    return NULL;
}

static size_t count_words(const char *words)
{
    size_t count = 1;
    for (; *words && *words != '*'; words++)
        count += *words == ' ' && words[1] != '*';
    return count;
}

/* Of words that may go on with GRANT, REVOKE and CREATE TABLE as well, such as
 * "cluster", one alone says nothing. */
static bool begins_statement(const struct pg_reader *reader, size_t at)
{
    static const char *const firm[] = {"insert into", "copy",  "set",
                                       "reset",       "grant", "revoke"};
    if (frame_words_stand(reader, at, "grant option"))
        return false;
    for (size_t i = 0; i < COUNT_OF(firm); i++)
        if (frame_words_stand(reader, at, firm[i]))
            return true;
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (count_words(kinds[i].words) > 1 &&
            frame_words_stand(reader, at, kinds[i].words))
            return true;
    return false;
}

/* psql answers a statement with its words on a line of their own: "SET",
 * "CREATE TABLE". In a file they would swallow the statement behind them. */
static const struct kind *find_answer(const struct pg_reader *reader)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        size_t n = count_words(kinds[i].words);
        bool fits = !strchr(kinds[i].words, '*') && n < reader->n_head &&
                    frame_words_stand(reader, 0, kinds[i].words) &&
                    reader->head[n].begins_line;
        for (size_t at = 1; at < n && fits; at++)
            fits = !reader->head[at].begins_line;
        if (fits && strcmp(kinds[i].words, "alter default privileges") != 0 &&
            begins_statement(reader, n))
            return &kinds[i];
    }
    return NULL;
}

/* Kinds of one name are counted as one, with the first of them. */
static void count_statement(struct pg_reader *reader, const struct kind *kind)
{
    struct pg_note *note = reader->notes;
    while (strcmp(note->name, kind->name) != 0)
        note++;
    if (note->count++ == 0)
        note->first = pg_batch_place(reader->lexer.batch, reader->lexer.keep);
}

/* ---- reading a statement's head and skipping the rest ---- */

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

static void remember_token(struct pg_reader *reader)
{
    if (reader->n_head < STATEMENT_HEAD)
        reader->head[reader->n_head++] =
            (struct pg_head){reader->token, beginning_of_line(&reader->lexer),
                             decode_token(reader)};
}

/* How deep the scan is in parentheses and in the body of an SQL-standard
 * function (BEGIN ATOMIC ... END), where semicolons end nothing. */
struct depth {
    size_t parentheses, blocks;
    bool is_label; /* the token behind a dot or AS, where any word is a name */
    bool begins;   /* the token behind BEGIN */
};

static bool defines_function(const struct pg_reader *reader)
{
    return frame_words_stand(reader, 0, "create function") ||
           frame_words_stand(reader, 0, "create procedure") ||
           frame_words_stand(reader, 0, "create or replace function") ||
           frame_words_stand(reader, 0, "create or replace procedure");
}

/* A body has no blocks inside but CASE ... END. */
static void track_body(const struct pg_reader *reader, struct depth *depth)
{
    if (depth->begins && !depth->blocks && reader_is_word(reader, "atomic"))
        depth->blocks = 1;
    else if (reader_is_word(reader, "case") && depth->blocks > 0)
        depth->blocks++;
    else if (reader_is_word(reader, "end") && depth->blocks > 0)
        depth->blocks--;
}

static void track_depth(struct pg_reader *reader, struct depth *depth)
{
    if (reader_is(reader, '('))
        depth->parentheses++;
    else if (reader_is(reader, ')') && depth->parentheses > 0)
        depth->parentheses--;
    else if (reader_is(reader, ',') && depth->parentheses == 0)
        reader->has_list = true;
    if (depth->parentheses == 0 && !depth->is_label && defines_function(reader))
        track_body(reader, depth);
    depth->is_label = reader_is(reader, '.') || reader_is_word(reader, "as");
    depth->begins = reader_is_word(reader, "begin");
}

/* Behind the last word the line ends; a statement that is cut off has none. */
static bool words_end_line(const struct pg_reader *reader)
{
    const char *at = reader->lexer.token;
    while (at > reader->lexer.keep && strchr(" \t\r\n", at[-1]))
        if (*--at == '\n')
            return true;
    return false;
}

static bool fail_answer(struct pg_reader *reader, const struct kind *kind)
{
    return lexer_fail(&reader->lexer, reader->lexer.keep,
                      "'%s' alone on its line is what psql answers, no "
                      "statement; take psql's answers out of the file",
                      kind->name);
}

/* No statement has so few words, and it is no statement that is cut off. */
static bool fail_unended(struct pg_reader *reader)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (!strchr(kinds[i].words, '*') &&
            count_words(kinds[i].words) == reader->n_head &&
            words_end_line(reader) &&
            frame_words_stand(reader, 0, kinds[i].words))
            return fail_answer(reader, &kinds[i]);
    return reader_unexpected(reader, "';'");
}

/* Reads up to the semicolon that ends the statement. */
static bool read_to_end(struct pg_reader *reader)
{
    struct depth depth = {0};
    struct last_word last = {0};
    reader->n_head = reader->n_tokens = 0;
    reader->has_list = false;
    reader->swallowed = NULL;
    for (;;) {
        switch (reader->token) {
        case PG_TOKEN_END:
        case PG_TOKEN_UNTERMINATED:
        case PG_TOKEN_META:
        case PG_TOKEN_JUNK: return fail_unended(reader);
        default: break;
        }
        if (reader_is(reader, ';') && !depth.parentheses && !depth.blocks)
            return true;
        track_depth(reader, &depth);
        if (!depth.parentheses && !depth.blocks)
            beginning_look(reader, &last);
        remember_token(reader);
        objects_take_token(reader);
        if (!reader_advance(reader))
            return false;
    }
}

/* ---- SELECT function(...) ---- */

/* The arguments of the call that is the head's: the tokens that are no
 * punctuation, from the parenthesis on. */
size_t frame_arguments(const struct pg_reader *reader, const char *arguments[],
                       size_t most)
{
    size_t count = 0, at = 0;
    while (at < reader->n_head && strcmp(reader->head[at].text, "(") != 0)
        at++;
    for (; at < reader->n_head && count < most; at++) {
        const struct pg_head *head = &reader->head[at];
        if (head->kind == PG_TOKEN_CAST)
            at++; /* 'name'::regclass */
        else if (head->kind != PG_TOKEN_SELF || *head->text == '-')
            arguments[count++] = head->text;
    }
    return count;
}

static void split_name(struct pg_reader *reader, const char *text,
                       struct pg_sequence *sequence)
{
    struct buffer parts[2] = {{0}, {0}};
    size_t part = 0;
    bool quoted = false;
    for (; *text; text++) {
        if (*text == '"' && quoted && text[1] == '"')
            buffer_add_byte(&parts[part], *++text);
        else if (*text == '"')
            quoted = !quoted;
        else if (*text == '.' && !quoted && part == 0)
            part = 1;
        else
            buffer_add_byte(&parts[part], *text);
    }
    sequence->schema =
        part ? arena_copy(&reader->names, parts[0].bytes, parts[0].size)
             : reader->search_schema;
    sequence->name =
        arena_copy(&reader->names, parts[part].bytes, parts[part].size);
    buffer_release(&parts[0]);
    buffer_release(&parts[1]);
}

static bool add_sequence(struct pg_reader *reader, struct pg_sequence sequence,
                         const char *number, const char *called)
{
    char *end;
    long long value;
    errno = 0;
    value = strtoll(number, &end, 10);
    if (errno || *end || end == number)
        return lexer_fail(&reader->lexer, reader->lexer.keep,
                          "setval with '%s', which is no number", number);
    sequence.last = strcmp(called, "false") == 0 ? value - 1 : value;
    sequence.place = pg_batch_place(reader->lexer.batch, reader->lexer.keep);
    grow_array(&reader->sequences, &reader->sequences_capacity,
               reader->n_sequences + 1, sizeof *reader->sequences);
    reader->sequences[reader->n_sequences++] = sequence;
    return true;
}

/* setval('s', 5, true), or setval(pg_get_serial_sequence('t', 'c'), 5, true)
 * as up to 8.1; a negative number is two tokens. */
static bool apply_setval(struct pg_reader *reader)
{
    const char *arguments[10] = {0};
    struct pg_sequence sequence = {0};
    size_t at = 0, count = frame_arguments(reader, arguments, 10);
    const char *number;
    if (count && !strcmp(arguments[0], "pg_catalog"))
        at++;
    if (at < count && !strcmp(arguments[at], "pg_get_serial_sequence")) {
        if (at + 2 >= count)
            return true;
        split_name(reader, arguments[at + 1], &sequence);
        sequence.column = arena_copy(&reader->names, arguments[at + 2],
                                     strlen(arguments[at + 2]));
        at += 3;
    } else if (at < count) {
        split_name(reader, arguments[at++], &sequence);
    }
    if (at >= count)
        return lexer_fail(&reader->lexer, reader->lexer.keep,
                          "setval that names no number");
    number = arguments[at++];
    if (!strcmp(number, "-") && at < count)
        number = arena_printf(&reader->scratch, "-%s", arguments[at++]);
    return add_sequence(reader, sequence, number,
                        at < count ? arguments[at] : "true");
}

/* ---- statements ---- */

static bool obey(struct pg_reader *reader, const struct kind *kind)
{
    if (!strcmp(kind->name, "SET"))
        return settings_set(reader);
    if (!strcmp(kind->name, "RESET"))
        return settings_reset(reader);
    if (!strcmp(kind->name, "set_config"))
        return settings_config(reader);
    if (!strcmp(kind->name, "setval"))
        return apply_setval(reader);
    return true;
}

static void collect(struct pg_reader *reader, const struct kind *kind)
{
    if (kind->class == PG_DEFINES)
        objects_define(reader, kind->name, count_words(kind->words));
    else if (kind->class == PG_OBJECT)
        objects_keep(reader, kind->name, count_words(kind->words));
    else if (kind->class == PG_DROPS)
        drops_take(reader, kind->name);
}

/* CREATE SCHEMA s CREATE TABLE ...: names may not be these words. */
static bool has_elements(const struct pg_reader *reader)
{
    if (!frame_words_stand(reader, 0, "create schema"))
        return false;
    for (size_t at = 2; at < reader->n_head; at++)
        if (frame_word_is(&reader->head[at], "create", 6) ||
            frame_word_is(&reader->head[at], "grant", 5))
            return true;
    return false;
}

/* What is skipped or kept as a whole must not take another statement along.
 * Rules have statements inside of them. */
static bool check_swallowed(struct pg_reader *reader, const struct kind *kind)
{
    return !reader->swallowed || strstr(kind->name, "RULE") ||
           lexer_fail(&reader->lexer, reader->lexer.keep,
                      "this statement has no ';' before '%s ...'; write it "
                      "there",
                      reader->swallowed);
}

bool frame_statement(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    const struct kind *kind;
    if (reader->token != PG_TOKEN_IDENTIFIER &&
        reader->token != PG_TOKEN_UNTERMINATED)
        return reader_unexpected(reader, "a statement");
    if (!read_to_end(reader))
        return false;
    kind = find_answer(reader);
    if (kind)
        return fail_answer(reader, kind);
    if (has_elements(reader))
        return lexer_fail(lexer, lexer->keep,
                          "CREATE SCHEMA with tables, views or grants inside; "
                          "write each as a statement of its own, as pg_dump "
                          "does");
    kind = find_kind(reader);
    if (!kind)
        return lexer_fail(lexer, lexer->keep,
                          "'%s ...' is no statement of a dump that pgdecant "
                          "understands; it may change data, so nothing is "
                          "guessed",
                          reader->head[0].text);
    if (!check_swallowed(reader, kind))
        return false;
    if (!strcmp(kind->name, "lo_open"))
        return large_object_row(reader);
    count_statement(reader, kind);
    if (reader->catalog)
        collect(reader, kind);
    reader->header.size = 0; /* what the next names mean may have changed */
    return obey(reader, kind);
}

/* ---- comments ---- */

static bool comment_is(const char *text, size_t length, const char *wanted)
{
    while (length && strchr(" \t\r", text[length - 1]))
        length--;
    return length == strlen(wanted) && memcmp(text, wanted, length) == 0;
}

/* "-- Dumped from database version 15.18 (Debian ...)" */
static void take_version(struct pg_reader *reader, const char *text,
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
    take_version(reader, text, length, "-- Dumped from database version ",
                 &reader->catalog->server_version);
    take_version(reader, text, length, "-- Dumped by pg_dump version ",
                 &reader->catalog->dump_version);
}

/* The lines that pg_dump begins and ends a dump with. */
bool frame_comment(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    const char *text = lexer->token;
    size_t length = (size_t)(lexer->cursor - text);
    if (lexer->cursor < lexer->limit && *lexer->cursor == '\r')
        reader->line_ends_crlf = true;
    take_versions(reader, text, length);
    if (comment_is(text, length, "-- PostgreSQL database dump")) {
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

/* The input has ended between two statements. */
bool frame_end(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    bool whole = reader->complete && !reader->in_dump && !reader->in_cluster &&
                 !reader->restrict_key && !lexer->input->ends_in_character;
    reader->state = AT_END;
    if (whole)
        return true;
    if (reader->allow_truncated) {
        reader->truncated = true;
        reader->truncated_at = pg_batch_place(lexer->batch, lexer->limit);
        return true;
    }
    if (!reader->complete && !reader->in_dump)
        return lexer_fail(
            lexer, lexer->limit,
            "the dump ends without pg_dump's line '-- PostgreSQL database dump "
            "complete', so it may be cut off; if it never had one and is "
            "whole, say --allow-truncated");
    return lexer_fail(lexer, lexer->limit,
                      "the dump is cut off: pg_dump's last lines ('-- "
                      "PostgreSQL database dump complete') are missing "
                      "(--allow-truncated takes what is there)");
}
