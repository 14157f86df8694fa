#include "pages/predicate.h"

#include <ctype.h>
#include <sqlite3.h>
#include <string.h>

/* A token of SQL, as far as they matter here. */
struct token {
    const char *start;
    size_t length; /* 0: the end */
};

static size_t predicate_quoted_length(const char *at, char end)
{
    size_t length = 1;
    while (at[length] && (at[length] != end || at[length + 1] == end))
        length += at[length] == end ? 2 : 1;
    return length + (at[length] != '\0');
}

static bool is_part_of_name(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || byte == '$' ||
           (unsigned char)byte >= 0x80;
}

/* SQLite has parsed the text already, so this need not find errors: what it
 * does not know it calls not simple. */
static struct token predicate_next_token(const char **at)
{
    struct token token;
    while (isspace((unsigned char)**at))
        ++*at;
    token = (struct token){*at, **at != '\0'};
    if (strchr("\"'`", **at) && **at)
        token.length = predicate_quoted_length(*at, **at);
    else
        while (is_part_of_name(**at) && is_part_of_name((*at)[token.length]))
            token.length++;
    *at += token.length;
    return token;
}

static bool predicate_is_word(struct token token, const char *word)
{
    return token.length == strlen(word) &&
           !sqlite3_strnicmp(token.start, word, (int)token.length);
}

/* ---- terms ---- */

static bool predicate_take(const char **at, const char *word)
{
    const char *before = *at;
    if (predicate_is_word(predicate_next_token(at), word))
        return true;
    *at = before;
    return false;
}

/* Names in "" have their quotes doubled. */
static char *predicate_name_of(struct arena *arena, struct token token)
{
    char *name = arena_copy(arena, token.start, token.length), *out = name;
    if (*name != '"')
        return name;
    for (const char *in = name + 1; in < name + token.length - 1; in++) {
        *out++ = *in;
        in += *in == '"';
    }
    *out = '\0';
    return name;
}

/* a IS NULL, a IS NOT NULL; parentheses around it. */
static bool read_term(struct predicate_term *term, struct arena *arena,
                      const char **at)
{
    size_t open = 0;
    struct token column;
    while (predicate_take(at, "("))
        open++;
    column = predicate_next_token(at);
    /* Neither a number nor an operator is a column; so it is an expression. */
    if (isdigit((unsigned char)*column.start) ||
        (!is_part_of_name(*column.start) && *column.start != '"'))
        return false;
    if (!predicate_take(at, "IS"))
        return false;
    *term = (struct predicate_term){predicate_name_of(arena, column),
                                    !predicate_take(at, "NOT")};
    if (!predicate_take(at, "NULL"))
        return false;
    while (open > 0 && predicate_take(at, ")"))
        open--;
    return open == 0;
}

/* Where the text after the WHERE begins, or NULL. */
static const char *find_where(const char *sql)
{
    size_t depth = 0;
    for (struct token token; (token = predicate_next_token(&sql)).length;) {
        depth += *token.start == '(';
        depth -= *token.start == ')' && depth > 0;
        if (depth == 0 && predicate_is_word(token, "WHERE"))
            return sql;
    }
    return NULL;
}

bool predicate_read(struct predicate *predicate, struct arena *arena,
                    const char *create_index)
{
    const char *at = find_where(create_index);
    *predicate = (struct predicate){0};
    if (!at)
        return true;
    do {
        arena_grow(arena, &predicate->terms, &predicate->capacity,
                   predicate->n + 1, sizeof *predicate->terms);
        if (!read_term(&predicate->terms[predicate->n++], arena, &at))
            return false;
    } while (predicate_take(&at, "AND"));
    return predicate_next_token(&at).length == 0;
}
