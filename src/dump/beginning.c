#include "dump/beginning.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "dump/reader_internal.h"

static const char *const kinds[] = {
#define STATEMENT(words, name, class) words,
#include "statements.def"
#undef STATEMENT
};

/* Blanks before the word do not count. */
bool beginning_of_line(const struct lexer *lexer)
{
    const char *at = lexer->token;
    while (at > lexer->retain_from && strchr(" \t\r", at[-1]))
        at--;
    return at > lexer->retain_from && at[-1] == '\n';
}

/* Words of statements are never quoted. */
static bool token_is(const struct pg_reader *reader, const char *word,
                     size_t length)
{
    return reader->token == PG_TOKEN_IDENTIFIER &&
           reader_token_length(reader) == length &&
           !strncasecmp(reader->lexer.token, word, length);
}

/* Do the last word and this token begin a statement of the kind? */
static bool beginning_is_begun(const struct pg_reader *reader, const char *last,
                               const char *words)
{
    size_t first = strcspn(words, " ");
    const char *second = words + first + (words[first] == ' ');
    return *second && *second != '*' && strlen(last) == first &&
           !memcmp(last, words, first) &&
           token_is(reader, second, strcspn(second, " "));
}

/* The two words with which another statement begins; kinds of a dump only where
 * a line does. NULL: none. */
static const char *find_beginning(const struct pg_reader *reader,
                                  const struct last_word *last)
{
    if (beginning_is_begun(reader, last->text, "insert into"))
        return "INSERT INTO";
    if (beginning_is_begun(reader, last->text, "delete from"))
        return "DELETE FROM";
    if (!strcmp(last->text, "select")) /* of a view */
        return NULL;
    for (size_t i = 0; i < COUNT_OF(kinds) && last->begins_line; i++)
        if (beginning_is_begun(reader, last->text, kinds[i]))
            return kinds[i];
    return NULL;
}

/* While a statement is read to its semicolon: a forgotten one would let it
 * swallow the next. */
void beginning_look(struct pg_reader *reader, struct last_word *last)
{
    const struct lexer *lexer = &reader->lexer;
    size_t length = reader_token_length(reader);
    if (*last->text && !reader->swallowed)
        reader->swallowed = find_beginning(reader, last);
    *last->text = '\0';
    if (reader->token != PG_TOKEN_IDENTIFIER || !reader->n_head ||
        length >= sizeof last->text)
        return;
    for (size_t i = 0; i <= length; i++)
        last->text[i] =
            i == length ? '\0' : (char)tolower((unsigned char)lexer->token[i]);
    last->begins_line = beginning_of_line(lexer);
}
