#include "sqlite/same_sql.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "sqlite/sql_tokens.h"

struct compared_sql {
    struct sql_tokens tokens;
    bool changes; /* an UPDATE or DELETE */
};

/* Words that say nothing more, here and there. SQLite wants AS before the alias
 * of a table that is changed. */
static bool is_noise(const struct compared_sql *sql,
                     const struct sql_token *token)
{
    return (sql_token_is(token, "as") && !sql->changes) ||
           sql_token_is(token, "outer") || sql_token_is(token, "inner") ||
           sql_token_is(token, "asc") || sql_token_is(token, "recursive");
}

/* TRUE is 1, and != is <>. */
static void normalise(struct sql_token *token)
{
    static const struct {
        const char *one, *other;
    } pairs[] = {{"true", "1"}, {"false", "0"}, {"!=", "<>"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (sql_token_is(token, pairs[i].one))
            *token = (struct sql_token){pairs[i].other, strlen(pairs[i].other)};
}

/* False at the end. */
static bool same_sql_next(struct compared_sql *sql, struct sql_token *token)
{
    do
        if (!sql_next_token(&sql->tokens, token))
            return false;
    while (is_noise(sql, token));
    if (sql_token_is(token, "update") || sql_token_is(token, "delete"))
        sql->changes = true;
    normalise(token);
    return true;
}

/* Case matters only within string literals. */
static bool same_sql_are_same(const struct sql_token *one,
                              const struct sql_token *other)
{
    if (one->length != other->length)
        return false;
    return *one->text == '\''
               ? !memcmp(one->text, other->text, one->length)
               : !strncasecmp(one->text, other->text, one->length);
}

/* Whether a statement can be printed as its author wrote it, layout and all:
 * the translation then only says the same in other spaces. */
bool sql_is_same(const char *one, size_t one_length, const char *other,
                 size_t other_length)
{
    struct compared_sql a = {{one, one + one_length}, false};
    struct compared_sql b = {{other, other + other_length}, false};
    struct sql_token first, second;
    if (memchr(one, '\r', one_length))
        return false; /* it may end a comment, in PostgreSQL */
    for (;;) {
        bool more = same_sql_next(&a, &first);
        if (more != same_sql_next(&b, &second))
            return false;
        if (!more)
            return true;
        if (!same_sql_are_same(&first, &second))
            return false;
    }
}

/* ---- parameters ---- */

/* Drivers number ? themselves; numbers that only count up are noise. */
const char *sql_with_positional(struct arena *arena, const char *sql,
                                unsigned n)
{
    struct compared_sql scan = {{sql, sql + strlen(sql)}, false};
    struct buffer out = {0};
    struct sql_token token;
    const char *copied = sql;
    unsigned count = 0;
    char wanted[16];
    if (!n)
        return sql;
    while (same_sql_next(&scan, &token)) {
        if (*token.text != '?')
            continue;
        snprintf(wanted, sizeof wanted, "?%u", ++count);
        if (!sql_token_is(&token, wanted))
            count = n + 1; /* another order: the numbers are needed */
        buffer_add(&out, copied, (size_t)(token.text + 1 - copied));
        copied = token.text + token.length;
    }
    buffer_add_text(&out, copied);
    if (count == n)
        sql = arena_copy(arena, out.bytes, out.size);
    buffer_release(&out);
    return sql;
}
