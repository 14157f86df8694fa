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

/* "\connect - user" stays in the database. */
static bool apply_connect(struct pg_reader *reader, const char *database)
{
    if (strcmp(database, "-") != 0 && strncmp(database, "- ", 2) != 0)
        reader->database = database;
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
    static const char *const words[] = {"set",  "unset", "pset",
                                        "echo", "qecho", "timing"};
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
        if (quote)
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
    return reader_unexpected(reader, "a psql command that pg_dump writes");
}
