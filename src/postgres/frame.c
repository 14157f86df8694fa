/* The frame around the rows: settings, sequences, psql commands, comments that
 * tell whether the dump is whole, and statements that are only counted. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "postgres/literal.h"
#include "postgres/reader.h"

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

static bool word_is(const struct pg_head *head, const char *word, size_t length)
{
    return head->kind == PG_TOKEN_IDENTIFIER && strlen(head->text) == length &&
           memcmp(head->text, word, length) == 0;
}

/* Names are apart by dots; the words of a kind do not say so. */
static bool is_filler(const struct pg_head *head)
{
    return head->kind == PG_TOKEN_SELF && strchr(".(*", *head->text);
}

/* Do the words stand in the head from `at` on, one behind the other? */
static bool words_stand_at(const struct pg_reader *reader, size_t at,
                           const char *words)
{
    while (*words && *words != '*') {
        size_t length = strcspn(words, " ");
        while (at < reader->n_head && is_filler(&reader->head[at]))
            at++;
        if (at == reader->n_head ||
            !word_is(&reader->head[at++], words, length))
            return false;
        words += length + (words[length] == ' ');
    }
    return true;
}

static bool kind_fits(const struct pg_reader *reader, const struct kind *kind)
{
    const char *rest = strchr(kind->words, '*');
    if (!words_stand_at(reader, 0, kind->words))
        return false;
    if (!rest)
        return true;
    for (size_t at = 0; at < reader->n_head; at++)
        if (words_stand_at(reader, at, rest + 2))
            return true;
    return false;
}

static const struct kind *find_kind(const struct pg_reader *reader)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (kind_fits(reader, &kinds[i]))
            return &kinds[i];
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
            (struct pg_head){reader->token, decode_token(reader)};
}

/* How deep the scan is in parentheses and in the body of an SQL-standard
 * function (BEGIN ATOMIC ... END), where semicolons end nothing. */
struct depth {
    size_t parentheses, blocks;
};

static bool defines_function(const struct pg_reader *reader)
{
    return words_stand_at(reader, 0, "create function") ||
           words_stand_at(reader, 0, "create procedure") ||
           words_stand_at(reader, 0, "create or replace function") ||
           words_stand_at(reader, 0, "create or replace procedure");
}

static void track_depth(struct pg_reader *reader, struct depth *depth)
{
    if (reader_is(reader, '('))
        depth->parentheses++;
    else if (reader_is(reader, ')') && depth->parentheses > 0)
        depth->parentheses--;
    if (depth->parentheses > 0 || reader->token != PG_TOKEN_IDENTIFIER ||
        !defines_function(reader))
        return;
    if (reader_is_word(reader, "begin") ||
        (reader_is_word(reader, "case") && depth->blocks > 0))
        depth->blocks++;
    else if (reader_is_word(reader, "end") && depth->blocks > 0)
        depth->blocks--;
}

/* Reads up to the semicolon that ends the statement. */
static bool read_to_end(struct pg_reader *reader)
{
    struct depth depth = {0, 0};
    reader->n_head = reader->n_tokens = 0;
    for (;;) {
        switch (reader->token) {
        case PG_TOKEN_END:
        case PG_TOKEN_UNTERMINATED:
        case PG_TOKEN_META:
        case PG_TOKEN_JUNK: return reader_unexpected(reader, "';'");
        default: break;
        }
        if (reader_is(reader, ';') && !depth.parentheses && !depth.blocks)
            return true;
        track_depth(reader, &depth);
        remember_token(reader);
        objects_take_token(reader);
        if (!reader_advance(reader))
            return false;
    }
}

/* ---- settings ---- */

/* Bytes behind the statement are read again, in the new encoding. */
bool frame_set_encoding(struct pg_reader *reader, const char *name)
{
    struct lexer *lexer = &reader->lexer;
    size_t unread = (size_t)(lexer->limit - lexer->cursor);
    if (!strcmp(name, "default"))
        return true;
    if (!text_input_set_encoding(lexer->input, name, unread))
        return lexer_fail(lexer, lexer->keep,
                          "client_encoding '%s' cannot be converted; dump "
                          "again with pg_dump --encoding=UTF8",
                          name);
    lexer_drop(lexer, unread);
    return true;
}

/* Unqualified names belong to the first schema of the path that is nobody's
 * own. */
static void set_search_path(struct pg_reader *reader, const char *path)
{
    while (*path) {
        size_t length = strcspn(path, ",");
        const char *name = path;
        size_t end = length;
        path += length + (path[length] == ',');
        while (end && strchr(" \"", name[0]))
            name++, end--;
        while (end && strchr(" \"", name[end - 1]))
            end--;
        if (end == 0 || *name == '$' ||
            (end == 10 && !memcmp(name, "pg_catalog", 10)))
            continue;
        reader->search_schema = arena_copy(&reader->names, name, end);
        return;
    }
    reader->search_schema = "public";
}

/* The value of SET, its parts joined by commas. */
static const char *join_head(struct pg_reader *reader, size_t from)
{
    struct buffer text = {0};
    const char *copy;
    for (size_t i = from; i < reader->n_head; i++)
        buffer_add_text(&text, reader->head[i].text);
    copy = arena_copy(&reader->scratch, text.bytes, text.size);
    buffer_release(&text);
    return copy;
}

static bool apply_setting(struct pg_reader *reader, const char *name,
                          const char *value)
{
    if (!strcmp(name, "client_encoding"))
        return frame_set_encoding(reader, value);
    if (!strcmp(name, "standard_conforming_strings"))
        reader->lexer.backslash =
            strcmp(value, "off") == 0 || strcmp(value, "false") == 0;
    if (!strcmp(name, "search_path"))
        set_search_path(reader, value);
    return true;
}

/* Settings that change how the rest of the dump is read. */
static bool is_obeyed(const char *name)
{
    return !strcmp(name, "client_encoding") || !strcmp(name, "search_path") ||
           !strcmp(name, "standard_conforming_strings");
}

static bool refuse_setting(struct pg_reader *reader, const char *what)
{
    return lexer_fail(&reader->lexer, reader->lexer.keep,
                      "%s of a setting that changes how the dump is read; "
                      "pg_dump writes none",
                      what);
}

static bool apply_reset(struct pg_reader *reader)
{
    const char *name = reader->n_head > 1 ? reader->head[1].text : "";
    if (is_obeyed(name) || !strcmp(name, "all"))
        return refuse_setting(reader, "RESET");
    return true;
}

/* SET [SESSION | LOCAL] name { TO | = } value, ... | SET NAMES value */
static bool apply_set(struct pg_reader *reader)
{
    size_t at = 1;
    if (words_stand_at(reader, 0, "set names"))
        return reader->n_head < 3 ||
               frame_set_encoding(reader, reader->head[2].text);
    if (words_stand_at(reader, 0, "set session") ||
        words_stand_at(reader, 0, "set local"))
        at++;
    if (at + 2 >= reader->n_head)
        return true;
    if (words_stand_at(reader, 0, "set local") &&
        is_obeyed(reader->head[at].text))
        return refuse_setting(reader, "SET LOCAL");
    return apply_setting(reader, reader->head[at].text,
                         join_head(reader, at + 2));
}

/* ---- SELECT function(...) ---- */

/* The arguments of the call that is the head's: the tokens that are no
 * punctuation, from the parenthesis on. */
static size_t find_arguments(const struct pg_reader *reader,
                             const char *arguments[], size_t most)
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
    size_t at = 0, count = find_arguments(reader, arguments, 10);
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

static bool apply_set_config(struct pg_reader *reader)
{
    const char *arguments[3] = {0};
    if (find_arguments(reader, arguments, 3) < 2)
        return true;
    return apply_setting(reader, arguments[0], arguments[1]);
}

/* ---- statements ---- */

static bool obey(struct pg_reader *reader, const struct kind *kind)
{
    if (!strcmp(kind->name, "SET"))
        return apply_set(reader);
    if (!strcmp(kind->name, "RESET"))
        return apply_reset(reader);
    if (!strcmp(kind->name, "set_config"))
        return apply_set_config(reader);
    if (!strcmp(kind->name, "setval"))
        return apply_setval(reader);
    return true;
}

static size_t count_words(const char *words)
{
    size_t count = 1;
    for (; *words && *words != '*'; words++)
        count += *words == ' ' && words[1] != '*';
    return count;
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

bool frame_statement(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    const struct kind *kind;
    if (reader->token != PG_TOKEN_IDENTIFIER &&
        reader->token != PG_TOKEN_UNTERMINATED)
        return reader_unexpected(reader, "a statement");
    if (!read_to_end(reader))
        return false;
    kind = find_kind(reader);
    if (!kind)
        return lexer_fail(lexer, lexer->keep,
                          "'%s ...' is no statement of a dump that pgdecant "
                          "understands; it may change data, so nothing is "
                          "guessed",
                          reader->head[0].text);
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
