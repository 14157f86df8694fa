/* Settings: those that change how the rest of a dump is read are obeyed. */
#include <string.h>
#include <strings.h>

#include "dump/head.h"
#include "dump/reader_internal.h"

/* Bytes after the statement are read again, in the new encoding. */
bool settings_set_encoding(struct pg_reader *reader, const char *name)
{
    struct lexer *lexer = &reader->lexer;
    size_t unread = (size_t)(lexer->limit - lexer->cursor);
    if (!strcmp(name, "default"))
        return true;
    if (!text_input_set_encoding(lexer->input, name, unread))
        return lexer_fail(lexer, lexer->retain_from,
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
        if (end == 0 || *name == '$' || !strcasecmp(name, "default") ||
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

/* A word may be cut short as long as it is the only one that begins so. */
static bool settings_is_begun(const char *value, const char *word, size_t least)
{
    size_t length = strlen(value);
    return length >= least && length <= strlen(word) &&
           !strncasecmp(value, word, length);
}

/* standard_conforming_strings, in all ways that PostgreSQL reads a boolean. */
static bool set_strings(struct pg_reader *reader, const char *value)
{
    bool on = settings_is_begun(value, "on", 2) ||
              settings_is_begun(value, "true", 1) ||
              settings_is_begun(value, "yes", 1) || !strcmp(value, "1") ||
              !strcasecmp(value, "default");
    bool off = settings_is_begun(value, "off", 2) ||
               settings_is_begun(value, "false", 1) ||
               settings_is_begun(value, "no", 1) || !strcmp(value, "0");
    if (!on && !off)
        return lexer_fail(&reader->lexer, reader->lexer.retain_from,
                          "standard_conforming_strings is on or off, not '%s'",
                          value);
    reader->lexer.backslash = off;
    return true;
}

/* Those under which values mean something else, and what they mean it under
 * here. */
static bool check_meaning(struct pg_reader *reader, const char *name,
                          const char *value)
{
    static const char *const meanings[][2] = {{"intervalstyle", "sql_standard"},
                                              {"array_nulls", "off"}};
    for (size_t i = 0; i < COUNT_OF(meanings); i++)
        if (!strcasecmp(name, meanings[i][0]) &&
            !strcasecmp(value, meanings[i][1]))
            return lexer_fail(&reader->lexer, reader->lexer.retain_from,
                              "values under %s = %s are not read; pg_dump "
                              "writes none",
                              name, value);
    return true;
}

/* DEFAULT and LOCAL are the server's, which nobody knows. */
static void set_zone(struct pg_reader *reader, const char *zone)
{
    static const char *const utc[] = {"utc",     "gmt",     "etc/utc",
                                      "etc/gmt", "uct",     "zulu",
                                      "0",       "default", "local"};
    reader->has_zone = true;
    for (size_t i = 0; i < COUNT_OF(utc); i++)
        if (!strcasecmp(zone, utc[i]))
            reader->has_zone = false;
}

/* Most of pg_dump's settings are for the server; these three change how the
 * dump is read. */
static bool apply_setting(struct pg_reader *reader, const char *name,
                          const char *value)
{
    if (!strcasecmp(name, "client_encoding"))
        return settings_set_encoding(reader, value);
    if (!strcasecmp(name, "standard_conforming_strings"))
        return set_strings(reader, value);
    if (!strcasecmp(name, "search_path") && *value == ':')
        return lexer_fail(&reader->lexer, reader->lexer.retain_from,
                          "a variable of psql's; write its value");
    if (!strcasecmp(name, "search_path"))
        set_search_path(reader, value);
    if (!strcasecmp(name, "timezone"))
        set_zone(reader, value);
    return check_meaning(reader, name, value);
}

/* Settings that change how the rest of the dump is read. */
static bool is_obeyed(const char *name)
{
    return !strcasecmp(name, "client_encoding") ||
           !strcasecmp(name, "search_path") ||
           !strcasecmp(name, "standard_conforming_strings");
}

/* Back to what PostgreSQL has by itself; nobody knows what else a server's own
 * settings would say. */
bool settings_reset(struct pg_reader *reader)
{
    static const char *const defaults[][2] = {
        {"client_encoding", "UTF8"},
        {"standard_conforming_strings", "on"},
        {"search_path", "public"},
    };
    const char *name = reader->n_head > 1 ? reader->head[1].text : "";
    for (size_t i = 0; i < COUNT_OF(defaults); i++)
        if ((!strcmp(name, defaults[i][0]) || !strcmp(name, "all")) &&
            !apply_setting(reader, defaults[i][0], defaults[i][1]))
            return false;
    return true;
}

/* Forms of SET without TO or =. Those that name a schema are obeyed. */
static bool is_special_set(const struct pg_reader *reader, size_t at)
{
    static const char *const forms[] = {
        "time zone",       "role",        "session authorization",
        "transaction",     "constraints", "session characteristics",
        "characteristics", "xml option",  "authorization",
    };
    for (size_t i = 0; i < COUNT_OF(forms); i++)
        if (head_words_stand(reader, at, forms[i]))
            return true;
    return false;
}

/* Where the value of "name TO value" begins; 0 if there is none. The name may
 * have parts. */
static size_t value_of_set(const struct pg_reader *reader, size_t at)
{
    at++;
    while (at + 1 < reader->n_head && !strcmp(reader->head[at].text, "."))
        at += 2;
    if (at + 1 >= reader->n_head || (strcmp(reader->head[at].text, "=") != 0 &&
                                     !head_is_word(reader, at, "to")))
        return 0;
    return at + 1;
}

/* SET [SESSION | LOCAL] name { TO | = } value, ... | SET NAMES value */
bool settings_set(struct pg_reader *reader)
{
    bool local = head_words_stand(reader, 0, "set local");
    size_t at = local || head_words_stand(reader, 0, "set session") ? 2 : 1;
    size_t value;
    const char *name;
    if (head_words_stand(reader, at, "names"))
        return reader->n_head < at + 2 ||
               settings_set_encoding(reader, reader->head[at + 1].text);
    if (head_words_stand(reader, at, "time zone") && at + 2 < reader->n_head)
        set_zone(reader, join_head(reader, at + 2));
    if (is_special_set(reader, at))
        return true;
    value = head_words_stand(reader, at, "schema") ? at + 1
                                                   : value_of_set(reader, at);
    if (!value || value >= reader->n_head)
        return lexer_fail(&reader->lexer, reader->lexer.retain_from,
                          "a SET that sets nothing: it reads SET name TO "
                          "value");
    name = value == at + 1 ? "search_path" : reader->head[at].text;
    if (local && is_obeyed(name))
        return lexer_fail(&reader->lexer, reader->lexer.retain_from,
                          "SET LOCAL of a setting that changes how the dump "
                          "is read; pg_dump writes none");
    return apply_setting(reader, name, join_head(reader, value));
}

/* SELECT pg_catalog.set_config('search_path', '', false), as pg_dump since
 * 2018. */
bool settings_config(struct pg_reader *reader)
{
    const char *arguments[3];
    size_t count;
    size_t at = head_call(reader, head_find_open(reader), arguments, 3, &count);
    if (!at || at != reader->n_head || count != 3)
        return lexer_fail(&reader->lexer, reader->lexer.retain_from,
                          "a set_config that says more than a name, a value "
                          "and whether it ends with the transaction");
    if (is_obeyed(arguments[0]) && strcasecmp(arguments[2], "false") != 0)
        return lexer_fail(&reader->lexer, reader->lexer.retain_from,
                          "a setting that changes how the dump is read, for "
                          "one transaction; pg_dump writes none");
    return apply_setting(reader, arguments[0], arguments[1]);
}
