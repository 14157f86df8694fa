/* The backslash commands of psql that stand in dumps and scripts. */
#include <string.h>

#include "dump/reader_internal.h"

/* The word of a command, in the forms that tools have been seen to write:
 * "\restrict", "\\ restrict". Moves *at past it. */
static size_t command_word(const char **at, const char *end)
{
    size_t length = 0;
    while (*at < end && (**at == '\\' || **at == ' '))
        ++*at;
    while (*at + length < end && !strchr(" \t\r", (*at)[length]))
        length++;
    return length;
}

static bool command_is(const char *word, size_t length, const char *wanted)
{
    return strlen(wanted) == length && memcmp(word, wanted, length) == 0;
}

/* Into `names`, since a restrict key and a database's name outlive the
 * statement. */
static const char *command_argument(struct pg_reader *reader, const char *at,
                                    const char *end)
{
    while (at < end && strchr(" \t", *at))
        at++;
    while (end > at && strchr(" \t\r;", end[-1]))
        end--;
    return arena_copy(&reader->names, at, (size_t)(end - at));
}

/* \connect app, \connect "app", and for names with other characters \connect
 * -reuse-previous=on "dbname='the app'", with backslashes before quotes. */
static const char *connect_name(struct pg_reader *reader, const char *argument)
{
    static const char reuse[] = "-reuse-previous=on ", named[] = "dbname='";
    struct buffer name = {0};
    const char *copy;
    if (!strncmp(argument, reuse, sizeof reuse - 1))
        argument += sizeof reuse - 1;
    if (*argument != '"')
        return arena_copy(&reader->names, argument, strcspn(argument, " \t"));
    for (argument++; *argument && (*argument != '"' || argument[1] == '"');
         argument++) {
        argument += *argument == '"';
        buffer_add_byte(&name, *argument);
    }
    copy = buffer_text(&name);
    if (!strncmp(copy, named, sizeof named - 1)) {
        size_t used = 0;
        for (const char *at = copy + sizeof named - 1; *at && *at != '\'';
             at++) {
            at += *at == '\\' && at[1];
            name.bytes[used++] = *at;
        }
        name.size = used;
    }
    copy = arena_copy(&reader->names, name.bytes, name.size);
    buffer_release(&name);
    return copy;
}

static void add_database(struct pg_reader *reader, const char *name)
{
    for (size_t i = 0; i < reader->n_databases; i++)
        if (!strcmp(reader->databases[i].name, name))
            return;
    grow_array(&reader->databases, &reader->databases_capacity,
               reader->n_databases + 1, sizeof *reader->databases);
    reader->databases[reader->n_databases++] =
        (struct pg_database){name, false};
}

/* What comes of another database is read and passed over. */
static void choose(struct pg_reader *reader)
{
    bool was_unwanted = reader->is_unwanted;
    reader->is_unwanted =
        reader->wanted && strcmp(reader->wanted, reader->database) != 0;
    if (reader->is_unwanted == was_unwanted)
        return;
    if (reader->is_unwanted) {
        reader->wanted_rows = reader->lexer.batch->n_rows;
        reader->wanted_values = reader->lexer.batch->n_values;
        reader->wanted_lines = reader->lexer.batch->n_lines;
        reader->set_aside = reader->catalog;
        reader->catalog = NULL;
    } else {
        reader->catalog = reader->set_aside;
    }
}

/* "\connect - user" stays in the database. */
static bool apply_connect(struct pg_reader *reader, const char *argument)
{
    if (strcmp(argument, "-") != 0 && strncmp(argument, "- ", 2) != 0) {
        reader->database = connect_name(reader, argument);
        add_database(reader, reader->database);
        choose(reader);
    }
    reader->header.size = 0;
    reader->lexer.backslash = false;
    reader->search_schema = "public";
    return true;
}

/* A cut-off \unrestrict has another key than its \restrict. A whole one is
 * the last word of a dump, also where its comments have been taken out. */
static bool apply_restrict(struct pg_reader *reader, bool begins,
                           const char *key)
{
    if (begins)
        reader->restrict_key = key;
    if (begins || !reader->restrict_key ||
        strcmp(reader->restrict_key, key) != 0)
        return true;
    reader->restrict_key = NULL;
    reader->complete = true;
    reader->in_dump = false;
    return true;
}

/* Commands that people write into scripts and that change nothing of what is
 * read. Variables that \set makes would show as :name, which is no value. */
static bool is_harmless(const char *word, size_t length)
{
    static const char *const words[] = {"set",   "unset",  "pset", "echo",
                                        "qecho", "timing", "warn", "t",
                                        "x",     "a"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (command_is(word, length, words[i]))
            return true;
    return false;
}

/* A command ends at the next backslash outside of quotes: another command
 * begins there, or SQL goes on after two backslashes. */
static const char *command_end(const char *at, const char *end)
{
    char quote = '\0';
    for (; at < end; at++) {
        if (quote == '\'' && *at == '\\') /* 'it\'s' */
            at += at + 1 < end;
        else if (quote)
            quote = *at == quote ? '\0' : quote;
        else if (*at == '\'' || *at == '"' || *at == '`')
            quote = *at;
        else if (*at == '\\')
            return at;
    }
    return end;
}

/* Anything else is refused: it might read files, run programs, or change what
 * comes next. */
bool psql_command(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    const char *word = lexer->token, *end = lexer->cursor;
    size_t length = command_word(&word, end);
    end = command_end(word + length, end);
    lexer->cursor = end + (end[0] == '\\' && end[1] == '\\' ? 2 : 0);
    if (command_is(word, length, "restrict") ||
        command_is(word, length, "unrestrict"))
        return apply_restrict(reader, *word == 'r',
                              command_argument(reader, word + length, end));
    if (command_is(word, length, "connect") || command_is(word, length, "c"))
        return apply_connect(reader,
                             command_argument(reader, word + length, end));
    if (command_is(word, length, "encoding"))
        return settings_set_encoding(
            reader, command_argument(reader, word + length, end));
    if (is_harmless(word, length))
        return true;
    if (reader->skips_unknown)
        return passed_over_command(reader);
    return reader_unexpected(reader, "a psql command that pg_dump writes");
}
